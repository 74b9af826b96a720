"""The exchange method of R's anticlust, `method = "local-maximum"`, with restarts.

Papenberg and Klau (2021), "Using anticlustering to partition data sets into equivalent parts":
every element in turn changes places with the best partner in another group, round after round,
until no exchange is a gain. Repeated from new random groups, the best by the criterion is kept.
"""

from __future__ import annotations

import random

import numpy as np

from balance_classes.domain.problem.problem import Problem
from benchmarks.depth.columns import Elements, View, by_levels, by_standard_cells, dealt
from benchmarks.depth.swaps import best_partner_pass, spread, sums_to_groups
from benchmarks.depth.trajectory import Recorder


def levels(problem: Problem, record: Recorder) -> None:
    """On a column a level."""
    _search(problem, record, by_levels)


def cells(problem: Problem, record: Recorder) -> None:
    """On standardised cells."""
    _search(problem, record, by_standard_cells)


def _search(problem: Problem, record: Recorder, view: View) -> None:
    chance = random.Random("exchange")
    _climbed(_small(), dealt(_small().sizes, chance), None)
    record.begin()
    given = view(problem)
    best = -np.inf
    while record.left() > 0:
        group_of = dealt(given.sizes, chance)
        if np.isinf(best):
            record.keep(group_of)
        reached = _climbed(given, group_of, record)
        if reached > best:
            best = reached
            record.keep(group_of)


def _climbed(given: Elements, group_of: np.ndarray, record: Recorder | None) -> float:
    """Exchange until no exchange is a gain or the time is over; return the criterion."""
    weight = 1 / given.sizes
    near = sums_to_groups(given.distances, group_of, len(given.sizes))
    while best_partner_pass(given.distances, near, group_of, weight):
        if record and record.left() < 0:
            break
    return float(spread(near, group_of, weight))


def _small() -> Elements:
    """Four elements in two groups, on which everything is compiled before the clock starts."""
    distances = (1 - np.eye(4)).astype(np.float32)
    return Elements(distances, np.array([2, 2]))
