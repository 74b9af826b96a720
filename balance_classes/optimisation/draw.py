"""The whole way of one draw: lottery order, plan, deal, settle, prove, name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from balance_classes.domain.assignment import Assignment
from balance_classes.domain.lottery import Seed, Stream, lottery_order
from balance_classes.domain.measures import all_excess, keeps_hard_rules
from balance_classes.domain.problem import Problem
from balance_classes.domain.rules import Method
from balance_classes.optimisation.deal import deal
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.program import place
from balance_classes.optimisation.prove import prove
from balance_classes.optimisation.settle import Settled, settle
from balance_classes.optimisation.solver import Solver

Report = Callable[[str], None]
"""Called with the name of each stage as it begins: plan, settle, program, prove."""


@dataclass(frozen=True)
class Effort:
    """How the draw is to be made: by draw or program, with which budget and solver."""

    method: Method
    steps: int
    solver: Solver


def draw(problem: Problem, seed: Seed, effort: Effort, report: Report) -> Assignment:
    """Return the assignment that this problem and this seed always give.

    Raises InfeasibleError or BudgetError where the hard rules cannot be kept.
    """
    ordered = problem.reordered(lottery_order(seed.value, "student", problem.keys))
    report("plan")
    bounds = tier_bounds(ordered, effort.solver)
    report("settle")
    numbers = [str(c + 1) for c in range(len(ordered.classes))]
    dealt = deal(ordered, lottery_order(seed.value, "deal", numbers))
    placed: Method = effort.method
    if placed == "draw":
        settled = settle(ordered, dealt, Stream(seed.value, "settle"), effort.steps, bounds)
        if not keeps_hard_rules(ordered, settled.class_of):
            placed = "program"
    if placed == "program":
        report("program")
        class_of = place(ordered, effort.solver)
        settled = Settled(class_of, all_excess(ordered, class_of), 0)
    report("prove")
    return Assignment(
        problem=ordered,
        group_of=settled.class_of,
        class_of_group=_name(ordered, seed),
        proofs=prove(ordered, settled.excess, bounds, effort.solver),
        placed=placed,
        dealt=all_excess(ordered, dealt),
        step=settled.step,
    )


def _name(problem: Problem, seed: Seed) -> tuple[int, ...]:
    """Return the class each group becomes: a second lot among interchangeable classes."""
    class_of_group = [0] * len(problem.classes)
    for classes in problem.interchangeable:
        numbers = [str(c + 1) for c in classes]
        for group, drawn in zip(classes, lottery_order(seed.value, "name", numbers), strict=True):
            class_of_group[group] = classes[drawn]
    return tuple(class_of_group)
