"""The case `depth`: every method on the same instances, at equal times, in a table and a plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from benchmarks.depth.cells import Excess
from benchmarks.depth.methods import METHODS, answers
from benchmarks.depth.plot import Courses, draw_courses
from benchmarks.depth.trajectory import Point, at
from benchmarks.registry import Asked, Instance, case
from benchmarks.tables import Table

PLOT = "depth.svg"
INSTANCES = ("500 × 10", "1000 × 20")
HARD = tuple(
    f"{family}, 500 × 10"
    for family in ("rare levels", "many attributes", "tight caps", "twins", "namesakes")
)
HARD_METHODS = (
    "balance-classes",
    "CP-SAT, from our draw",
    "exchange method, cells",
    "three-phase search, cells",
)


@case("depth", "two-way excess of all methods at equal times", INSTANCES, tuple(METHODS))
def depth(asked: Asked) -> Table:
    """Compare on the usual rosters, and draw the plot."""
    table, courses = _compared(asked)
    pictures = {PLOT: partial(draw_courses, courses, asked.seconds[-1])}
    return Table(table.headings, table.rows, table.sentences, pictures)


@case("depth-hard", "two-way excess on hard families at equal times", HARD, HARD_METHODS)
def depth_hard(asked: Asked) -> Table:
    """Compare the best of each kind on the hard families."""
    return _compared(asked)[0]


def _compared(asked: Asked) -> tuple[Table, Mapping[str, Courses]]:
    rows: list[list[str]] = []
    courses: dict[str, Courses] = {}
    for instance in asked.instances:
        courses[instance.name] = {}
        for name in asked.methods:
            note, points = _answers(name, instance, asked.seconds)
            rows.append([instance.name, name, *_cells(points, asked.seconds, note)])
            if points:
                courses[instance.name][name] = points
    headings = ("Instance", "Method", *(f"{seconds:g} s" for seconds in asked.seconds))
    sentences = ("Two-way excess; where it is not 0, one-way excess in brackets.",)
    return Table(headings, rows, sentences), courses


def _answers(
    name: str, instance: Instance, seconds: tuple[float, ...]
) -> tuple[str, Sequence[Point]]:
    """Return a method's answers, or why there are none."""
    method = METHODS[name]
    if not method.installed:
        return "not installed", ()
    if instance.problem().blocks and not method.blocks:
        return "knows no blocks", ()
    return "none", answers(name, instance, seconds)


def _cells(points: Sequence[Point], seconds: Sequence[float], note: str) -> list[str]:
    return [_told(at(points, limit), note) for limit in seconds]


def _told(excess: Excess | None, note: str) -> str:
    if excess is None:
        return note
    one_way = f" ({excess.one_way})" if excess.one_way else ""
    torn = f", {excess.torn} blocks torn" if excess.torn else ""
    return f"{excess.two_way}{one_way}{torn}"
