"""Scores under lots: do classes differ by what their students scored before, or too little?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.roster.bins import bin_level, bins_of
from balance_classes.domain.roster.roster import MISSING
from balance_classes.statistics.lots import Classes, Lot, Numbers
from balance_classes.statistics.rankings import Ranking

QUARTERS = 4
TESTS = ("means", "spreads", "top", "bottom")
"""What is compared with lots from above: are classes unlike?"""
EVEN = ("even means", "dealt", "drift", "dealt by sex")
"""What is compared with lots from below: are classes too much alike for lots? The last where sex
is known. Spreads and quarters are seen by the drift, which is far surer."""
SEX = "sex"


class Score:
    """One score, for the real list and for lots alike; who has none changes places with nobody."""

    def __init__(self, classes: ClassList, name: str, values: Sequence[float | None]) -> None:
        self.name, self.values = name, values
        self._classes = len(classes.classes)
        self._statistics: list[Numbers] = []
        self._largest: list[Numbers] = []
        self._dealt: list[Numbers] = []
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
        self._weights = (self._distance, self._distance**2, self._top, self._bottom)
        ranks = [None if value is None else -value for value in values]
        self._ranking = Ranking(classes, ranks)
        self._by_sex = None
        if SEX in classes.attributes:
            sexes = [student.levels[SEX] for student in classes.students]
            if len(set(sexes) - {MISSING}) > 1:
                self._by_sex = Ranking(classes, ranks, sexes)

    @property
    def even_names(self) -> tuple[str, ...]:
        """The names of what is compared from below."""
        return EVEN if self._by_sex else EVEN[:-1]

    def watch(self, lot: Lot) -> None:
        """Note the statistics of permutations, and the largest deviation of a class mean."""
        class_of = lot.classes_of(self._stated)
        total, squares, top, bottom = self._sums(class_of, self._weights)
        means = (total**2 / np.maximum(1, self._size)).sum(axis=1) / self._scale
        best = self._unlike(top, self._expected_top)
        worst = self._unlike(bottom, self._expected_bottom)
        spreads = self._spreads(squares, total)
        counts = self._ranking.counts(lot)
        dealt = [-self._ranking.uneven(counts), self._ranking.alike(counts)]
        if self._by_sex:
            dealt.append(-self._by_sex.uneven(self._by_sex.counts(lot)))
        unlike = [means, spreads, best, worst]
        self._statistics.append(np.column_stack([*unlike, *dealt]))
        self._largest.append((np.abs(total) / self._deviation).max(axis=1))
        if len(self._dealt) <= 1:
            self._dealt.append(self._ranking.dealt(counts))

    def quarters(self, class_of: Classes) -> tuple[Numbers, Numbers]:
        """Return how many of the top and of the bottom quarter each class has."""
        top, bottom = self._sums(class_of, (self._top, self._bottom))
        return top, bottom

    def deviations(self, class_of: Classes) -> Numbers:
        """Return how far the mean of each class is from the expected, in standard deviations."""
        (total,) = self._sums(class_of, (self._distance,))
        return np.asarray(np.abs(total) / self._deviation)

    def statistics(self) -> Numbers:
        """Return what is compared from above: a row a permutation, the real list's first."""
        return np.concatenate(self._statistics)[:, : len(TESTS)]

    def evenness(self) -> Numbers:
        """Return what is compared from below, turned round so that large is even."""
        every = np.concatenate(self._statistics)
        return np.column_stack([-every[:, 0], every[:, len(TESTS) :]])

    def largest(self) -> Numbers:
        """Return the largest deviation of a class mean, the real list's first."""
        return np.concatenate(self._largest)

    def between(self) -> Numbers:
        """Return the share of all differences that lie between the means of classes."""
        return self.statistics()[:, 0] / max(1, len(self._distance) - 1)

    def dealt(self) -> Numbers:
        """Return the share of blocks of neighbours that lie evenly over the classes."""
        return np.concatenate(self._dealt)

    def _sums(self, class_of: Classes, weights: Sequence[Numbers]) -> list[Numbers]:
        """Return the sums of weights in each class: a row a permutation."""
        lots, seats = len(class_of), class_of[:, self._stated]
        place = seats + (np.arange(lots, dtype=np.int32) * np.int32(self._classes))[:, None]
        flat = place.ravel()
        found = []
        for each in weights:
            sums = np.bincount(flat, np.tile(each, lots), minlength=lots * self._classes)
            found.append(np.asarray(sums.reshape(lots, self._classes), dtype=np.float64))
        return found

    def _unlike(self, found: Numbers, expected: Numbers) -> Numbers:
        there = np.where(expected > 0, expected, np.inf)
        return np.asarray(((found - expected) ** 2 / there).sum(axis=1))

    def _spreads(self, squares: Numbers, total: Numbers) -> Numbers:
        """Return how unlike the standard deviations of classes are."""
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


FEWEST = 2
"""A class of fewer scores has no spread."""
