"""Integer program no. 1: how many of each quota a class can get, a lower bound for each tier.

It ignores who is in several quotas at once, so it is a relaxation (docs/model.md): what it
calls impossible is impossible, and its optimum is a bound. Only values leave this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from balance_classes.domain.collisions.collision import no_answer_exists
from balance_classes.domain.problem.friend_wishes import unmeetable
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.rules.rules import AT_MOST, OF_LEVEL, SIZE, TOTAL
from balance_classes.errors import InfeasibleError
from balance_classes.optimisation.even_plan import even_plan_exists
from balance_classes.optimisation.solver import Solver, minimise
from balance_classes.optimisation.tier_program import Terms, TierProgram

INTEGER_LIMIT = 20_000
"""Above this many block variables they may be fractions: still a bound, found faster."""


def tier_bounds(problem: Problem, solver: Solver) -> tuple[int, ...]:
    """Return the least excess of each tier, hard one first, the earlier ones at their least.

    Raises InfeasibleError when the hard rules cannot all hold.
    """
    if not all(unit.reach for unit in problem.units):
        raise InfeasibleError(no_answer_exists())
    if _all_bands_hold(problem, solver):
        bounds = tuple(unmeetable(problem, tier) for tier in range(len(problem.all_tiers)))
        if bounds[0]:
            raise InfeasibleError(no_answer_exists())
        return bounds
    least: list[int] = []
    for tier in range(len(problem.all_tiers)):
        least.append(tier_bound(problem, tier, least, solver))
        if least[0]:
            raise InfeasibleError(no_answer_exists())
    return tuple(least)


def tier_bound(problem: Problem, tier: int, earlier: Sequence[int], solver: Solver) -> int:
    """Return the least excess of a tier while each earlier one is at most as given.

    The plan knows no wishes: those that cannot be met in any case come beside it.
    """
    plan = _Plan(problem, elastic=True)
    ceilings = {t: most - unmeetable(problem, t) for t, most in enumerate(earlier)}
    plan.tiers.ask([tier], ceilings)
    return minimise(plan.tiers.program, solver).bound + unmeetable(problem, tier)


def is_excluded(problem: Problem, solver: Solver) -> bool:
    """Tell whether even the plan cannot keep every band, so that no assignment can."""
    if not all(unit.reach for unit in problem.units):
        return True
    return unmeetable(problem, 0) > 0 or _ask_bands(problem, solver) == "infeasible"


def _all_bands_hold(problem: Problem, solver: Solver) -> bool:
    """Tell whether no quota needs any excess: the usual case, and much the smaller program."""
    return _ask_bands(problem, solver) == "optimal"


def _ask_bands(problem: Problem, solver: Solver) -> str:
    if _is_easily_even(problem):
        return "optimal"
    plan = _Plan(problem, elastic=False)
    plan.tiers.ask([], {})
    return minimise(plan.tiers.program, solver).status


def _is_easily_even(problem: Problem) -> bool:
    """Tell whether all bands are seen to hold without a solver; False says nothing."""
    if any(q.or_none or q.group == TOTAL or _is_joined(q) for q in problem.quotas) or problem.pools:
        return False
    placed = [unit for units in _special_kinds(problem) for unit in units]
    return even_plan_exists(problem, placed, _partitions(problem))


class _Plan:
    """The program, with the count of each quota in each class as an expression.

    Elastic, a count outside its band is charged to its tier; otherwise bands are firm.
    """

    def __init__(self, problem: Problem, *, elastic: bool) -> None:
        self.problem = problem
        self.elastic = elastic
        self.tiers = TierProgram.empty("plan", problem)
        self.counts: dict[int, list[Terms]] = {}
        special, reaches = _special_kinds(problem), _free_reaches(problem)
        bound = {
            student for units in special for u in units for student in problem.units[u].members
        }
        self._free = {reach: set[int]() for reach in reaches}
        for unit in problem.units:
            if bound.isdisjoint(unit.members):
                self._free[unit.reach].update(unit.members)
        self._levels: dict[tuple[int, tuple[int, ...]], list[Any]] = {}
        placed = self._place_units(special)
        partitions = _partitions(problem)
        # Any other quota can always be met in this relaxation: nothing pulls at it.
        joined = {p for p, quota in enumerate(problem.quotas) if _is_joined(quota)}
        counted = {p for group in partitions for p in group}
        for position in sorted(counted | placed.keys() | joined):
            if problem.quotas[position].group == TOTAL:
                continue
            there = placed.get(position, [[] for _ in problem.classes])
            self._add_counts(position, there)
            if elastic:
                self.tiers.add_bands(problem, position, self.counts[position])
        for group in partitions:
            self._join_levels(group)
        for position in sorted(joined):
            self._join_equal(position, counted)
        levels = {problem.quotas[group[0]].group: group for group in partitions}
        for position, quota in enumerate(problem.quotas):
            if quota.group == TOTAL and quota.level in levels:
                self._add_total(position, levels[quota.level])

    def _place_units(self, special: Sequence[Sequence[int]]) -> dict[int, list[Terms]]:
        """Add how many units of each kind go to each class; return their members by quota."""
        problem = self.problem
        whole = len(special) * len(problem.classes) <= INTEGER_LIMIT
        placed: dict[int, list[Terms]] = {}
        for number, units in enumerate(special):
            chosen = {
                c: self.tiers.number(f"unit_{number}_{c}", 0, len(units), whole=whole)
                for c in problem.units[units[0]].reach
            }
            self.tiers.add([(variable, 1) for variable in chosen.values()], "=", len(units))
            for position, members in problem.brings[units[0]]:
                there = placed.setdefault(position, [[] for _ in problem.classes])
                for c, variable in chosen.items():
                    there[c].append((variable, members))
        return placed

    def _add_counts(self, position: int, placed: Sequence[Terms]) -> None:
        """Add the quota's count in each class: its free members beside those placed as units."""
        quota = self.problem.quotas[position]
        counts = [list(there) for there in placed]
        for number, (reach, students) in enumerate(self._free.items()):
            free = sum(student in students for student in quota.members)
            chosen = []
            for c in reach:
                firm = self._is_firm(quota, placed[c])
                low, high = (quota.low[c], quota.high[c]) if firm else (0, free)
                name = f"count_{position}_{c}" + (f"_{number}" if number else "")
                chosen.append(self.tiers.number(name, low, high))
                counts[c].insert(0, (chosen[-1], 1))
            self.tiers.add([(variable, 1) for variable in chosen], "=", free)
            self._levels[position, reach] = chosen
        for c, count in enumerate(counts):
            if self.elastic or self._is_firm(quota, placed[c]):
                continue
            if quota.or_none:
                self.tiers.add_some((position, c), quota, count, count)
            else:
                self.tiers.add(count, ">=", quota.low[c])
                self.tiers.add(count, "<=", quota.high[c])
        self.counts[position] = counts

    def _is_firm(self, quota: Quota, placed: Terms) -> bool:
        """Tell whether a quota's band in a class is the bound of one count of free members."""
        return not (self.elastic or len(self._free) > 1 or placed or quota.or_none)

    def _join_equal(self, position: int, counted: Iterable[int]) -> None:
        """Let the counts of a quota be those of a level that has the same members."""
        members = self.problem.quotas[position].members
        for twin in (p for p in sorted(counted) if self.problem.quotas[p].members == members):
            for own, same in zip(self.counts[position], self.counts[twin], strict=True):
                self.tiers.add([*own, *((variable, -n) for variable, n in same)], "=", 0)

    def _add_total(self, position: int, levels: Sequence[int]) -> None:
        """Reckon a total from the levels of its attribute, each times its number, and bound it."""
        quota = self.problem.quotas[position]
        often = Counter(quota.members)
        number = {level: often[self.problem.quotas[level].members[0]] for level in levels}
        for c in range(len(self.problem.classes)):
            terms = [(v, number[lv] * times) for lv in levels for v, times in self.counts[lv][c]]
            self.counts.setdefault(position, []).append(terms)
        if self.elastic:
            self.tiers.add_bands(self.problem, position, self.counts[position])
            return
        for c, terms in enumerate(self.counts[position]):
            self.tiers.add(terms, ">=", quota.low[c])
            self.tiers.add(terms, "<=", quota.high[c])

    def _join_levels(self, group: Sequence[int]) -> None:
        """Let the levels of an attribute add up to the size of each class.

        Of units that are placed they do in any case, whatever seats these take.
        """
        size = self.problem.quotas.index(self.problem.size_quota)
        if size in group:
            return
        for reach in self._free:
            for i in range(len(reach)):
                alone = [(self._levels[position, reach][i], 1) for position in group]
                self.tiers.add([*alone, (self._levels[size, reach][i], -1)], "=", 0)


def _free_reaches(problem: Problem) -> list[tuple[int, ...]]:
    """Return the classes open to whom only counts are asked of: all, or those of a pool."""
    every = tuple(range(len(problem.classes)))
    return list(dict.fromkeys([every, *(pool.open for pool in problem.pools)]))


def _special_kinds(problem: Problem) -> list[tuple[int, ...]]:
    """Return the kinds of units that take several seats, or may not join all classes nor a pool's.

    They are placed; of all others only counts are asked.
    """
    free = _free_reaches(problem)
    first = [problem.units[units[0]] for units in problem.kinds]
    return [
        units
        for units, unit in zip(problem.kinds, first, strict=True)
        if unit.seats > 1 or unit.reach not in free
    ]


def _is_joined(quota: Quota) -> bool:
    """Tell whether a quota can keep a level from its even share: both are counted as one."""
    return quota.or_none or (quota.group == AT_MOST and OF_LEVEL in quota.level)


def _partitions(problem: Problem) -> list[list[int]]:
    """Return the groups whose quotas hold every student exactly once: attributes, and size.

    In that one who takes several seats stands as often.
    """
    groups: dict[str, list[int]] = {}
    for position, quota in enumerate(problem.quotas):
        if quota.group != TOTAL:
            groups.setdefault(quota.group, []).append(position)
    everybody = list(range(len(problem.keys)))
    return [
        positions
        for positions in groups.values()
        if problem.quotas[positions[0]].group == SIZE
        or sorted(s for p in positions for s in problem.quotas[p].members) == everybody
    ]
