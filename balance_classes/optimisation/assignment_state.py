"""The assignment while it is being settled: its counts, and what an exchange would change.

All numbers are whole and below 2^53, so that floating point holds them exactly whatever the
order of additions; the fast matrix products then give the same result on every machine.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.rules.rules import MOST_TIERS
from balance_classes.optimisation.friends import Friends

Numbers = npt.NDArray[np.float64]
Units = npt.NDArray[np.int64]
Members = npt.NDArray[np.int16]
"""How many members of each quota a unit brings: the largest matrix, so in a quarter of the room."""

TIER_WEIGHT = 4
"""In the guide an excess weighs at first as much as 4 in the next tier; what is best is exact."""
LAST_WEIGHT = 16
"""So many times 4 the two-way tier, whose cells are many, and which only breaks ties."""
FORGETS = 20
"""After so many times that a class weighed more, all that weighs more weighs one less."""
NO_CHANGE = 2.0**52
"""Stands for the change of an exchange that changes nothing, so that it is never chosen."""


class State:
    """Which unit is in which class, with everything an exchange needs.

    Matrices have a row a unit or a class and a column a quota. The last unit is nobody: to
    exchange a unit with nobody is to move it.
    """

    def __init__(self, problem: Problem, class_of: Sequence[int]) -> None:
        self.problem = problem
        self.classes = len(problem.classes)
        self.nobody = len(problem.units)
        self._settled = len(problem.one_way.all_tiers)
        self._brings = _membership_matrix(problem)
        self._low, self._high = _bands(problem)
        self._or_none = np.array([p for p, q in enumerate(problem.quotas) if q.or_none], dtype=int)
        self._in_tier = _tier_columns(problem)
        first = self._in_tier @ _tier_weights(problem)
        self._weight = np.tile(first, (self.classes, 1))
        self._heavier = first * (np.array(problem.tier_of) < self._settled)
        self._first, self._risen = first, 0
        self._open = _open_classes(problem)
        self._kind = _kind_numbers(problem)
        self.size = np.array([*(unit.seats for unit in problem.units), 0])
        self._single = self.size <= 1
        most = self._brings[self._single].max(axis=0, initial=0)
        self._counted: list[int] = np.flatnonzero(most > 1).tolist()
        self._place = np.array([class_of[unit.members[0]] for unit in problem.units])
        self._units = [
            [*np.flatnonzero(self._place == c).tolist(), self.nobody] for c in range(self.classes)
        ]
        brought = [self._brings[units].sum(axis=0) for units in self._units]
        self._counts = np.array(brought, dtype=float)
        weights = _tier_weights(problem)
        self._friends = Friends(problem, class_of, weights) if problem.wishes else None
        self._members = [unit.members for unit in problem.units] + [()]
        self._excess = np.zeros((self.classes, len(problem.all_tiers)))
        self._up, self._down = np.zeros_like(self._counts), np.zeros_like(self._counts)
        for c in range(self.classes):
            self._recount(c)

    def excess(self) -> tuple[int, ...]:
        """Return the excess of each tier but the two-way one, the hard one first."""
        return tuple(int(value) for value in self._excess[:, : self._settled].sum(axis=0))

    def snapshot(self) -> Units:
        """Return the class of each unit, as it is now."""
        return self._place.copy()

    def class_of(self, snapshot: Units) -> tuple[int, ...]:
        """Return the class of each student at the time of a snapshot."""
        found = [0] * len(self.problem.keys)
        for unit, c in zip(self.problem.units, snapshot.tolist(), strict=True):
            for student in unit.members:
                found[student] = c
        return tuple(found)

    def uneven_classes(self) -> list[int]:
        """Return the classes that have excess in any tier but the two-way one."""
        return [int(c) for c in np.flatnonzero(self._excess[:, : self._settled].any(axis=1))]

    def weigh_more(self, c: int) -> None:
        """Let each quota that has excess in a class weigh there once its first weight more.

        What no exchange mends in this way outweighs in time what keeps it from being mended
        (the breakout method of Morris, 1993). The two-way tier never weighs more. From time to time
        all weights sink again, so that what is long mended does not rule for good.
        """
        self._weight[c] += self._heavier * (self._outside(c, self._counts[c]) > 0)
        if self._friends:
            self._friends.weigh_more(c)
        self._risen += 1
        if self._risen % FORGETS:
            self._recount(c)
        else:
            self._weigh_less()

    def _weigh_less(self) -> None:
        self._weight = np.maximum(self._weight - self._heavier, self._first)
        if self._friends:
            self._friends.weigh_less()
        for c in range(self.classes):
            self._recount(c)

    def movable(self, a: int, b: int) -> Units:
        """Return the units of class a that may join class b, ascending, nobody last."""
        units = np.array(self._units[a])
        return np.asarray(units[self._open[units, b]])

    def singles(self, units: Units) -> Units:
        """Return those units that take one seat."""
        return units[self._single[units]]

    def blocks(self, units: Units) -> Units:
        """Return those units that are blocks, or a student of several seats."""
        return units[~self._single[units]]

    def swap_changes(self, a: int, b: int, leaving: Units, entering: Units) -> Numbers:
        """Return the change of the guide for every exchange of single units at once.

        Row i, column j: `leaving[i]` goes from a to b and `entering[j]` from b to a. A quota
        that both belong to does not change, hence the last product. That holds of students who
        count for one at most; the other quotas, which are few, are reckoned one by one.
        """
        rows, columns = (self._brings[units].astype(float) for units in (leaving, entering))
        out = self._down[a] + self._up[b]
        back = self._up[a] + self._down[b]
        out[self._counted] = back[self._counted] = 0
        changes = (rows @ out)[:, None] + (columns @ back)[None, :]
        changes -= (rows * (out + back)) @ columns.T
        for q in self._counted:
            less = rows[:, q][:, None] - columns[:, q][None, :]
            changes += self._change_of(q, a, -less)
            changes += self._change_of(q, b, less)
        if self._friends:
            changes += self._friends.swap_changes(a, b, *map(self._students, (leaving, entering)))
        changes[self._kind[leaving][:, None] == self._kind[entering][None, :]] = NO_CHANGE
        return np.asarray(changes)

    def _change_of(self, q: int, c: int, more: Numbers) -> Numbers:
        """Return the change of the guide where a class has so many more of a quota."""
        low, high, had = self._low[c, q], self._high[c, q], self._counts[c, q]
        after = np.maximum(0, np.maximum(low - had - more, had + more - high))
        before = max(0.0, low - had, had - high)
        return np.asarray(self._weight[c, q] * (after - before))

    def block_changes(
        self, a: int, b: int, block: int, bundles: Sequence[Sequence[int]]
    ) -> Numbers:
        """Return the change of the guide when a block goes from a to b against each bundle."""
        back = np.array([self._brings[list(bundle)].sum(axis=0) for bundle in bundles])
        moved = self._brings[block] - back
        before = self._guide(a, self._counts[a]) + self._guide(b, self._counts[b])
        after = self._guide(a, self._counts[a] - moved) + self._guide(b, self._counts[b] + moved)
        changes = np.asarray(after - before)
        if self._friends:
            students = [[s for unit in bundle for s in self._members[unit]] for bundle in bundles]
            changes += self._friends.bundle_changes(a, b, self._members[block], students)
        return changes

    def class_of_unit(self, unit: int) -> int:
        """Return the class in which a unit is now."""
        return int(self._place[unit])

    def is_neutral(self, one: int, other: int) -> bool:
        """Tell whether two units may change places and leave each tier's excess as it is."""
        a, b = self._place[one], self._place[other]
        if a == b or not (self._open[one, b] and self._open[other, a]):
            return False
        gained = self._brings[other] - self._brings[one]
        after = self._excess_of(a, self._counts[a] + gained)
        after += self._excess_of(b, self._counts[b] - gained)
        before = self._excess_of(a, self._counts[a]) + self._excess_of(b, self._counts[b])
        if (after != before).any():
            return False
        moved = self._members[one], self._members[other]
        return self._friends is None or self._friends.is_neutral(int(a), int(b), *moved)

    def exchange(self, a: int, b: int, leaving: Sequence[int], entering: Sequence[int]) -> None:
        """Move units from a to b and from b to a."""
        for unit in leaving:
            self._move(unit, a, b)
        for unit in entering:
            self._move(unit, b, a)
        self._recount(a)
        self._recount(b)

    def _students(self, singles: Units) -> Units:
        """Return the students of units of one; nobody is the last."""
        own = [self._members[unit][0] for unit in singles[:-1]]
        return np.array([*own, len(self.problem.keys)])

    def _move(self, unit: int, a: int, b: int) -> None:
        if unit == self.nobody:
            return
        self._place[unit] = b
        if self._friends:
            self._friends.move(self._members[unit], b)
        self._units[a].remove(unit)
        insort(self._units[b], unit)
        self._counts[a] -= self._brings[unit]
        self._counts[b] += self._brings[unit]

    def _recount(self, c: int) -> None:
        """Bring up to date the class's excess and the cost of one more and of one fewer."""
        count, low, high = self._counts[c], self._low[c], self._high[c]
        now = self._outside(c, count)
        self._excess[c] = now @ self._in_tier
        if self._friends:
            self._excess[c] += self._friends.excess(c)
        self._up[c] = self._weight[c] * ((count >= high) * 1.0 - (count < low))
        self._down[c] = self._weight[c] * ((count <= low) * 1.0 - (count > high))
        if self._or_none.size:
            at = self._or_none
            for costs, step in ((self._up, 1.0), (self._down, -1.0)):
                after = self._lacking(c, count[at] + step)
                costs[c, at] = self._weight[c, at] * (after - now[at])

    def _excess_of(self, c: int, counts: Numbers) -> Numbers:
        """Return the excess a tier that a class has with these counts."""
        return np.asarray(self._outside(c, counts) @ self._in_tier)

    def _guide(self, c: int, counts: Numbers) -> Numbers:
        return np.asarray(self._outside(c, counts) @ self._weight[c])

    def _outside(self, c: int, counts: Numbers) -> Numbers:
        outside = np.maximum(0, np.maximum(self._low[c] - counts, counts - self._high[c]))
        if self._or_none.size:
            at = (..., self._or_none)
            outside[at] = self._lacking(c, counts[at])
        return np.asarray(outside)

    def _lacking(self, c: int, counts: Numbers) -> Numbers:
        """Return the excess of the quotas that a class may be without."""
        low, high = self._low[c, self._or_none], self._high[c, self._or_none]
        outside = np.maximum(0, np.maximum(low - counts, counts - high))
        return np.asarray(np.minimum(outside, np.abs(counts)))


def _membership_matrix(problem: Problem) -> Members:
    unit_of = np.empty(len(problem.keys), dtype=np.int64)
    for position, unit in enumerate(problem.units):
        unit_of[list(unit.members)] = position
    brings = np.zeros((len(problem.units) + 1, len(problem.quotas)), dtype=np.int16)
    for column, quota in enumerate(problem.quotas):
        brings[:, column] = np.bincount(unit_of[list(quota.members)], minlength=len(brings))
    return brings


def _bands(problem: Problem) -> tuple[Numbers, Numbers]:
    low = np.array([quota.low for quota in problem.quotas], dtype=float)
    high = np.array([quota.high for quota in problem.quotas], dtype=float)
    return np.ascontiguousarray(low.T), np.ascontiguousarray(high.T)


def _tier_columns(problem: Problem) -> Numbers:
    columns = np.zeros((len(problem.quotas), len(problem.all_tiers)))
    columns[np.arange(len(problem.quotas)), problem.tier_of] = 1
    return columns


def _tier_weights(problem: Problem) -> Numbers:
    # At most 4^8 grow to less than 2^40 in the most steps that rules may give (10^7).
    assert len(problem.tiers) <= MOST_TIERS
    last = len(problem.all_tiers) - 1
    weights = [float(LAST_WEIGHT * TIER_WEIGHT ** (last - tier)) for tier in range(last + 1)]
    return np.array([*weights[:-1], 1.0] if problem.crossed else weights)


def _open_classes(problem: Problem) -> npt.NDArray[np.bool_]:
    is_open = np.zeros((len(problem.units) + 1, len(problem.classes)), dtype=bool)
    for row, unit in enumerate(problem.units):
        is_open[row, list(unit.reach)] = True
    is_open[-1] = True
    return is_open


def _kind_numbers(problem: Problem) -> Units:
    """Number the kinds of units; nobody is of a kind of its own."""
    numbers = np.full(len(problem.units) + 1, -1)
    for number, units in enumerate(problem.kinds):
        numbers[list(units)] = number
    return numbers
