"""Verify a batch: every school as `verify` does it, and that all are of one seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from balance_classes.domain.verdict import Verdict
from balance_classes.files.batch.results import posted_check
from balance_classes.language import Language, Text
from balance_classes.workflows.batch.judging import JudgeTask, as_of_batch, judged, tasks_of
from balance_classes.workflows.checking.verify import VerifyRequest, verify


@dataclass(frozen=True)
class VerifyBatchRequest:
    """The folder of a batch; its manifest or folder of rosters, if at hand."""

    folder: Path
    roster: Path | None
    fingerprints: tuple[str, ...]
    seed: tuple[str, ...]
    language: Language | None
    workers: int
    password_file: Path | None


def verify_batch(request: VerifyBatchRequest) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdict on each school as it is found, by its code; the last, by "", on the batch.

    Raises a BalanceError where there is no batch, or its schools cannot be told.
    """
    tasks = tasks_of(request.folder, request.roster, request.password_file)
    yield from judged(partial(verify_school, request.seed), tasks, request.workers)
    codes = tuple(task.code for task in tasks)
    checks = [posted_check(request.folder, codes, text) for text in request.fingerprints]
    yield "", Verdict(tuple(checks), unchecked=_unchecked())


def verify_school(seed: tuple[str, ...], task: JudgeTask) -> Verdict:
    """Return the verdict on a school; `seed` is what givers and witnesses remember."""
    request = VerifyRequest(task.folder, task.roster, (), seed, None, task.password)
    return as_of_batch(task, lambda: verify(request).verdict)


def _unchecked() -> tuple[Text, ...]:
    return (Text("the overview (summary.xlsx, summary.html): batch writes it anew"),)
