"""Attributes under lots: how uneven the real list is, and how uneven lots are."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.roster.roster import MISSING
from balance_classes.statistics.counting import Counts, counts_of, weighted
from balance_classes.statistics.lots import Classes, Lot, Numbers

MEASURED = 1_024
"""So many lots are enough for the mean of a figure that nothing is tested by."""


@dataclass
class Watched:
    """What is counted of an attribute, a value a permutation, in chunks."""

    statistic: list[Numbers] = field(default_factory=list)
    blank: list[Numbers] = field(default_factory=list)
    excess: list[Numbers] = field(default_factory=list)
    dissimilarity: list[Numbers] = field(default_factory=list)
    information: list[Numbers] = field(default_factory=list)
    largest: list[Numbers] = field(default_factory=list)

    def values(self, name: str) -> Numbers:
        """Return all values of one kind, the real list's first."""
        return np.concatenate(getattr(self, name))


class Attribute:
    """The counts of one attribute, for the real list and for lots alike.

    Who states no level is counted in no statistic, and changes places with nobody: a class whose
    teacher left the question open is no class that was formed otherwise. Whether they sit together
    is a statistic of its own, under lots over all seats; so is the excess, as a draw reckons it.
    """

    def __init__(self, classes: ClassList, name: str) -> None:
        self.name = name
        self.levels = tuple(level for level in classes.levels(name) if level != MISSING)
        self.watched = Watched()
        self._classes = len(classes.classes)
        levels = [student.levels[name] for student in classes.students]
        self._stated = np.array([each != MISSING for each in levels])
        self._size = int(self._stated.sum())
        strata = sorted(set(classes.stratum_of))
        members: dict[tuple[str, str], list[int]] = {
            (stratum, level): [] for stratum in strata for level in (*self.levels, MISSING)
        }
        for at, found in enumerate(zip(classes.stratum_of, levels, strict=True)):
            members[found].append(at)
        self._groups = [
            np.array(members[s, level], dtype=np.int64) for s in strata for level in self.levels
        ]
        self._blanks = np.flatnonzero(~self._stated)
        self._fix_margins(np.array(classes.class_of))
        self._fix_blanks(classes)
        share = [
            [x for x, level in zip(row, classes.levels(name), strict=True) if level != MISSING]
            for row in classes.even_share(name)
        ]
        self.low = np.array([[x.__floor__() for x in row] for row in share], dtype=np.int64)
        self.high = np.array([[x.__ceil__() for x in row] for row in share], dtype=np.int64)

    def watch(self, lot: Lot) -> None:
        """Count permutations, and note their statistic, excess, indices and largest deviation."""
        cells = self._cells(lot.classes_of(self._stated))
        counts, watched = _over_strata(cells), self.watched
        watched.statistic.append(weighted(self._weight, cells) - self._size)
        watched.largest.append(self.deviations(counts).max(axis=(0, 1), initial=0.0))
        if len(self._blanks):
            blank = counts_of(lot.classes, [self._blanks], self._classes)[0]
            watched.blank.append(weighted(self._blank_weight, blank - self._blank[:, None]))
        if sum(map(len, watched.excess)) > MEASURED:
            return
        everybody = self.counts(lot.classes) if len(self._blanks) else counts
        watched.excess.append(self.excess(everybody))
        apart = np.abs(counts * float(self._size) - self._even).sum(axis=(0, 1))
        watched.dissimilarity.append(apart / max(1, self._mixed))
        known = self._entropies[counts].sum(axis=(0, 1)) - self._known_by_margins
        watched.information.append(np.maximum(0.0, known) / (self._entropy or 1.0))

    def deviations(self, counts: Counts) -> Numbers:
        """Return how far counts are from the expected, in standard deviations."""
        return np.asarray(np.abs(counts - self.expected) / self._deviation)

    def excess(self, counts: Counts) -> Numbers:
        """Return how far counts lie outside the even share in all: a value a permutation."""
        low, high = self.low.T[:, :, None], self.high.T[:, :, None]
        outside = np.maximum(0, np.maximum(low - counts, counts - high))
        return np.asarray(outside.sum(axis=(0, 1)).astype(float))

    def counts(self, sits: Classes) -> Counts:
        """Return counts by level, class and permutation."""
        return _over_strata(self._cells(sits))

    def tables(self, sits: Classes) -> list[list[list[int]]]:
        """Return a table of counts for each stratum of one permutation: a row a class."""
        found: list[list[list[int]]] = self._cells(sits)[..., 0].swapaxes(1, 2).tolist()
        return found

    def _cells(self, sits: Classes) -> Counts:
        """Return counts by stratum, level, class and permutation."""
        found = counts_of(sits, self._groups, self._classes)
        return found.reshape(-1, len(self.levels), self._classes, sits.shape[1])

    def _fix_blanks(self, classes: ClassList) -> None:
        """Work out how many who state nothing each class has by lots, on average."""
        sits, strata = np.array(classes.class_of), np.array(classes.stratum_of)
        self._blank = np.zeros(self._classes)
        for stratum in sorted(set(classes.stratum_of)):
            here = strata == stratum
            seats = np.bincount(sits[here], minlength=self._classes)
            self._blank += seats * (~self._stated[here]).mean()
        there = self._blank > 0
        self._blank_weight = np.divide(1.0, self._blank, out=np.zeros(self._classes), where=there)

    def _fix_margins(self, class_of: Classes) -> None:
        """Work out what no permutation changes: class sizes and levels, by stratum."""
        real = self._cells(class_of[:, None])[..., 0].astype(np.int64)
        seats, members = real.sum(axis=1), real.sum(axis=2)
        everybody = np.maximum(1, members.sum(axis=1))
        even = seats[:, None, :] * members[:, :, None] / everybody[:, None, None]
        self.expected = even.sum(axis=0)[:, :, None]
        self._weight = np.divide(1.0, even, out=np.zeros_like(even), where=even > 0)
        # The variance of a count: the hypergeometric distribution, stratum by stratum.
        others = (everybody[:, None] - members) / everybody[:, None]
        left = (everybody[:, None] - seats) / np.maximum(1, everybody - 1)[:, None]
        variance = (even * others[:, :, None] * left[:, None, :]).sum(axis=0)[:, :, None]
        self._deviation = np.where(variance > 0, np.sqrt(variance), np.inf)
        size, level = seats.sum(axis=0), members.sum(axis=0)
        self._even = (level[:, None] * size[None, :])[:, :, None]
        self._mixed = 2 * int((level * (self._size - level)).sum())
        number = np.arange(self._size + 1, dtype=float)
        self._entropies = entropy = number * np.log(np.maximum(number, 1))
        self._known_by_margins = entropy[size].sum() + entropy[level].sum() - entropy[self._size]
        self._entropy = float(entropy[self._size] - entropy[level].sum())


def _over_strata(cells: Counts) -> Counts:
    return np.asarray(cells.sum(axis=0) if len(cells) > 1 else cells[0])
