"""The plan bounds each tier and sees where the hard rules cannot hold."""

from __future__ import annotations

import pytest

from balance_classes.domain.problem.problem import Problem
from balance_classes.errors import InfeasibleError
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.solver import Solver
from tests.builders import a_problem, a_roster, a_student, bare_problem
from tests.hostile import hostile_problem
from tests.hostile_roster import hostile_roster

SOLVER = Solver()
PLAN = "balance_classes.optimisation.plan"


def test_where_nothing_pulls_every_bound_is_zero() -> None:
    problem = bare_problem([9, 9, 9], 25, [[[range(11), range(11, 25)]], [[range(5)]]])
    assert tier_bounds(problem, SOLVER) == (0, 0, 0)


def test_pins_that_fill_a_class_with_girls_raise_the_bound_of_sex() -> None:
    girls, boys = range(6), range(6, 12)
    pins = {student: frozenset([0]) for student in range(5)}
    problem = bare_problem([6, 6], 12, [[[girls, boys]]], reach=pins)
    # Five girls for three, one boy for three, and the same missing in the other class.
    assert tier_bounds(problem, SOLVER) == (0, 8)


def test_a_block_of_girls_counts_as_its_members() -> None:
    problem = bare_problem([4, 4], 8, [[[range(4), range(4, 8)]]], blocks=[(0, 1, 2)])
    assert tier_bounds(problem, SOLVER) == (0, 4)


def test_pins_beyond_the_seats_are_impossible() -> None:
    pins = {student: frozenset([1]) for student in range(5)}
    problem = bare_problem([4, 4], 8, [], reach=pins)
    with pytest.raises(InfeasibleError):
        tier_bounds(problem, SOLVER)


def test_a_block_larger_than_every_class_is_impossible() -> None:
    problem = bare_problem([4, 4], 8, [], blocks=[(0, 1, 2, 3, 4)])
    with pytest.raises(InfeasibleError):
        tier_bounds(problem, SOLVER)


def test_a_block_without_a_class_open_to_all_is_impossible() -> None:
    pins = {0: frozenset([0]), 1: frozenset([1])}
    problem = bare_problem([4, 4], 8, [], blocks=[(0, 1)], reach=pins)
    with pytest.raises(InfeasibleError):
        tier_bounds(problem, SOLVER)


def test_too_many_blocks_for_whole_numbers_still_give_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("balance_classes.optimisation.plan.INTEGER_LIMIT", 0)
    problem = bare_problem([4, 4], 8, [[[range(4), range(4, 8)]]], blocks=[(0, 1, 2)])
    assert tier_bounds(problem, SOLVER)[1] <= 4


def bounds_of(problem: Problem) -> tuple[int, ...] | None:
    """Return the bounds; None where the hard rules cannot hold."""
    try:
        return tier_bounds(problem, SOLVER)
    except InfeasibleError:
        return None


def test_bounds_are_those_of_the_solver_also_where_it_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problems = [*map(hostile_problem, range(20)), *map(hostile_roster, range(20))]
    found = [bounds_of(problem) for problem in problems]
    monkeypatch.setattr(f"{PLAN}.even_plan_exists", lambda *_: False)
    assert found == [bounds_of(problem) for problem in problems]


def test_no_solver_is_asked_for_a_usual_roster_with_twins_pins_and_namesakes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    students = [
        a_student(
            f"{i:02d}",
            name=f"N{i % 57}",
            sex="female" if i * i % 7 < 3 else "male",
            village=f"v{i * i % 11}",
            together=f"t{i // 2}" if i < 8 else "",
            apart=("a",) if i in (10, 20) else (),
            pinned_class="1B" if i == 30 else "",
            reason="stairs" if i == 30 else "",
        )
        for i in range(61)
    ]
    problem = a_problem(a_roster(*students), classes=4, grade=1)
    monkeypatch.setattr(f"{PLAN}.minimise", None)
    assert set(tier_bounds(problem, SOLVER)) == {0}
