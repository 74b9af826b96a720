"""Integer program no. 1: how many of each quota a class can get, a lower bound for each tier.

It ignores who is in several quotas at once, so it is a relaxation (docs/model.md): what it
calls impossible is impossible, and its optimum is a bound. Only values leave this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pulp

from balance_classes.domain.problem import SIZE, Problem, Unit
from balance_classes.domain.quotas import Quota
from balance_classes.errors import Finding, InfeasibleError
from balance_classes.language import Text
from balance_classes.optimisation.solver import Solver, minimise
from balance_classes.optimisation.tiers import Terms, TierProgram

INTEGER_LIMIT = 20_000
"""Above this many block variables they may be fractions: still a bound, found faster."""


@dataclass
class _Plan:
    """The program and, for each quota in it, its count in each class."""

    tiers: TierProgram
    counts: dict[int, list[Terms]]


def tier_bounds(problem: Problem, solver: Solver) -> tuple[int, ...]:
    """Return the least excess of each tier, hard one first, the earlier ones at their least.

    Raises InfeasibleError when the hard rules cannot all hold.
    """
    everything = range(len(problem.all_tiers))
    plan = _build(problem)
    plan.tiers.ask(list(everything), {})
    if minimise(plan.tiers.program, solver).objective == 0:
        return tuple(0 for _ in everything)
    least: list[int] = []
    for tier in everything:
        least.append(tier_bound(problem, tier, least, solver))
        if least[0]:
            raise InfeasibleError(*_collisions(problem, solver))
    return tuple(least)


def tier_bound(problem: Problem, tier: int, earlier: Sequence[int], solver: Solver) -> int:
    """Return the least excess of a tier while each earlier one is at most as given."""
    plan = _build(problem)
    plan.tiers.ask([tier], dict(enumerate(earlier)))
    return minimise(plan.tiers.program, solver).bound


def _build(problem: Problem) -> _Plan:
    plan = _Plan(TierProgram.empty("plan", problem), {})
    special = [unit for unit in problem.units if _is_special(problem, unit)]
    placed = _place_units(problem, plan, special)
    bound = {student for unit in special for student in unit.members}
    tier_of = [t for t, tier in enumerate(problem.all_tiers) for _ in tier.quotas]
    for position in _linked_quotas(problem, special):
        free = sum(student not in bound for student in problem.quotas[position].members)
        plan.counts[position] = _add_counts(plan, position, free, placed[position])
        counts = plan.counts[position]
        plan.tiers.add_bands(problem.quotas[position], position, tier_of[position], counts)
    for group in _partitions(problem):
        _join_levels(problem, plan, group)
    return plan


def _is_special(problem: Problem, unit: Unit) -> bool:
    return len(unit.members) > 1 or len(unit.reach) < len(problem.classes)


def _place_units(problem: Problem, plan: _Plan, special: Sequence[Unit]) -> dict[int, list[Terms]]:
    """Add how many units of each kind go to each class; return their members by quota."""
    kinds = Counter(
        (tuple(sorted(problem.unit_counts(unit).items())), unit.reach) for unit in special
    )
    whole = len(kinds) * len(problem.classes) <= INTEGER_LIMIT
    category = pulp.LpInteger if whole else pulp.LpContinuous
    placed: dict[int, list[Terms]] = {
        position: [[] for _ in problem.classes] for position in range(len(problem.quotas))
    }
    for number, ((brought, reach), units) in enumerate(sorted(kinds.items())):
        chosen = {
            c: plan.tiers.program.add_variable(f"unit_{number}_{c}", 0, units, category)
            for c in reach
        }
        plan.tiers.add([(variable, 1) for variable in chosen.values()], "=", units)
        for position, members in brought:
            for c, variable in chosen.items():
                placed[position][c].append((variable, members))
    return placed


def _add_counts(plan: _Plan, position: int, free: int, placed: list[Terms]) -> list[Terms]:
    """Return the quota's count in each class: its free members beside those in placed units."""
    chosen = [
        plan.tiers.program.add_variable(f"count_{position}_{c}", 0, free, pulp.LpInteger)
        for c in range(len(placed))
    ]
    plan.tiers.add([(variable, 1) for variable in chosen], "=", free)
    return [[(variable, 1), *there] for variable, there in zip(chosen, placed, strict=True)]


def _linked_quotas(problem: Problem, special: Sequence[Unit]) -> list[int]:
    """Return the quotas something pulls at; any other can always be met in this relaxation."""
    touched = {position for unit in special for position in problem.unit_counts(unit)}
    in_partition = {position for group in _partitions(problem) for position in group}
    return sorted(touched | in_partition)


def _partitions(problem: Problem) -> list[list[int]]:
    """Return the groups whose quotas hold every student exactly once: size, attributes."""
    groups: dict[str, list[int]] = {}
    for position, quota in enumerate(problem.quotas):
        groups.setdefault(quota.group, []).append(position)
    everybody = list(range(len(problem.keys)))
    return [
        positions
        for positions in groups.values()
        if sorted(s for p in positions for s in problem.quotas[p].members) == everybody
    ]


def _join_levels(problem: Problem, plan: _Plan, group: Sequence[int]) -> None:
    """Let the levels of an attribute add up to the size of each class."""
    size = problem.quotas.index(problem.size_quota)
    if size in group:
        return
    for c in range(len(problem.classes)):
        levels = [term for position in group for term in plan.counts[position][c]]
        minus_size = [(variable, -times) for variable, times in plan.counts[size][c]]
        plan.tiers.add([*levels, *minus_size], "=", 0)


def _collisions(problem: Problem, solver: Solver) -> list[Finding]:
    """Say which hard rules collide, and where, from the plan that breaks them least."""
    plan = _build(problem)
    plan.tiers.ask([0], {})
    minimise(plan.tiers.program, solver)
    found = []
    for position in range(len(problem.hard.quotas)):
        quota = problem.quotas[position]
        for c, count in enumerate(plan.counts.get(position, [])):
            have = round(sum(times * (variable.value() or 0) for variable, times in count))
            if quota.excess_in(c, have):
                found.append(_collision(problem, quota, c, have))
    return found


def _collision(problem: Problem, quota: Quota, school_class: int, have: int) -> Finding:
    name = problem.classes[school_class].name
    need = Text("{low} to {high}", low=quota.low[school_class], high=quota.high[school_class])
    if quota.group == SIZE:
        return Finding(
            name,
            Text(
                "The rules together force {have} students; its size must be {need}.",
                have=have,
                need=need,
            ),
            Text("Change a pinned class or a block, or form another number of classes."),
        )
    return Finding(
        name,
        Text(
            "Students to be kept apart (code {code}): {have} are forced together, {need} may be.",
            code=quota.level,
            have=have,
            need=need,
        ),
        Text("Take a student out of the code, or change what keeps them together."),
    )
