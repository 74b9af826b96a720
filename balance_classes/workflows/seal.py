"""Seal: one roster, or all schools of a batch, as a person asks for it."""

from __future__ import annotations

from balance_classes.language import Text
from balance_classes.workflows.batch.seal_batch import (
    SealBatchRequest,
    SealBatchResult,
    seal_batch,
)
from balance_classes.workflows.draw.prepare import refuse
from balance_classes.workflows.draw.seal import SealRequest, SealResult
from balance_classes.workflows.draw.seal import seal as seal_roster


def seal(asked: SealBatchRequest, *, batch: bool) -> SealResult | SealBatchResult:
    """Seal a roster; with `batch`, or by a column of codes, all schools; raises as either does."""
    refuse(
        "seal",
        (
            asked.name_by and not asked.by,
            Text("--name-by is for a roster of many schools: --by is missing."),
        ),
        (
            asked.more and not (batch or asked.by),
            Text("Several rosters are sealed together with --batch or --by."),
        ),
    )
    if batch or asked.by:
        return seal_batch(asked)
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
