"""Our own draw over time, and lots alone.

`ours` is the one place that calls the draw: whatever it gains in depth, only this changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.rules.rules import Rules
from balance_classes.optimisation.deal import deal, seat_order
from balance_classes.optimisation.draw import Effort, draw, plan
from balance_classes.optimisation.solver import Solver
from benchmarks.depth.trajectory import Recorder

SEED = Seed((SeedWords("", "benchmarks"),), given=True)
DOUBLINGS = 16
"""Budgets of spreading from one step a student on, each twice the one before, while time lasts."""


def ours(problem: Problem, seed: Seed, depth: int) -> list[int]:
    """Return the class of each student (in the problem's order) by a draw of such a depth."""
    effort = Effort("draw", Rules.steps, Solver(), depth)
    assignment = draw(problem, seed, effort, plan(problem, effort), lambda stage: None)
    return _in_order(problem, assignment.problem.keys, assignment.class_of)


def balance_classes(problem: Problem, record: Recorder) -> None:
    """Draw with ever larger budgets; each draw is timed by itself, with its plan.

    Every draw is the whole of one, so its time is its own and not the sum of those before. The
    largest budget that comes in within a time is what we have to show for it.
    """
    ours(problem, SEED, 1)
    for doubling in range(DOUBLINGS):
        record.begin()
        class_of = ours(problem, SEED, 2**doubling)
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
