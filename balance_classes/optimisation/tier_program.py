"""The part both integer programs share: counts of quotas in, excess of tiers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulp

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota

Terms = list[tuple[Any, int]]
"""A linear expression: pairs of variable and coefficient."""
SENSES = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "=": pulp.LpConstraintEQ}


@dataclass
class TierProgram:
    """An integer program under construction, with the excess of each tier as an expression.

    `excess` has an entry for the hard tier and one for each tier after it. `under` and `over`
    hold the variables of excess by quota and class; that excess is whole follows from whole
    counts, and to say so costs HiGHS twice the time a node. `some` are the whole numbers that are
    1 where a class has members of a quota that it may be without; `alone` has for each wish for
    friends what is 1 where it is not met.
    """

    program: pulp.LpProblem
    excess: list[Terms]
    under: dict[tuple[int, int], Any] = field(default_factory=dict)
    over: dict[tuple[int, int], Any] = field(default_factory=dict)
    some: dict[tuple[int, int], Any] = field(default_factory=dict)
    alone: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def empty(cls, name: str, problem: Problem) -> TierProgram:
        """Return a program without variables."""
        made = pulp.LpProblem(name, pulp.LpMinimize)
        return cls(made, [[] for _ in problem.all_tiers])

    def number(self, name: str, low: int, high: int, *, whole: bool = True) -> Any:
        """Add a variable from `low` to `high` and return it."""
        category = pulp.LpInteger if whole else pulp.LpContinuous
        return self.program.add_variable(name, low, high, category)

    def add(
        self, terms: Sequence[tuple[Any, int]], sense: str, value: int, name: str | None = None
    ) -> None:
        """Add the constraint terms (`<=`, `>=` or `=`) value."""
        self.program.addConstraint(pulp.LpConstraint(_summed(terms), SENSES[sense], name, value))

    def add_bands(self, problem: Problem, position: int, counts: Sequence[Terms]) -> None:
        """Charge a quota's tier for its counts, one a class, outside their bands."""
        quota, tier = problem.quotas[position], problem.tier_of[position]
        for c, count in enumerate(counts):
            if quota.or_none:
                self._add_all_or_none(quota, tier, count, (position, c))
            else:
                self._add_band(quota, tier, count, (position, c))

    def _add_band(self, quota: Quota, tier: int, count: Terms, place: tuple[int, int]) -> None:
        position, c = place
        low, high, most = quota.low[c], quota.high[c], len(quota.members)
        name = f"{position + 1}_{c + 1}"
        if low > 0:
            under = self.number(f"u{name}", 0, low, whole=False)
            self.under[place] = under
            self.excess[tier].append((under, 1))
            self.add([*count, (under, 1)], ">=", low, f"l{name}")
        if high < most:
            over = self.number(f"o{name}", 0, most - high, whole=False)
            self.over[place] = over
            self.excess[tier].append((over, 1))
            self.add([*count, (over, -1)], "<=", high, f"h{name}")

    def _add_all_or_none(
        self, quota: Quota, tier: int, count: Terms, place: tuple[int, int]
    ) -> None:
        """Charge for members of whom a class has fewer than it may, or for each of those few."""
        position, c = place
        name, most = f"{position + 1}_{c + 1}", len(quota.members)
        under = self.under[place] = self.number(f"u{name}", 0, quota.low[c], whole=False)
        over = self.over[place] = self.number(f"o{name}", 0, most, whole=False)
        self.excess[tier] += [(under, 1), (over, 1)]
        self.add_some(place, quota, [*count, (under, 1)], [*count, (over, -1)])

    def add_some(
        self, place: tuple[int, int], quota: Quota, at_least: Terms, at_most: Terms
    ) -> None:
        """Let a count be at least the quota's low in a class, or at most none, as one number says.

        `at_least` and `at_most` are the count, with what may be missing and be too many.
        """
        position, c = place
        name, most = f"{position + 1}_{c + 1}", len(quota.members)
        some = self.some[place] = self.number(f"s{name}", 0, 1)
        self.add([*at_least, (some, -quota.low[c])], ">=", 0, f"l{name}")
        self.add([*at_most, (some, -most)], "<=", 0, f"h{name}")

    def add_wish(self, number: int, tier: int, met: Sequence[Terms]) -> None:
        """Charge a tier for a wish unless a friend is there: x_ic <= sum of x_fc in each class.

        `met` has for each class its friends there less the student, if it is there.
        """
        alone = self.alone[number] = self.number(f"a{number + 1}", 0, 1, whole=False)
        self.excess[tier].append((alone, 1))
        for c, terms in enumerate(met):
            self.add([*terms, (alone, 1)], ">=", 0, f"w{number + 1}_{c + 1}")

    def ask(self, objective: Sequence[int], ceilings: Mapping[int, int]) -> None:
        """Minimise the excess of the tiers named, with other tiers at most at their ceilings."""
        self.aim([term for tier in objective for term in self.excess[tier]])
        for tier, ceiling in ceilings.items():
            if self.excess[tier]:
                self.add(self.excess[tier], "<=", ceiling)

    def aim(self, terms: Terms) -> None:
        """Make the value of the terms what is to be as small as possible."""
        self.program.setObjective(_summed(terms))


def _summed(terms: Sequence[tuple[Any, int]]) -> pulp.LpAffineExpression:
    """Return the terms added up: PuLP would keep only the last of several of one variable."""
    summed: dict[Any, int] = {}
    for variable, times in terms:
        summed[variable] = summed.get(variable, 0) + times
    return pulp.LpAffineExpression(summed)
