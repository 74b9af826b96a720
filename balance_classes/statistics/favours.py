"""Favours under lots: who was named for them, and is one class better off in several ways?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.problem.limited_students import NOT_APPLYING
from balance_classes.statistics.counting import counts_of, sums_of
from balance_classes.statistics.lots import Classes, Lot, Numbers, Where

TESTS = ("most", "fewest")
TOGETHER = "together"
"""One class has many of a column, or hardly any; children of one entry share classes."""
BURDENS = ("migrant", "left_behind", "disability", "inclusion", "aid")
"""What makes a class harder to teach: a favoured class has few of all of them."""


class Favour:
    """A column that an inspector names: whom it applies to, and who shares an entry in it."""

    def __init__(self, classes: ClassList, name: str, values: Sequence[str]) -> None:
        self.name = name
        self._classes = len(classes.classes)
        marked = np.array([value not in NOT_APPLYING for value in values])
        self.marked = int(marked.sum())
        self._marked = np.flatnonzero(marked)
        shared = {v for v, n in Counter(values).items() if n > 1 and v not in NOT_APPLYING}
        entries = [np.flatnonzero([v == value for v in values]) for value in sorted(shared)]
        # An entry that all have who have any says no more than that they have one.
        self._entries = [each for each in entries if len(each) < self.marked]
        self._expect(classes, marked)
        self._statistics: list[Numbers] = []

    def _expect(self, classes: ClassList, marked: Where) -> None:
        expected, variance = np.zeros((2, self._classes))
        sits, strata = np.array(classes.class_of), np.array(classes.stratum_of)
        for stratum in sorted(set(strata.tolist())):
            here = strata == stratum
            seats, all_here = np.bincount(sits[here], minlength=self._classes), int(here.sum())
            share = float(marked[here].mean())
            expected += seats * share
            variance += seats * share * (1 - share) * (all_here - seats) / max(1, all_here - 1)
        self.expected = expected[:, None]
        self._deviation = np.where(variance > 0, np.sqrt(variance), np.inf)[:, None]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its statistics."""
        return (*TESTS, TOGETHER) if self._entries else TESTS

    def counts(self, sits: Classes) -> Numbers:
        """Return how many of those it applies to each class has: a column a permutation."""
        return np.asarray(counts_of(sits, [self._marked], self._classes)[0], dtype=np.float64)

    def distances(self, sits: Classes) -> Numbers:
        """Return how far the counts are from the expected, in standard deviations."""
        return np.asarray((self.counts(sits) - self.expected) / self._deviation)

    def watch(self, lot: Lot) -> None:
        """Note its statistics for permutations."""
        distances = self.distances(lot.classes)
        # Squares, with their sign: their tail is one that can be fitted.
        apart = distances * np.abs(distances)
        columns = [apart.max(axis=0), (-apart).max(axis=0)]
        if self._entries:
            columns.append(self._together(lot.classes))
        self._statistics.append(np.array(columns))

    def statistics(self) -> Numbers:
        """Return its statistics: a row each, the real list's first, then that of each lot."""
        return np.concatenate(self._statistics, axis=1)

    def _together(self, sits: Classes) -> Numbers:
        """Return how many pairs of the same entry share a class."""
        counts = counts_of(sits, self._entries, self._classes).astype(float)
        return np.asarray((counts * (counts - 1)).sum(axis=(0, 1)) / 2)


class BetterOff:
    """Whether one class has fewer of several burdens at once, and higher scores before."""

    def __init__(self, classes: ClassList, scores: Sequence[Sequence[float | None]] = ()) -> None:
        there = [name for name in BURDENS if name in classes.attributes]
        levels = [[student.levels[name] for student in classes.students] for name in there]
        self._classes = len(classes.classes)
        burdens = [Favour(classes, name, each) for name, each in zip(there, levels, strict=True)]
        self._burdens = [each for each in burdens if 0 < each.marked < classes.size]
        self._scores = np.array([_centred(classes, each) for each in scores])
        size = np.bincount(classes.class_of, minlength=self._classes)
        self._root = np.sqrt(np.maximum(1, size))[:, None]
        self._statistics: list[Numbers] = []

    @property
    def counted(self) -> int:
        """How many burdens and scores are put together."""
        return len(self._burdens) + len(self._scores)

    def advantage(self, sits: Classes) -> Numbers:
        """Return the sum of advantages of each class, in standard deviations."""
        found = np.zeros((self._classes, sits.shape[1]))
        for burden in self._burdens:
            found -= burden.distances(sits)
        if len(self._scores):
            found += sums_of(sits, self._scores.sum(axis=0)[None, :], self._classes)[0] / self._root
        return found

    def watch(self, lot: Lot) -> None:
        """Note the largest advantage of a class."""
        self._statistics.append(self.advantage(lot.classes).max(axis=0))

    def statistics(self) -> Numbers:
        """Return the largest advantage: the real list's first, then that of each lot."""
        return np.concatenate(self._statistics)


def _centred(classes: ClassList, values: Sequence[float | None]) -> Numbers:
    """Return scores as distances from their stratum's mean, in standard deviations, else 0."""
    stated = np.array([value is not None for value in values])
    numbers = np.array([0.0 if value is None else value for value in values])
    strata = np.array(classes.stratum_of)
    for stratum in sorted(set(strata.tolist())):
        here = stated & (strata == stratum)
        if here.any():
            numbers[here] -= numbers[here].mean()
    numbers[~stated] = 0.0
    return np.asarray(numbers / (np.sqrt((numbers**2).sum() / max(1, stated.sum())) or 1.0))
