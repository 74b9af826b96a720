"""Integer program no. 2 itself: equal students as one number, in every class they may join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulp

from balance_classes.domain.problem.excess import all_excess, counts
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.solver import Answer, Solver, minimise
from balance_classes.optimisation.symmetry import Kinds, put_in_order, renamed
from balance_classes.optimisation.tiers import Terms, TierProgram


@dataclass(frozen=True)
class Placement:
    """The program of a problem; `chosen[g][c]` is the variable that counts kind g in class c."""

    problem: Problem
    kinds: Kinds
    tiers: TierProgram
    chosen: list[dict[int, Any]]


def build(problem: Problem, *, ordered: bool = True) -> Placement:
    """Return the program, with the classes that are alike in an order unless told otherwise.

    Nothing in it depends on the order of students.
    """
    kinds = sorted(
        problem.kinds, key=lambda units: (problem.brings[units[0]], problem.units[units[0]].reach)
    )
    tiers = TierProgram.empty("placement", problem)
    chosen = []
    for number, units in enumerate(kinds, start=1):
        variables = {
            c: tiers.program.add_variable(f"x{number}_{c + 1}", 0, len(units), pulp.LpInteger)
            for c in problem.units[units[0]].reach
        }
        terms = [(variable, 1) for variable in variables.values()]
        tiers.add(terms, "=", len(units), f"k{number}")
        chosen.append(variables)
    placement = Placement(problem, kinds, tiers, chosen)
    _charge_quotas(placement)
    if ordered:
        put_in_order(problem, kinds, tiers, chosen)
    return placement


def lowered(
    problem: Problem, tier: int, class_of: Sequence[int], solver: Solver
) -> tuple[tuple[int, ...], Answer]:
    """Return an assignment with the least excess of a tier that the solver finds, and its answer.

    The earlier tiers stay at most as they are. The search begins at `class_of`, which is also
    returned where the solver has nothing that is truly better.
    """
    placement = build(problem)
    before = all_excess(problem, class_of)
    placement.tiers.ask([tier], dict(enumerate(before[:tier])))
    answer = minimise(placement.tiers.program, solver, _start(placement, class_of))
    if answer.objective is not None:
        found = seated(placement)
        # Solvers have reported answers that do not exist; nothing is believed unchecked.
        if found is not None and all_excess(problem, found)[: tier + 1] < before[: tier + 1]:
            return found, answer
    return tuple(class_of), answer


def reseated(problem: Problem, class_of: Sequence[int]) -> tuple[int, ...]:
    """Return the assignment with the same counts in which tickets choose among equals.

    Students must be in lottery order: the first drawn takes the first seat.
    """
    found = list(class_of)
    for units in problem.kinds:
        seats = sorted(class_of[problem.units[unit].members[0]] for unit in units)
        for unit, c in zip(units, seats, strict=True):
            for student in problem.units[unit].members:
                found[student] = c
    return tuple(found)


def _charge_quotas(placement: Placement) -> None:
    problem = placement.problem
    inside: list[list[Terms]] = [[[] for _ in problem.classes] for _ in problem.quotas]
    for units, variables in zip(placement.kinds, placement.chosen, strict=True):
        for position, members in problem.brings[units[0]]:
            for c, variable in variables.items():
                inside[position][c].append((variable, members))
    for position, count in enumerate(inside):
        placement.tiers.add_bands(problem, position, count)


def _start(placement: Placement, class_of: Sequence[int]) -> Mapping[Any, int]:
    """Return the value of every variable at an assignment, its classes in the program's order."""
    problem, tiers = placement.problem, placement.tiers
    class_of = renamed(problem, placement.kinds, class_of)
    values: dict[Any, int] = {}
    for units, variables in zip(placement.kinds, placement.chosen, strict=True):
        there = [class_of[problem.units[unit].members[0]] for unit in units]
        values.update({variable: there.count(c) for c, variable in variables.items()})
    have = [counts(quota, class_of) for quota in problem.quotas]
    for (position, c), under in tiers.under.items():
        values[under] = max(0, problem.quotas[position].low[c] - have[position][c])
    for (position, c), over in tiers.over.items():
        values[over] = max(0, have[position][c] - problem.quotas[position].high[c])
    return values


def seated(placement: Placement) -> tuple[int, ...] | None:
    """Return the class of each student by the values of the variables, None where they lack."""
    problem = placement.problem
    class_of = [0] * len(problem.keys)
    for units, variables in zip(placement.kinds, placement.chosen, strict=True):
        seats = [c for c, v in variables.items() for _ in range(round(v.value() or 0))]
        if len(seats) != len(units):
            return None
        for unit, c in zip(units, seats, strict=True):
            for student in problem.units[unit].members:
                class_of[student] = c
    return tuple(class_of)
