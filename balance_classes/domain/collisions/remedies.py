"""Changes of a roster or its rules that may end a collision, so that each can be tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.roster.wish_codes import (
    WISHES,
    Edit,
    codes_apart,
    codes_together,
    edited,
    keeping_apart,
    parting,
)
from balance_classes.domain.rules.rules import APART, AT_MOST, OFFERED, Rules

Limits = tuple[tuple[str, int], ...]
"""Kinds of students, each with its number."""
RemedyKind = Literal[
    "pin",
    "bars",
    "block",
    "code",
    "friends",
    "limit",
    "floor",
    "soft",
    "room",
    "classes",
    "offer",
    "size",
]


@dataclass(frozen=True)
class Remedy:
    """One thing a school can change.

    Of `students` (positions) the pinned class is taken back (`pin`), the barred classes (`bars`),
    the place in their block (`block`; they stay together among themselves), the apart code
    `name` (`code`), or the names of friends (`friends`). `limit` lets `number` students of the kind
    `name` into a class, `floor` lets a class have `number` of them, though not fewer but for none,
    `soft` takes the group `name` from the hard ones, `room` lets `number` students into the class
    `name`, `classes` forms `number` classes, `offer` opens the class `name` to the `level` that is
    offered in some only, `size` names no size for the class `name`. `instead` are students of whom
    each alone would have done as well.
    """

    kind: RemedyKind
    students: tuple[int, ...] = ()
    name: str = ""
    number: int = 0
    instead: tuple[int, ...] = ()
    level: tuple[str, str] = ("", "")
    """An attribute and a level, as the rules name them."""


def applied(changes: Iterable[Remedy], roster: Roster, rules: Rules) -> tuple[Roster, Rules]:
    """Return the roster and the rules as they are after the changes."""
    changes = tuple(changes)
    cells = {change: edits_of(change, roster) for change in changes}
    named = {change: edits for change, edits in cells.items() if any(e.rows for e in edits)}
    roster = _reread(roster, named)
    for number, change in enumerate(changes):
        edit = _EDITS.get(change.kind)
        if change in named:
            continue
        if edit:
            students = list(roster.students)
            for student in change.students:
                students[student] = edit(students[student], change, number)
            roster = replace(roster, students=tuple(students))
        else:
            rules = _RULE_EDITS[change.kind](rules, change)
    return roster, rules


def edits_of(change: Remedy, roster: Roster) -> tuple[Edit, ...]:
    """Return what a change comes to in the cells of wishes; empty where it is about none."""
    students = roster.students
    rows = frozenset(students[position].row for position in change.students)
    if change.kind == "block":
        codes = {students[position].together for position in change.students}
        rest = frozenset(s.row for s in students if s.together in codes and s.row not in rows)
        wishes = tuple(wish for wish in roster.wishes if wish.kind == "together")
        return tuple(parting(wishes, rows, rest))
    if change.kind == "code":
        others = frozenset(s.row for s in students if change.name in s.apart and s.row not in rows)
        wishes = tuple(wish for wish in roster.wishes if wish.kind == "apart")
        return tuple(edit for row in rows for edit in keeping_apart(wishes, row, others))
    return ()


def _reread(roster: Roster, named: Mapping[Remedy, Sequence[Edit]]) -> Roster:
    """Return the roster as it is read from its wishes after some cells were changed."""
    wishes, students = roster.wishes, list(roster.students)
    tags = {row: str(row) for wish in wishes for row in (wish.row, *wish.rows)}
    for kind in WISHES:
        change_kind = "block" if kind == "together" else "code"
        edits = [e for change, each in named.items() if change.kind == change_kind for e in each]
        if not edits:
            continue
        wishes = edited(wishes, kind, edits)
        left = [wish for wish in wishes if wish.kind == kind]
        if kind == "together":
            block = codes_together(tags, left)
            students = [replace(s, together=block.get(s.row, "")) for s in students]
        else:
            codes = codes_apart(tags, left)
            students = [replace(s, apart=codes.get(s.row, ())) for s in students]
    return replace(roster, students=tuple(students), wishes=wishes)


def without_wishes(roster: Roster, student: int) -> tuple[Remedy, ...]:
    """Return the changes that open every class to a student."""
    kinds: list[RemedyKind] = []
    if roster.students[student].pinned_class:
        kinds.append("pin")
    if roster.students[student].barred:
        kinds.append("bars")
    return tuple(Remedy(kind, (student,)) for kind in kinds)


def code_of(roster: Roster, quota: Quota) -> str:
    """Return the apart code that a quota stands for: its level is its number among all codes."""
    codes = sorted({code for student in roster.students for code in student.apart})
    return codes[int(quota.level) - 1]


def leading_to(problem: Problem, roster: Roster, class_of: Sequence[int]) -> tuple[Remedy, ...]:
    """Return the changes after which an assignment breaks no hard rule but a class size."""
    every = frozenset(range(len(problem.classes)))
    opened = [s for s, c in enumerate(class_of) if c not in problem.reach.get(s, every)]
    found = (
        *(change for student in opened for change in without_wishes(roster, student)),
        *(change for block in problem.blocks for change in _leaving(block, class_of)),
        *(
            change
            for quota in problem.hard.quotas
            for change in _spread(quota, roster, class_of)
            if quota is not problem.size_quota
        ),
        *(Remedy("friends", (w.student,)) for w in problem.hard.wishes if not w.met(class_of)),
    )
    return tuple(dict.fromkeys(found))


def _leaving(block: tuple[int, ...], class_of: Sequence[int]) -> list[Remedy]:
    """Return what the parts of a block outside its largest part leave it by."""
    parts: dict[int, list[int]] = {}
    for student in block:
        parts.setdefault(class_of[student], []).append(student)
    largest = max(parts.values(), key=len)
    return [Remedy("block", tuple(part)) for part in parts.values() if part is not largest]


def _spread(quota: Quota, roster: Roster, class_of: Sequence[int]) -> list[Remedy]:
    """Return what brings a quota back into its bounds."""
    inside: dict[int, list[int]] = {}
    for student in quota.members:
        inside.setdefault(class_of[student], []).append(student)
    if quota.or_none:
        fewest = min(len(there) for there in inside.values())
        return [Remedy("floor", name=quota.level, number=fewest)] if fewest < quota.low[0] else []
    over = {c: there for c, there in inside.items() if len(there) > quota.high[c]}
    if not over:
        return []
    if quota.group == AT_MOST:
        return [Remedy("limit", name=quota.level, number=max(map(len, over.values())))]
    if quota.group == OFFERED:
        return []
    if quota.group != APART:
        return [Remedy("soft", name=quota.group)]
    surplus = [s for c, there in sorted(over.items()) for s in there[quota.high[c] :]]
    return [Remedy("code", (student,), code_of(roster, quota)) for student in surplus]


def _out_of_block(student: Student, change: Remedy, number: int) -> Student:
    # No code of a roster holds a line break, so the part gets a code that nobody else has.
    own = f"{student.together}\n{number}" if len(change.students) > 1 else ""
    return replace(student, together=own)


def _renumbered(limits: Limits, change: Remedy) -> Limits:
    """Return limits with another number for one kind, which a rule for each level may mean."""
    return tuple(sorted({**dict(limits), change.name: change.number}.items()))


def _with_offer(rules: Rules, change: Remedy) -> Rules:
    only = tuple(
        (name, level, (*classes, (change.name, 0)) if (name, level) == change.level else classes)
        for name, level, classes in rules.offered
    )
    return replace(rules, offered=only)


def _with_classes(rules: Rules, change: Remedy) -> Rules:
    names = rules.names
    if len(names) > 1:
        more = tuple(f"+{i}" for i in range(change.number - len(names)))
        names = (*names, *more)[: change.number]
    return replace(rules, classes=change.number, names=names)


_EDITS: Mapping[RemedyKind, Callable[[Student, Remedy, int], Student]] = {
    "pin": lambda student, change, number: replace(student, pinned_class=""),
    "bars": lambda student, change, number: replace(student, barred=()),
    "block": _out_of_block,
    "friends": lambda student, change, number: replace(student, friends=()),
    "code": lambda student, change, number: replace(
        student, apart=tuple(code for code in student.apart if code != change.name)
    ),
}
_RULE_EDITS: Mapping[RemedyKind, Callable[[Rules, Remedy], Rules]] = {
    "limit": lambda rules, change: replace(rules, at_most=_renumbered(rules.at_most, change)),
    "floor": lambda rules, change: replace(rules, at_least=_renumbered(rules.at_least, change)),
    "soft": lambda rules, change: replace(
        rules, hard=tuple(group for group in rules.hard if group != change.name)
    ),
    # What is said of a class last counts, however it was written before.
    "room": lambda rules, change: replace(rules, caps=(*rules.caps, (change.name, change.number))),
    "classes": _with_classes,
    "offer": _with_offer,
    "size": lambda rules, change: replace(
        rules, sizes=tuple(each for each in rules.sizes if each[0] != change.name)
    ),
}
