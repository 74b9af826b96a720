"""Wishes for friends while classes are settled: who is alone, and what an exchange would change.

A wish is met by how many of its friends are in its class, so that an exchange of one student
against another changes it by what these two are to it: all exchanges at once are matrix products,
as they are for quotas.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem

Numbers = npt.NDArray[np.float64]
Students = npt.NDArray[np.int64]


class Friends:
    """The wishes of a problem beside who is where; students are positions, nobody is the last.

    Each student wishes at most once. `first` is what each tier weighs at first. `_met` has a row a
    wish and a column a class: how many of its friends are there.
    """

    def __init__(self, problem: Problem, class_of: Sequence[int], first: Numbers) -> None:
        students, classes = len(problem.keys), len(problem.classes)
        self._tiers, self._nobody = len(problem.all_tiers), students
        self._student = np.array([wish.student for _, wish in problem.wishes])
        self._tier = np.array([tier for tier, _ in problem.wishes])
        self._named = np.zeros((len(problem.wishes), students + 1), dtype=np.uint8)
        for row, (_, wish) in enumerate(problem.wishes):
            self._named[row, list(wish.friends)] = 1
        self._wish_of = np.full(students + 1, -1)
        self._wish_of[self._student] = np.arange(len(self._student))
        self._first = first[self._tier]
        self._weight = np.tile(self._first[:, None], (1, classes))
        self._at = np.array([*class_of, -1])
        self._met = np.zeros((len(problem.wishes), classes))
        for c in range(classes):
            self._met[:, c] = self._named[:, self._at == c].sum(axis=1)

    def move(self, students: Sequence[int], c: int) -> None:
        """Let students be in a class."""
        for student in students:
            self._met[:, self._at[student]] -= self._named[:, student]
            self._met[:, c] += self._named[:, student]
            self._at[student] = c

    def excess(self, c: int) -> Numbers:
        """Return for each tier how many in a class have none of their friends there."""
        wishes, met = self._in(c)
        return np.bincount(self._tier[wishes[met == 0]], minlength=self._tiers).astype(float)

    def weigh_more(self, c: int) -> None:
        """Let each wish that is not met in a class weigh there once its first weight more."""
        wishes, met = self._in(c)
        self._weight[wishes[met == 0], c] += self._first[wishes[met == 0]]

    def weigh_less(self) -> None:
        """Let each wish that weighs more than at first weigh its first weight less."""
        self._weight = np.maximum(self._weight - self._first[:, None], self._first[:, None])

    def swap_changes(self, a: int, b: int, leaving: Students, entering: Students) -> Numbers:
        """Return the change of the guide for every exchange of two students at once.

        Row i, column j: `leaving[i]` goes from a to b and `entering[j]` from b to a.
        """
        changes = self._of_stayers(a, leaving, entering) + self._of_stayers(b, entering, leaving).T
        changes += self._of_movers(a, b, leaving, entering)
        return changes + self._of_movers(b, a, entering, leaving).T

    def bundle_changes(
        self, a: int, b: int, leaving: Sequence[int], bundles: Sequence[Sequence[int]]
    ) -> Numbers:
        """Return the change of the guide when students go from a to b against each bundle."""
        rows = np.flatnonzero(np.isin(self._at[self._student], (a, b)))
        who, own = self._student[rows], self._at[self._student[rows]]
        coming = np.zeros((len(self._at), len(bundles)), dtype=np.uint8)
        for column, bundle in enumerate(bundles):
            coming[list(bundle), column] = 1
        to_b = self._named[rows[:, None], list(leaving)].sum(axis=1, dtype=float)[:, None]
        there = np.flatnonzero(coming.any(axis=1))
        to_a = self._named[np.ix_(rows, there)].astype(float) @ coming[there]
        in_b = (own == b)[:, None] ^ (coming[who] > 0) | np.isin(who, leaving)[:, None]
        met_a, met_b = (self._met[rows, c][:, None] for c in (a, b))
        alone = np.where(in_b, met_b + to_b - to_a, met_a - to_b + to_a) == 0
        weight_a, weight_b = (self._weight[rows, c][:, None] for c in (a, b))
        after = (alone * np.where(in_b, weight_b, weight_a)).sum(axis=0)
        before = (self._met[rows, own] == 0) @ self._weight[rows, own]
        return np.asarray(after - before)

    def is_neutral(self, a: int, b: int, leaving: Sequence[int], entering: Sequence[int]) -> bool:
        """Tell whether each tier has as many alone after an exchange as before it."""
        after = self._after(a, b, leaving, entering)
        before = self._alone(self._at, a, b)
        return bool((self._alone(after, a, b) == before).all())

    def _in(self, c: int) -> tuple[Students, Numbers]:
        """Return the wishes of a class, and how many friends each has there."""
        wishes = np.flatnonzero(self._at[self._student] == c)
        return wishes, self._met[wishes, c]

    def _of_stayers(self, c: int, leaving: Students, entering: Students) -> Numbers:
        """Return what changes for those in a class if none of them left: a friend, or two.

        A wish is unmet then if it had no friend or loses its only one, and gains none.
        """
        wishes, met = self._in(c)
        none, one = ((met == count) * self._weight[wishes, c] for count in (0, 1))
        lost, gained = (
            self._named[wishes[:, None], who].astype(float) for who in (leaving, entering)
        )
        changes = (one @ lost)[:, None] - (none @ gained)[None, :]
        return np.asarray(changes - (lost * one[:, None]).T @ gained)

    def _of_movers(self, a: int, b: int, leaving: Students, entering: Students) -> Numbers:
        """Return what changes for those who leave a for b, beside what they count as stayers."""
        wishes = self._wish_of[leaving]
        own, found, had = wishes >= 0, self._met[wishes, b], self._met[wishes, a]
        to_other = self._named[wishes[:, None], entering].astype(float)
        new = self._weight[wishes, b][:, None] * (
            (found == 0)[:, None] + (found == 1)[:, None] * to_other
        )
        old = (self._weight[wishes, a] * (had == 0))[:, None] * (1 - to_other)
        return np.asarray((new - old) * own[:, None])

    def _after(self, a: int, b: int, leaving: Sequence[int], entering: Sequence[int]) -> Students:
        at = self._at.copy()
        at[list(leaving)], at[list(entering)] = b, a
        return np.asarray(at)

    def _unmet(self, at: Students, a: int, b: int) -> Students:
        """Return the wishes of two classes that are not met where everybody is at some class."""
        own = at[self._student]
        wishes = np.flatnonzero((own == a) | (own == b))
        there = np.flatnonzero((at == a) | (at == b))
        together = own[wishes][:, None] == at[there][None, :]
        return np.asarray(wishes[~(self._named[np.ix_(wishes, there)] * together).any(axis=1)])

    def _alone(self, at: Students, a: int, b: int) -> Students:
        return np.asarray(np.bincount(self._tier[self._unmet(at, a, b)], minlength=self._tiers))
