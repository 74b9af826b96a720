"""Rivals that write the model in PuLP and give it to CBC or HiGHS, on one thread."""

from __future__ import annotations

from typing import Any

import pulp

from balance_classes.domain.problem.problem import Problem
from benchmarks.methods import Clock, Run
from benchmarks.model import Groups, groups_inside, merged, recounted, singles


def cbc_by_student(problem: Problem, limit: float) -> Run:
    """CBC with a binary for each student and class."""
    return _solve(problem, singles(problem), _cbc(limit))


def cbc_merged(problem: Problem, limit: float) -> Run:
    """CBC with an integer for each kind of student and class."""
    return _solve(problem, merged(problem), _cbc(limit))


def highs_by_student(problem: Problem, limit: float) -> Run:
    """HiGHS with a binary for each student and class."""
    return _solve(problem, singles(problem), _highs(limit))


def highs_merged(problem: Problem, limit: float) -> Run:
    """HiGHS with an integer for each kind of student and class."""
    return _solve(problem, merged(problem), _highs(limit))


def _cbc(limit: float) -> Any:
    cbc = pulp.PULP_CBC_CMD.pulp_cbc_path  # the class itself goes with PuLP 4
    return pulp.COIN_CMD(path=cbc, msg=False, threads=1, timeLimit=limit, gapRel=0.0)


def _highs(limit: float) -> Any:
    return pulp.HiGHS(msg=False, threads=1, timeLimit=limit, gapRel=0.0)


def _solve(problem: Problem, groups: Groups, engine: Any) -> Run:
    clock = Clock()
    clock.begin("build")
    program, chosen = _program(problem, groups)
    clock.begin("solve")
    program.solve(engine)
    seconds = clock.stop()
    numbers = [[variable.value() for variable in row] for row in chosen]
    # PuLP's status is "Optimal" after a time limit too; only sol_status tells the two apart.
    claims = program.sol_status == pulp.LpSolutionOptimal
    return recounted(problem, groups, numbers, seconds, claims_optimum=claims)


def _program(problem: Problem, groups: Groups) -> tuple[Any, list[list[Any]]]:
    program = pulp.LpProblem("classes", pulp.LpMinimize)
    chosen = [
        [
            pulp.LpVariable(f"x_{g}_{c}", 0, len(group), pulp.LpInteger)
            for c in range(len(problem.classes))
        ]
        for g, group in enumerate(groups)
    ]
    for group, row in zip(groups, chosen, strict=True):
        program += pulp.lpSum(row) == len(group)
    program.setObjective(pulp.lpSum(_excesses(problem, groups, program, chosen)))
    return program, chosen


def _excesses(problem: Problem, groups: Groups, program: Any, chosen: list[list[Any]]) -> list[Any]:
    """Add the excess of every band and return the variables that hold them."""
    found = []
    for position, inside in enumerate(groups_inside(problem, groups)):
        quota = problem.quotas[position]
        for c in range(len(problem.classes)):
            count = pulp.LpVariable(f"count_{position}_{c}", 0, len(quota.members))
            excess = pulp.LpVariable(f"excess_{position}_{c}", 0)
            program += pulp.lpSum(chosen[g][c] for g in inside) == count
            program += count + excess >= quota.low[c]
            program += count - excess <= quota.high[c]
            found.append(excess)
    return found
