"""The registered cases, each from a time limit for rivals to a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from benchmarks.fairness import chances_of_classes, chances_of_company, distribution
from benchmarks.instances import instance
from benchmarks.methods import METHODS, OURS, Run, load, run_apart
from benchmarks.reading import reading
from benchmarks.solvers import SOLVERS, rows
from benchmarks.tables import Table
from benchmarks.whole import whole

SIZES = ((500, 10), (1000, 20), (2000, 40), (4000, 80))
RIVAL_SIZES = SIZES[:2]
SEEDS = range(1, 6)
STAGES = {
    "plan": "Plan, order",
    "settle": "Deal, settle",
    "program": "Program",
    "prove": "Prove, name",
}
"""The stages a draw reports, and their headings."""

Case = Callable[[float], Table]


def growth(limit: float) -> Table:
    """Measure our stages on rosters of four sizes and five seeds."""
    load(OURS)(instance(100, 2, 0), limit)  # a first run loads libraries
    lines, pace = [], []
    for students, classes in SIZES:
        runs = [_timed(students, classes, seed, limit) for seed in SEEDS]
        total = median(run.total for run, _ in runs)
        pace.append(f"{total / students * 1000:.2f} at {students}")
        lines.append([f"{students} × {classes}", *_stages([run for run, _ in runs]), *_sums(runs)])
    headings = ("Students × classes", *STAGES.values(), "Total", "Processor", "Excess", "Proven")
    sentences = (
        f"Medians in seconds over {len(SEEDS)} rosters.",
        f"Milliseconds a student: {', '.join(pace)}.",
    )
    return Table(headings, lines, sentences)


def side_by_side(limit: float) -> Table:
    """Give the same rosters to every method, each in a fresh process."""
    lines = []
    for students, classes in RIVAL_SIZES:
        problem = instance(students, classes, SEEDS[0])
        for name in METHODS:
            run = run_apart(name, problem, limit)
            lines.append([f"{students} × {classes}", name, *_outcome(run)])
    headings = ("Students × classes", "Method", "Seconds", "Excess", "Proven", "Stages", "Note")
    return Table(headings, lines, (f"Each solver may take {limit:g} seconds.",))


def whole_process(limit: float) -> Table:
    """Measure the command itself; no rival has a time limit here."""
    return whole()


def solvers(limit: float) -> Table:
    """Set HiGHS beside CBC on what the default solver is for; budgets are nodes, not seconds."""
    return Table(("Task", *SOLVERS), rows(SIZES), ("Seconds.",))


def read_large(limit: float) -> Table:
    """Measure reading a large roster; no rival has a time limit here."""
    return reading()


CASES: Mapping[str, Case] = {
    "chances-of-classes": chances_of_classes,
    "chances-of-company": chances_of_company,
    "distribution": distribution,
    "growth": growth,
    "reading": read_large,
    "side-by-side": side_by_side,
    "solvers": solvers,
    "whole-process": whole_process,
}
"""Every case by its name."""


def _timed(students: int, classes: int, seed: int, limit: float) -> tuple[Run, float]:
    """Return our run on one roster and the processor seconds of this process."""
    problem = instance(students, classes, seed)
    began = time.process_time()
    run = load(OURS)(problem, limit)
    return run, time.process_time() - began


def _stages(runs: Sequence[Run]) -> list[str]:
    return [f"{median(run.seconds.get(stage, 0.0) for run in runs):.3f}" for stage in STAGES]


def _sums(runs: Sequence[tuple[Run, float]]) -> list[str]:
    excess = sorted({run.excess for run, _ in runs if run.excess is not None})
    return [
        f"{median(run.total for run, _ in runs):.3f}",
        f"{median(cpu for _, cpu in runs):.3f}",
        "–".join(str(value) for value in dict.fromkeys((excess[0], excess[-1]))),
        f"{sum(run.proven for run, _ in runs)} of {len(runs)}",
    ]


def _outcome(run: Run) -> list[str]:
    stages = ", ".join(f"{stage} {spent:.2f}" for stage, spent in run.seconds.items())
    excess = "none" if run.excess is None else str(run.excess)
    return [f"{run.total:.2f}", excess, "yes" if run.proven else "no", stages, run.note]
