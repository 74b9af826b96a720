"""How alike two students are: the weight of the quotas of the tiers that hold both.

Rare levels weigh more, a cell as much as its two levels multiplied; so a deviation counts beside
the size of its quota, as in a chi-square. Who has levels in common whose weights add up to g and
whose squares to s shares levels and cells of g + (g² - s)/2; no column is needed for a cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota

Numbers = npt.NDArray[np.floating]

HEAVIEST = 16
"""The most that a level weighs."""
GRAIN = 8
"""Changes are weighed in so many parts of one."""
SINGLE = 2**24
"""Single precision holds all whole numbers up to this one."""


def weight(quota: Quota, students: int) -> int:
    """Return how much a quota that is no cell weighs: n/N to the nearest, from 1 to 16."""
    size = len(quota.members)
    if not size:
        return HEAVIEST
    return min(HEAVIEST, max(1, (2 * students + size) // (2 * size)))


class Likeness:
    """The traits of students, a row a student; how alike two are comes from their rows.

    All is told twice over, so that it is whole. `twice_own` is how alike each student is to itself.
    """

    def __init__(self, problem: Problem) -> None:
        students = len(problem.keys)
        quotas = [q for tier in problem.one_way.tiers for q in tier.quotas]
        crossed = [quota for quota in quotas if quota.group in problem.crossed]
        others = [quota for quota in quotas if quota.group not in problem.crossed]
        self._levels, self._others = len(crossed), len(others)
        plain, more = _columns(crossed, students), _columns(others, students)
        heavy = np.array([weight(quota, students) for quota in crossed], dtype=np.float32)
        apart = np.array([weight(quota, students) for quota in others], dtype=np.float32)
        blocks = (plain, plain * heavy, plain * heavy**2, more, more * apart)
        self.traits: Numbers = np.concatenate(blocks, axis=1)
        held, squares = blocks[1].sum(axis=1), blocks[2].sum(axis=1)
        self.twice_own: Numbers = held * (held + 2) - squares + 2 * blocks[4].sum(axis=1)
        # A change is at most four times this, and is multiplied by GRAIN when it is weighed.
        if max(problem.size_quota.high) * self.twice_own.max() * 4 * GRAIN >= SINGLE:
            self.traits = self.traits.astype(np.float64)
            self.twice_own = self.twice_own.astype(np.float64)

    def twice(self, some: Numbers, others: Numbers) -> Numbers:
        """Return twice how alike each of some rows is to each of others, a row for the first."""
        k = self._levels
        plain = others[:, :k].T
        common = some[:, k : 2 * k] @ plain
        alike = common + 2
        alike *= common
        alike -= some[:, 2 * k : 3 * k] @ plain
        if self._others:
            last = 3 * k + self._others
            alike += 2 * (some[:, last:] @ others[:, 3 * k : last].T)
        return np.asarray(alike)

    @cached_property
    def twice_abundance(self) -> npt.NDArray[np.float64]:
        """Twice how alike each student is to all students together, itself among them."""
        k, last = self._levels, 3 * self._levels + self._others
        traits = self.traits.astype(np.float64)
        plain, heavy, more = traits[:, :k], traits[:, k : 2 * k], traits[:, 3 * k : last]
        cells = ((heavy @ (plain.T @ plain)) * heavy).sum(axis=1)
        sizes = plain.sum(axis=0)
        alone = traits[:, 2 * k : 3 * k] @ sizes
        return np.asarray(
            cells - alone + 2 * (heavy @ sizes) + 2 * (traits[:, last:] @ more.sum(axis=0))
        )


def _columns(quotas: Sequence[Quota], students: int) -> npt.NDArray[np.float32]:
    columns = np.zeros((students, len(quotas)), dtype=np.float32)
    for column, quota in enumerate(quotas):
        columns[list(quota.members), column] = 1
    return columns
