"""Assign: a roster in, balanced classes out, proven, with a record of the draw."""

from __future__ import annotations

import platform
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from balance_classes import __version__
from balance_classes.domain.capacity import plan_classes
from balance_classes.domain.formation import formulate
from balance_classes.domain.formed import Formed
from balance_classes.domain.lottery import Seed
from balance_classes.errors import Finding, UsageError, told_in
from balance_classes.files.folder import require_new
from balance_classes.files.record import record
from balance_classes.files.result import default_folder, workbook_name, write_result
from balance_classes.files.roster import read_roster
from balance_classes.files.rules import read_rules
from balance_classes.language import Language, Text
from balance_classes.optimisation.draw import Effort, draw
from balance_classes.optimisation.solver import Solver, require_solver, solver_version

SEED_BYTES = 16


@dataclass(frozen=True)
class AssignRequest:
    """What a person asks for; `options` are rules named on the command line."""

    roster: Path
    rules: Path | None
    options: Mapping[str, object]
    seed: tuple[str, ...]
    output: Path | None
    language: Language | None


@dataclass(frozen=True)
class AssignResult:
    """What came of it: the formed classes, the record, and where everything was written."""

    formed: Formed
    record: Mapping[str, Any]
    folder: Path
    workbook: Path
    language: Language
    seconds: Mapping[str, float]


def assign(request: AssignRequest, report: Callable[[str], None]) -> AssignResult:
    """Form the classes of a roster and write the result.

    `report` is told each stage as it begins. Raises a BalanceError, with nothing written, for
    whatever the user can mend.
    """
    clock = _Clock(report)
    clock.begin("read")
    rules = read_rules(request.rules, request.options)
    require_solver(rules.solver)
    seed = _seed(request.seed)
    roster = read_roster(request.roster, rules)
    language = request.language or Language(roster.language)
    folder = request.output or default_folder(request.roster, language)
    with told_in(roster.language):
        require_new(folder)
        classes = plan_classes(roster.size, rules, roster.language)
        problem = formulate(roster, rules, classes)
        effort = Effort(rules.method, rules.steps, Solver(rules.solver, rules.nodes))
        formed = Formed(roster, rules, seed, draw(problem, seed, effort, clock.begin))
    clock.begin("write")
    kept = record(formed, solver_version(rules.solver))
    write_result(folder, formed, language, kept, clock.run())
    seconds = clock.stop()
    return AssignResult(formed, kept, folder, folder / workbook_name(language), language, seconds)


def _seed(words: tuple[str, ...]) -> Seed:
    """Return the givers' seed; without one 128 bits from the operating system, seen by nobody."""
    if not words:
        return Seed((secrets.token_hex(SEED_BYTES),), given=False)
    seed = Seed(words, given=True)
    if seed.empty_words:
        raise UsageError(
            Finding(
                "--seed",
                Text("The seed holds no letter and no digit."),
                Text("Give words, or the numbers of dice or balls."),
            )
        )
    return seed


class _Clock:
    """The durations of the stages, kept apart from the record: they differ on every run."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._started = datetime.now(UTC)
        self._seconds: dict[str, float] = {}
        self._stage, self._since = "", time.perf_counter()

    def begin(self, stage: str) -> None:
        """End the stage before and begin the next."""
        self.stop()
        self._stage = stage
        self._report(stage)

    def stop(self) -> dict[str, float]:
        """End the stage at hand and return the seconds of all stages."""
        now = time.perf_counter()
        if self._stage:
            self._seconds[self._stage] = round(now - self._since, 4)
        self._stage, self._since = "", now
        return dict(self._seconds)

    def run(self) -> dict[str, Any]:
        """Return what is particular to this run: when, where, on what, how long."""
        return {
            "started": self._started.isoformat(timespec="seconds"),
            "host": platform.node(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "program": __version__,
            "seconds": dict(self._seconds),
        }
