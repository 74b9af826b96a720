"""The boundary to PuLP says what the solver truly proved."""

from __future__ import annotations

import random

import pulp
import pytest

from balance_classes.errors import RulesError
from balance_classes.optimisation.solver import (
    DEFAULT_SOLVER,
    Solver,
    available_solvers,
    minimise,
    require_solver,
    solver_version,
)

pytestmark = pytest.mark.smoke

SOLVERS = ["HiGHS", "PULP_CBC_CMD"]


def program(*bounds: int) -> pulp.LpProblem:
    """Minimise x, a whole number, with 2x at least each bound and x at most 9."""
    made = pulp.LpProblem("test", pulp.LpMinimize)
    x = made.add_variable("x", 0, 9, pulp.LpInteger)
    made += x
    for bound in bounds:
        made += 2 * x >= bound
    return made


def hard_program() -> pulp.LpProblem:
    """A market split: feasible with slack, its optimum far beyond a handful of nodes."""
    chance = random.Random("market split")
    made = pulp.LpProblem("split", pulp.LpMinimize)
    x = [made.add_variable(f"x{i}", 0, 1, pulp.LpInteger) for i in range(40)]
    slack = []
    for row in range(5):
        weights = [chance.randrange(100) for _ in x]
        over, under = (made.add_variable(f"{kind}{row}", 0) for kind in ("over", "under"))
        half = sum(weights) // 2
        made += pulp.lpSum(w * v for w, v in zip(weights, x, strict=True)) + under - over == half
        slack += [over, under]
    made.setObjective(pulp.lpSum(slack))
    return made


@pytest.mark.parametrize("name", SOLVERS)
def test_an_optimum_is_its_own_bound(name: str) -> None:
    answer = minimise(program(5), Solver(name))
    assert (answer.status, answer.objective, answer.bound) == ("optimal", 3, 3)


@pytest.mark.parametrize("name", SOLVERS)
def test_what_cannot_be_is_infeasible(name: str) -> None:
    answer = minimise(program(19), Solver(name))
    assert (answer.status, answer.objective) == ("infeasible", None)


@pytest.mark.parametrize("name", SOLVERS)
def test_a_solver_stopped_at_its_nodes_is_never_called_optimal(name: str) -> None:
    answer = minimise(hard_program(), Solver(name, nodes=1))
    assert answer.status == "stopped"
    assert answer.objective is None or answer.bound <= answer.objective


def test_the_default_solver_comes_with_the_project() -> None:
    assert DEFAULT_SOLVER in available_solvers()
    assert "highspy" in solver_version(DEFAULT_SOLVER)


def test_an_unknown_solver_is_named_beside_those_there_are() -> None:
    with pytest.raises(RulesError, match="HiGHS"):
        require_solver("abacus")
