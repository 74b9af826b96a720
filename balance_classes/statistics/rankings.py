"""A ranking under lots: were neighbours in it dealt out over the classes, or kept together?

Whoever deals students out by a ranking (the snake 1, 2, 3, 3, 2, 1 by score, in turn by the
number on the list) gives every class one of each few neighbours. Lots do not: they leave some
classes two of them and others none. Whoever fills one class after the other seats neighbours
together more often than lots.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.statistics.counting import Counts, sitting, weighted
from balance_classes.statistics.lots import Lot, Numbers

APART = 2
"""Neighbours are who stand so far apart in a ranking, or less."""


class Ranking:
    """A ranking of students; ties are never parted, and who has no rank changes places with nobody.

    It is cut into blocks of as many neighbours as there are classes (more where ties ask for it),
    within strata and within `layers`, of which each was perhaps dealt for itself.
    """

    def __init__(
        self,
        classes: ClassList,
        ranks: Sequence[float | None],
        layers: Sequence[Hashable] | None = None,
    ) -> None:
        self.stated = np.array([rank is not None for rank in ranks])
        self._classes = len(classes.classes)
        strata = classes.stratum_of
        layer = layers or [""] * len(ranks)
        members: dict[tuple[str, str], list[int]] = {}
        for at in np.flatnonzero(self.stated).tolist():
            members.setdefault((strata[at], str(layer[at])), []).append(at)
        blocks = [
            block
            for key in sorted(members)
            for block in _blocks(sorted(members[key], key=lambda i: (ranks[i], i)), ranks,
                                 self._classes)
        ]  # fmt: skip
        self.order = np.array([i for block in blocks for i in block], dtype=np.int64)
        self._ends = np.cumsum([len(block) for block in blocks])
        self._expect(classes, blocks)

    def _expect(self, classes: ClassList, blocks: Sequence[Sequence[int]]) -> None:
        """Work out how many of each block each class has by lots, on average."""
        seats: dict[str, Numbers] = {}
        for at in self.order.tolist():
            of = seats.setdefault(classes.stratum_of[at], np.zeros(self._classes))
            of[classes.class_of[at]] += 1
        shares = [seats[classes.stratum_of[block[0]]] for block in blocks]
        even = np.array([len(b) * s / s.sum() for b, s in zip(blocks, shares, strict=True)])
        self._weight = np.divide(1.0, even, out=np.zeros_like(even), where=even > 0)
        self._ahead = np.cumsum(even, axis=0)[:, :, None]
        size = even.sum(axis=0)
        by_size = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
        self._by_size = np.broadcast_to(by_size, even.shape)

    def counts(self, lot: Lot) -> Counts:
        """Return how many of a class stand so far up in the ranking or farther.

        By block of neighbours (so far up), class and permutation.
        """
        there = sitting(lot.classes_of(self.stated)[self.order], self._classes - 1)
        shape = (len(self._ends), self._classes, there.shape[2])
        found = np.empty(shape, dtype=np.min_scalar_type(len(self.order)))
        so_far, start = np.zeros(there.shape[1:], dtype=found.dtype), 0
        for at, end in enumerate(self._ends.tolist()):
            for student in range(start, end):
                so_far += there[student]
            found[at, :-1], start = so_far, end
            found[at, -1] = end - so_far.sum(axis=0, dtype=found.dtype)
        return found

    def uneven(self, counts: Counts) -> Numbers:
        """Return how unevenly blocks lie over the classes: chi-square of the counts."""
        return weighted(self._weight, _each(counts)) - len(self.order)

    def alike(self, counts: Counts) -> Numbers:
        """Return how closely classes keep together from the first rank to the last.

        The squares of how many students more than their share they had, added up over the ranks,
        are Cramér's and von Mises's statistic of several samples, with ties kept whole. By its
        logarithm, of which lots have a short tail; and none is told from whole students, which
        leave a twelfth of a square on average.
        """
        drift = weighted(self._by_size, counts - self._ahead)
        return np.asarray(-np.log(drift + self._by_size.sum() / 12))

    def together(self, lot: Lot) -> Numbers:
        """Return how many pairs of neighbours share a class."""
        sits = lot.classes_of(self.stated)[self.order]
        pairs = (np.count_nonzero(sits[by:] == sits[:-by], axis=0) for by in range(1, APART + 1))
        return np.asarray(sum(pairs), dtype=float)

    def dealt(self, counts: Counts) -> Numbers:
        """Return the share of blocks of which all classes have as many, or one has one more."""
        each = _each(counts)
        return np.asarray((each.max(axis=1) - each.min(axis=1) <= 1).mean(axis=0))


def _each(counts: Counts) -> Counts:
    """Return the counts of each block, of counts from the first rank on."""
    return np.diff(counts, axis=0, prepend=counts.dtype.type(0))


def _blocks(order: Sequence[int], ranks: Sequence[float | None], least: int) -> Iterator[list[int]]:
    """Yield neighbours in a ranking, at least so many at a time; equal ranks are never parted."""
    block: list[int] = []
    for at in order:
        if len(block) >= least and ranks[at] != ranks[block[-1]]:
            yield block
            block = []
        block.append(at)
    if block:
        yield block


ALONG = ("together", "dealt")
"""What is asked of an order of the list: neighbours in one class, neighbours dealt out."""
NAMES, NUMBERS, ROWS = "name", "number", "row"
"""The orders of a list: the alphabet, numbers of students, the rows themselves."""


class Order:
    """An order of the list under lots.

    It is `numbered` where it runs class by class, but for a twentieth of the students: whoever
    numbers the classes when they are formed gives such numbers to any of them. Names are older.
    """

    def __init__(self, classes: ClassList, name: str, ranks: Sequence[float | None]) -> None:
        self.name = name
        self._ranking = Ranking(classes, ranks)
        self._statistics: list[Numbers] = []
        self._dealt: list[Numbers] = []
        self.stated = len(self._ranking.order)
        self.numbered = name != NAMES and self._runs_by_class(classes)

    def _runs_by_class(self, classes: ClassList) -> bool:
        """Tell whether the order is class after class, where there are several to be placed in."""
        seats: dict[str, set[int]] = {}
        for stratum, c in zip(classes.stratum_of, classes.class_of, strict=True):
            seats.setdefault(stratum, set()).add(c)
        order = [i for i in self._ranking.order.tolist() if len(seats[classes.stratum_of[i]]) > 1]
        sits = [classes.class_of[i] for i in order]
        runs = sum(a != b for a, b in pairwise(sits)) + 1
        return len(order) > 0 and runs <= len({*sits}) + len(order) // 20

    def watch(self, lot: Lot) -> None:
        """Note both statistics for permutations."""
        counts = self._ranking.counts(lot)
        columns = [self._ranking.together(lot), self._ranking.alike(counts)]
        self._statistics.append(np.array(columns))
        if len(self._dealt) <= 1:
            self._dealt.append(self._ranking.dealt(counts))

    def statistics(self) -> Numbers:
        """Return both statistics: a row each, the real list's first, then that of each lot."""
        return np.concatenate(self._statistics, axis=1)

    def dealt(self) -> Numbers:
        """Return the share of blocks of neighbours that lie evenly over the classes."""
        return np.concatenate(self._dealt)
