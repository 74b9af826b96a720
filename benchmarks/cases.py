"""The cases of time, solvers, files and fairness."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median

from benchmarks.fairness import chances_of_classes, chances_of_company, distribution
from benchmarks.instances import instance
from benchmarks.methods import METHODS, OURS, Run, load, run_apart
from benchmarks.reading import reading
from benchmarks.registry import Asked, Instance, case
from benchmarks.solvers import SOLVERS, rows
from benchmarks.tables import Table
from benchmarks.whole import whole

SIZES = ("500 × 10", "1000 × 20", "2000 × 40", "4000 × 80")
RIVAL_SIZES = SIZES[:2]
SEEDS = range(1, 6)
STAGES = {
    "plan": "Plan, order",
    "settle": "Deal, spread, settle",
    "program": "Program",
    "prove": "Prove, name",
}
"""The stages a draw reports, and their headings."""


@case("growth", "our own stages at four sizes", SIZES)
def growth(asked: Asked) -> Table:
    """Measure our stages on rosters of four sizes and five seeds."""
    load(OURS)(instance(100, 2, 0), asked.limit)  # a first run loads libraries
    lines, pace = [], []
    for one in asked.instances:
        runs = [_timed(one, seed, asked.limit) for seed in SEEDS]
        total = median(run.total for run, _ in runs)
        pace.append(f"{total / one.students * 1000:.2f} at {one.students}")
        lines.append([one.name, *_stages([run for run, _ in runs]), *_sums(runs)])
    headings = ("Students × classes", *STAGES.values(), "Total", "Processor", "Excess", "Proven")
    sentences = (
        f"Medians in seconds over {len(SEEDS)} rosters.",
        f"Milliseconds a student: {', '.join(pace)}.",
    )
    return Table(headings, lines, sentences)


@case("side-by-side", "one-way excess of all methods, each to its end", RIVAL_SIZES, tuple(METHODS))
def side_by_side(asked: Asked) -> Table:
    """Give the same rosters to every method, each in a fresh process."""
    lines = []
    for one in asked.instances:
        for name in asked.methods:
            run = run_apart(name, one.problem(SEEDS[0]).one_way, asked.limit)
            lines.append([one.name, name, *_outcome(run)])
    headings = ("Students × classes", "Method", "Seconds", "Excess", "Proven", "Note")
    return Table(headings, lines, (f"Each solver may take {asked.limit:g} seconds.",))


@case("whole-process", "the command itself, beside a floor of the same libraries")
def whole_process(asked: Asked) -> Table:
    """Measure the command itself; no rival has a time limit here."""
    return whole()


@case("solvers", "the default solver: plan and proof, HiGHS beside CBC", SIZES)
def solvers(asked: Asked) -> Table:
    """Set HiGHS beside CBC on what the default solver is for; budgets are nodes, not seconds."""
    sizes = [(one.students, one.classes) for one in asked.instances]
    return Table(("Task", *SOLVERS), rows(sizes), ("Seconds.",))


@case("reading", "reading a large roster, beside pandas")
def read_large(asked: Asked) -> Table:
    """Measure reading a large roster; no rival has a time limit here."""
    return reading()


@case("chances-of-classes", "how equal the chances of each class are")
def classes_alike(asked: Asked) -> Table:
    """Measure chances of classes; the number of seeds is fixed, not the time."""
    return chances_of_classes(asked.limit)


@case("chances-of-company", "how equal the chances of each company are")
def company_alike(asked: Asked) -> Table:
    """Measure chances of company."""
    return chances_of_company(asked.limit)


@case("distribution", "how evenly the draw chooses among all best assignments")
def choice_among_best(asked: Asked) -> Table:
    """Measure the distance from an even choice."""
    return distribution(asked.limit)


def _timed(one: Instance, seed: int, limit: float) -> tuple[Run, float]:
    """Return our run on one roster and the processor seconds of this process."""
    problem = one.problem(seed)
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
    excess = "none" if run.excess is None else str(run.excess)
    return [f"{run.total:.2f}", excess, "yes" if run.proven else "no", run.note]
