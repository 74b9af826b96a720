"""Our own draw over time, and lots alone.

`ours` is the one place that calls the draw: whatever it gains in depth, only this changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from unittest.mock import patch

from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem import Problem
from balance_classes.optimisation import draw as way
from balance_classes.optimisation.deal import deal, seat_order
from balance_classes.optimisation.draw import Effort
from balance_classes.optimisation.solver import Solver
from benchmarks.depth.trajectory import Recorder

SEED = Seed((SeedWords("", "benchmarks"),), given=True)
FEWEST = 250
DOUBLINGS = 16
"""Budgets of steps from the fewest on, each twice the one before, while the time lasts."""


def ours(problem: Problem, seed: Seed, budget: int, *, proven: bool = False) -> list[int]:
    """Return the class of each student (in the problem's order) by a draw of so many steps.

    Proofs only where asked for: they change no class, no rival gives them, and with excess left
    in twenty attributes they take minutes.
    """
    effort = Effort("draw", budget, Solver())
    bounds = way.plan(problem, effort)
    with nullcontext() if proven else patch.object(way, "prove", return_value=()):
        assignment = way.draw(problem, seed, effort, bounds, lambda stage: None)
    return _in_order(problem, assignment.problem.keys, assignment.class_of)


def balance_classes(problem: Problem, record: Recorder) -> None:
    """Draw with ever larger budgets; each draw is timed by itself, with its plan.

    Every draw is the whole of one, so its time is its own and not the sum of those before. The
    largest budget that comes in within a time is what we have to show for it.
    """
    ours(problem, SEED, 1)
    for doubling in range(DOUBLINGS):
        record.begin()
        class_of = ours(problem, SEED, FEWEST * 2**doubling)
        record.keep(class_of)
        if record.passed() * 2 > record.seconds:
            break


def random_deal(problem: Problem, record: Recorder) -> None:
    """Deal by lots alone: in lottery order each student draws a seat."""
    record.begin()
    ordered = problem.reordered(lottery_order(SEED.value, "student", problem.keys))
    class_of = deal(ordered, Stream(SEED.value, "deal"), seat_order(ordered, SEED))
    record.keep(_in_order(problem, ordered.keys, class_of))


def _in_order(problem: Problem, keys: Sequence[str], class_of: Sequence[int]) -> list[int]:
    found = dict(zip(keys, class_of, strict=True))
    return [found[key] for key in problem.keys]
