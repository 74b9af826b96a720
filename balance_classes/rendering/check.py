"""What a check found: the columns as they are understood, problems, warnings, what is possible."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from balance_classes.domain.result.before_draw import steering_sentence
from balance_classes.domain.result.departures import policy_sentences
from balance_classes.domain.result.sentences import ignored_sentence, left_out_sentences
from balance_classes.domain.roster.labels import field_label, level_label, own_word
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.errors import Finding
from balance_classes.language import Language, Text
from balance_classes.rendering.answers import finding_answer, print_answer
from balance_classes.rendering.checking_bodies import FindingAnswer
from balance_classes.rendering.drawing_bodies import Checked
from balance_classes.rendering.folding import print_line
from balance_classes.rendering.printer import beside, console, told_once
from balance_classes.rendering.wishes import print_wishes, wishes_answer
from balance_classes.workflows.draw.check import CheckResult

MOST_LEVELS = 6
MOST_FINDINGS = 40
"""So many findings are printed; a marked copy and --json have all of them."""


def show_checked(result: CheckResult, *, as_json: bool) -> None:
    """Print what a check found."""
    if as_json:
        findings = problem_answers(result)
        print_answer(checked_body(result), exit_code=result.exit_code, findings=findings)
        return
    with beside(result.marked):
        _print_checked(result)


def _print_checked(result: CheckResult) -> None:
    say, examined = result.language.say, result.examined
    place = {"file": examined.file, "sheet": examined.sheet, "row": examined.header_row}
    print_line(say(Text("{file}, sheet {sheet}, header in row {row}", **place)))
    _print_columns(result)
    if examined.ignored:
        print_line(say(ignored_sentence(examined.ignored)))
        print_line(say(Text("(--spread COLUMN spreads one of them evenly over the classes.)")))
    for out in examined.left_out:
        for sentence in left_out_sentences((out,)):
            print_line(say(sentence))
    print_wishes(examined, result.language)
    print()
    print_line(say(Text("Students: {count}", count=examined.students)))
    print_line(say(policy_sentences(result.rules.policy)[0]))
    _print_capacity(result)
    if result.steering:
        print_line(say(steering_sentence(result.steering)))
    _print_findings(Text("Warnings: {count}"), examined.warnings, result.language)
    _print_findings(Text("Problems: {count}"), result.problems, result.language)
    if result.marked:
        print_line(say(Text("Marked copy: {path}", path=result.marked)))
    if not result.problems:
        print()
        print(
            say(Text("Ready: nothing stands in the way of a draw."))
            if result.classes
            else say(Text("Nothing is wrong; how many classes to form is still to be said."))
        )


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


def _print_columns(result: CheckResult) -> None:
    from rich.table import Table

    say, examined = result.language.say, result.examined
    table = Table()
    for heading in (Text("Column"), Text("Read as"), Text("Levels and counts")):
        table.add_column(say(heading), overflow="fold")
    for header, field in examined.columns:
        table.add_row(header, say(field_label(field)), _levels(field, result))
    shown = {field for _, field in examined.columns}
    for field in examined.levels:
        if field not in shown:
            table.add_row("", say(field_label(field)), _levels(field, result))
    console().print(table)


def _levels(field: str, result: CheckResult) -> str:
    levels = result.examined.levels.get(field)
    if not levels:
        return ""
    common = sorted(levels.items(), key=lambda item: (-item[1], item[0]))
    say = result.language.say
    shown = [f"{say(level_label(level, field))} {n}" for level, n in common[:MOST_LEVELS]]
    if len(common) > MOST_LEVELS:
        shown.append(say(Text("{count} more levels", count=len(common) - MOST_LEVELS)))
    return result.language.join(tuple(shown))


def _print_capacity(result: CheckResult) -> None:
    say = result.language.say
    if result.needed:
        print_line(say(Text("Classes needed at the cap: {count}", count=result.needed)))
    if not result.classes:
        print(
            say(Text("Name the stage, the cap or the number of classes to see what is possible."))
        )
        return
    count, cap = len(result.classes), max(each.cap for each in result.classes)
    seats = {"count": count, "cap": cap, "students": result.examined.students}
    if result.rules.highest_cap or cap < result.examined.students:
        print_line(say(Text("{count} classes of at most {cap} for {students} students", **seats)))
    else:
        print_line(say(Text("{count} classes for {students} students, no cap", **seats)))
    for limit in result.limits:
        groups = tuple(field_label(group) for group in limit.groups)
        values = {"groups": groups}
        if limit.bound:
            text = Text(
                "{groups}: at least {bound} beyond the even shares.", **values, bound=limit.bound
            )
        elif TWO_WAY in limit.groups:
            # Of cells program no. 1 knows too little: 0 says nothing, and is hardly ever reached.
            text = Text(
                "{groups}: made as even as can be; how even, only the draw tells.", **values
            )
        else:
            text = Text("{groups}: the even shares look possible.", **values)
        print_line(say(text))


def _print_findings(heading: Text, findings: tuple[Finding, ...], language: Language) -> None:
    if not findings:
        return
    say = language.say
    print()
    print_line(say(Text(heading.message, count=len(findings))))
    told = told_once(findings)
    for finding in told[:MOST_FINDINGS]:
        parts = {"where": finding.where, "what": finding.what, "mend": finding.mend}
        print_line("  " + say(Text("{where}: {what} {mend}", **parts)))
    if len(told) > MOST_FINDINGS:
        rest = len(told) - MOST_FINDINGS
        print_line("  " + say(Text("… and {count} more: see --mark or --json.", count=rest)))
