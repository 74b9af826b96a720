"""Spreading: students with much in common come into different classes, for depth.

The less alike the members of a class are, the nearer all counts are to their even shares, one-way
and two-way at once: the sum over classes is that of their weighted squared deviations, but for what
no exchange can change. This is the maximally diverse grouping problem, or anticlustering (Papenberg
and Klau, 2021); exchanges are drawn as in simulated annealing without rejections (Bortz, Kalos and
Lebowitz, 1975), in whole numbers and powers of two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import whole_parts
from balance_classes.optimisation.likeness import Likeness, Numbers, Students
from balance_classes.optimisation.threads import one_thread

HOT, COLD = 48, 12
"""Temperatures of the first and the last step, in parts of `GRAIN`."""
FEW = 500
"""Fewer students get the steps of so many: their small classes are soon weighed, and even 20
students gain by all of them."""
LARGE = 64
"""Classes larger than this get fewer steps."""
STEEP = 16
"""An exchange worse than the best by more than so many halvings is not made."""
WIDEST = 256
"""So many students of a class at most are weighed, so that all weights stay below 2^32."""
GRAIN = 8
"""Changes are weighed in so many parts of one."""
WEIGHTS = np.array([1 << (STEEP - halvings) for halvings in range(STEEP + 1)])
SHARE = 10_000
"""In so many parts of one the share of a pool's student is told, rounded down."""
Pull = Callable[[int, int], Numbers | None]
PLACES = np.arange(WIDEST)


def budget(problem: Problem, depth: int) -> int:
    """Return the number of steps: `depth` a student, of 500 at least; fewer for large classes.

    A step weighs every exchange between two classes, so that this keeps its work in proportion.
    """
    if not problem.crossed or len(problem.classes) == 1:
        return 0
    largest = max(LARGE, *problem.size_quota.high)
    return depth * max(FEW, len(problem.keys)) * LARGE**2 // largest**2


def spread(problem: Problem, dealt: Sequence[int], stream: Stream, steps: int) -> tuple[int, ...]:
    """Return a class a student after so many steps; students must be in lottery order."""
    if not steps:
        return tuple(dealt)
    state = _Spread(problem, dealt)
    with one_thread():
        for step in range(steps):
            state.take_step(stream, HOT - (HOT - COLD) * step // steps)
    return state.class_of()


@dataclass(frozen=True)
class _Class:
    """The students at its places, twice how alike they are, and each to all others of the class.

    Of `twice` nobody's own place is ever looked at.
    """

    students: Students
    twice: Numbers
    within: Numbers


class _Pair(NamedTuple):
    """Two classes: twice how alike their students are, a row for each of the first.

    `to_first` and `to_second` are how alike a student of the one is to all of the other.
    """

    twice: Numbers
    to_first: Numbers
    to_second: Numbers


class _Spread:
    """Who is at which place of which class. All numbers are whole, hence exact."""

    def __init__(self, problem: Problem, dealt: Sequence[int]) -> None:
        self._alike = Likeness(problem)
        self._free = _free_classes(problem)
        self._all_free = bool(self._free.all())
        self._pull, self._parts = _pull(problem, self._alike)
        own = self._alike.twice_own
        self._halves = np.full(len(own), 0.5, dtype=own.dtype)
        self._classes = []
        for c in range(len(problem.classes)):
            there = np.flatnonzero(np.array(dealt) == c)
            twice = self._alike.twice(there, there)
            self._classes.append(_Class(there, twice, (twice.sum(axis=1) - own[there]) / 2))

    def class_of(self) -> tuple[int, ...]:
        """Return a class a student."""
        found = np.empty(self._free.shape[1], dtype=int)
        for c, there in enumerate(self._classes):
            found[there.students] = c
        return tuple(found.tolist())

    def take_step(self, stream: Stream, heat: int) -> None:
        """Draw two classes, and one of the exchanges between them: the better the likelier."""
        a = stream.below(len(self._classes))
        b = stream.below(len(self._classes) - 1)
        b += b >= a
        rows, columns = self._movable(a, b), self._movable(b, a)
        if not (len(rows) and len(columns)):
            return
        pair = self._compare(a, b)
        changes, parts = self._changes(a, b, pair, rows, columns)
        exchanges, weights = _weighed(changes, heat * parts)
        drawn = stream.below(int(weights[-1]))
        chosen = int(exchanges[weights.searchsorted(drawn, side="right")])
        row, column = divmod(chosen, len(columns))
        self._exchange(a, b, pair, int(rows[row]), int(columns[column]))

    def _movable(self, source: int, target: int) -> Students:
        """Return the places of a class whose students may join the other one."""
        students = self._classes[source].students
        if self._all_free:
            return PLACES[: len(students)]
        free: Students = self._free[target].take(students).nonzero()[0]
        return free[:WIDEST]

    def _compare(self, a: int, b: int) -> _Pair:
        one, other = self._classes[a], self._classes[b]
        twice = self._alike.twice(one.students, other.students)
        # As products these sums take a third of the time, and whole numbers have one sum only.
        to_first = self._halves[: len(twice)] @ twice
        return _Pair(twice, to_first, twice @ self._halves[: len(to_first)])

    def _changes(
        self, a: int, b: int, pair: _Pair, rows: Students, columns: Students
    ) -> tuple[Numbers, int]:
        """Return what each exchange changes, in parts of the second number."""
        one, other = self._classes[a], self._classes[b]
        twice, out, back = pair.twice, pair.to_second - one.within, pair.to_first - other.within
        if len(rows) < len(out) or len(columns) < len(back):
            twice = twice.take(rows, axis=0).take(columns, axis=1)
            out, back = out[rows], back[columns]
        changes = back - twice
        changes += out[:, None]
        pull = self._pull(a, b)
        if pull is None:
            return changes, 1
        # Where the even sizes differ, so do the even shares that counts are to come near.
        leaving, entering = pull[one.students[rows]], pull[other.students[columns]]
        whole = changes.astype(np.float64) * self._parts
        return whole - leaving[:, None] + entering, self._parts

    def _exchange(self, a: int, b: int, pair: _Pair, row: int, column: int) -> None:
        one, other = self._classes[a], self._classes[b]
        leaving, entering = one.students[row], other.students[column]
        _replace(one, row, entering, pair.twice[:, column], pair.to_first[column])
        _replace(other, column, leaving, pair.twice[row], pair.to_second[row])


def _pull(problem: Problem, alike: Likeness) -> tuple[Pull, int]:
    """Return how much more two classes are to have of what each student is like, in how many parts.

    By their even sizes, all students alike; by the shares of pools, where there are any, in
    parts of `SHARE`, rounded down.
    """
    students = len(problem.keys)
    if problem.pools:
        parts = np.zeros((len(problem.classes), students))
        for pool in problem.pools:
            for c, share in enumerate(pool.share):
                parts[c, list(pool.members)] = share * SHARE // len(pool.members)
        drawn = [alike.drawn_to(part) for part in parts]
        return (lambda a, b: drawn[b] - drawn[a]), SHARE
    even, cut = whole_parts(problem.even_sizes)
    if len(set(even)) == 1:
        return (lambda a, b: None), 1
    abundance = alike.drawn_to(np.ones(students))

    def by_size(a: int, b: int) -> Numbers | None:
        return (even[b] - even[a]) * abundance if even[a] != even[b] else None

    return by_size, problem.seats * cut


def _replace(there: _Class, place: int, by: int, twice: Numbers, alike: float) -> None:
    """Put a student to a place: it is `twice` like each there until now, and `alike` to all."""
    within = there.within
    within += (twice - there.twice[place]) / 2
    within[place] = alike - twice[place] / 2
    there.twice[place] = there.twice[:, place] = twice
    there.students[place] = by


def _weighed(changes: Numbers, cooling: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Return the exchanges that have a weight, row by row, and the running sums of the weights.

    That is half as much for every step of worsening.
    """
    flat = changes.ravel()
    least = flat.min()
    widest = -((STEEP + 1) * cooling // -GRAIN)
    exchanges = (flat < least + widest).nonzero()[0]
    worse = (flat.take(exchanges) - least).astype(np.int64)
    return exchanges, WEIGHTS.take(worse * GRAIN // cooling).cumsum()


def _free_classes(problem: Problem) -> npt.NDArray[np.bool_]:
    """Return, a row a class, the students who may move to it: nobody in blocks or of more seats."""
    free = np.zeros((len(problem.classes), len(problem.keys)), dtype=bool)
    for unit in problem.units:
        if unit.seats == 1:
            free[list(unit.reach), unit.members[0]] = True
    return free
