"""Reproduce a batch: every school drawn again as `reproduce` does it, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from balance_classes.domain.verdict import Check, Difference, Verdict
from balance_classes.language import Language, Text
from balance_classes.workflows.batch.verify_batch import JudgeTask, as_of_batch, judged, tasks_of
from balance_classes.workflows.checking.reproduce import ReproduceRequest, reproduce


@dataclass(frozen=True)
class ReproduceBatchRequest:
    """The folder of a batch, and the manifest or folder of rosters it was drawn from.

    Without it each school is drawn again from its internal list.
    """

    folder: Path
    roster: Path | None
    language: Language | None
    workers: int
    password_file: Path | None


def reproduce_batch(request: ReproduceBatchRequest) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdict on each school as it is found, by its code.

    Raises a BalanceError where there is no batch, or its schools cannot be told.
    """
    tasks = tasks_of(request.folder, request.roster, request.password_file)
    judge = partial(reproduce_school, request.roster is None)
    return judged(judge, tasks, request.workers)


def reproduce_school(listed: bool, task: JudgeTask) -> Verdict:
    """Return the verdict on a school; `listed` lets internal lists stand for rosters."""
    if task.roster is None and not listed:
        missing = Difference(task.code, Text("There is no roster of this school."))
        return Verdict(
            (Check("roster", Text("The roster is the one that was drawn."), (missing,)),)
        )
    request = ReproduceRequest(task.folder, task.roster, None, task.password)
    return as_of_batch(task, lambda: reproduce(request, lambda stage: None).verdict)
