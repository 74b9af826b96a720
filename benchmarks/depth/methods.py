"""The registry of methods for two-way depth: a line each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from benchmarks.depth.apart import followed
from benchmarks.depth.trajectory import Point, at
from benchmarks.registry import Instance

OURS = "balance-classes"


@dataclass(frozen=True)
class Depth:
    """A method: where it is (module:function), the package it needs, and how it meets a time.

    `planned` methods lay out their whole search by the time they are given, so that each time is
    a run of its own. Those that know no blocks cannot keep twins together.
    """

    where: str
    needs: str = "numpy"
    planned: bool = False
    blocks: bool = False

    @property
    def installed(self) -> bool:
        """Whether the package it needs is there."""
        return find_spec(self.needs) is not None


# By name, not by function: OR-Tools and highspy cannot be loaded into one process.
METHODS = {
    OURS: Depth("benchmarks.depth.ours:balance_classes", blocks=True),
    "random deal": Depth("benchmarks.depth.ours:random_deal", blocks=True),
    "CP-SAT": Depth("benchmarks.depth.cp_sat:plain", "ortools", blocks=True),
    "CP-SAT, from our draw": Depth("benchmarks.depth.cp_sat:hinted", "ortools", blocks=True),
    "exchange method, levels": Depth("benchmarks.depth.exchange:levels", "numba"),
    "exchange method, cells": Depth("benchmarks.depth.exchange:cells", "numba"),
    "three-phase search, default": Depth("benchmarks.depth.three_phase:default", "numba", True),
    "three-phase search, cells": Depth("benchmarks.depth.three_phase:cells", "numba", True),
    "anti-clustering, exchange": Depth(
        "benchmarks.depth.anti_clustering:exchange", "anti_clustering"
    ),
    "anti-clustering, annealing": Depth(
        "benchmarks.depth.anti_clustering:annealing", "anti_clustering"
    ),
}
"""Every method by its name."""


def answers(name: str, instance: Instance, seconds: tuple[float, ...]) -> list[Point]:
    """Return what a method had to show over the longest of the times.

    Of a planned method each time is a run of its own, whose last answer counts.
    """
    method, problem = METHODS[name], instance.problem()
    if not method.planned:
        return followed(method.where, problem, seconds[-1])
    found = []
    for limit in seconds:
        points = followed(method.where, problem, limit)
        last = at(points, limit)
        if last is not None:
            found.append(Point(limit, last))
    return found
