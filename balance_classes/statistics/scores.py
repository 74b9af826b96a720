"""Scores under lots: do classes differ by what their students scored before, or too little?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.roster.bins import bin_level, bins_of
from balance_classes.domain.roster.roster import MISSING
from balance_classes.statistics.counting import Counts, counts_of, sums_of
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
        self._who = np.flatnonzero(self._stated)
        numbers = np.array([value for value in values if value is not None], dtype=float)
        strata = np.array(classes.stratum_of)[self._stated]
        self._distance = numbers.copy()
        for stratum in sorted(set(strata.tolist())):
            self._distance[strata == stratum] -= numbers[strata == stratum].mean()
        self._scale = float((self._distance**2).sum() / max(1, len(numbers) - 1)) or 1.0
        quarters = np.array(bins_of(numbers.tolist(), QUARTERS))
        self._quarters = [
            self._who[quarters == bin_level(quarter, QUARTERS)] for quarter in (QUARTERS, 1)
        ]
        self._fix_margins(np.array(classes.class_of)[self._stated], strata)
        self._weights = np.array([self._distance, self._distance**2])
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
        sits = lot.classes_of(self._stated)
        total, squares = sums_of(sits[self._who], self._weights, self._classes)
        means = (total**2 / np.maximum(1, self._size)).sum(axis=0) / self._scale
        unlike = [means, self._spreads(squares, total), *self._unlike(self.quarters(sits))]
        counts = self._ranking.counts(lot)
        dealt = [-self._ranking.uneven(counts), self._ranking.alike(counts)]
        if self._by_sex:
            dealt.append(-self._by_sex.uneven(self._by_sex.counts(lot)))
        self._statistics.append(np.array([*unlike, *dealt]))
        self._largest.append((np.abs(total) / self._deviation).max(axis=0))
        if len(self._dealt) <= 1:
            self._dealt.append(self._ranking.dealt(counts))

    @cached_property
    def _every(self) -> Numbers:
        return np.concatenate(self._statistics, axis=1)

    def quarters(self, sits: Classes) -> Counts:
        """Return how many of the top and of the bottom quarter each class has."""
        return counts_of(sits, self._quarters, self._classes)

    def deviations(self, sits: Classes) -> Numbers:
        """Return how far the mean of each class is from the expected, in standard deviations."""
        (total,) = sums_of(sits[self._who], self._weights[:1], self._classes)
        return np.asarray(np.abs(total) / self._deviation)

    def statistics(self) -> Numbers:
        """Return what is compared from above: a row each, the real list's first."""
        return self._every[: len(TESTS)]

    def evenness(self) -> Numbers:
        """Return what is compared from below, turned round so that large is even."""
        return np.concatenate([-self._every[:1], self._every[len(TESTS) :]])

    def largest(self) -> Numbers:
        """Return the largest deviation of a class mean, the real list's first."""
        return np.concatenate(self._largest)

    def between(self) -> Numbers:
        """Return the share of all differences that lie between the means of classes."""
        return np.asarray(self._every[0] / max(1, len(self._distance) - 1))

    def dealt(self) -> Numbers:
        """Return the share of blocks of neighbours that lie evenly over the classes."""
        return np.concatenate(self._dealt)

    def _unlike(self, found: Counts) -> Iterator[Numbers]:
        for counts, expected in zip(found, self._expected, strict=True):
            there = np.where(expected > 0, expected, np.inf)[:, None]
            yield np.asarray(((counts - expected[:, None]) ** 2 / there).sum(axis=0))

    def _spreads(self, squares: Numbers, total: Numbers) -> Numbers:
        """Return how unlike the standard deviations of classes are."""
        counted = np.where(self._size >= FEWEST, self._size, 0.0)[:, 0]
        there = np.maximum(counted, 1.0)[:, None]
        variance = np.maximum(0.0, squares / there - (total / there) ** 2)
        spread = np.sqrt(variance)
        mean = counted @ spread / max(1.0, counted.sum())
        return np.asarray(counted @ (spread - mean) ** 2 / self._scale)

    def _fix_margins(self, class_of: Numbers, strata: Numbers) -> None:
        """Work out what no permutation changes: class sizes, expected counts, variances."""
        self._size = np.bincount(class_of, minlength=self._classes).astype(float)[:, None]
        variance = np.zeros(self._classes)
        self._expected = np.zeros((2, self._classes))
        for stratum in sorted(set(strata.tolist())):
            here = strata == stratum
            count = int(here.sum())
            seats = np.bincount(class_of[here], minlength=self._classes)
            for at, quarter in enumerate(self._quarters):
                members = np.isin(self._who[here], quarter).sum()
                self._expected[at] += seats * members / count
            # The variance of a sum drawn without replacement.
            squares = (self._distance[here] ** 2).sum()
            variance += seats * (count - seats) * squares / (count * max(1, count - 1))
        self._deviation = np.where(variance > 0, np.sqrt(variance), np.inf)[:, None]


FEWEST = 2
"""A class of fewer scores has no spread."""
