"""Trial draws before the draw: whom the rules bring together, whatever the lots say."""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.canonical import PROCEDURE, digest
from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem.assignment import second_lot
from balance_classes.domain.problem.excess import keeps_hard_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.steering import Steering, steering_of, trials_needed
from balance_classes.errors import BudgetError, InfeasibleError
from balance_classes.optimisation.deal import deal, seat_order
from balance_classes.optimisation.draw import Effort
from balance_classes.optimisation.exact_search import place
from balance_classes.optimisation.settle import mix, settle
from balance_classes.optimisation.spread import FEW, budget, spread

ROUNDS = 3
"""What is seen in one round of trial draws must be seen in two more."""
TRIAL_STEPS = 20
"""So many steps of settling a student are enough for a trial; fewer, where the rules say so."""


def steering(problem: Problem, fixed: str, effort: Effort, bounds: Sequence[int]) -> Steering:
    """Return what trial draws say; their seeds follow from the digest of what is fixed."""
    made: list[tuple[int, ...]] = []
    needed = trials_needed(problem)
    for begun in range(0, ROUNDS * needed, max(needed, 1)):
        seeds = (_trial_seed(fixed, begun + number) for number in range(1, needed + 1))
        trials = (_trial(problem, seed, effort, bounds) for seed in seeds)
        made += [class_of for class_of in trials if class_of]
        if not steering_of(problem, made).seen:
            break
    return steering_of(problem, made)


def _trial_seed(fixed: str, number: int) -> Seed:
    return Seed((SeedWords("", digest([PROCEDURE, "trial", fixed, number])),), given=False)


def _trial(
    problem: Problem, seed: Seed, effort: Effort, bounds: Sequence[int]
) -> tuple[int, ...] | None:
    """Return the class of each student as a draw gives it, without its proofs; None if it fails."""
    order = lottery_order(seed.value, "student", problem.keys)
    ordered = problem.reordered(order)
    dealt = deal(ordered, Stream(seed.value, "deal"), seat_order(ordered, seed))
    students = len(order)
    # A draw gives small schools more steps than a trial needs.
    spreading = budget(ordered, effort.depth) * students // max(FEW, students)
    start = spread(ordered, dealt, Stream(seed.value, "spread"), spreading)
    steps = min(effort.steps, TRIAL_STEPS * students)
    settled = settle(ordered, start, Stream(seed.value, "settle"), steps, bounds)
    class_of = settled.class_of
    try:
        if effort.method == "program" or not keeps_hard_rules(ordered, class_of):
            class_of = place(ordered.one_way, effort.solver, class_of)
        else:
            stream = Stream(seed.value, "mix")
            class_of, _ = mix(ordered, class_of, stream, settled.step + 1)
    except (BudgetError, InfeasibleError):
        return None
    names = second_lot(ordered, seed)
    back = {student: position for position, student in enumerate(order)}
    return tuple(names[class_of[back[student]]] for student in range(len(order)))
