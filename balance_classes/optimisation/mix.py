"""Mixing: exchanges drawn at random that leave every tier as even as it is.

Settling stops where it first finds the best, which favours some best assignments over others by
a few points in small schools. Each proposal is as likely as the one that undoes it, so that
choosing evenly among all best assignments is where mixing leads to (docs/fairness.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.assignment import Exchange
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.state import State


def mix(
    problem: Problem, class_of: Sequence[int], stream: Stream, first_step: int
) -> tuple[tuple[int, ...], tuple[Exchange, ...]]:
    """Return a class a student after as many proposals as there are units, and what was done.

    The steps of the exchanges are counted on from `first_step`.
    """
    state = State(problem, class_of)
    units = len(problem.units)
    done: list[Exchange] = []
    for step in range(first_step, first_step + units):
        one, other = stream.below(units), stream.below(units)
        a, b = state.class_of_unit(one), state.class_of_unit(other)
        if state.is_neutral(one, other):
            state.exchange(a, b, [one], [other])
            moved = problem.units[one].members, problem.units[other].members
            done.append(Exchange(step, a, b, *moved))
    return state.class_of(state.snapshot()), tuple(done)
