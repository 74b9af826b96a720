from __future__ import annotations

from pathlib import Path

import highspy
import pulp
import pytest

from balance_classes.domain.problem import Problem
from balance_classes.optimisation.model import Form, model
from tests.builders import crossed_problem
from tests.hostile import every_excess, hostile_problem, least_excess

CASES = [number for number in range(40) if all(u.reach for u in hostile_problem(number).units)]


def optimum_by_highs(path: Path) -> int | None:
    """What HiGHS finds when it reads the file itself; None where nothing is possible."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.getInfo().objective_function_value)


def optimum_by_cbc(path: Path) -> int | None:
    """What CBC finds by way of PuLP's own reader."""
    _, program = pulp.LpProblem.fromMPS(str(path))
    program.solve(pulp.PULP_CBC_CMD(msg=False))
    if program.sol_status != pulp.LpSolutionOptimal:
        return None
    return round(pulp.value(program.objective) or 0)


def written(folder: Path, problem: Problem, ceilings: list[int], form: Form) -> Path:
    path = folder / f"program.{form}"
    path.write_bytes(model(problem, len(ceilings) + 1, ceilings, form).content)
    return path


@pytest.mark.parametrize("number", CASES)
def test_every_solver_finds_the_optimum_of_each_tier_through_the_file(
    number: int, tmp_path: Path
) -> None:
    problem = crossed_problem(hostile_problem(number))
    possible = [excess for excess in every_excess(problem) if excess[0] == 0]
    achieved = [0]
    for tier in range(1, len(problem.all_tiers)):
        least = least_excess(possible, tier, achieved) if possible else None
        by_mps = written(tmp_path, problem, achieved[1:], "mps")
        assert optimum_by_highs(by_mps) == least
        assert optimum_by_highs(written(tmp_path, problem, achieved[1:], "lp")) == least
        assert optimum_by_cbc(by_mps) == least
        achieved.append(least or 0)


def test_the_file_does_not_depend_on_the_order_of_students() -> None:
    problem = hostile_problem(CASES[0])
    shuffled = problem.reordered(list(reversed(range(len(problem.keys)))))
    for form in ("mps", "lp"):
        assert model(problem, 1, [], form).content == model(shuffled, 1, [], form).content
