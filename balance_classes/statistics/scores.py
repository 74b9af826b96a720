"""Scores under lots: do classes differ by what their students scored before?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.roster.bins import bin_level, bins_of
from balance_classes.statistics.lots import Classes, Lot, Numbers

QUARTERS = 4
TESTS = ("means", "spreads", "top", "bottom")
FEWEST = 2
"""A class of fewer scores has no spread."""


class Score:
    """One score, for the real list and for lots alike; who has none changes places with nobody."""

    def __init__(self, classes: ClassList, name: str, values: Sequence[float | None]) -> None:
        self.name, self.values = name, values
        self._classes = len(classes.classes)
        self._statistics: list[Numbers] = []
        self._largest: list[Numbers] = []
        self._stated = np.array([value is not None for value in values])
        numbers = np.array([value for value in values if value is not None], dtype=float)
        strata = np.array(classes.stratum_of)[self._stated]
        self._distance = numbers.copy()
        for stratum in sorted(set(strata.tolist())):
            self._distance[strata == stratum] -= numbers[strata == stratum].mean()
        self._scale = float((self._distance**2).sum() / max(1, len(numbers) - 1)) or 1.0
        quarters = bins_of(numbers.tolist(), QUARTERS)
        self._top = np.array([q == bin_level(QUARTERS, QUARTERS) for q in quarters], dtype=float)
        self._bottom = np.array([q == bin_level(1, QUARTERS) for q in quarters], dtype=float)
        self._fix_margins(np.array(classes.class_of)[self._stated], strata)

    def watch(self, lot: Lot) -> None:
        """Note the four statistics of permutations, and the largest deviation of a class mean."""
        class_of = lot.classes_of(self._stated)
        total = self._sums(class_of, self._distance)
        means = (total**2 / np.maximum(1, self._size)).sum(axis=1) / self._scale
        top = self._unlike(self._sums(class_of, self._top), self._expected_top)
        bottom = self._unlike(self._sums(class_of, self._bottom), self._expected_bottom)
        spreads = self._spreads(class_of, total)
        self._statistics.append(np.column_stack([means, spreads, top, bottom]))
        self._largest.append((np.abs(total) / self._deviation).max(axis=1))

    def quarters(self, class_of: Classes) -> tuple[Numbers, Numbers]:
        """Return how many of the top and of the bottom quarter each class has."""
        return self._sums(class_of, self._top), self._sums(class_of, self._bottom)

    def deviations(self, class_of: Classes) -> Numbers:
        """Return how far the mean of each class is from the expected, in standard deviations."""
        return np.asarray(np.abs(self._sums(class_of, self._distance)) / self._deviation)

    def statistics(self) -> Numbers:
        """Return the four statistics: a row a permutation, the real list's first."""
        return np.concatenate(self._statistics)

    def largest(self) -> Numbers:
        """Return the largest deviation of a class mean, the real list's first."""
        return np.concatenate(self._largest)

    def _sums(self, class_of: Classes, weights: Numbers) -> Numbers:
        """Return the sum of weights in each class: a row a permutation."""
        lots, seats = len(class_of), class_of[:, self._stated]
        place = np.arange(lots)[:, None] * self._classes + seats
        every = np.broadcast_to(weights, seats.shape).ravel()
        found = np.bincount(place.ravel(), every, minlength=lots * self._classes)
        return np.asarray(found.reshape(lots, self._classes))

    def _unlike(self, found: Numbers, expected: Numbers) -> Numbers:
        there = np.where(expected > 0, expected, np.inf)
        return np.asarray(((found - expected) ** 2 / there).sum(axis=1))

    def _spreads(self, class_of: Classes, total: Numbers) -> Numbers:
        """Return how unlike the standard deviations of classes are."""
        squares = self._sums(class_of, self._distance**2)
        counted = np.where(self._size >= FEWEST, self._size, 0.0)
        there = np.maximum(counted, 1.0)
        variance = np.maximum(0.0, squares / there - (total / there) ** 2)
        spread = np.sqrt(variance)
        mean = spread @ counted / max(1.0, counted.sum())
        return np.asarray((spread - mean[:, None]) ** 2 @ counted / self._scale)

    def _fix_margins(self, class_of: Numbers, strata: Numbers) -> None:
        """Work out what no permutation changes: class sizes, expected counts, variances."""
        self._size = np.bincount(class_of, minlength=self._classes).astype(float)
        variance = np.zeros(self._classes)
        self._expected_top, self._expected_bottom = np.zeros((2, self._classes))
        for stratum in sorted(set(strata.tolist())):
            here = strata == stratum
            count = int(here.sum())
            seats = np.bincount(class_of[here], minlength=self._classes)
            self._expected_top += seats * self._top[here].sum() / count
            self._expected_bottom += seats * self._bottom[here].sum() / count
            # The variance of a sum drawn without replacement.
            squares = (self._distance[here] ** 2).sum()
            variance += seats * (count - seats) * squares / (count * max(1, count - 1))
        self._deviation = np.where(variance > 0, np.sqrt(variance), np.inf)
