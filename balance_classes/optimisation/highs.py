"""HiGHS through PuLP, handed its program in one piece, and a start where there is one.

PuLP 3.3 adds column after column; each time HiGHS is told that one is whole, it looks through
all of them, which is quadratic. Statuses are left to PuLP and read in solver.py.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import pulp


class HighsAtOnce(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS; with `warm` the values of the variables are where the search begins."""

    def __init__(self, *, warm: bool, **settings: Any) -> None:
        super().__init__(msg=False, **settings)
        self._warm = warm

    def buildSolverModel(self, lp: pulp.LpProblem) -> None:  # noqa: N802 (PuLP's name)
        """Hand over all columns, rows and coefficients with one call."""
        variables, rows = lp.variables(), list(lp._constraints.values())
        for i, variable in enumerate(variables):
            variable.index = i
        for i, row in enumerate(rows):
            row.index = i
        model = highspy.HighsLp()
        _set_columns(model, lp, variables)
        _set_rows(model, rows)
        lp.solverModel.passModel(model)

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 (PuLP's name)
        """Begin where the variables stand, and run."""
        if self._warm:
            start = highspy.HighsSolution()
            start.col_value = [float(variable.value()) for variable in lp.variables()]
            lp.solverModel.setSolution(start)
        lp.solverModel.run()


def _set_columns(model: Any, lp: pulp.LpProblem, variables: list[Any]) -> None:
    inf = highspy.kHighsInf
    model.num_col_ = len(variables)
    model.col_cost_ = np.array([lp.objective.get(v, 0.0) for v in variables], dtype=float)
    model.col_lower_ = np.array(
        [-inf if v.lowBound is None else v.lowBound for v in variables], dtype=float
    )
    model.col_upper_ = np.array(
        [inf if v.upBound is None else v.upBound for v in variables], dtype=float
    )
    whole, broken = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [whole if v.cat == pulp.LpInteger else broken for v in variables]


def _set_rows(model: Any, rows: list[Any]) -> None:
    inf = highspy.kHighsInf
    lows, highs = [row.getLb() for row in rows], [row.getUb() for row in rows]
    model.num_row_ = len(rows)
    model.row_lower_ = np.array([-inf if low is None else low for low in lows], dtype=float)
    model.row_upper_ = np.array([inf if high is None else high for high in highs], dtype=float)
    terms = [[(v.index, times) for v, times in row.items() if times] for row in rows]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, terms)], dtype=np.int32)
    model.a_matrix_.index_ = np.array([i for row in terms for i, _ in row], dtype=np.int32)
    model.a_matrix_.value_ = np.array([n for row in terms for _, n in row], dtype=float)
