"""The proof, tier by tier: what is the least excess there could be, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.problem.assignment import Ground, Proof
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.exact_search import can_bound_cells, can_prove, prove_tier
from balance_classes.optimisation.plan import tier_bound
from balance_classes.optimisation.solver import Solver


def prove(
    problem: Problem, achieved: Sequence[int], planned: Sequence[int], solver: Solver
) -> tuple[Proof, ...]:
    """Return a proof for each tier (the hard one, which is kept, left out).

    `achieved` is the excess of each tier, `planned` the plan's bounds, both hard tier first. A
    bound holds only while the earlier tiers are as achieved; with them at their bounds it
    could be false.
    """
    proofs: list[Proof] = []
    for tier in range(1, len(problem.all_tiers)):
        if tier > len(problem.one_way.tiers):
            bound, ground = _bound_of_cells(problem, achieved, solver)
        else:
            bound, ground = _bound(problem.one_way, tier, achieved, planned, solver)
        earlier_open = ground != "zero" and not all(proof.proven for proof in proofs)
        groups = problem.all_tiers[tier].groups
        proofs.append(Proof(groups, achieved[tier], bound, ground, earlier_open))
    return tuple(proofs)


def _bound(
    problem: Problem,
    tier: int,
    achieved: Sequence[int],
    planned: Sequence[int],
    solver: Solver,
) -> tuple[int, Ground]:
    """Return the best bound known of a tier and what it rests on."""
    if achieved[tier] == 0:
        return 0, "zero"
    # The plan's own bound speaks of the earlier tiers at their bounds; ask again if they differ.
    if tuple(achieved[:tier]) == tuple(planned[:tier]):
        bound = planned[tier]
    else:
        bound = tier_bound(problem, tier, achieved[:tier], solver)
    if bound == achieved[tier]:
        return bound, "plan"
    if can_prove(problem, tier):
        exact, known = prove_tier(problem, tier, achieved, solver)
        return max(bound, exact), "program" if known else "none"
    return bound, "none"


def _bound_of_cells(
    problem: Problem, achieved: Sequence[int], solver: Solver
) -> tuple[int, Ground]:
    """Return the best bound known of the two-way tier; the plan's would be 0."""
    tier = len(problem.tiers)
    if achieved[tier] == 0:
        return 0, "zero"
    if not can_bound_cells(problem):
        return 0, "none"
    bound, known = prove_tier(problem, tier, achieved, solver)
    return bound, "program" if known else "none"
