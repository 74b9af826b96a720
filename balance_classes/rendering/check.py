"""What a check found: ready or not, what to mend or look at, columns and wishes as understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from balance_classes.domain.problem.keep import classes_no_more
from balance_classes.domain.result.before_draw_sentences import steering_sentence
from balance_classes.domain.result.first_sentence import LOOK, NEXT
from balance_classes.domain.result.policy_departures import policy_sentences, unnamed_policy
from balance_classes.domain.result.result_sentences import ignored_sentence, left_out_sentences
from balance_classes.domain.result.shown_names import masked
from balance_classes.domain.roster.labels import field_label, level_label, own_word, shown_order
from balance_classes.domain.roster.roster_parts import shown_row
from balance_classes.domain.roster.wish_codes import Group, groups_of
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.errors import Finding
from balance_classes.files.roster.roster_reading import Examined
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import finding_answer, print_answer
from balance_classes.rendering.json_draw_answers import Checked, WishAnswer
from balance_classes.rendering.json_result_answers import FindingAnswer
from balance_classes.rendering.line_breaks import print_line, print_section
from balance_classes.rendering.printer import beside, console, told_once
from balance_classes.workflows.draw.check import CheckResult

MOST_LEVELS = 6
"""So many levels of an attribute are named."""
SPREAD_ONE = Text("(--spread COLUMN spreads one of them evenly over the classes.)")


def show_checked(
    result: CheckResult, *, as_json: bool, verbose: bool = False, led: bool = False
) -> None:
    """Print what a check found; `verbose`, every finding instead of one of each kind.

    Who is `led` through the steps is told of no commands.
    """
    if as_json:
        findings = problem_answers(result)
        print_answer(checked_body(result), exit_code=result.exit_code, findings=findings)
        return
    with beside(result.marked):
        _print_checked(result, verbose=verbose, led=led)


def _print_checked(result: CheckResult, *, verbose: bool, led: bool) -> None:
    say, examined = result.language.say, result.examined
    print_line(say(_answer(result)), style="bold red" if result.problems else "bold")
    most = None if verbose else 1
    print_section(
        say(Text("Problems: {count}", count=len(result.problems))),
        map(say, _by_kind(result.problems, most)),
    )
    looks = (
        *unnamed_policy(result.rules.policy, named=result.policy_named),
        *_by_kind(examined.warnings, most),
        *left_out_sentences(examined.left_out),
        *((ignored_sentence(examined.ignored),) if examined.ignored else ()),
        *((SPREAD_ONE,) if examined.ignored and not led else ()),
        *((steering_sentence(result.steering),) if result.steering else ()),
    )
    print_section(say(LOOK), map(say, looks))
    print_wishes(examined, result.language, verbose=verbose)
    print_section(say(Text("What is possible")), map(say, _possible(result)))
    print()
    place = {"file": examined.file, "sheet": examined.sheet, "row": examined.header_row}
    print_line(say(Text("{file}, sheet {sheet}, header in row {row}", **place)), style="bold")
    _print_columns(result, most=None if verbose else MOST_LEVELS)
    if not led:
        print_section(say(NEXT), map(say, _next_steps(result)))


def _answer(result: CheckResult) -> Text:
    values = {"count": len(result.problems), "students": result.examined.students}
    if result.problems:
        return Text("Not ready for a draw; problems: {count}.", **values)
    if not result.classes:
        return Text("Nothing is wrong; how many classes to form is still to be said.")
    return Text(
        "Ready: nothing stands in the way of a draw of {students} students into {classes} classes.",
        **values,
        classes=len(result.classes),
    )


def _by_kind(findings: Sequence[Finding], most: int | None) -> Iterator[Text]:
    """Yield the first findings of each kind, and how many more there are of it; None: all."""
    kinds: dict[str, list[Finding]] = {}
    for finding in told_once(findings):
        kinds.setdefault(_kind(finding), []).append(finding)
    for alike in kinds.values():
        yield from (finding.told for finding in alike[:most])
        if most and alike[most:]:
            yield Text("… and {count} more like this: see -v or --mark.", count=len(alike[most:]))


def _kind(finding: Finding) -> str:
    return finding.what.message


def _next_steps(result: CheckResult) -> Iterator[Text]:
    if result.marked:
        yield Text("Marked copy: {path}", path=result.marked)
    elif result.problems:
        yield Text("Mend the file and check again; --mark COPY.xlsx marks the cells in a copy.")
    else:
        yield Text("Draw with balance-classes assign, or fix the roster before with seal.")


def show_template(path: Path, language: Language, *, as_json: bool) -> None:
    """Print where the empty roster was written."""
    if as_json:
        print_answer({"file": str(path)})
        return
    with beside(path):
        print(language.say(Text("Empty roster: {path}", path=path)))


def show_samples(paths: tuple[Path, ...], language: Language, *, as_json: bool) -> None:
    """Print where the samples were written, and what to do with the first of them."""
    if as_json:
        print_answer({"files": [str(path) for path in paths]})
        return
    for path in paths:
        print(language.say(Text("Sample: {path}", path=path)))
    command = f'balance-classes assign "{paths[0]}" --stage primary'
    print(language.say(Text("Begin with: {command}", command=command)))


def checked_body(result: CheckResult) -> Checked:
    """Return the result as scripts read it."""
    examined, language = result.examined, result.language
    return {
        "file": examined.file,
        "sheet": examined.sheet,
        "header_row": examined.header_row,
        "students": examined.students,
        "policy": result.rules.policy.name,
        "columns": [{"header": header, "field": field} for header, field in examined.columns],
        "ignored": list(examined.ignored),
        "left_out": [{"header": out.header, "kind": out.kind} for out in examined.left_out],
        "levels": {own_word(field): dict(levels) for field, levels in examined.levels.items()},
        "wishes": wishes_answer(examined),
        "classes": [{"name": each.name, "cap": each.cap} for each in result.classes],
        "classes_needed": result.needed,
        "limits": [{"groups": list(each.groups), "excess": each.bound} for each in result.limits],
        "warnings": [finding_answer(finding, language) for finding in examined.warnings],
        "trials": asdict(result.steering) if result.steering else None,
        "marked": str(result.marked) if result.marked else None,
    }


def problem_answers(result: CheckResult) -> list[FindingAnswer]:
    """Return the problems as scripts read them."""
    return [finding_answer(problem, result.language) for problem in result.problems]


def _print_columns(result: CheckResult, *, most: int | None) -> None:
    from rich.table import Table

    say, examined = result.language.say, result.examined
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in (Text("Column"), Text("Read as"), Text("Levels and counts")):
        table.add_column(say(heading), overflow="fold")
    shown = {field for _, field in examined.columns}
    derived = [("", field) for field in examined.levels if field not in shown]
    for header, field in (*examined.columns, *derived):
        table.add_row(header, say(field_label(field)), _levels(field, result, most))
    console().print(table)


def _levels(field: str, result: CheckResult, most: int | None) -> str:
    levels = result.examined.levels.get(field)
    if not levels:
        return ""
    common = sorted(levels.items(), key=lambda item: shown_order(item[0], item[1], field))
    say = result.language.say
    shown = [f"{say(level_label(level, field))} {n}" for level, n in common[:most]]
    if most and common[most:]:
        shown.append(say(Text("{count} more levels", count=len(common) - most)))
    return result.language.join(tuple(shown))


def _possible(result: CheckResult) -> Iterator[Text]:
    yield policy_sentences(result.rules.policy)[0]
    if result.needed:
        yield Text("Classes needed at the cap: {count}", count=result.needed)
    if not result.classes:
        yield Text("Name the stage, the cap or the number of classes to see what is possible.")
        return
    count, cap = len(result.classes), max(each.cap for each in result.classes)
    seats = {"count": count, "cap": cap, "students": result.examined.students}
    if result.rules.highest_cap or cap < result.examined.students:
        yield Text("{count} classes of at most {cap} for {students} students", **seats)
    else:
        yield Text("{count} classes for {students} students, no cap", **seats)
    if result.limits and result.examined.roster:
        gone = classes_no_more(result.examined.roster, result.rules, result.classes)
        for name, sat in gone.items():
            yield Text(
                "{field}: no class is named {name}; {count} leave it. If it is a slip, mend the "
                "cells.",
                field=field_label(result.rules.keep),
                name=name,
                count=sat,
            )
    for limit in result.limits:
        groups = tuple(field_label(group) for group in limit.groups)
        if limit.groups == (FRIENDS,):
            yield Text(
                "{groups}: as few children as can be have none of those they named; at least "
                "{bound}.",
                groups=groups,
                bound=limit.bound,
            )
        elif limit.groups == (KEEP,):
            yield Text("{groups}: at least {bound} change class.", groups=groups, bound=limit.bound)
        elif limit.bound:
            yield Text(
                "{groups}: at least {bound} beyond the even shares.",
                groups=groups,
                bound=limit.bound,
            )
        elif TWO_WAY in limit.groups:
            # Of cells program no. 1 knows too little: 0 says nothing, and is hardly ever reached.
            yield Text(
                "{groups}: made as even as can be; how even, only the draw tells.", groups=groups
            )
        else:
            yield Text("{groups}: the even shares look possible.", groups=groups)


MOST_OF_A_KIND = 12
"""More of a kind are one line, unless all are asked for."""
MOST_GROUPS = 40
"""So many are printed; --json has all of them."""


def print_wishes(examined: Examined, language: Language, *, verbose: bool) -> None:
    """Print each group and pair by row and masked name, with the cells that it came from."""
    groups, say = groups_of(examined.wishes), language.say
    if not groups:
        return
    print()
    print_line(say(Text("Wishes, as they are understood: {count}", count=len(groups))))
    kinds = Counter(group.kind for group in groups)
    many = () if verbose else tuple(kind for kind in kinds if kinds[kind] > MOST_OF_A_KIND)
    for kind in many:
        print_line("  " + say(Text(_MANY[kind].message, count=kinds[kind])))
    groups = tuple(group for group in groups if group.kind not in many)
    for group in groups[:MOST_GROUPS]:
        students = tuple(_student(row, examined) for row in group.rows)
        text = _SAID[group.kind]
        print_line("  " + say(Text(text.message, students=students, cells=group.cells)))
    if len(groups) > MOST_GROUPS:
        print_line("  " + say(Text("… and {count} more: see --json.", count=_rest(groups))))


def wishes_answer(examined: Examined) -> list[WishAnswer]:
    """Return each group and pair as scripts read it; names are masked."""
    return [
        {
            "kind": group.kind,
            "rows": list(group.rows),
            "students": [masked(examined.names.get(row, "")) for row in group.rows],
            "cells": list(group.cells),
        }
        for group in groups_of(examined.wishes)
    ]


def _student(row: int, examined: Examined) -> Text:
    name, shown = examined.names.get(row, ""), shown_row(row, examined.table.parts)
    if name:
        return Text("row {row} ({name})", row=shown, name=masked(name))
    return Text("row {row}", row=shown)


def _rest(groups: tuple[Group, ...]) -> int:
    return len(groups) - MOST_GROUPS


_MANY = {
    "together": Text("together: {count} groups; each of them: -v"),
    "apart": Text("apart: {count} groups; each of them: -v"),
    "friends": Text("friends named: by {count} students; each of them: -v"),
}
_SAID = {
    "together": Text("together: {students}; from {cells}"),
    "apart": Text("apart: {students}; from {cells}"),
    "friends": Text("the first with at least one of the others: {students}; from {cells}"),
}
