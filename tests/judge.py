"""Holds what is said of a problem against somebody who knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.excess import all_excess, keeps_hard_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.errors import BudgetError, InfeasibleError
from balance_classes.optimisation.draw import Effort, plan
from balance_classes.optimisation.solver import Solver
from tests.builders import drawn


class Knows(Protocol):
    """Who knows a problem: `least` is None where no assignment is at least as good before."""

    def least(self, tier: int, achieved: Sequence[int]) -> int | None:
        """Return the least excess of a tier with the earlier ones at most as achieved."""


def judge(problem: Problem, knows: Knows, steps: int, solver: Solver) -> Counter[str]:
    """Assert that all claims hold, of the draw and of the program, and count them."""
    found: Counter[str] = Counter()
    possible = knows.least(0, ()) == 0
    for effort in (Effort("draw", steps, solver, 0), Effort("program", steps, solver, 0)):
        try:
            if possible:
                _judge_plan(problem, knows, effort)
            assignment = drawn(problem, effort=effort)
        except InfeasibleError:
            assert not possible
            found["impossible"] += 1
        except BudgetError:
            found["budget"] += 1
        else:
            assert possible
            found += _judge_proofs(assignment, knows, effort)
    return found


def _judge_plan(problem: Problem, knows: Knows, effort: Effort) -> None:
    best: list[int] = []
    for tier in range(len(problem.all_tiers)):
        least = knows.least(tier, best)
        assert least is not None
        best.append(least)
    assert plan(problem, effort) <= tuple(best)


def _judge_proofs(assignment: Assignment, knows: Knows, effort: Effort) -> Counter[str]:
    found: Counter[str] = Counter()
    assert keeps_hard_rules(assignment.problem, assignment.class_of)
    achieved = all_excess(assignment.problem, assignment.class_of)
    for tier, proof in enumerate(assignment.proofs, start=1):
        least = knows.least(tier, achieved)
        assert least is not None
        assert proof.excess == achieved[tier]
        assert proof.bound <= least
        if proof.proven or proof.ground == "program":
            assert proof.bound == least
        # Less that is known to be possible is had; of cells alone nobody looks for it.
        assert proof.proven or proof.ground == "none" or proof.groups == (TWO_WAY,)
        found[f"proven by {proof.ground}" if proof.proven else f"open, {proof.ground}"] += 1
    if assignment.placed == effort.method == "program":
        optimal = all(proof.proven for proof in assignment.proofs)
        found["placed at the optimum" if optimal else "placed, open"] += 1
    return found
