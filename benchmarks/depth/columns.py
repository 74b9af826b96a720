"""What the anticlustering rivals see: distances of students on columns, groups of fixed sizes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem
from benchmarks.depth.cells import Judge, Matrix

Groups = npt.NDArray[np.int64]
Distances = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Elements:
    """Distances of all elements, and the sizes of the groups."""

    distances: Distances
    sizes: Groups


View = Callable[[Problem], Elements]


def by_levels(problem: Problem) -> Elements:
    """A column of 0 and 1 a level, Euclidean: what a user of these packages would give at first."""
    return Elements(_root(squared(Judge(problem).levels)), sizes(problem))


def by_cells(problem: Problem) -> Elements:
    """A column of 0 and 1 a level and a cell, Euclidean, which is the packages' default."""
    judge = Judge(problem)
    return Elements(_root(squared(np.hstack((judge.levels, judge.cells)))), sizes(problem))


def by_standard_cells(problem: Problem) -> Elements:
    """A column a cell, standardised, squared: of all that was tried, the best for the excess.

    Standardised, a rare cell counts as much as a frequent one; squared distances in groups of
    fixed sizes measure how far the means of the groups lie apart.
    """
    cells = Judge(problem).cells
    return Elements(squared(standardised(cells)), sizes(problem))


def standardised(columns: Matrix) -> Matrix:
    """Return the columns with mean 0 and deviation 1, without those that are all alike."""
    spread = columns.std(axis=0)
    return (columns - columns.mean(axis=0))[:, spread > 0] / spread[spread > 0]


def squared(columns: Matrix) -> Distances:
    """Return the squared Euclidean distance of every two rows."""
    shared = columns @ columns.T
    own = np.diag(shared)
    found = np.maximum(0, own[:, None] + own[None, :] - 2 * shared)
    np.fill_diagonal(found, 0)
    return found.astype(np.float32)


def _root(distances: Distances) -> Distances:
    return np.sqrt(distances)


def sizes(problem: Problem) -> Groups:
    """Return even class sizes: each its least, then one more each from the first on."""
    found = list(problem.size_quota.low)
    for c, high in enumerate(problem.size_quota.high):
        if found[c] < high and sum(found) < len(problem.keys):
            found[c] += 1
    return np.array(found)


def dealt(size: Groups, chance: random.Random) -> Groups:
    """Return random groups of these sizes."""
    seats = np.repeat(np.arange(len(size)), size).tolist()
    chance.shuffle(seats)
    return np.array(seats)
