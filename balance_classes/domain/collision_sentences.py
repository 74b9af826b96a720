"""Collisions in words: rows of the roster, never names, and have / need / mend."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.changes import Change, ChangeKind
from balance_classes.domain.classes import find_class
from balance_classes.domain.collision import Collision, Rule
from balance_classes.domain.labels import field_label
from balance_classes.domain.measured import balance_of
from balance_classes.domain.problem import Problem
from balance_classes.domain.roster import Roster
from balance_classes.domain.rules import APART, AT_MOST
from balance_classes.errors import Finding
from balance_classes.language import Text

MOST_PHRASES = 8
"""So many sets of students apart are told one by one; more are told as one."""
SHORTEST_RANGE = 3


@dataclass(frozen=True)
class Mend:
    """What ends a collision: changes of which each is `enough`, or the fewest known `together`.

    `anew` are numbers of classes that end every collision there is; `beside` tells that there
    are others, which `enough` and `together` leave to what is told of them.
    """

    enough: tuple[Change, ...]
    together: tuple[Change, ...]
    anew: tuple[Change, ...]
    beside: bool = False


def finding(collision: Collision, mend: Mend, problem: Problem, roster: Roster) -> Finding:
    """Return where the rules that collide stand, which they are, and what ends it."""
    students = {s for rule in collision.of("open", "together", "quota") for s in rule.students}
    asking = {s for rule in collision.of("open", "together") for s in rule.students}
    phrases = [*_wishes(collision, problem, roster), *_limits(collision, problem, roster)]
    what = Text("These rules cannot all hold: {rules}.", rules=_joined(phrases, _and_then))
    told = [what, *_remarks(collision, problem, roster)]
    shown = asking or students
    return Finding(
        _place(roster, shown) if shown and not _is_limit(collision, problem) else Text("rules"),
        _joined(told, _and_more),
        _mend_text(mend, roster),
    )


def _is_limit(collision: Collision, problem: Problem) -> bool:
    """Tell whether no row asked for anything: a limit is too low for whom it applies to."""
    return not collision.of("open", "together") and all(
        problem.hard.quotas[rule.position].group == AT_MOST for rule in collision.of("quota")
    )


def _remarks(collision: Collision, problem: Problem, roster: Roster) -> list[Text]:
    found = []
    balance = balance_of(collision, problem)
    if balance:
        found.append(Text("Have {have}, need {need}: {what}.", **balance))
    if collision.alike:
        rows = {s for rule in collision.alike for s in rule.students}
        found.append(Text("The same is asked in: {rows}.", rows=rows_text(roster, rows)))
    if not collision.exact:
        found.append(Text("Perhaps not all of these rules are needed for it."))
    return found


def _wishes(collision: Collision, problem: Problem, roster: Roster) -> list[Text]:
    """Return what rows ask for: together, pinned, barred."""
    phrases = [
        Text("{rows} to stay together", rows=rows_text(roster, rule.students))
        for rule in collision.of("together")
    ]
    pinned: dict[str, list[int]] = {}
    barred: dict[tuple[str, ...], list[int]] = {}
    every = tuple(each.name for each in problem.classes)
    for rule in collision.of("open"):
        student, reach = rule.students[0], problem.reach[rule.students[0]]
        asked = roster.students[student]
        pin = find_class(asked.pinned_class, every) if asked.pinned_class else None
        bars = {find_class(name, every) for name in asked.barred}
        if pin is not None:
            pinned.setdefault(every[pin], []).append(student)
        # Beside a pin it only matters whether that very class is barred.
        closed = {pin} & bars if pin is not None else bars
        if not reach or pin is None:
            names = tuple(name for c, name in enumerate(every) if c in closed)
            barred.setdefault(names, []).append(student)
    for name, students in pinned.items():
        phrases.append(Text("{rows} pinned to {name}", rows=rows_text(roster, students), name=name))
    for names, students in barred.items():
        rows = rows_text(roster, students)
        phrases.append(Text("{rows} barred from {names}", rows=rows, names=names))
    return phrases


def _limits(collision: Collision, problem: Problem, roster: Roster) -> list[Text]:
    """Return what is bounded: students apart, students of a kind, class sizes."""
    quotas = [problem.hard.quotas[rule.position] for rule in collision.of("quota")]
    apart = [quota for quota in quotas if quota.group == APART]
    phrases = []
    if len(apart) > MOST_PHRASES:
        rows = rows_text(roster, {s for quota in apart for s in quota.members})
        phrases.append(Text("{rows} to be apart by {count} codes", rows=rows, count=len(apart)))
    for quota in quotas:
        rows = rows_text(roster, quota.members)
        if quota.group == AT_MOST:
            values = {"most": max(quota.high), "name": field_label(quota.level)}
            phrases.append(Text("at most {most} a class with “{name}”", **values))
        elif quota.group != APART:
            phrases.append(
                Text("{rows} to be apart: {name}", rows=rows, name=field_label(quota.group))
            )
        elif len(apart) <= MOST_PHRASES and max(quota.high) > 1:
            values = {"most": max(quota.high), "rows": rows}
            phrases.append(Text("{rows} to be apart, at most {most} a class", **values))
        elif len(apart) <= MOST_PHRASES:
            phrases.append(Text("{rows} to be apart", rows=rows))
    return [*phrases, *_sizes(collision, problem)]


def _sizes(collision: Collision, problem: Problem) -> list[Text]:
    size = problem.size_quota
    phrases = []
    for names, most in _by_bound(collision.of("most"), size.high, problem):
        phrases.append(
            Text("at most {most} students in each class", most=most)
            if len(names) == len(problem.classes) > 1
            else Text("at most {most} students in: {names}", most=most, names=names)
        )
    for names, least in _by_bound(collision.of("least"), size.low, problem):
        phrases.append(Text("at least {least} students in: {names}", least=least, names=names))
    return phrases


def _by_bound(
    rules: Iterable[Rule], bounds: Sequence[int], problem: Problem
) -> list[tuple[tuple[str, ...], int]]:
    found: dict[int, tuple[str, ...]] = {}
    for rule in rules:
        bound = bounds[rule.position]
        found[bound] = (*found.get(bound, ()), problem.classes[rule.position].name)
    return [(names, bound) for bound, names in found.items()]


def _mend_text(mend: Mend, roster: Roster) -> Text:
    single = [said(change, roster) for change in (*mend.enough, *mend.anew)]
    every = [said(change, roster) for change in mend.together]
    if not mend.enough and len(every) > 1:
        all_of = _joined(every, _and_also)
        if not single:
            return Text(
                "No single change is enough; together these are, for example: {options}.",
                options=all_of,
            )
        single.insert(0, Text("all of these ({options})", options=all_of))
    if not single:
        return Text("Take one of these rules back, or form another number of classes.")
    options = _joined(single, _or_else)
    if mend.beside and len(single) == 1:
        return Text("Beside what mends the others: {options}.", options=options)
    if mend.beside:
        return Text("Beside what mends the others, one is enough: {options}.", options=options)
    if len(single) == 1:
        return Text("What works: {options}.", options=options)
    return Text("One of these is enough: {options}.", options=options)


def said(change: Change, roster: Roster) -> Text:
    """Return a change in words, as an advice."""
    rows = rows_text(roster, change.instead or change.students)
    one_of = Text("one of {rows}", rows=rows) if change.instead else rows
    if change.kind == "code":
        holders = [s for s, each in enumerate(roster.students) if change.name in each.apart]
        together = rows_text(roster, holders)
        return Text("take the apart code of {holders} from {rows}", holders=together, rows=one_of)
    return _SAID[change.kind](change, one_of)


def rows_text(roster: Roster, students: Iterable[int]) -> Text:
    """Return the rows of some students, ascending, with runs of them as 3–7."""
    rows = sorted(roster.students[student].row for student in students)
    if len(rows) == 1:
        return Text("row {row}", row=rows[0])
    return Text("rows {rows}", rows=tuple(_runs(rows)))


def _place(roster: Roster, students: Iterable[int]) -> Text:
    rows = sorted(roster.students[student].row for student in students)
    place = {"file": roster.file, "sheet": roster.sheet}
    if len(rows) == 1:
        return Text("{file}, sheet {sheet}, row {row}", **place, row=rows[0])
    return Text("{file}, sheet {sheet}, rows {rows}", **place, rows=tuple(_runs(rows)))


def _runs(rows: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [
        shown
        for run in runs
        for shown in (
            [f"{run[0]}–{run[-1]}"] if len(run) >= SHORTEST_RANGE else [str(row) for row in run]
        )
    ]


def _joined(texts: Sequence[Text], pair: Callable[[Text, Text], Text]) -> Text:
    return functools.reduce(pair, texts)


def _and_more(first: Text, second: Text) -> Text:
    return Text("{first} {second}", first=first, second=second)


def _and_then(first: Text, second: Text) -> Text:
    return Text("{first}; {second}", first=first, second=second)


def _or_else(first: Text, second: Text) -> Text:
    return Text("{first}; or {second}", first=first, second=second)


def _and_also(first: Text, second: Text) -> Text:
    return Text("{first}; and {second}", first=first, second=second)


_SAID: Mapping[ChangeKind, Callable[[Change, Text], Text]] = {
    "pin": lambda change, rows: Text("clear the pinned class of {rows}", rows=rows),
    "bars": lambda change, rows: Text("clear the barred classes of {rows}", rows=rows),
    "block": lambda change, rows: (
        Text("give {rows} a together code of their own", rows=rows)
        if len(change.students) > 1
        else Text("clear the together code of {rows}", rows=rows)
    ),
    "limit": lambda change, rows: Text(
        "raise the limit of “{name}” to {number} a class",
        number=change.number,
        name=field_label(change.name),
    ),
    "soft": lambda change, rows: Text(
        "take “{name}” out of the hard rules", name=field_label(change.name)
    ),
    "room": lambda change, rows: Text(
        "raise the cap of {name} to {number}", number=change.number, name=change.name
    ),
    "classes": lambda change, rows: Text("form {number} classes", number=change.number),
}
