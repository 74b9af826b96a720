"""The judge of all methods: one-way and two-way excess, recounted from levels and classes alone.

It shares nothing with the code that draws but the shares themselves; a test holds it against
`domain/problem/excess.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.rules.class_names import even_sizes
from balance_classes.domain.rules.rules import APART, AT_MOST, SAME_NAME, SAME_SOUND, SIZE

TWO_WAY = "two_way"
"""The tier of cells, which the recount makes anew instead of believing it."""
NO_ATTRIBUTES = {SIZE, APART, AT_MOST, SAME_NAME, SAME_SOUND, TWO_WAY}

Matrix = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Excess:
    """What the recount found: one-way and two-way excess, and blocks that were torn apart."""

    one_way: int
    two_way: int
    torn: int = 0


@dataclass(frozen=True)
class Judge:
    """Recounts any assignment of one problem: a class (its position) for each student."""

    problem: Problem

    def __call__(self, class_of: Sequence[int]) -> Excess:
        """Return the excess of an assignment."""
        torn = sum(len({class_of[s] for s in block}) > 1 for block in self.problem.blocks)
        placed = np.asarray(class_of)
        return Excess(
            _outside(self.levels, self._bands_of_quotas, placed),
            _outside(self.cells, self._bands_of_cells, placed),
            torn,
        )

    @cached_property
    def levels(self) -> Matrix:
        """A column of 0 and 1 for each one-way quota, a row for each student."""
        return _columns(len(self.problem.keys), [q.members for q in self._one_way])

    @cached_property
    def cells(self) -> Matrix:
        """A column for each cell with a member: two levels of two attributes."""
        return _columns(len(self.problem.keys), self.cell_members)

    @cached_property
    def cell_members(self) -> list[tuple[int, ...]]:
        """The students of each cell."""
        return [tuple(sorted(members)) for members in _cells(self.problem) if members]

    @cached_property
    def bands(self) -> tuple[Counts, Counts]:
        """The least and most of each cell in each class: its even share, rounded both ways."""
        return self._bands_of_cells

    @cached_property
    def _one_way(self) -> list[Quota]:
        return [quota for quota in self.problem.quotas if not quota.group.startswith(TWO_WAY)]

    @cached_property
    def _bands_of_quotas(self) -> tuple[Counts, Counts]:
        low = np.array([quota.low for quota in self._one_way]).T
        high = np.array([quota.high for quota in self._one_way]).T
        return low, high

    @cached_property
    def _bands_of_cells(self) -> tuple[Counts, Counts]:
        n = len(self.problem.keys)
        sizes = even_sizes(n, [school_class.cap for school_class in self.problem.classes])
        members = [len(cell) for cell in self.cell_members]
        low = [[(many * size / n).__floor__() for many in members] for size in sizes]
        high = [[(many * size / n).__ceil__() for many in members] for size in sizes]
        return np.array(low), np.array(high)


def attributes(problem: Problem) -> dict[str, list[Quota]]:
    """Return the level quotas of each attribute."""
    found: dict[str, list[Quota]] = {}
    for quota in problem.quotas:
        if quota.group not in NO_ATTRIBUTES and not quota.group.startswith(TWO_WAY):
            found.setdefault(quota.group, []).append(quota)
    return found


def _cells(problem: Problem) -> Iterator[set[int]]:
    for one, other in combinations(attributes(problem).values(), 2):
        for first in one:
            for second in other:
                yield set(first.members) & set(second.members)


def _columns(students: int, sets: Sequence[Sequence[int]]) -> Matrix:
    columns = np.zeros((students, len(sets)))
    for column, members in enumerate(sets):
        columns[list(members), column] = 1
    return columns


def _outside(columns: Matrix, bands: tuple[Counts, Counts], class_of: Counts) -> int:
    """Return how far the counts of all columns in all classes lie outside their bands."""
    low, high = bands
    counts = np.zeros(low.shape)
    for c in range(len(low)):
        counts[c] = columns[class_of == c].sum(axis=0)
    return int(np.maximum(0, np.maximum(low - counts, counts - high)).sum())
