"""Attributes under lots: how uneven the real list is, and how uneven lots are."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.roster.roster import MISSING
from balance_classes.statistics.lots import Classes, Lot, Numbers

Whole = npt.NDArray[np.int64]
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
        level = {each: at for at, each in enumerate(self.levels)}
        levels = [student.levels[name] for student in classes.students]
        self._stated = np.array([each != MISSING for each in levels])
        self._level = np.array([level[each] for each in levels if each != MISSING], dtype=np.int64)
        self._size = len(self._level)
        strata = {each: at for at, each in enumerate(sorted(set(classes.stratum_of)))}
        stratum = np.array([strata[each] for each in classes.stratum_of], dtype=np.int64)
        self._strata = len(strata)
        self._place = (
            stratum[self._stated] * (self._classes * len(self.levels)) + self._level
        ).astype(np.int32)
        self._fix_margins(np.array(classes.class_of, dtype=np.int32))
        self._fix_blanks(np.array(classes.class_of), stratum)
        share = [
            [x for x, level in zip(row, classes.levels(name), strict=True) if level != MISSING]
            for row in classes.even_share(name)
        ]
        self.low = np.array([[x.__floor__() for x in row] for row in share], dtype=np.int64)
        self.high = np.array([[x.__ceil__() for x in row] for row in share], dtype=np.int64)

    def watch(self, lot: Lot) -> None:
        """Count permutations, and note their statistic, excess, indices and largest deviation."""
        whole = bool(self._stated.all())
        cells = self._cells(lot.classes_of(self._stated))
        counts, watched = cells.sum(axis=1) if self._strata > 1 else cells[:, 0], self.watched
        flat = cells.reshape(len(cells), -1)
        watched.statistic.append((flat * flat) @ self._weight.ravel() - self._size)
        watched.largest.append(self.deviations(counts).max(axis=(1, 2), initial=0.0))
        if not whole:
            watched.blank.append(self._blanks(lot.classes))
        if sum(map(len, watched.excess)) > MEASURED:
            return
        watched.excess.append(self.excess(counts if whole else self.counts(lot.classes)))
        apart = np.abs(counts * self._size - self._even).sum(axis=(1, 2))
        watched.dissimilarity.append(apart / max(1, self._mixed))
        known = self._entropies[counts].sum(axis=(1, 2)) - self._known_by_margins
        watched.information.append(np.maximum(0.0, known) / (self._entropy or 1.0))

    def deviations(self, counts: Whole) -> Numbers:
        """Return how far counts are from the expected, in standard deviations."""
        return np.asarray(np.abs(counts - self.expected) / self._deviation)

    def excess(self, counts: Whole) -> Numbers:
        """Return how far counts lie outside the even share in all: a value a permutation."""
        outside = np.maximum(0, np.maximum(self.low - counts, counts - self.high))
        return np.asarray(outside.sum(axis=(1, 2)).astype(float))

    def counts(self, class_of: Classes) -> Whole:
        """Return counts by permutation, class and level."""
        return np.asarray(self._cells(class_of).sum(axis=1))

    def tables(self, class_of: Classes) -> list[list[list[int]]]:
        """Return a table of counts for each stratum of one permutation: a row a class."""
        found: list[list[list[int]]] = self._cells(class_of)[0].tolist()
        return found

    def _cells(self, class_of: Classes) -> Whole:
        """Return counts by permutation, stratum, class and level."""
        shape = (len(class_of), self._strata, self._classes, len(self.levels))
        cells = shape[1] * shape[2] * shape[3]
        place = class_of[:, self._stated] * np.int32(shape[3]) + self._place
        place += (np.arange(shape[0], dtype=np.int32) * np.int32(cells))[:, None]
        return np.bincount(place.ravel(), minlength=shape[0] * cells).reshape(shape)

    def _blanks(self, class_of: Classes) -> Numbers:
        """Return how unevenly those who state nothing lie over the classes: chi-square."""
        seats = class_of[:, ~self._stated]
        place = seats + (np.arange(len(seats), dtype=np.int32) * np.int32(self._classes))[:, None]
        found = np.bincount(place.ravel(), minlength=len(seats) * self._classes)
        counts = found.reshape(-1, self._classes)
        return np.asarray(((counts - self._blank) ** 2) @ self._blank_weight)

    def _fix_blanks(self, class_of: Whole, stratum: Whole) -> None:
        """Work out how many who state nothing each class has by lots, on average."""
        blank, self._blank = ~self._stated, np.zeros(self._classes)
        for here in (stratum == at for at in range(self._strata)):
            seats = np.bincount(class_of[here], minlength=self._classes)
            self._blank += seats * (blank & here).sum() / max(1, here.sum())
        there = self._blank > 0
        self._blank_weight = np.divide(1.0, self._blank, out=np.zeros(self._classes), where=there)

    def _fix_margins(self, class_of: Classes) -> None:
        """Work out what no permutation changes: class sizes and levels, by stratum."""
        real = self._cells(class_of[None, :])[0]
        seats, members = real.sum(axis=2), real.sum(axis=1)
        everybody = np.maximum(1, members.sum(axis=1))
        even = seats[:, :, None] * members[:, None, :] / everybody[:, None, None]
        self.expected = even.sum(axis=0)
        self._weight = np.divide(1.0, even, out=np.zeros_like(even), where=even > 0)
        # The variance of a count: the hypergeometric distribution, stratum by stratum.
        others = (everybody[:, None] - members) / everybody[:, None]
        left = (everybody[:, None] - seats) / np.maximum(1, everybody - 1)[:, None]
        variance = (even * others[:, None, :] * left[:, :, None]).sum(axis=0)
        self._deviation = np.where(variance > 0, np.sqrt(variance), np.inf)
        size, level = seats.sum(axis=0), members.sum(axis=0)
        self._even = size[:, None] * level[None, :]
        self._mixed = 2 * int((level * (self._size - level)).sum())
        number = np.arange(self._size + 1, dtype=float)
        self._entropies = entropy = number * np.log(np.maximum(number, 1))
        self._known_by_margins = entropy[size].sum() + entropy[level].sum() - entropy[self._size]
        self._entropy = float(entropy[self._size] - entropy[level].sum())
