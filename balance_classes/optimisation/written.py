"""Program no. 2 as it is handed to other solvers: one tier minimised, those before it bounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from balance_classes.domain.problem.linear_program import Column, LinearProgram, Row
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.placement import build
from balance_classes.optimisation.solver import as_row
from balance_classes.optimisation.tiers import Terms


def written(problem: Problem, tier: int, earlier: Sequence[int]) -> LinearProgram:
    """Return the program that minimises a tier with each earlier one at most at its value.

    It is what is solved here, with a column t0, t1, … for the excess of each tier, and with the
    classes that are alike in no order, which would be one more thing to believe. Names, keys and
    the order of students have no part in it.
    """
    placement = build(problem.until(tier), ordered=False)
    tiers = placement.tiers
    counted = [variable for variables in placement.chosen for variable in variables.values()]
    columns = [_column(v) for v in (*counted, *tiers.under.values(), *tiers.over.values())]
    rows = [as_row(row) for row in tiers.program.constraints()]
    for number, terms in enumerate(tiers.excess):
        most = earlier[number] if number < tier else sum(int(v.upBound) for v, _ in terms)
        columns.append(Column(f"t{number}", 0, most))
        rows.append(_sum(number, terms))
    return LinearProgram(tuple(columns), tuple(rows), f"t{tier}")


def _column(variable: Any) -> Column:
    return Column(variable.name, int(variable.lowBound), int(variable.upBound))


def _sum(number: int, terms: Terms) -> Row:
    minus = tuple((variable.name, -times) for variable, times in terms)
    return Row(f"s{number}", ((f"t{number}", 1), *minus), "=", 0)
