"""Conflicts of parents and teachers: a child must not come into its parent's class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.reasons import ReasonCode
from balance_classes.domain.teachers.pairing_lot import Cell


@dataclass(frozen=True)
class Conflict:
    """A student and a teacher, by their keys, who must not meet in a class, and why.

    `reason` is a reason code; it is published, so it holds no name.
    """

    student: str
    teacher: str
    reason: ReasonCode


def barred_cells(
    conflicts: Sequence[Conflict],
    group_of: Mapping[str, int],
    teams_of: Mapping[str, Sequence[int]],
) -> frozenset[Cell]:
    """Return the pairings that conflicts bar: the student's group with each team of the teacher.

    `group_of` and `teams_of` go by the keys of students and of teachers; who is not there is
    barred from nothing.
    """
    return frozenset(
        (group_of[conflict.student], team)
        for conflict in conflicts
        if conflict.student in group_of
        for team in teams_of.get(conflict.teacher, ())
    )


def reasons(conflicts: Sequence[Conflict]) -> dict[ReasonCode, int]:
    """Return how many conflicts each reason code has, in text order: what is published."""
    return dict(sorted(Counter(conflict.reason for conflict in conflicts).items()))
