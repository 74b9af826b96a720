"""Collisions in words: rows of the roster, never names, and have / need / mend."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from balance_classes.domain.collisions.collision import Collision, Rule
from balance_classes.domain.collisions.remedy_sentences import Mend, advice, joined
from balance_classes.domain.collisions.shortage import balance_of, pairs_apart
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.roster.labels import field_label, limited_label
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.roster.row_ranges import place_of, rows_text
from balance_classes.domain.roster.wish_codes import WISHES
from balance_classes.domain.rules.class_names import find_class
from balance_classes.domain.rules.rules import APART, AT_LEAST, AT_MOST, OFFERED
from balance_classes.errors import Finding
from balance_classes.language import Text

MOST_PHRASES = 8
"""So many sets of students together or apart are told one by one; more are told as one."""


def finding(collision: Collision, mend: Mend, problem: Problem, roster: Roster) -> Finding:
    """Return where the rules that collide stand, which they are, and what ends it."""
    asking = {s for rule in collision.of("open", "together") for s in rule.students}
    asking |= {rule.students[0] for rule in collision.of("friends")}
    students = asking | {s for rule in collision.of("quota") for s in rule.students}
    phrases = [*_wishes(collision, problem, roster), *_limits(collision, problem, roster)]
    what = Text(
        "These rules cannot all hold: {rules}.", rules=joined(phrases, Text("{first}; {second}"))
    )
    told = [what, *_remarks(collision, problem, roster)]
    shown = asking or students
    return Finding(
        place_of(roster, shown) if shown and not _is_limit(collision, problem) else Text("rules"),
        joined(told, Text("{first} {second}")),
        advice(mend, roster),
        tuple(sorted(_cells(collision, problem, roster))),
    )


def _cells(collision: Collision, problem: Problem, roster: Roster) -> Iterator[tuple[int, str]]:
    """Yield the row and the field of every wish that collides."""
    for rule in collision.of("friends", "open", "together", "quota"):
        if rule.kind == "together":
            fields: tuple[str, ...] = ("together",)
        elif rule.kind == "open":
            fields = ("pinned_class", "barred")
        elif rule.kind == "friends":
            fields = ("friends",)
        else:
            fields = ("apart",) if problem.hard.quotas[rule.position].group == APART else ()
        written = {(wish.row, wish.kind) for wish in roster.wishes}
        whose = rule.students[:1] if rule.kind == "friends" else rule.students
        for student in (roster.students[position] for position in whose):
            yield from (
                (student.row, field)
                for field in fields
                if getattr(student, field)
                and (field not in WISHES or not written or (student.row, field) in written)
            )


def _is_limit(collision: Collision, problem: Problem) -> bool:
    """Tell whether no row asked for anything: a limit is too low for whom it applies to."""
    return not collision.of("friends", "open", "together") and all(
        problem.hard.quotas[rule.position].group in (AT_MOST, AT_LEAST)
        for rule in collision.of("quota")
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
    blocks = [rule.students for rule in collision.of("together")]
    phrases = [Text("{rows} to stay together", rows=rows_text(roster, block)) for block in blocks]
    if len(blocks) > MOST_PHRASES:
        rows = rows_text(roster, {student for block in blocks for student in block})
        phrases = [Text("{rows} to stay together by {count} codes", rows=rows, count=len(blocks))]
    pinned: dict[str, list[int]] = {}
    barred: dict[tuple[str, ...], list[int]] = {}
    limited: dict[tuple[str, ...], list[int]] = {}
    every = tuple(each.name for each in problem.classes)
    for rule in collision.of("open"):
        student = rule.students[0]
        asked = roster.students[student]
        pin = find_class(asked.pinned_class, every) if asked.pinned_class else None
        bars = {find_class(name, every) for name in asked.barred}
        if pin is not None:
            pinned.setdefault(every[pin], []).append(student)
        # Beside a pin it only matters whether that very class is barred.
        closed = bars if pin is None else bars & {pin}
        if closed:
            names = tuple(name for c, name in enumerate(every) if c in closed)
            barred.setdefault(names, []).append(student)
        elif pin is None:
            open_to = tuple(every[c] for c in sorted(problem.reach[student]))
            limited.setdefault(open_to, []).append(student)
    for name, students in pinned.items():
        phrases.append(Text("{rows} pinned to {name}", rows=rows_text(roster, students), name=name))
    phrases += [
        Text("{rows} can only join {names}", rows=rows_text(roster, students), names=names)
        for names, students in limited.items()
    ]
    phrases += [_barred(names, rows_text(roster, who), every) for names, who in barred.items()]
    return phrases + [
        Text(
            "{rows} to be with at least one of {friends}",
            rows=rows_text(roster, rule.students[:1]),
            friends=rows_text(roster, rule.students[1:]),
        )
        for rule in collision.of("friends")
    ]


def _barred(names: Sequence[str], rows: Text, every: Sequence[str]) -> Text:
    """Return the classes barred, or those left open where they are fewer."""
    left = tuple(name for name in every if name not in names)
    if 0 < len(left) < len(names):
        return Text("{rows} can only join {names}", rows=rows, names=left)
    return Text("{rows} barred from {names}", rows=rows, names=tuple(names))


def _limits(collision: Collision, problem: Problem, roster: Roster) -> list[Text]:
    """Return what is bounded: students apart, students of a kind, class sizes."""
    quotas = [problem.hard.quotas[rule.position] for rule in collision.of("quota")]
    apart = [quota for quota in quotas if quota.group == APART]
    phrases = []
    everybody = {student for quota in apart for student in quota.members}
    if len(apart) > 1 and pairs_apart(apart) == set(itertools.combinations(sorted(everybody), 2)):
        phrases.append(Text("{rows} to be apart", rows=rows_text(roster, everybody)))
        quotas = [quota for quota in quotas if quota.group != APART]
    elif len(apart) > MOST_PHRASES:
        rows = rows_text(roster, {s for quota in apart for s in quota.members})
        phrases.append(Text("{rows} to be apart by {count} codes", rows=rows, count=len(apart)))
    for quota in quotas:
        rows = rows_text(roster, quota.members)
        if quota.group == OFFERED:
            told = limited_label(quota.level)
            phrases.append(Text("the numbers named for “{name}”", name=told))
        elif quota.group == AT_MOST:
            values = {"most": max(quota.high), "name": limited_label(quota.level)}
            phrases.append(Text("at most {most} a class with “{name}”", **values))
        elif quota.group == AT_LEAST:
            values = {"least": max(quota.low), "name": limited_label(quota.level)}
            phrases.append(Text("in each class at least {least} of “{name}”, or none", **values))
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
    size, weighed = problem.size_quota, problem.seats > len(problem.keys)

    def so_many(count: int) -> Text:
        return (
            Text("{count} seats", count=count) if weighed else Text("{count} students", count=count)
        )

    phrases = []
    for names, most in _by_bound(collision.of("most"), size.high, problem):
        phrases.append(
            Text("at most {most} in each class", most=so_many(most))
            if len(names) == len(problem.classes) > 1
            else Text("at most {most} in: {names}", most=so_many(most), names=names)
        )
    for names, least in _by_bound(collision.of("least"), size.low, problem):
        phrases.append(Text("at least {least} in: {names}", least=so_many(least), names=names))
    return phrases


def _by_bound(
    rules: Iterable[Rule], bounds: Sequence[int], problem: Problem
) -> list[tuple[tuple[str, ...], int]]:
    found: dict[int, tuple[str, ...]] = {}
    for rule in rules:
        bound = bounds[rule.position]
        found[bound] = (*found.get(bound, ()), problem.classes[rule.position].name)
    return [(names, bound) for bound, names in found.items()]
