"""The whole way of a draw, held against brute force and against what must hold for everyone."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.excess import all_excess, keeps_hard_rules
from balance_classes.errors import InfeasibleError
from balance_classes.optimisation.draw import Effort
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.solver import Solver
from tests.builders import by_key, drawn
from tests.hostile import every_excess, hostile_problem, least_excess

PROGRAM = Effort("program", 0, Solver())
HOSTILE = range(120)
EMPTY = frozenset[tuple[int, ...]]()


@cache
def excesses_of(number: int) -> frozenset[tuple[int, ...]]:
    """Return the excess of each tier that assignments of a hostile problem come to."""
    problem = hostile_problem(number)
    return frozenset(every_excess(problem)) if all(unit.reach for unit in problem.units) else EMPTY


@cache
def drawn_once(number: int) -> Assignment:
    return drawn(hostile_problem(number))


def possible_of(number: int) -> list[tuple[int, ...]]:
    """Return the excess of the assignments that keep the hard rules."""
    return [excess for excess in excesses_of(number) if excess[0] == 0]


@pytest.mark.parametrize(
    "number", [*HOSTILE[:60], *(pytest.param(n, marks=pytest.mark.slow) for n in HOSTILE[60:])]
)
def test_what_is_called_proven_is_beaten_by_no_assignment(number: int) -> None:
    excesses = [*excesses_of(number)]
    if not possible_of(number):
        with pytest.raises(InfeasibleError):
            drawn_once(number)
        return
    assignment = drawn_once(number)
    achieved = all_excess(assignment.problem, assignment.class_of)
    assert achieved[0] == 0
    for tier, proof in enumerate(assignment.proofs, start=1):
        least = least_excess(excesses, tier, achieved)
        assert proof.excess == achieved[tier]
        assert proof.bound <= least
        if proof.proven or proof.ground == "program":
            assert proof.bound == least


@pytest.mark.parametrize("number", HOSTILE[:40])
def test_the_plan_is_a_bound_for_every_assignment(number: int) -> None:
    if possible := possible_of(number):
        assert tier_bounds(hostile_problem(number), Solver()) <= min(possible)


@pytest.mark.parametrize("number", HOSTILE[:40])
def test_the_program_places_at_the_optimum_of_brute_force(number: int) -> None:
    problem, possible = hostile_problem(number), possible_of(number)
    if not possible:
        with pytest.raises(InfeasibleError):
            drawn(problem, effort=PROGRAM)
        return
    assignment = drawn(problem, effort=PROGRAM)
    assert assignment.placed == "program"
    assert all_excess(assignment.problem, assignment.class_of) == min(possible)
    assert all(proof.proven for proof in assignment.proofs)


def test_settling_reaches_the_optimum_of_nearly_all_hostile_problems() -> None:
    reached = tried = 0
    for number in HOSTILE[:60]:
        if possible := possible_of(number):
            tried += 1
            assignment = drawn_once(number)
            reached += all_excess(assignment.problem, assignment.class_of) == min(possible)
    assert tried > 40
    assert reached >= tried - 1


@settings(max_examples=40)
@given(st.integers(200, 10_000), st.text(st.characters(categories=("L", "N")), min_size=1))
def test_every_draw_keeps_the_hard_rules(number: int, seed: str) -> None:
    problem = hostile_problem(number)
    try:
        assignment = drawn(problem, seed)
    except InfeasibleError:
        return
    assert len(assignment.class_of) == len(problem.keys)
    assert keeps_hard_rules(assignment.problem, assignment.class_of)


@settings(max_examples=25)
@given(st.integers(200, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_students_never_matters(number: int, chance: object) -> None:
    problem = hostile_problem(number)
    order = list(range(len(problem.keys)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    try:
        first = drawn(problem)
    except InfeasibleError:
        return
    second = drawn(problem.reordered(order))
    assert by_key(first) == by_key(second)
    assert first.digest() == second.digest()
    assert first.problem.as_read() == second.problem.as_read()


def test_the_budget_stops_settling_and_the_gap_is_told() -> None:
    problem = hostile_problem(3)
    idle = Effort("draw", 0, Solver())
    assignment = drawn(problem, effort=idle)
    dealt = all_excess(assignment.problem, assignment.group_of)
    if assignment.placed == "draw":
        assert dealt == assignment.dealt
    assert [proof.excess for proof in assignment.proofs] == list(
        all_excess(assignment.problem, assignment.class_of)[1:]
    )


def test_another_solver_proves_the_same() -> None:
    for number in HOSTILE[:10]:
        problem = hostile_problem(number)
        try:
            first = drawn_once(number)
        except InfeasibleError:
            continue
        second = drawn(problem, effort=Effort("draw", 2_000, Solver("PULP_CBC_CMD")))
        assert first.group_of == second.group_of
        assert first.proofs == second.proofs
