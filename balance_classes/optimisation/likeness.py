"""How alike two students are: the weight of the quotas of the tiers that hold both.

Rare levels weigh more, a cell as much as its two levels multiplied; so a deviation counts beside
the size of its quota, as in a chi-square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.rules.rules import TOTAL

Numbers = npt.NDArray[np.floating]
Students = npt.NDArray[np.intp]

HEAVIEST = 16
"""The most that a level weighs."""
SINGLE = 2**24
"""Single precision holds all whole numbers up to this one."""


def weight(quota: Quota, students: int) -> int:
    """Return how much a quota that is no cell weighs: n/N to the nearest, from 1 to 16."""
    size = len(quota.members)
    if not size:
        return HEAVIEST
    return min(HEAVIEST, max(1, (2 * students + size) // (2 * size)))


@dataclass(frozen=True)
class Factors:
    """Levels of some students, a column each, and their weights and squares of weights, as rows."""

    weights: Numbers
    levels: Numbers

    def twice(self, others: Factors) -> Numbers:
        """Return twice how alike these are to others, but for the shared columns."""
        both = self.weights.reshape(-1, len(self.levels)) @ others.levels
        alike, squares = both[: len(both) // 2], both[len(both) // 2 :]
        alike *= alike
        alike -= squares
        return alike


class Likeness:
    """How alike the students of a problem are, told twice over, so that all is whole.

    Who has levels in common whose weights add up to g and whose squares to s shares levels and
    cells of g + (g² - s)/2; no column is needed for a cell. Twice that is (g + 1)² - (s + 1), so
    that one product of matrices has both, with a column of ones. The quotas of names and of
    students apart are many and small: those without a student in common share one column, which
    has the number of its quota for each student. Totals are left out. `twice_own` is how alike each
    is to itself, `shared_by` the quotas in such columns that each is in.
    """

    def __init__(self, problem: Problem) -> None:
        students = len(problem.keys)
        tiers = problem.one_way.tiers
        quotas = [quota for tier in tiers for quota in tier.quotas if quota.group != TOTAL]
        crossed = [quota for quota in quotas if quota.group in problem.crossed]
        others = [quota for quota in quotas if quota.group not in problem.crossed]
        heavy = np.array([*(weight(quota, students) for quota in crossed), 1], dtype=np.float32)
        self._levels: Numbers = _columns(crossed, students)
        self._weights: Numbers = np.array([self._levels * heavy, self._levels * heavy**2])
        self._shared = [_shared_column(part, students) for part in _without_overlap(others)]
        self.shared_by = _numbered(others, students)
        common, squares = self._weights.sum(axis=2)
        alone = sum((twice for _, twice in self._shared), np.zeros(students, dtype=np.float32))
        self.twice_own: Numbers = common**2 - squares + alone
        # The changes of two exchanges differ by at most this.
        if max(problem.size_quota.high) * self.twice_own.max() * 2 >= SINGLE:
            self._levels = self._levels.astype(np.float64)
            self._weights = self._weights.astype(np.float64)
            self.twice_own = self.twice_own.astype(np.float64)

    def factors(self, some: Students) -> Factors:
        """Return what is multiplied to tell how alike some students are to others."""
        return Factors(self._weights.take(some, axis=1), self._levels.take(some, axis=0).T.copy())

    def put(self, student: int, factors: Factors, place: int) -> None:
        """Put a student to a place of the factors of some."""
        factors.weights[:, place] = self._weights[:, student]
        factors.levels[:, place] = self._levels[student]

    def twice(self, some: Students, others: Students) -> Numbers:
        """Return twice how alike some students are to others, a row for each of the first."""
        alike = self.factors(some).twice(self.factors(others))
        self.add_shared(alike, some, others)
        return alike

    def add_shared(self, twice: Numbers, some: Students, others: Students) -> None:
        """Add what the factors do not know: quotas in one column, of whom few have anybody."""
        for numbers, heavy in self._shared:
            same = numbers.take(some)[:, None] == numbers.take(others)
            twice += heavy.take(some)[:, None] * same

    def drawn_to(self, parts: Numbers) -> npt.NDArray[np.float64]:
        """How alike each student is to all students, itself among them, each times its part."""
        levels, (weights, squares) = (
            numbers.astype(np.float64) for numbers in (self._levels, self._weights)
        )
        counted = levels * parts[:, None]
        sizes = counted.sum(axis=0)
        found = ((weights @ (levels.T @ counted)) * weights).sum(axis=1) - squares @ sizes
        for numbers, twice in self._shared:
            found += twice * np.bincount(numbers, weights=parts)[numbers]
        return np.asarray(found / 2)


def _columns(quotas: Sequence[Quota], students: int) -> npt.NDArray[np.float32]:
    """Return 1 for each student in each quota, and a last column of ones."""
    columns = np.zeros((students, len(quotas) + 1), dtype=np.float32)
    for column, quota in enumerate(quotas):
        columns[list(quota.members), column] = 1
    columns[:, -1] = 1
    return columns


def _without_overlap(quotas: Sequence[Quota]) -> list[list[Quota]]:
    """Return the quotas in parts in which no student is in two; each goes to the first it fits."""
    parts: list[tuple[set[int], list[Quota]]] = []
    for quota in quotas:
        fitting = (part for part in parts if part[0].isdisjoint(quota.members))
        members, part = next(fitting, (set(), []))
        if not part:
            parts.append((members, part))
        members.update(quota.members)
        part.append(quota)
    return [part for _, part in parts]


def _numbered(quotas: Sequence[Quota], students: int) -> list[tuple[int, ...]]:
    """Return for each student the numbers of the quotas that it is in."""
    found: list[tuple[int, ...]] = [()] * students
    for number, quota in enumerate(quotas):
        for student in quota.members:
            found[student] += (number,)
    return found


def _shared_column(
    quotas: Sequence[Quota], students: int
) -> tuple[Students, npt.NDArray[np.float32]]:
    """Return a number a student, its own for who is in none, and twice the weight of its quota."""
    numbers = len(quotas) + np.arange(students)
    twice = np.zeros(students, dtype=np.float32)
    for number, quota in enumerate(quotas):
        members = list(quota.members)
        numbers[members], twice[members] = number, 2 * weight(quota, students)
    return numbers, twice
