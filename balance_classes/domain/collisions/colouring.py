"""How many classes students apart need: a group all apart from each other, and a colouring."""

from __future__ import annotations

from collections.abc import Mapping

from balance_classes.domain.collisions.shortage import pairs_apart
from balance_classes.domain.problem.problem import Problem

Apart = Mapping[int, frozenset[int]]
"""For each student who is apart from others (a position) those others."""


def apart_from(problem: Problem) -> Apart:
    """Return who is to be apart from whom, by rules that are never traded."""
    found: dict[int, set[int]] = {}
    for one, other in pairs_apart(problem.hard.quotas):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {student: frozenset(others) for student, others in sorted(found.items())}


def largest_group(apart: Apart) -> int:
    """Return the size of a large group all apart from each other: so many classes are needed.

    From each student on, who is apart from most of those left joins it; there may be a larger one.
    """
    largest = 0
    for others in apart.values():
        size, left = 1, others
        while left:
            joins = max(left, key=lambda s: (len(apart[s] & left), -s))
            size, left = size + 1, left & apart[joins]
        largest = max(largest, size)
    return largest


def classes_enough(apart: Apart) -> int:
    """Return with how many classes all can be apart, were there nothing else to be kept.

    Who is apart from students in most classes is placed first, in the first class that is open;
    fewer may be enough.
    """
    class_of: dict[int, int] = {}
    closed: dict[int, set[int]] = {student: set() for student in apart}
    while len(class_of) < len(apart):
        left = (student for student in apart if student not in class_of)
        student = max(left, key=lambda s: (len(closed[s]), len(apart[s]), -s))
        c = next(c for c in range(len(apart)) if c not in closed[student])
        class_of[student] = c
        for other in apart[student]:
            closed[other].add(c)
    return len(set(class_of.values()))
