"""Model: write integer program no. 2 of a roster into a file, for any other solver."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.problem.problem import Problem
from balance_classes.errors import UsageError, told_in
from balance_classes.files.model_file import require_format, write_model
from balance_classes.language import Language, Text
from balance_classes.optimisation.student_program import linear_program
from balance_classes.workflows.draw.prepare import RosterRequest, prepared_by


@dataclass(frozen=True)
class ModelRequest:
    """The roster and its rules, the tier to be minimised, and the excess of those before it.

    `tier` is counted from 1, 0 being the hard rules; None is the first. `earlier` has a value for
    tier 1 and each after it that comes before `tier`.
    """

    subject: RosterRequest
    tier: int | None
    earlier: tuple[int, ...]
    output: Path
    language: Language | None


@dataclass(frozen=True)
class ModelResult:
    """The file, how large the program is, and what its numbers stand for.

    `problem` has the tiers of the file; class c, quota q and tier k of it have the numbers c + 1,
    q + 1 and k in the names of the file. `ceilings` are the values of the tiers before the last.
    """

    path: Path
    problem: Problem
    ceilings: tuple[int, ...]
    columns: int
    rows: int
    language: Language


def model(request: ModelRequest) -> ModelResult:
    """Write the program; the same roster and rules give the same bytes. Nothing is solved.

    Raises a BalanceError for whatever keeps the roster from being formulated, and where
    something is in the file's place.
    """
    require_format(request.output)
    subject = request.subject
    prepared = prepared_by(subject)
    with told_in(prepared.roster.language):
        last = len(prepared.problem.tiers)
        tier = min(1, last) if request.tier is None else request.tier
        _require_tier(tier, last, request.earlier)
        problem, ceilings = prepared.problem.until(tier), (0, *request.earlier)[:tier]
        program = linear_program(problem, tier, ceilings)
        write_model(request.output, program)
    return ModelResult(
        path=request.output,
        problem=problem,
        ceilings=ceilings,
        columns=len(program.columns),
        rows=len(program.rows),
        language=request.language or Language(prepared.roster.language),
    )


def _require_tier(tier: int, last: int, earlier: tuple[int, ...]) -> None:
    if not 0 <= tier <= last:
        raise UsageError.at(
            "--tier",
            Text("There is no tier {tier}.", tier=tier),
            Text("Name a tier from 0 (the hard rules) to {last}.", last=last),
        )
    if len(earlier) != max(0, tier - 1) or any(value < 0 for value in earlier):
        raise UsageError.at(
            "--at",
            Text(
                "Each earlier tier needs its excess, from tier 1 on: {count} in all.",
                count=max(0, tier - 1),
            ),
            Text(
                "Take them from the record or from what other solvers found, for example: "
                "{example}",
                example="--tier 3 --at 0 --at 4",
            ),
        )
