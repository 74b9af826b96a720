"""What is said of a tier: proven by zero, plan or program, or open with an honest bound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balance_classes.domain.problem.assignment import Proof
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.optimisation import exact_search
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.prove import prove
from balance_classes.optimisation.solver import Solver
from tests.builders import bare_problem

SOLVER = Solver()


def triangle_and_wish() -> Problem:
    """Four students, two classes: three pairs apart, then two of them wished into class 0."""
    pairs = bare_problem([2, 2], 4, [[[[0, 1]], [[0, 2]], [[1, 2]]]])
    wish = Tier(("wish",), (Quota("wish", "", (0, 1), (2, 0), (2, 0)),))
    return replace(pairs, tiers=(*pairs.tiers, wish))


def test_excess_zero_proves_itself() -> None:
    problem = bare_problem([4, 4], 8, [[[range(4)]]])
    assert prove(problem, (0, 0), (0, 0), SOLVER) == (Proof(("t0g0",), 0, 0, "zero"),)


def test_the_plan_proves_what_pins_force() -> None:
    pins = {student: frozenset([0]) for student in range(5)}
    problem = bare_problem([6, 6], 12, [[[range(6), range(6, 12)]]], reach=pins)
    (proof,) = prove(problem, (0, 8), tier_bounds(problem, SOLVER), SOLVER)
    assert (proof.proven, proof.ground) == (True, "plan")


def test_the_program_proves_an_odd_cycle_that_the_plan_does_not_see() -> None:
    problem = triangle_and_wish()
    planned = tier_bounds(problem, SOLVER)
    assert planned[1] == 0
    first, second = prove(problem, (0, 2, 0), planned, SOLVER)
    assert (first.proven, first.ground) == (True, "program")
    assert second.ground == "zero"


def test_a_later_tier_is_proven_beside_what_the_earlier_achieved_not_their_bounds() -> None:
    # Beside the plan's bound of 0 for the pairs the wish could never be met: a false claim.
    problem = triangle_and_wish()
    _, second = prove(problem, (0, 2, 4), tier_bounds(problem, SOLVER), SOLVER)
    assert (second.proven, second.bound, second.ground) == (False, 0, "program")


def test_a_gap_is_told_with_what_would_be_possible() -> None:
    problem = bare_problem([4, 4], 8, [[[range(4)]]])
    (proof,) = prove(problem, (0, 2), (0, 0), SOLVER)
    assert (proof.proven, proof.bound, proof.ground) == (False, 0, "program")


def test_what_is_too_large_for_the_program_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_search, "PROVABLE", 0)
    first, _ = prove(triangle_and_wish(), (0, 2, 0), (0, 0, 0), SOLVER)
    assert (first.proven, first.bound, first.ground) == (False, 0, "none")


def test_while_a_tier_is_open_later_claims_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pins = {student: frozenset([0]) for student in range(5)}
    problem = bare_problem([6, 6], 12, [[[range(7)]], [[range(6), range(6, 12)]]], reach=pins)
    bound = tier_bounds(problem, SOLVER)[2]
    monkeypatch.setattr(exact_search, "PROVABLE", 0)
    first, second = prove(problem, (0, 5, bound), (0, 3, bound), SOLVER)
    assert not first.proven
    assert second.earlier_open
