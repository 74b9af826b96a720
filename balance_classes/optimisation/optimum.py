"""The drawn optimum: how even the classes of a list would be, had this program drawn them.

Plan, deal and settle as in a draw, without its proofs: it is shown beside a list and never what
the list is tested against, since a plain lottery is honest and less even.
"""

from __future__ import annotations

from dataclasses import dataclass

from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem.excess import all_excess, keeps_hard_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.errors import BudgetError, InfeasibleError
from balance_classes.optimisation.deal import deal, seat_order
from balance_classes.optimisation.draw import Effort
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.settle import settle


@dataclass(frozen=True)
class Optimum:
    """The class of each student, and whether every tier is at its bound: proven."""

    class_of: tuple[int, ...]
    proven: bool


def drawn_optimum(problem: Problem, words: str, effort: Effort) -> Optimum | None:
    """Return what the draw would give from some words as its seed; None where it finds nothing.

    Students stand as in the problem, not in lottery order.
    """
    seed = Seed((SeedWords("", words),), given=False)
    order = lottery_order(seed.value, "student", problem.keys)
    ordered = problem.reordered(order)
    try:
        bounds = tier_bounds(ordered, effort.solver)
        dealt = deal(ordered, Stream(seed.value, "deal"), seat_order(ordered, seed))
        settled = settle(ordered, dealt, Stream(seed.value, "settle"), effort.steps, bounds)
    except (BudgetError, InfeasibleError):
        return None
    if not keeps_hard_rules(ordered, settled.class_of):
        return None
    class_of = [0] * len(order)
    for position, student in enumerate(order):
        class_of[student] = settled.class_of[position]
    return Optimum(tuple(class_of), all_excess(ordered, settled.class_of) == tuple(bounds))
