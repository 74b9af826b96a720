"""The case `scale`: one draw for very many students, each size in a fresh process."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from balance_classes.domain.rules.rules import Rules
from benchmarks.depth.cells import Excess, Judge
from benchmarks.process import peak
from benchmarks.registry import Asked, Instance, case
from benchmarks.tables import Table

SIZES = ("1000 × 20", "2000 × 40", "4000 × 80", "10000 × 200")


@dataclass(frozen=True)
class Draw:
    """One draw: seconds on the clock and of the processor, memory in MB before and at its peak."""

    wall: float
    cpu: float
    before: float
    peak: float
    excess: Excess


@case("scale", "time, memory and growth of one draw up to 10,000 students in 200 classes", SIZES)
def scale(asked: Asked) -> Table:
    """Measure one draw of each size, from plan to proof."""
    rows, last = [], None
    for instance in asked.instances:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            drawn = pool.submit(_draw, instance).result()
        rows.append(_row(instance, drawn, last))
        last = drawn
    headings = (
        "Students × classes", "Wall (s)", "Processor (s)", "Milliseconds a student",
        "Times the size above", "Peak memory (MB)", "Of it before the draw", "Excess, one-way",
        "Excess, two-way",
    )  # fmt: skip
    return Table(headings, rows, ("Reading and writing files is not in it.",))


def _row(instance: Instance, drawn: Draw, last: Draw | None) -> list[str]:
    return [
        instance.size,
        f"{drawn.wall:.2f}",
        f"{drawn.cpu:.2f}",
        f"{drawn.wall / instance.students * 1000:.2f}",
        f"{drawn.wall / last.wall:.1f}" if last else "–",
        f"{drawn.peak:.0f}",
        f"{drawn.before:.0f}",
        str(drawn.excess.one_way),
        str(drawn.excess.two_way),
    ]


def _draw(instance: Instance) -> Draw:
    """Draw in this process, which is fresh; a small draw loads the libraries first."""
    from benchmarks.depth.ours import SEED, ours
    from benchmarks.instances import instance as grade

    ours(grade(100, 2, 0), SEED, Rules.depth)
    problem, before = instance.problem(), peak()
    began, cpu = time.perf_counter(), time.process_time()
    class_of = ours(problem, SEED, Rules.depth)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Draw(wall, cpu, before, peak(), Judge(problem)(class_of))
