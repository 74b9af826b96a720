"""The model that all rivals share: how many students of each group go to each class.

For every band there is an excess, and the sum of all of them is minimised. A group is one
student, or all students of equal membership merged into one number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance_classes.domain.problem.problem import Problem
from benchmarks.methods import Run, total_excess

Groups = list[list[int]]
Numbers = Sequence[Sequence[float | None]]
"""For each group a number of students for each class, as the solver left it."""

WHOLE = 1e-4
"""A number this near to a whole one is that number; solvers count in floating point."""


def singles(problem: Problem) -> Groups:
    """Return each student as a group."""
    return [[student] for student in range(len(problem.keys))]


def merged(problem: Problem) -> Groups:
    """Return the students grouped by the quotas they belong to."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for student, positions in enumerate(problem.memberships):
        groups.setdefault(positions, []).append(student)
    return list(groups.values())


def groups_inside(problem: Problem, groups: Groups) -> list[list[int]]:
    """Return for each quota the groups that belong to it."""
    inside: list[list[int]] = [[] for _ in problem.quotas]
    for g, group in enumerate(groups):
        for position in problem.memberships[group[0]]:
            inside[position].append(g)
    return inside


def recounted(
    problem: Problem,
    groups: Groups,
    numbers: Numbers,
    seconds: Mapping[str, float],
    *,
    claims_optimum: bool,
) -> Run:
    """Return the run with the excess that the lists have, whatever the solver says of them."""
    class_of = _seated(problem, groups, numbers)
    if class_of is None:
        return Run(seconds, None, False, "nothing found within the limit")
    excess = total_excess(problem, class_of)
    proven = claims_optimum or excess == 0
    return Run(seconds, excess, proven, "" if proven else "stopped by the limit")


def _seated(problem: Problem, groups: Groups, numbers: Numbers) -> list[int] | None:
    """Return a class a student, or None where the numbers are no assignment."""
    class_of = [-1] * len(problem.keys)
    for group, row in zip(groups, numbers, strict=True):
        seats = [_whole(number) for number in row]
        if sum(seats) != len(group) or min(seats) < 0:
            return None
        taken = [c for c, count in enumerate(seats) for _ in range(count)]
        for student, c in zip(group, taken, strict=True):
            class_of[student] = c
    return class_of


def _whole(number: float | None) -> int:
    """Return the number as an integer, -1 for one that is missing or a fraction."""
    if number is None or abs(number - round(number)) > WHOLE:
        return -1
    return round(number)
