"""A process that asks OR-Tools CP-SAT: a line of JSON in, the least excess out.

It stands apart because OR-Tools and highspy bring libraries of the same name, and only one of
them can be loaded.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model


def least(question: dict[str, Any]) -> int | None:
    """Return the least excess of the tier after `before`, None where nothing is as good before.

    `units` are pairs of students and open classes, `quotas` lists of tier, members and bands.
    """
    model, excess = _model(question)
    before = question["before"]
    for value, terms in zip(before, excess, strict=False):
        model.add(cp_model.LinearExpr.sum(terms) <= value)
    model.minimize(cp_model.LinearExpr.sum(excess[len(before)]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return round(solver.objective_value)


def _model(question: dict[str, Any]) -> tuple[cp_model.CpModel, list[list[cp_model.IntVar]]]:
    """Return the model, a binary a unit and class, and the excess variables of each tier."""
    model = cp_model.CpModel()
    joins: dict[int, dict[int, cp_model.IntVar]] = {}
    for unit, classes in question["units"]:
        chosen = {c: model.new_bool_var("") for c in classes}
        model.add_exactly_one(chosen.values())
        joins |= dict.fromkeys(unit, chosen)
    excess: list[list[cp_model.IntVar]] = [[] for _ in range(question["tiers"])]
    for tier, members, bands in question["quotas"]:
        for c, (low, high) in enumerate(bands):
            count = cp_model.LinearExpr.sum([joins[s][c] for s in members if c in joins[s]])
            outside = model.new_int_var(0, max(low, len(members)), "")
            model.add(count + outside >= low)
            model.add(count - outside <= high)
            excess[tier].append(outside)
    return model, excess


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(least(json.loads(line))), flush=True)
