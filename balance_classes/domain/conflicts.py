"""Conflicts of parents and teachers: a child must not come into its parent's class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.pairing import Cell


@dataclass(frozen=True)
class Conflict:
    """A student and a teacher, by their keys, who must not meet in a class, and why.

    `reason` is a code of the school's own; it is published, so it holds no name.
    """

    student: str
    teacher: str
    reason: str


def barred_cells(
    conflicts: Sequence[Conflict],
    group_of: Mapping[str, int],
    teams_of: Mapping[str, Sequence[int]],
) -> frozenset[Cell]:
    """Return the pairings that conflicts bar: the student's group with each team of the teacher.

    `group_of` and `teams_of` go by the keys of students and of teachers.
    """
    return frozenset(
        (group_of[conflict.student], team)
        for conflict in conflicts
        for team in teams_of[conflict.teacher]
    )


def reasons(conflicts: Sequence[Conflict]) -> dict[str, int]:
    """Return how many conflicts each reason code has, in text order: what is published."""
    return dict(sorted(Counter(conflict.reason for conflict in conflicts).items()))
