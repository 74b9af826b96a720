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
from balance_classes.optimisation.likeness import Factors, Likeness, Numbers, Students
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
    """The students at its places, what of them is multiplied, and how alike they are.

    `twice` is twice how alike each two are, of which nobody's own place is ever looked at;
    `within` how alike each is to all others of the class, and less than any number for who never
    moves, so that no exchange of it has a weight. `shared` are the quotas of names and of
    students apart that it has members of.
    """

    students: Students
    factors: Factors
    twice: Numbers
    within: Numbers
    shared: set[int]
    movable: bool


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
        self._pull, self._parts = _pull(problem, self._alike)
        self._halves = np.full(len(problem.keys), 0.5, dtype=self._alike.twice_own.dtype)
        free_in = self._free.sum(axis=0)
        moving = free_in > 1
        placed = np.array(dealt)
        members = [np.flatnonzero(placed == c) for c in range(len(problem.classes))]
        self._classes = [self._class(there, moving[there]) for there in members]
        some = (free_in[moving] < len(problem.classes)).any()
        self._all_or_none = not some and max(map(len, members)) <= WIDEST
        """Whether everybody may join all classes or never moves."""

    def _class(self, there: Students, moving: npt.NDArray[np.bool_]) -> _Class:
        twice = self._alike.twice(there, there)
        within = (twice.sum(axis=1) - self._alike.twice_own[there]) / 2
        within[~moving] = -np.inf
        shared = set().union(*(self._alike.shared_by[student] for student in there))
        factors = self._alike.factors(there)
        return _Class(there, factors, twice, within, shared, bool(moving.any()))

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
        one, other = self._classes[a], self._classes[b]
        if not (one.movable and other.movable):
            return
        pair = self._compare(one, other)
        changes, parts = self._changes(a, b, pair)
        if not parts:
            return
        exchanges, weights = _weighed(changes, heat * parts)
        drawn = stream.below(int(weights[-1]))
        chosen = int(exchanges[weights.searchsorted(drawn, side="right")])
        self._exchange(one, other, pair, *divmod(chosen, len(other.students)))

    def _compare(self, one: _Class, other: _Class) -> _Pair:
        twice = one.factors.twice(other.factors)
        if not one.shared.isdisjoint(other.shared):
            self._alike.add_shared(twice, one.students, other.students)
        # As products these sums take a third of the time, and whole numbers have one sum only.
        to_first = self._halves[: len(twice)] @ twice
        return _Pair(twice, to_first, twice @ self._halves[: len(to_first)])

    def _changes(self, a: int, b: int, pair: _Pair) -> tuple[Numbers, int]:
        """Return what each exchange changes, in parts of the second number; 0 where none may be."""
        one, other = self._classes[a], self._classes[b]
        out, back = pair.to_second - one.within, pair.to_first - other.within
        if not (self._all_or_none or (self._may(a, b, out) and self._may(b, a, back))):
            return pair.twice, 0
        changes = back - pair.twice
        changes += out[:, None]
        pull = self._pull(a, b)
        if pull is None:
            return changes, 1
        # Where the even sizes differ, so do the even shares that counts are to come near.
        leaving, entering = pull.take(one.students), pull.take(other.students)
        whole = changes.astype(np.float64) * self._parts
        return whole - leaving[:, None] + entering, self._parts

    def _may(self, source: int, target: int, changes: Numbers) -> bool:
        """Tell whether anybody may join another class; who may not has no weight."""
        free = self._free[target].take(self._classes[source].students)
        free[free.nonzero()[0][WIDEST:]] = False
        changes[~free] = np.inf
        return bool(free.any())

    def _exchange(self, one: _Class, other: _Class, pair: _Pair, row: int, column: int) -> None:
        leaving, entering = int(one.students[row]), int(other.students[column])
        self._replace(one, row, entering, pair.twice[:, column], pair.to_first[column])
        self._replace(other, column, leaving, pair.twice[row], pair.to_second[row])

    def _replace(self, there: _Class, place: int, by: int, twice: Numbers, alike: float) -> None:
        """Put a student to a place: it is `twice` like each there until now, `alike` to all."""
        within = there.within
        within += (twice - there.twice[place]) / 2
        within[place] = alike - twice[place] / 2
        there.twice[place] = there.twice[:, place] = twice
        shared_by, before = self._alike.shared_by, int(there.students[place])
        there.students[place] = by
        self._alike.put(by, there.factors, place)
        if shared_by[before] or shared_by[by]:
            there.shared.clear()
            there.shared.update(*(shared_by[student] for student in there.students))


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
