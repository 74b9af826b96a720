"""Asking a solver through PuLP: a program goes in, what was truly proved comes out.

Programs are built in `tiers`; no other module holds PuLP.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, Literal

import highspy
import numpy as np
import pulp

from balance_classes.domain.problem.linear_program import Constraint
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import RulesError
from balance_classes.language import Text

DEFAULT_SOLVER = Rules.solver
SENSES = {pulp.LpConstraintLE: "<=", pulp.LpConstraintGE: ">=", pulp.LpConstraintEQ: "="}
CBC = {"COIN_CMD": None, "PULP_CBC_CMD": pulp.PULP_CBC_CMD.pulp_cbc_path}
"""Where CBC is: on the machine's path, or in PuLP 3, whose own class for it goes with PuLP 4."""
ROUNDING = 1e-6
"""Solvers count in floating point: a bound of 2.0000001 is a bound of 2, 2.01 one of 3."""


@dataclass(frozen=True)
class Solver:
    """A solver by the name PuLP knows, and after how many nodes of its tree it gives up.

    Nodes, not seconds: a faster machine must not know more than a slower one.
    """

    name: str = DEFAULT_SOLVER
    nodes: int = Rules.nodes


@dataclass(frozen=True)
class Solved:
    """What a solver knows: `optimal`, `infeasible`, or `stopped` at its limit.

    `bound` is a whole number that the minimum cannot be below; `objective` is None where no
    answer was found, otherwise the variables of the program hold one. `nodes` is how many the
    solver says it looked at, -1 where it does not say.
    """

    status: Literal["optimal", "infeasible", "stopped"]
    objective: int | None
    bound: int
    nodes: int = -1


def available_solvers() -> list[str]:
    """Return the names of the solvers that PuLP finds on this machine."""
    return list(pulp.listSolvers(onlyAvailable=True))


def require_solver(name: str) -> None:
    """Raise RulesError unless PuLP finds the solver on this machine."""
    if name in available_solvers():
        return
    raise RulesError.at(
        "solver",
        Text("There is no solver “{name}” on this machine.", name=name),
        Text("Choose one of: {names}.", names=tuple(available_solvers())),
    )


@cache
def solver_version(name: str) -> str:
    """Return the solver's name with the versions of what stands behind it."""
    behind = ["pulp", *(["highspy"] if name == "HiGHS" else [])]
    return f"{name} ({', '.join(f'{package} {version(package)}' for package in behind)})"


def minimise(
    program: pulp.LpProblem, solver: Solver, start: Mapping[Any, int] | None = None
) -> Solved:
    """Solve the program, whose least value is a whole number not below 0.

    `start` gives every variable a value, from which HiGHS begins; other solvers begin anew.
    """
    for variable, value in (start or {}).items():
        variable.setInitialValue(value)
    engine = _engine(solver, warm=start is not None)
    try:
        program.solve(engine)
    except KeyError:
        # PuLP 3.3 has no entry for HiGHS's "solution limit reached" (its node limit).
        program.sol_status = pulp.LpSolutionIntegerFeasible
    nodes = _nodes(program)
    # Only sol_status tells a time or node limit from an optimum (coin-or/pulp 711, 649).
    if program.sol_status == pulp.LpSolutionOptimal:
        value = round(pulp.value(program.objective) or 0)
        return Solved("optimal", value, value, nodes)
    # CBC's "integer infeasible" has a status of its own and no sol_status.
    if pulp.LpStatusInfeasible in (program.status, program.sol_status):
        return Solved("infeasible", None, 0, nodes)
    return Solved("stopped", _found(program), _bound(program), nodes)


def _engine(solver: Solver, *, warm: bool) -> Any:
    if solver.name == "HiGHS":
        settings = {"random_seed": 0, "mip_max_nodes": solver.nodes}
        return HighsAtOnce(warm=warm, threads=1, gapRel=0.0, **settings)
    if solver.name in CBC:
        return pulp.COIN_CMD(
            path=CBC[solver.name],
            msg=False,
            threads=1,
            gapRel=0.0,
            maxNodes=solver.nodes,
            options=["randomSeed 1", "randomCbcSeed 1"],
        )
    return pulp.getSolver(solver.name, msg=False)


def _found(program: pulp.LpProblem) -> int | None:
    """Return the value of the answer at hand, if it is one (SCIP_PY reports ghosts, pulp 876)."""
    values = [variable.value() for variable in program.variables()]
    if any(value is None or math.isnan(value) for value in values) or not program.valid(1e-5):
        return None
    return round(pulp.value(program.objective) or 0)


def _bound(program: pulp.LpProblem) -> int:
    info = _info(program)
    bound = float(info.mip_dual_bound) if info else math.inf
    return max(0, math.ceil(bound - ROUNDING)) if math.isfinite(bound) else 0


def _nodes(program: pulp.LpProblem) -> int:
    info = _info(program)
    return int(info.mip_node_count) if info else -1


def _info(program: pulp.LpProblem) -> Any:
    """Return what HiGHS tells beside its answer, None for other solvers."""
    model = getattr(program, "solverModel", None)
    return None if model is None or not hasattr(model, "getInfo") else model.getInfo()


def as_row(constraint: pulp.LpConstraint) -> Constraint:
    """Return a constraint as plain data; PuLP keeps its value negated, as a constant."""
    terms = tuple((variable.name, int(times)) for variable, times in constraint.items())
    return Constraint(constraint.name, terms, SENSES[constraint.sense], -int(constraint.constant))


class HighsAtOnce(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS; with `warm` the values of the variables are where the search begins.

    PuLP 3.3 adds column after column; each time HiGHS is told that one is whole, it looks through
    all of them, which is quadratic. Here the program is handed over in one piece.
    """

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
