"""Counting of all lots at once: how many of some students each class has, and their sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from balance_classes.statistics.lots import Classes, Numbers

Whole = npt.NDArray[np.int64]
Counts = npt.NDArray[np.integer]
"""Counts or sums: by what is counted, by class, by permutation."""


def sitting(sits: Classes, classes: int) -> Counts:
    """Return 1 where a student sits in a class, else 0: by student, class and permutation."""
    # Bytes, a student's lots side by side: what is added up are long rows of small numbers.
    number = np.arange(classes, dtype=sits.dtype)[:, None]
    return np.asarray((sits[:, None, :] == number).view(np.uint8))


def counts_of(sits: Classes, groups: Sequence[Whole], classes: int) -> Counts:
    """Return how many of each group of students (positions) each class has."""
    most = max(map(len, groups), default=1)
    found = np.empty((len(groups), classes, sits.shape[1]), dtype=np.min_scalar_type(most))
    for at, group in enumerate(groups):
        # The last class has who is left.
        there = sitting(sits[group], classes - 1)
        there.sum(axis=0, dtype=found.dtype, out=found[at, :-1])
        found[at, -1] = len(group) - found[at, :-1].sum(axis=0, dtype=found.dtype)
    return found


def sums_of(sits: Classes, weights: Numbers, classes: int) -> Numbers:
    """Return the sums of weights (a row each, a column a student) in each class."""
    found = np.empty((classes, len(weights), sits.shape[1]))
    for school_class in range(classes - 1):
        there = (sits == school_class).astype(np.float64)
        np.matmul(weights, there, out=found[school_class])
    found[-1] = weights.sum(axis=1, keepdims=True) - found[:-1].sum(axis=0)
    return found.swapaxes(0, 1)


def weighted(weights: Numbers, counts: npt.NDArray[np.generic]) -> Numbers:
    """Return the squares of counts added up with a weight each: a value a permutation."""
    squares = np.square(counts, dtype=np.float64)
    return np.asarray(weights.ravel() @ squares.reshape(-1, squares.shape[-1]))
