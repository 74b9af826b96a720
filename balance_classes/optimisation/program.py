"""Integer program no. 2: every student in a class, students of equal membership as one number.

It proves what the plan leaves open. It places students only where a school asked for it
beforehand, or where nothing else keeps the hard rules; then tickets choose among equals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pulp

from balance_classes.domain.collision import no_answer_exists
from balance_classes.domain.measures import all_excess, keeps_hard_rules
from balance_classes.domain.problem import Problem
from balance_classes.errors import BudgetError, Finding, InfeasibleError
from balance_classes.language import Text
from balance_classes.optimisation.solver import Answer, Solver, minimise
from balance_classes.optimisation.tiers import Terms, TierProgram

LARGEST = 6_000
"""The most variables program no. 2 may have when it only proves; above, a tier stays open."""


@dataclass
class _Placement:
    """The program; for each kind of units the variables that count it in each class."""

    tiers: TierProgram
    chosen: list[dict[int, Any]]


def can_prove(problem: Problem) -> bool:
    """Tell whether the program is small enough to prove a tier."""
    return len(problem.kinds) * len(problem.classes) <= LARGEST


def prove_tier(
    problem: Problem, tier: int, achieved: Sequence[int], solver: Solver
) -> tuple[int, bool]:
    """Return a bound of the tier with the earlier ones at most as achieved.

    The program looks only for less than is achieved: that there is none is the proof. The flag
    tells whether the bound is the exact minimum.
    """
    placement = _build(problem)
    ceilings = dict(enumerate(achieved[:tier])) | {tier: achieved[tier] - 1}
    placement.tiers.ask([tier], ceilings)
    answer = minimise(placement.tiers.program, solver)
    if answer.status == "infeasible":
        return achieved[tier], True
    return min(achieved[tier], answer.bound), answer.status == "optimal"


def can_hold(problem: Problem, solver: Solver) -> bool | None:
    """Tell whether the hard rules can all hold; None where the budget ended before it was known."""
    bare = replace(problem, tiers=())
    if not all(unit.reach for unit in bare.units):
        return False
    placement = _build(bare)
    placement.tiers.ask([], {0: 0})
    answer = minimise(placement.tiers.program, solver)
    if answer.objective is None:
        return False if answer.status == "infeasible" else None
    return keeps_hard_rules(bare, _seat(bare, placement)) or None


def place(problem: Problem, solver: Solver) -> tuple[int, ...]:
    """Return a class a student, each tier as even as the program finds, one after the other.

    Students must be in lottery order: among equals the first drawn takes the first seat.
    Raises InfeasibleError when the hard rules cannot all hold, BudgetError when the solver
    found no answer within its nodes.
    """
    ceilings: dict[int, int] = {}
    class_of: tuple[int, ...] = ()
    for tier in range(len(problem.all_tiers)):
        found = _best(problem, tier, ceilings, solver)
        if found is None and not class_of:
            raise BudgetError(_nothing_found())
        if found is not None:
            class_of = found
        excess = all_excess(problem, class_of)
        if excess[0]:
            raise InfeasibleError(no_answer_exists())
        ceilings = dict(enumerate(excess[: tier + 1]))
    return class_of


def _best(
    problem: Problem, tier: int, ceilings: Mapping[int, int], solver: Solver
) -> tuple[int, ...] | None:
    placement = _build(problem)
    placement.tiers.ask([tier], ceilings)
    answer = minimise(placement.tiers.program, solver)
    if tier == 0 and _hard_is_impossible(answer):
        raise InfeasibleError(no_answer_exists())
    if answer.objective is None:
        return None
    class_of = _seat(problem, placement)
    # Solvers have reported answers that do not exist; nothing is believed unchecked.
    if not keeps_hard_rules(problem, class_of):
        return None
    return class_of


def _hard_is_impossible(answer: Answer) -> bool:
    return answer.status == "infeasible" or answer.bound > 0


def _build(problem: Problem) -> _Placement:
    tiers = TierProgram.empty("placement", problem)
    chosen = []
    for number, units in enumerate(problem.kinds):
        variables = {
            c: tiers.program.add_variable(f"kind_{number}_{c}", 0, len(units), pulp.LpInteger)
            for c in problem.units[units[0]].reach
        }
        tiers.add([(variable, 1) for variable in variables.values()], "=", len(units))
        chosen.append(variables)
    placement = _Placement(tiers, chosen)
    _charge_quotas(problem, placement)
    return placement


def _charge_quotas(problem: Problem, placement: _Placement) -> None:
    counts: list[list[Terms]] = [[[] for _ in problem.classes] for _ in problem.quotas]
    for units, variables in zip(problem.kinds, placement.chosen, strict=True):
        for position, members in problem.brings[units[0]]:
            for c, variable in variables.items():
                counts[position][c].append((variable, members))
    for position, count in enumerate(counts):
        placement.tiers.add_bands(problem, position, count)


def _seat(problem: Problem, placement: _Placement) -> tuple[int, ...]:
    class_of = [0] * len(problem.keys)
    for units, variables in zip(problem.kinds, placement.chosen, strict=True):
        waiting = iter(units)
        for c, variable in variables.items():
            for _ in range(round(variable.value() or 0)):
                for student in problem.units[next(waiting)].members:
                    class_of[student] = c
    return tuple(class_of)


def _nothing_found() -> Finding:
    return Finding(
        Text("rules"),
        Text("No assignment that keeps all hard rules was found within the budget."),
        Text("Raise “steps” in the rules, or take a block, a pin or an apart code back."),
    )
