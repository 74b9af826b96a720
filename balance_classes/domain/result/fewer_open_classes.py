"""Who had fewer than all classes open to them before the draw, and by what: how a draw is steered.

A place that is given away openly is no harm; one that nobody hears of is. So every student whose
classes were fewer is counted on the notice, by a code of the reason and without the reason itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.rules import APART, AT_MOST, NAMES_ALIKE, OFFERED, SIZE
from balance_classes.language import Text

PINNED, BARRED, TOGETHER, NAMESAKES, FULL = "pinned", "barred", "together", "namesakes", "full"
NARROWINGS = {
    PINNED: Text("pinned to a class, with a reason in writing"),
    BARRED: Text("barred from classes, with a reason in writing"),
    OFFERED: Text("of a level that is offered in some classes only"),
    TOGETHER: Text("to stay together with a student whose classes were fewer"),
    APART: Text("to be kept apart from a student who was pinned"),
    NAMESAKES: Text("of the same name as a student who was pinned"),
    AT_MOST: Text("the places for them in a class were taken by pins"),
    FULL: Text("the seats of a class were taken by pins"),
}
"""The reason codes, in the order in which the first that applies to a student is counted."""


def narrowed_of(formed: Formed) -> dict[str, int]:
    """Return the same of formed classes: of those who were drawn, whoever came or left since."""
    drawn = formed.as_drawn
    students = {student.key: student for student in drawn.roster.students}
    return narrowed(drawn.assignment.problem, students)


def narrowed(problem: Problem, students: Mapping[str, Student]) -> dict[str, int]:
    """Return for each reason code how many students had fewer than all classes open to them.

    `students` are those of the problem by their keys. Each is counted once, by what closed the
    first class to it. What follows from pins is followed to its end: who must keep apart from a
    pinned student cannot join that class, and may itself have one class left by that.
    """
    if not (problem.reach or problem.blocks):
        return {}
    by_reason = _asked_for(problem, students)
    alike = {unit.reach: frozenset(unit.reach) for unit in problem.units}
    open_to = [alike[unit.reach] for unit in problem.units]
    unit_of = {s: number for number, unit in enumerate(problem.units) for s in unit.members}
    closing = True
    while closing:
        closing = False
        for quota in problem.hard.quotas:
            brings = Counter(unit_of[student] for student in quota.members)
            for unit, school_class in _closed(quota, brings, open_to):
                open_to[unit] -= {school_class}
                closing = True
                for student in problem.units[unit].members:
                    by_reason.setdefault(student, _code(quota))
    reasons = list(by_reason.values())
    return {code: reasons.count(code) for code in NARROWINGS if code in reasons}


def _asked_for(problem: Problem, students: Mapping[str, Student]) -> dict[int, str]:
    """Return the reason code of each student whom pins, bars or a block left fewer classes."""
    found = {}
    for unit in problem.units:
        if len(unit.reach) == len(problem.classes):
            continue
        for position in unit.members:
            student = students[problem.keys[position]]
            own = PINNED if student.pinned_class else BARRED if student.barred else TOGETHER
            if own == TOGETHER and position in problem.reach:
                own = OFFERED
            found[position] = own
    return found


def _closed(
    quota: Quota, brings: Mapping[int, int], open_to: Sequence[frozenset[int]]
) -> list[tuple[int, int]]:
    """Return the classes that a hard quota closes to units: those bound to them fill it.

    `brings` are the numbers of members of the units (positions) that have any.
    """
    bound = Counter[int]()
    for unit, members in brings.items():
        if len(open_to[unit]) == 1:
            bound.update(dict.fromkeys(open_to[unit], members))
    most = max(brings.values(), default=0)
    nearly_full = [c for c, high in enumerate(quota.high) if bound[c] + most > high]
    return [
        (unit, c)
        for c in nearly_full
        for unit, members in brings.items()
        if c in open_to[unit] and len(open_to[unit]) > 1 and bound[c] + members > quota.high[c]
    ]


def _code(quota: Quota) -> str:
    if quota.group == SIZE:
        return FULL
    if quota.group in NAMES_ALIKE:
        return NAMESAKES
    return quota.group if quota.group in NARROWINGS else AT_MOST
