"""The heuristics of the PyPI package anti-clustering, watched from outside.

Its `_solve` is called with the distances that its own `run` would compute, and answers only at
its end. So each groups matrix whose criterion it computes is looked at: the best one so far is
its answer, and when the time is over it is stopped.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from anti_clustering import (
    ExchangeHeuristicAntiClustering,
    SimulatedAnnealingHeuristicAntiClustering,
)
from anti_clustering._cluster_swap_heuristic import ClusterSwapHeuristic

from balance_classes.domain.problem.problem import Problem
from benchmarks.depth.columns import by_cells
from benchmarks.depth.trajectory import Recorder

ROUNDS = 10**6
"""More restarts than any time allows."""


class _TimeIsOver(Exception):  # noqa: N818
    """Ends a search from within."""


def exchange(problem: Problem, record: Recorder) -> None:
    """Its exchange heuristic."""
    _watch(ExchangeHeuristicAntiClustering(random_seed=1, restarts=ROUNDS), problem, record)


def annealing(problem: Problem, record: Recorder) -> None:
    """Its simulated annealing, with its own cooling."""
    _watch(
        SimulatedAnnealingHeuristicAntiClustering(random_seed=1, restarts=ROUNDS), problem, record
    )


def _watch(search: ClusterSwapHeuristic, problem: Problem, record: Recorder) -> None:
    best = -np.inf
    original = search._calculate_objective

    def look(together: Any, distances: Any) -> float:
        nonlocal best
        value = float(original(together, distances))
        if value > best:
            best = value
            record.keep(_groups(together))
        if record.left() < 0:
            raise _TimeIsOver
        return value

    search._calculate_objective = look
    record.begin()
    distances = by_cells(problem).distances
    try:
        search._solve(distances, len(problem.classes))
    except _TimeIsOver:
        return


def _groups(together: np.ndarray) -> list[int]:
    """Return the number of the group of each element from who is together with whom."""
    first = np.argmax(together | np.eye(len(together), dtype=bool), axis=1)
    return np.unique(first, return_inverse=True)[1].tolist()
