"""Spreading: students with much in common come into different classes, for depth.

How alike two students are is the weight of the quotas that hold both: levels in common, and pairs
of levels in common, the rare ones heavier. The less alike the members of a class are, the nearer
all counts are to their even shares, one-way and two-way at once: the sum over classes is that of
their weighted squared deviations, but for what no exchange can change. This is the maximally
diverse grouping problem, or anticlustering (Papenberg and Klau, 2021); exchanges are drawn as in
simulated annealing without rejections (Bortz, Kalos and Lebowitz, 1975), in whole numbers and
powers of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, whole_parts
from balance_classes.domain.rules.class_names import even_sizes

HOT, COLD = 48, 12
"""Temperatures of the first and the last step, in parts of `GRAIN`."""
FEW = 500
"""Fewer students get the steps of so many: their small classes are soon weighed."""
LARGE = 64
"""Classes larger than this get fewer steps."""
STEEP = 16
"""An exchange worse than the best by more than so many halvings is not made."""
WIDEST = 256
"""So many students of a class at most are weighed, so that all weights stay below 2^32."""
WEIGHTS = np.array([*(1 << (STEEP - halvings) for halvings in range(STEEP + 1)), 0])

Places = npt.NDArray[np.intp]


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
    # The products are small: several threads would only wait for each other.
    with threadpool_limits(1, user_api="blas"):
        for step in range(steps):
            state.take_step(stream, HOT - (HOT - COLD) * step // steps)
    return state.class_of()


@dataclass(frozen=True)
class _Class:
    """The students at its places, their traits, and twice how alike each is to all others."""

    students: npt.NDArray[np.int64]
    traits: Numbers
    within: Numbers


class _Spread:
    """Who is at which place of which class. All numbers are whole, hence exact."""

    def __init__(self, problem: Problem, dealt: Sequence[int]) -> None:
        self._alike = Likeness(problem)
        self._free = _free_classes(problem)
        self._all_free = bool(self._free.all())
        caps = [school_class.cap for school_class in problem.classes]
        self._even, cut = whole_parts(even_sizes(len(problem.keys), caps))
        self._parts = len(problem.keys) * cut
        self._classes = []
        for c in range(len(problem.classes)):
            students = np.flatnonzero(np.array(dealt) == c)
            traits = self._alike.traits[students]
            within = self._alike.twice(traits, traits).sum(axis=1) - self._alike.twice_own[students]
            self._classes.append(_Class(students, traits, within))

    def class_of(self) -> tuple[int, ...]:
        """Return a class a student."""
        found = np.empty(len(self._free), dtype=int)
        for c, there in enumerate(self._classes):
            found[there.students] = c
        return tuple(found.tolist())

    def take_step(self, stream: Stream, heat: int) -> None:
        """Draw two classes, and one of the exchanges between them: the better the likelier."""
        a = stream.below(len(self._classes))
        b = stream.below(len(self._classes) - 1)
        b += b >= a
        rows, columns = self._movable(a, b), self._movable(b, a)
        changes, parts = self._changes(a, b, rows, columns)
        if not changes.size:
            return
        weights = _weights(changes, 2 * heat * parts)
        drawn = stream.below(int(weights[-1]))
        row, column = divmod(int(weights.searchsorted(drawn, side="right")), changes.shape[1])
        self._exchange(a, b, int(rows[row]), int(columns[column]))

    def _movable(self, source: int, target: int) -> Places:
        """Return the places of a class whose students may join the other one."""
        students = self._classes[source].students
        if self._all_free:
            return np.arange(min(len(students), WIDEST))
        return np.flatnonzero(self._free[students, target])[:WIDEST]

    def _changes(self, a: int, b: int, rows: Places, columns: Places) -> tuple[Numbers, int]:
        """Return twice what each exchange changes, in parts of the second number."""
        one, other = self._classes[a], self._classes[b]
        common = self._alike.twice(one.traits, other.traits)
        out = common.sum(axis=1) - one.within
        back = common.sum(axis=0) - other.within
        if len(rows) < len(out) or len(columns) < len(back):
            common, out, back = common[np.ix_(rows, columns)], out[rows], back[columns]
        changes = np.add.outer(out, back)
        changes -= common
        changes -= common
        tilt = self._even[b] - self._even[a]
        if not tilt:
            return changes, 1
        # Where the even sizes differ, so do the even shares that counts are to come near.
        pull = tilt * self._alike.twice_abundance
        leaving, entering = pull[one.students[rows]], pull[other.students[columns]]
        whole = changes.astype(np.float64) * self._parts
        return whole - leaving[:, None] + entering, self._parts

    def _exchange(self, a: int, b: int, row: int, column: int) -> None:
        one, other = self._classes[a], self._classes[b]
        pair = np.array([one.traits[row], other.traits[column]])
        here, there = self._alike.twice(pair, one.traits), self._alike.twice(pair, other.traits)
        one.within[:] += here[1] - here[0]
        other.within[:] += there[0] - there[1]
        one.within[row] = here[1].sum() - here[1, row]
        other.within[column] = there[0].sum() - there[0, column]
        one.traits[row], other.traits[column] = pair[1], pair[0]
        one.students[row], other.students[column] = other.students[column], one.students[row]


def _weights(changes: Numbers, cooling: int) -> npt.NDArray[np.int64]:
    """Return the running sums of the weights: half as much for every step of worsening."""
    flat = changes.ravel()
    flat -= flat.min()
    flat *= GRAIN
    # Divisions are rounded right and quotients far from the next whole number, so floors are exact.
    flat /= cooling
    np.minimum(flat, STEEP + 1, out=flat)
    return np.cumsum(WEIGHTS[flat.astype(np.intp)])


def _free_classes(problem: Problem) -> npt.NDArray[np.bool_]:
    """Return, a row a student, the classes it may move to: none for those in blocks."""
    free = np.zeros((len(problem.keys), len(problem.classes)), dtype=bool)
    for unit in problem.units:
        if len(unit.members) == 1:
            free[unit.members[0], list(unit.reach)] = True
    return free


Numbers = npt.NDArray[np.floating]

HEAVIEST = 16
"""The most that a level weighs."""
GRAIN = 8
"""Changes are weighed in so many parts of one."""
SINGLE = 2**24
"""Single precision holds all whole numbers up to this one."""


def weight(quota: Quota, students: int) -> int:
    """Return how much a quota that is no cell weighs: n/N to the nearest, from 1 to 16."""
    size = len(quota.members)
    if not size:
        return HEAVIEST
    return min(HEAVIEST, max(1, (2 * students + size) // (2 * size)))


class Likeness:
    """The traits of students, a row a student; how alike two are comes from their rows.

    That is the weight of the quotas of the tiers that hold both. Rare levels weigh more, a cell as
    much as its two levels multiplied; so a deviation counts beside the size of its quota, as in a
    chi-square. Who has levels in common whose weights add up to g and whose squares to s shares
    levels and cells of g + (g² - s)/2; no column is needed for a cell.

    All is told twice over, so that it is whole. `twice_own` is how alike each student is to itself.
    """

    def __init__(self, problem: Problem) -> None:
        students = len(problem.keys)
        quotas = [q for tier in problem.one_way.tiers for q in tier.quotas]
        crossed = [quota for quota in quotas if quota.group in problem.crossed]
        others = [quota for quota in quotas if quota.group not in problem.crossed]
        self._levels, self._others = len(crossed), len(others)
        plain, more = _columns(crossed, students), _columns(others, students)
        heavy = np.array([weight(quota, students) for quota in crossed], dtype=np.float32)
        apart = np.array([weight(quota, students) for quota in others], dtype=np.float32)
        blocks = (plain, plain * heavy, plain * heavy**2, more, more * apart)
        self.traits: Numbers = np.concatenate(blocks, axis=1)
        held, squares = blocks[1].sum(axis=1), blocks[2].sum(axis=1)
        self.twice_own: Numbers = held * (held + 2) - squares + 2 * blocks[4].sum(axis=1)
        # A change is at most four times this, and is multiplied by GRAIN when it is weighed.
        if max(problem.size_quota.high) * self.twice_own.max() * 4 * GRAIN >= SINGLE:
            self.traits = self.traits.astype(np.float64)
            self.twice_own = self.twice_own.astype(np.float64)

    def twice(self, some: Numbers, others: Numbers) -> Numbers:
        """Return twice how alike each of some rows is to each of others, a row for the first."""
        k = self._levels
        plain = others[:, :k].T
        common = some[:, k : 2 * k] @ plain
        alike = common + 2
        alike *= common
        alike -= some[:, 2 * k : 3 * k] @ plain
        if self._others:
            last = 3 * k + self._others
            alike += 2 * (some[:, last:] @ others[:, 3 * k : last].T)
        return np.asarray(alike)

    @cached_property
    def twice_abundance(self) -> npt.NDArray[np.float64]:
        """Twice how alike each student is to all students together, itself among them."""
        k, last = self._levels, 3 * self._levels + self._others
        traits = self.traits.astype(np.float64)
        plain, heavy, more = traits[:, :k], traits[:, k : 2 * k], traits[:, 3 * k : last]
        cells = ((heavy @ (plain.T @ plain)) * heavy).sum(axis=1)
        sizes = plain.sum(axis=0)
        alone = traits[:, 2 * k : 3 * k] @ sizes
        return np.asarray(
            cells - alone + 2 * (heavy @ sizes) + 2 * (traits[:, last:] @ more.sum(axis=0))
        )


def _columns(quotas: Sequence[Quota], students: int) -> npt.NDArray[np.float32]:
    columns = np.zeros((students, len(quotas)), dtype=np.float32)
    for column, quota in enumerate(quotas):
        columns[list(quota.members), column] = 1
    return columns
