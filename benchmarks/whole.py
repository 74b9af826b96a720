"""The whole process: from a roster file to the written result, against a floor of libraries."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from benchmarks import floor
from benchmarks.instances import roster_workbook
from benchmarks.process import Cost, cost, median_cost
from benchmarks.tables import Table

RUNS = 5
SEED = 1
SIZES = ((1000, 20), (4000, 80))
PROGRAM = [sys.executable, "-P", "-m", "balance_classes"]

Command = Callable[[int], list[str]]
"""A command for the run of a number: each run writes to a place of its own."""


def whole() -> Table:
    """Measure `assign` and its floor at two sizes, and `--help`."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        env = environment(folder)
        rows, sentences = [], []
        for students, classes in SIZES:
            ours, least = assign_and_floor(folder, students, classes, env, RUNS)
            size = f"{students} students, {classes} classes"
            rows += [_row(f"assign, {size}", ours), _row(f"floor, {size}", least)]
            sentences.append(_ratio(size, ours, least))
        rows.append(_row("--help", medians([lambda run: [*PROGRAM, "--help"]], env, RUNS)[0]))
    headings = ("Command", "Wall (s)", "Processor (s)", "Peak memory (MB)")
    return Table(headings, rows, [*sentences, f"Medians of {RUNS} runs; of memory the most."])


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which the warm-up compiles every module and later runs load it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def assign_and_floor(
    folder: Path, students: int, classes: int, env: dict[str, str], runs: int
) -> tuple[Cost, Cost]:
    """Return the median costs of so many runs of `assign` and of its floor, in turns."""
    commands = commands_and_floors(folder, students, classes, env)
    ours, least = medians([commands["assign"], commands["floor of assign"]], env, runs)
    return ours, least


def commands_and_floors(
    folder: Path, students: int, classes: int, env: dict[str, str]
) -> dict[str, Command]:
    """Return `assign`, `check`, `verify --recount` and what the first two need at least, by name.

    One result is drawn for it: its cells are those of the floor, and it is what is verified.
    """
    roster = str(roster_workbook(students, SEED, folder / f"roster-{students}.xlsx"))
    cells, size = folder / f"cells-{students}.json", ["--classes", str(classes)]
    floor_of = [sys.executable, "-P", str(floor.__file__), roster]

    def assign(run: int) -> list[str]:
        output = str(folder / f"classes-{students}-{run}")
        return [*PROGRAM, "assign", roster, *size, "--seed", "benchmarks", "-o", output]

    def write(run: int) -> list[str]:
        return [*floor_of, str(cells), str(folder / f"floor-{students}-{run}.xlsx")]

    cost(assign(-1), env)
    result = folder / f"classes-{students}--1"
    _keep_cells(next(result.glob("*.xlsx")), cells)
    return {
        "assign": assign,
        "floor of assign": write,
        "check": lambda run: [*PROGRAM, "check", roster, *size],
        "floor of check": lambda run: floor_of,
        "verify --recount": lambda run: [*PROGRAM, "verify", "--recount", str(result)],
    }


def _keep_cells(workbook: Path, cells: Path) -> None:
    """Write the values and style numbers of all cells of a result where the floor finds them."""
    book = load_workbook(workbook)
    sheets = [
        (sheet.title, [[(cell.value, cell.style_id) for cell in row] for row in sheet.iter_rows()])
        for sheet in book
    ]
    cells.write_text(json.dumps(sheets, ensure_ascii=False), encoding="utf-8")


def medians(commands: list[Command], env: dict[str, str], runs: int) -> list[Cost]:
    """Return the median cost of each command after a warm-up, the commands taking turns."""
    found: list[list[Cost]] = [[] for _ in commands]
    for run in range(runs + 1):
        for costs, command in zip(found, commands, strict=True):
            costs.append(cost(command(run), env))
    return [median_cost(costs[1:]) for costs in found]


def _row(name: str, one: Cost) -> list[str]:
    return [name, f"{one.wall:.2f}", f"{one.cpu:.2f}", f"{one.peak:.0f}"]


def _ratio(size: str, ours: Cost, least: Cost) -> str:
    return (
        f"{size}: the whole process takes {ours.wall / least.wall:.2f} times its floor by the "
        f"clock, {ours.cpu / least.cpu:.2f} times by the processor."
    )
