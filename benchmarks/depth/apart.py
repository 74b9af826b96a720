"""Runs a method in a fresh process, and gives a rival the classes of our draw to start from."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from typing import cast

from balance_classes.domain.problem.problem import Problem
from benchmarks.depth.cells import Judge
from benchmarks.depth.trajectory import Point, Recorder

Method = Callable[[Problem, Recorder], None]
"""Searches until the recorder's time is over, keeping each answer as it comes."""


def followed(where: str, problem: Problem, seconds: float) -> list[Point]:
    """Return what a method (module:function) had to show over so many seconds, recounted."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_follow, where, problem, seconds).result()


def drawn_apart(problem: Problem) -> tuple[list[int], float]:
    """Return the classes of our usual draw, and the seconds it took."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_draw, problem).result()


def _follow(where: str, problem: Problem, seconds: float) -> list[Point]:
    module, function = where.split(":")
    record = Recorder(seconds)
    cast(Method, getattr(import_module(module), function))(problem, record)
    return record.points(Judge(problem))


def _draw(problem: Problem) -> tuple[list[int], float]:
    from balance_classes.domain.rules.rules import Rules
    from benchmarks.depth.ours import SEED, ours

    ours(problem, SEED, 1)  # the first draw loads libraries
    began = time.perf_counter()
    class_of = ours(problem, SEED, Rules.depth)
    return class_of, time.perf_counter() - began
