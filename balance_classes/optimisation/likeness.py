"""How alike two students are: how many quotas of the tiers hold both.

Held as few columns: of the attributes that the two-way tier crosses only the levels, since who
has k of them in common shares k levels and k(k-1)/2 cells.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem import Problem

Numbers = npt.NDArray[np.floating]

SINGLE = 2**24
"""Single precision holds all whole numbers up to this one."""


class Likeness:
    """The traits of students, a row a student; how alike two are comes from their rows.

    All is told twice over, since k levels and k(k-1)/2 cells are k(k+1)/2. `twice_own` is how
    alike each student is to itself.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        quotas = [quota for tier in problem.one_way.tiers for quota in tier.quotas]
        crossed = [quota for quota in quotas if quota.group in problem.crossed]
        others = [quota for quota in quotas if quota.group not in problem.crossed]
        self._levels = len(crossed)
        self.traits: Numbers = np.zeros((len(problem.keys), len(quotas)), dtype=np.float32)
        for column, quota in enumerate((*crossed, *others)):
            self.traits[list(quota.members), column] = 1
        held = self.traits[:, : self._levels].sum(axis=1)
        self.twice_own: Numbers = held * (held + 1) + 2 * self.traits[:, self._levels :].sum(axis=1)
        # A change is at most four times this, and is multiplied by 64 when it is weighed.
        if max(problem.size_quota.high) * self.twice_own.max() * 4 * 64 >= SINGLE:
            self.traits = self.traits.astype(np.float64)
            self.twice_own = self.twice_own.astype(np.float64)

    def twice(self, some: Numbers, others: Numbers) -> Numbers:
        """Return twice how alike each of some rows is to each of others, a row for the first."""
        levels = self._levels
        common = some[:, :levels] @ others[:, :levels].T
        alike = common + 1
        alike *= common
        if levels < some.shape[1]:
            alike += 2 * (some[:, levels:] @ others[:, levels:].T)
        return np.asarray(alike)

    @cached_property
    def abundance(self) -> npt.NDArray[np.float64]:
        """How alike each student is to all students together, itself among them."""
        found = np.zeros(len(self._problem.keys))
        for tier in self._problem.tiers:
            for quota in tier.quotas:
                found[list(quota.members)] += len(quota.members)
        return found
