"""Who had fewer than all classes open to them before the draw, and by what: how a draw is steered.

A place that is given away openly is no harm; one that nobody hears of is. So every student whose
classes were fewer is counted on the notice, by a code of the reason and without the reason itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from balance_classes.domain.problem.problem import Problem, Unit
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.result.formed import Formed
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.rules import APART, AT_MOST, NAMES_ALIKE, SIZE
from balance_classes.language import Text

PINNED, BARRED, TOGETHER, NAMESAKES, FULL = "pinned", "barred", "together", "namesakes", "full"
REASONS = {
    PINNED: Text("pinned to a class, with a reason in writing"),
    BARRED: Text("barred from classes, with a reason in writing"),
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
    open_to = {unit: set(unit.reach) for unit in problem.units}
    closing = True
    while closing:
        closing = False
        for quota in problem.hard.quotas:
            for unit, school_class in _closed(problem, quota, open_to):
                open_to[unit].discard(school_class)
                closing = True
                for student in unit.members:
                    by_reason.setdefault(student, _code(quota))
    reasons = list(by_reason.values())
    return {code: reasons.count(code) for code in REASONS if code in reasons}


def _asked_for(problem: Problem, students: Mapping[str, Student]) -> dict[int, str]:
    """Return the reason code of each student whom pins, bars or a block left fewer classes."""
    found = {}
    for unit in problem.units:
        if len(unit.reach) == len(problem.classes):
            continue
        for position in unit.members:
            student = students[problem.keys[position]]
            own = PINNED if student.pinned_class else BARRED if student.barred else TOGETHER
            found[position] = own
    return found


def _closed(
    problem: Problem, quota: Quota, open_to: Mapping[Unit, set[int]]
) -> list[tuple[Unit, int]]:
    """Return the classes that a hard quota closes to units: those bound to them fill it."""
    inside = set(quota.members)
    brings = {unit: len(inside.intersection(unit.members)) for unit in open_to}
    found = []
    for c in range(len(problem.classes)):
        bound = sum(n for unit, n in brings.items() if open_to[unit] == {c})
        found += [
            (unit, c)
            for unit, n in brings.items()
            if n and c in open_to[unit] and len(open_to[unit]) > 1 and bound + n > quota.high[c]
        ]
    return found


def _code(quota: Quota) -> str:
    if quota.group == SIZE:
        return FULL
    if quota.group in NAMES_ALIKE:
        return NAMESAKES
    return quota.group if quota.group in REASONS else AT_MOST
