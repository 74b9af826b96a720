"""The part both integer programs share: counts of quotas in, excess of tiers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulp

from balance_classes.domain.problem import Problem
from balance_classes.domain.quotas import Quota

Terms = list[tuple[Any, int]]
"""A linear expression: pairs of variable and coefficient."""


@dataclass
class TierProgram:
    """An integer program under construction, with the excess of each tier as an expression.

    `excess` has an entry for the hard tier and one for each tier after it.
    """

    program: pulp.LpProblem
    excess: list[Terms]

    @classmethod
    def empty(cls, name: str, problem: Problem) -> TierProgram:
        """Return a program without variables."""
        return cls(pulp.LpProblem(name, pulp.LpMinimize), [[] for _ in problem.all_tiers])

    def add(self, terms: Sequence[tuple[Any, int]], sense: str, value: int) -> None:
        """Add the constraint terms (`<=`, `>=` or `=`) value."""
        senses = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "=": pulp.LpConstraintEQ}
        # PuLP would keep only the last of several terms with the same variable.
        summed: dict[Any, int] = {}
        for variable, times in terms:
            summed[variable] = summed.get(variable, 0) + times
        expression = pulp.LpAffineExpression(summed)
        self.program.addConstraint(pulp.LpConstraint(expression, senses[sense], rhs=value))

    def add_bands(self, problem: Problem, position: int, counts: Sequence[Terms]) -> None:
        """Charge a quota's tier for its counts, one a class, outside their bands."""
        quota, tier = problem.quotas[position], problem.tier_of[position]
        for c, count in enumerate(counts):
            self._add_band(quota, tier, count, c, f"{position}_{c}")

    def _add_band(self, quota: Quota, tier: int, count: Terms, c: int, name: str) -> None:
        low, high, most = quota.low[c], quota.high[c], len(quota.members)
        if low > 0:
            under = self.program.add_variable(f"under_{name}", 0, low)
            self.excess[tier].append((under, 1))
            self.add([*count, (under, 1)], ">=", low)
        if high < most:
            over = self.program.add_variable(f"over_{name}", 0, most - high)
            self.excess[tier].append((over, 1))
            self.add([*count, (over, -1)], "<=", high)

    def ask(self, objective: Sequence[int], ceilings: Mapping[int, int]) -> None:
        """Minimise the excess of the tiers named, with other tiers at most at their ceilings."""
        self.program.setObjective(
            pulp.LpAffineExpression([term for tier in objective for term in self.excess[tier]])
        )
        for tier, ceiling in ceilings.items():
            if self.excess[tier]:
                self.add(self.excess[tier], "<=", ceiling)
