"""Model: write the integer program of a roster for any other solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from balance_classes.domain.problem import Problem
from balance_classes.errors import Finding, UsageError
from balance_classes.files.folder import write_file
from balance_classes.files.rules import read_rules
from balance_classes.language import Language, Text
from balance_classes.optimisation.model import Form, Model
from balance_classes.optimisation.model import model as program
from balance_classes.workflows.prepare import RosterRequest, prepare

FORMS = ("mps", "lp")


@dataclass(frozen=True)
class ModelRequest:
    """The roster and its rules; which tier, what the earlier ones may have, and the new file."""

    subject: RosterRequest
    tier: int
    at: str
    output: Path
    language: Language | None


@dataclass(frozen=True)
class ModelResult:
    """What was written: the tier by its groups, the ceilings of the earlier ones, the program."""

    path: Path
    tier: int
    groups: tuple[str, ...]
    ceilings: tuple[int, ...]
    planned: bool
    model: Model
    kinds: int
    language: Language


def model(request: ModelRequest) -> ModelResult:
    """Write the program and return what it is; raises whatever a user can mend."""
    form = request.output.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise UsageError(
            Finding(
                "--output",
                Text("“{name}” ends in neither .mps nor .lp.", name=request.output.name),
                Text("Name a file such as {example}.", example="school.mps"),
            )
        )
    prepared = prepare(
        request.subject.roster,
        read_rules(request.subject.rules, request.subject.options),
        request.subject.password,
    )
    problem = prepared.problem
    _require_tier(problem, request.tier)
    ceilings = _ceilings(request) if request.at else prepared.plan()[1 : request.tier]
    made = program(problem, request.tier, ceilings, cast(Form, form))
    write_file(request.output, made.content)
    return ModelResult(
        path=request.output,
        tier=request.tier,
        groups=problem.all_tiers[request.tier].groups,
        ceilings=tuple(ceilings),
        planned=not request.at,
        model=made,
        kinds=len(problem.until(request.tier).kinds),
        language=request.language or Language(prepared.roster.language),
    )


def _require_tier(problem: Problem, tier: int) -> None:
    tiers = len(problem.tiers)
    if not 1 <= tier <= tiers:
        raise UsageError(
            Finding(
                "--tier",
                Text("There is no tier {tier} in this draw.", tier=tier),
                Text("Name one from 1 to {last}.", last=tiers),
            )
        )


def _ceilings(request: ModelRequest) -> Sequence[int]:
    """Return the numbers of `--at`, one for each earlier tier."""
    written = [part.strip() for part in request.at.replace("，", ",").split(",")]
    if len(written) != request.tier - 1 or not all(p.isascii() and p.isdigit() for p in written):
        raise UsageError(
            Finding(
                "--at",
                Text("It must have one number for each of {count} tiers.", count=request.tier - 1),
                Text("Write, for example: {example}", example="--tier 3 --at 0,4"),
            )
        )
    return [int(part) for part in written]
