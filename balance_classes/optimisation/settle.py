"""Settling and mixing: exchanges that lower the excess, then some that leave it as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.assignment import Exchange
from balance_classes.domain.problem.excess import all_excess
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.assignment_state import NO_CHANGE, Numbers, State
from balance_classes.optimisation.threads import one_thread

PATIENCE = 2_000
"""So many steps without a better one are taken, and as many as it took to the best so far; where
more may be gained, so many full ones before a proof is asked, which takes longer."""
SHARE = 4
"""A full step looks at every other class, and counts as one for every so many classes."""
BLOCK_TURN = 4
"""One step in so many moves a block, where one of the two classes has one."""

_Exchanged = tuple[int, int, list[int], list[int]]
"""Two classes, the units that left the first for the second, and those that came back."""
_Offer = tuple[Numbers, Callable[[int], _Exchanged]]
"""What each exchange would change of the guide, and the exchange at a position."""
_Move = tuple[int, int, int, list[int], list[int]]
"""The step of an exchange before it."""


@dataclass(frozen=True)
class Settled:
    """The best assignment met: a class a student, and the step that met it.

    `exchanges` lead to it, in step order.
    """

    class_of: tuple[int, ...]
    step: int
    exchanges: tuple[Exchange, ...]


def settle(
    problem: Problem,
    start: Sequence[int],
    stream: Stream,
    budget: int,
    bounds: Sequence[int],
    *,
    to_the_end: bool = False,
) -> Settled:
    """Improve an assignment until each tier is at its bound, or the steps are spent."""
    return Settling(problem, start, stream, budget, bounds).end(budget if to_the_end else 0)


class Settling:
    """An assignment on its way to the bounds.

    The two-way tier is looked at when exchanges are chosen, not in full steps, and does not decide
    what is best. The result is the first best assignment in step order, so that stopping at the
    bound saves time and changes nothing.
    """

    def __init__(
        self,
        problem: Problem,
        start: Sequence[int],
        stream: Stream,
        budget: int,
        bounds: Sequence[int],
    ) -> None:
        self._problem, self._stream, self._start = problem, stream, start
        self._least = tuple(bounds)[: len(problem.one_way.all_tiers)]
        self._budget = budget if len(problem.classes) > 1 else 0
        self._made: list[_Move] = []
        self._step, self._best_step, self._full = 0, 0, False
        self._best_excess = all_excess(problem.one_way, start)
        if self._best_excess != self._least:
            self._state = State(problem, start)
            self._best = self._state.snapshot()

    def end(self, further: int = 0) -> Settled:
        """Take steps, and return the best assignment met.

        Where the hard tier is kept, steps that no longer gain anything end them before the budget,
        unless they are to go `further`, so many steps on; by full ones, as while it is broken.
        """
        if self._best_excess == self._least and not self._made:
            return Settled(tuple(self._start), 0, ())
        last = self._step + further
        with one_thread():
            while self._best_excess != self._least and self._step < self._budget:
                if self._step >= lasts(self._best_step):
                    if self._step >= last and not self._best_excess[0]:
                        break
                    self._widen()
                self._take()
        moves = [move for move in self._made if move[0] <= self._best_step]
        kept = tuple(_exchange(self._problem, move) for move in moves)
        return Settled(self._state.class_of(self._best), self._best_step, kept)

    def _widen(self) -> None:
        """Go on by full steps: weights are the first ones anew, and cells weigh nothing."""
        if not self._full:
            now = self._state.class_of(self._state.snapshot())
            self._full, self._state = True, State(self._problem.one_way, now)

    def _take(self) -> None:
        self._step += -(-self._state.classes // SHARE) if self._full else 1
        move = _take_step(self._state, self._stream, full=self._full)
        if move is None or self._step > self._budget:
            return
        self._made.append((self._step, *move))
        excess = self._state.excess()
        if excess < self._best_excess:
            self._best, self._best_excess = self._state.snapshot(), excess
            self._best_step = self._step


def lasts(best_step: int) -> int:
    """Return the last step where none after the best one was better."""
    return 2 * best_step + PATIENCE


def _exchange(problem: Problem, move: _Move) -> Exchange:
    """Return a move of units as an exchange of students."""
    step, a, b, leaving, entering = move
    nobody = len(problem.units)

    def students(units: Sequence[int]) -> tuple[int, ...]:
        return tuple(s for unit in units if unit != nobody for s in problem.units[unit].members)

    return Exchange(step, a, b, students(leaving), students(entering))


def _take_step(state: State, stream: Stream, *, full: bool) -> _Exchanged | None:
    """Draw two classes, the first one uneven, and make the best exchange between them.

    In a full step single students change with those of every other class.
    """
    uneven = state.uneven_classes()
    a = uneven[stream.below(len(uneven))]
    b = stream.below(state.classes - 1)
    b += b >= a
    sides = [
        (int(unit), x, y) for x, y in ((a, b), (b, a)) for unit in state.blocks(state.movable(x, y))
    ]
    if sides and stream.below(BLOCK_TURN) == 0:
        offer = _block_exchanges(state, stream, *sides[stream.below(len(sides))])
    else:
        offer = _single_exchanges(
            state, a, [c for c in range(state.classes) if c != a] if full else [b]
        )
    return _best_of(state, stream, a, offer)


def _best_of(state: State, stream: Stream, a: int, offer: _Offer) -> _Exchanged | None:
    """Make one of the best exchanges on offer, or let what is uneven in class a weigh more."""
    changes, exchange = offer
    least = changes.min()
    if least == NO_CHANGE:
        return None
    if least >= 0:
        state.weigh_more(a)
    if least > 0:
        return None
    best = np.flatnonzero(changes == least)
    chosen = exchange(int(best[stream.below(len(best))]))
    state.exchange(*chosen)
    return chosen


def _single_exchanges(state: State, a: int, others: Sequence[int]) -> _Offer:
    sides = [
        (b, state.singles(state.movable(a, b)), state.singles(state.movable(b, a))) for b in others
    ]
    changes = [state.swap_changes(a, *side) for side in sides]
    ends = np.cumsum([each.size for each in changes])

    def exchange(chosen: int) -> _Exchanged:
        part = int(np.searchsorted(ends, chosen, side="right"))
        b, leaving, entering = sides[part]
        row, column = divmod(chosen - int(ends[part]) + changes[part].size, len(entering))
        return a, b, [int(leaving[row])], [int(entering[column])]

    return np.concatenate([each.ravel() for each in changes]), exchange


def _block_exchanges(state: State, stream: Stream, block: int, a: int, b: int) -> _Offer:
    """A block from a to b against nobody, any one unit, or as many students of one seat."""
    others = state.movable(b, a)
    bundles = [[int(unit)] for unit in others]
    singles = [int(unit) for unit in state.singles(others)[:-1]]
    _shuffle(singles, stream)
    size = int(state.size[block])
    bundles += [singles[i : i + size] for i in range(0, len(singles) - size + 1, size)]
    changes = state.block_changes(a, b, block, bundles)
    return changes, lambda chosen: (a, b, [block], bundles[chosen])


def _shuffle(units: list[int], stream: Stream) -> None:
    """Put the units into a drawn order (Fisher and Yates)."""
    for last in range(len(units) - 1, 0, -1):
        other = stream.below(last + 1)
        units[last], units[other] = units[other], units[last]


def mix(
    problem: Problem, class_of: Sequence[int], stream: Stream, first_step: int, rounds: int = 1
) -> tuple[tuple[int, ...], tuple[Exchange, ...]]:
    """Return a class a student after as many proposals a round as units, and what was done.

    Settling stops where it first finds the best, which favours some best assignments over others
    by a few points in small schools. Each proposal is as likely as the one that undoes it, so
    that choosing evenly among all best assignments is where mixing leads to (docs/fairness.md).
    The steps of the exchanges are counted on from `first_step`.
    """
    state = State(problem, class_of)
    units = len(problem.units)
    done: list[Exchange] = []
    for step in range(first_step, first_step + rounds * units):
        one, other = stream.below(units), stream.below(units)
        a, b = state.class_of_unit(one), state.class_of_unit(other)
        if state.is_neutral(one, other):
            state.exchange(a, b, [one], [other])
            moved = problem.units[one].members, problem.units[other].members
            done.append(Exchange(step, a, b, *moved))
    return state.class_of(state.snapshot()), tuple(done)
