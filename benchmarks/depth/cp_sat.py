"""OR-Tools CP-SAT on one worker: two-way excess is minimised, one-way bands are hard.

A yes or no for every student and class. With a hint it starts from the classes of our usual
draw, whose time is charged to it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from ortools.sat.python import cp_model

from balance_classes.domain.problem.problem import Problem
from benchmarks.depth.apart import drawn_apart
from benchmarks.depth.cells import Judge
from benchmarks.depth.trajectory import Recorder

Row = list[cp_model.IntVar]


def plain(problem: Problem, record: Recorder) -> None:
    """Without a hint: the first answer is its own."""
    record.begin()
    _solve(problem, record, None)


def hinted(problem: Problem, record: Recorder) -> None:
    """With the hint of a draw in a process of its own, for highspy cannot be loaded beside it."""
    hint, seconds = drawn_apart(problem)
    record.begin(charged=seconds)
    record.keep(hint)
    _solve(problem, record, hint)


def _solve(problem: Problem, record: Recorder, hint: Sequence[int] | None) -> None:
    model, chosen = _model(problem)
    if hint is not None:
        for row, c in zip(chosen, hint, strict=True):
            for position, variable in enumerate(row):
                model.add_hint(variable, position == c)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = max(record.left(), 0.01)
    solver.solve(model, _Watch(record, chosen))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Records every answer as it is found."""

    def __init__(self, record: Recorder, chosen: Sequence[Row]) -> None:
        super().__init__()
        self._record, self._chosen = record, chosen

    def on_solution_callback(self) -> None:
        """Record the classes of the answer found."""
        found = time.perf_counter()
        class_of = [
            next(c for c, variable in enumerate(row) if self.boolean_value(variable))
            for row in self._chosen
        ]
        late = time.perf_counter() - found
        self._record.keep(class_of, at=self._record.passed() - late)


def _model(problem: Problem) -> tuple[cp_model.CpModel, list[Row]]:
    model = cp_model.CpModel()
    classes = range(len(problem.classes))
    chosen: list[Row] = [[model.new_bool_var("") for _ in classes] for _ in problem.keys]
    for row in chosen:
        model.add_exactly_one(row)
    for block in problem.blocks:
        for student in block[1:]:
            for one, other in zip(chosen[block[0]], chosen[student], strict=True):
                model.add(one == other)
    for student, reach in problem.reach.items():
        for c in set(classes) - reach:
            model.add(chosen[student][c] == 0)
    for quota in problem.quotas:
        for c in classes:
            count = cp_model.LinearExpr.sum([chosen[student][c] for student in quota.members])
            model.add_linear_constraint(count, quota.low[c], quota.high[c])
    model.minimize(cp_model.LinearExpr.sum(_excesses(problem, model, chosen)))
    return model, chosen


def _excesses(problem: Problem, model: cp_model.CpModel, chosen: Sequence[Row]) -> Row:
    """Add the excess of every cell in every class."""
    judge = Judge(problem)
    low, high = judge.bands
    found = []
    for position, members in enumerate(judge.cell_members):
        for c in range(len(problem.classes)):
            count = cp_model.LinearExpr.sum([chosen[student][c] for student in members])
            excess = model.new_int_var(0, len(members), "")
            model.add(count + excess >= int(low[c, position]))
            model.add(count - excess <= int(high[c, position]))
            found.append(excess)
    return found
