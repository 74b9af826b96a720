"""Seal: one roster, or all schools of a batch, as a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.errors import UsageError
from balance_classes.language import Language, Text
from balance_classes.workflows.batch.seal_batch import (
    SealBatchRequest,
    SealBatchResult,
    seal_batch,
)
from balance_classes.workflows.draw.prepare import RosterRequest
from balance_classes.workflows.draw.seal import SealRequest, SealResult
from balance_classes.workflows.draw.seal import seal as seal_roster


@dataclass(frozen=True)
class SealAsked:
    """What is to be sealed: with `batch`, or `by` a column of codes, the schools of `subject`."""

    subject: RosterRequest
    batch: bool
    by: str
    name_by: str
    givers: tuple[str, ...]
    seed_source: str
    date: str
    output: Path | None
    language: Language | None
    workers: int
    password_file: Path | None
    few_seeds: str = ""


def seal(asked: SealAsked) -> SealResult | SealBatchResult:
    """Seal what is asked for; raises what either way raises."""
    if asked.name_by and not asked.by:
        wrong = Text("--name-by is for a roster of many schools: --by is missing.")
        mend = Text("See: {command}", command="balance-classes seal --help")
        raise UsageError.at(Text("command line"), wrong, mend)
    if asked.batch or asked.by:
        return seal_batch(
            SealBatchRequest(
                subject=asked.subject,
                by=asked.by,
                name_by=asked.name_by,
                givers=asked.givers,
                seed_source=asked.seed_source,
                date=asked.date,
                output=asked.output,
                language=asked.language,
                workers=asked.workers,
                password_file=asked.password_file,
                few_seeds=asked.few_seeds,
            )
        )
    return seal_roster(
        SealRequest(
            subject=asked.subject,
            givers=asked.givers,
            seed_source=asked.seed_source,
            date=asked.date,
            output=asked.output,
            language=asked.language,
            few_seeds=asked.few_seeds,
        )
    )
