"""The registry of methods, and how one is run: in a fresh process, from a problem to a run."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Protocol, cast

from balance_classes.domain.problem.excess import all_excess
from balance_classes.domain.problem.problem import Problem

OURS = "balance-classes"

# By name, not by function: OR-Tools and highspy cannot be loaded into the same process, since
# both bring a HiGHS of their own.
METHODS = {
    OURS: "benchmarks.ours:balance_classes",
    "random deal": "benchmarks.ours:random_deal",
    "PuLP + CBC, by student": "benchmarks.programs:cbc_by_student",
    "PuLP + HiGHS, by student": "benchmarks.programs:highs_by_student",
    "OR-Tools CP-SAT, by student": "benchmarks.cp_sat:by_student",
    "PuLP + CBC, merged": "benchmarks.programs:cbc_merged",
    "PuLP + HiGHS, merged": "benchmarks.programs:highs_merged",
    "OR-Tools CP-SAT, merged": "benchmarks.cp_sat:merged",
}
"""Every method by its name, as module and function."""


@dataclass(frozen=True)
class Run:
    """What came of one method: seconds by stage, and the excess over all tiers together.

    `excess` is recounted from the lists, None where the method returned no assignment. `proven`
    tells whether the method knows that no assignment has less.
    """

    seconds: Mapping[str, float]
    excess: int | None
    proven: bool
    note: str = ""

    @property
    def total(self) -> float:
        """The seconds of all stages together."""
        return sum(self.seconds.values())


class Method(Protocol):
    """A function from a problem and a time limit in seconds to a run."""

    def __call__(self, problem: Problem, limit: float) -> Run:
        """Solve the problem."""


class Clock:
    """Measures stages, each from its own beginning to that of the next one."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._stage, self._since = "", 0.0

    def begin(self, stage: str) -> None:
        """End the stage at hand and begin another."""
        now = time.perf_counter()
        if self._stage:
            spent = self._seconds.get(self._stage, 0.0)
            self._seconds[self._stage] = spent + now - self._since
        self._stage, self._since = stage, now

    def stop(self) -> dict[str, float]:
        """End the stage at hand and return the seconds of all stages."""
        self.begin("")
        return self._seconds


def load(name: str) -> Method:
    """Return the method of a name, importing its libraries."""
    module, function = METHODS[name].split(":")
    return cast(Method, getattr(import_module(module), function))


def run_apart(name: str, problem: Problem, limit: float) -> Run:
    """Run a method in a fresh process, so that no method gains or suffers by another."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run, name, problem, limit).result()


def total_excess(problem: Problem, class_of: Sequence[int]) -> int:
    """Return the excess of all tiers together, recounted from the classes of the students."""
    return sum(all_excess(problem, class_of))


def _run(name: str, problem: Problem, limit: float) -> Run:
    return load(name)(problem, limit)
