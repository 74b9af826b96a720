"""The rival that gives the model to OR-Tools CP-SAT, on one worker."""

from __future__ import annotations

from ortools.sat.python import cp_model

from balance_classes.domain.problem.problem import Problem
from benchmarks.methods import Clock, Run
from benchmarks.model import Groups, Numbers, groups_inside, recounted
from benchmarks.model import merged as merged_groups
from benchmarks.model import singles as single_groups

Variables = list[list[cp_model.IntVar]]


def by_student(problem: Problem, limit: float) -> Run:
    """CP-SAT with a binary for each student and class."""
    return _solve(problem, single_groups(problem), limit)


def merged(problem: Problem, limit: float) -> Run:
    """CP-SAT with an integer for each kind of student and class."""
    return _solve(problem, merged_groups(problem), limit)


def _solve(problem: Problem, groups: Groups, limit: float) -> Run:
    clock = Clock()
    clock.begin("build")
    model, chosen = _model(problem, groups)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = limit
    clock.begin("solve")
    status = solver.solve(model)
    seconds = clock.stop()
    numbers: Numbers = [[None] * len(problem.classes) for _ in groups]
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        numbers = [[float(solver.value(variable)) for variable in row] for row in chosen]
    claims = status == cp_model.OPTIMAL
    return recounted(problem, groups, numbers, seconds, claims_optimum=claims)


def _model(problem: Problem, groups: Groups) -> tuple[cp_model.CpModel, Variables]:
    model = cp_model.CpModel()
    chosen = [
        [model.new_int_var(0, len(group), f"x_{g}_{c}") for c in range(len(problem.classes))]
        for g, group in enumerate(groups)
    ]
    for group, row in zip(groups, chosen, strict=True):
        model.add(cp_model.LinearExpr.sum(row) == len(group))
    model.minimize(cp_model.LinearExpr.sum(_excesses(problem, groups, model, chosen)))
    return model, chosen


def _excesses(
    problem: Problem, groups: Groups, model: cp_model.CpModel, chosen: Variables
) -> list[cp_model.IntVar]:
    """Add the excess of every band and return the variables that hold them."""
    found = []
    for position, inside in enumerate(groups_inside(problem, groups)):
        quota = problem.quotas[position]
        most = len(quota.members)
        for c in range(len(problem.classes)):
            count = model.new_int_var(0, most, f"count_{position}_{c}")
            excess = model.new_int_var(0, max(most, quota.low[c]), f"excess_{position}_{c}")
            model.add(cp_model.LinearExpr.sum([chosen[g][c] for g in inside]) == count)
            model.add(count + excess >= quota.low[c])
            model.add(count - excess <= quota.high[c])
            found.append(excess)
    return found
