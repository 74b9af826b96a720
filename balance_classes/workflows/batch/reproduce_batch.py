"""Reproduce a batch: every school drawn again as `reproduce` does it, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.verdict import Check, Difference, Verdict
from balance_classes.errors import BalanceError
from balance_classes.files.batch.folder import Batch, read_batch, school_folder
from balance_classes.files.batch.manifest import read_schools
from balance_classes.files.batch.results import belongs, kept_codes, lost, unread
from balance_classes.files.disk.password import password_in
from balance_classes.language import Language, Text
from balance_classes.workers.local import Lost, run_locally
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


@dataclass(frozen=True)
class ReproduceTask:
    """A school to be drawn again; `roster` is None where there is none of its code.

    `listed` says that no rosters were named, so that internal lists are drawn from.
    """

    folder: Path
    batch: Batch
    code: str
    roster: Path | None
    password_file: Path | None
    listed: bool = False


def reproduce_batch(request: ReproduceBatchRequest) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdict on each school as it is found, by its code.

    Raises a BalanceError where there is no batch, or its schools cannot be told.
    """
    batch = read_batch(request.folder)
    named = read_schools(request.roster) if request.roster else ()
    rosters = {school.code: school.roster for school in named}
    folder, password, listed = request.folder, request.password_file, request.roster is None
    tasks = [
        ReproduceTask(folder, batch, code, rosters.get(code), password, listed)
        for code in kept_codes(request.folder, batch)
    ]
    workers = min(request.workers, len(tasks))
    with closing(run_locally(reproduce_school, tasks, workers)) as answers:
        for task, answer in answers:
            yield task.code, lost(task.code) if isinstance(answer, Lost) else answer


def reproduce_school(task: ReproduceTask) -> Verdict:
    """Return the verdict on a school; what cannot be read is a difference like others."""
    if task.roster is None and not task.listed:
        missing = Difference(task.code, Text("There is no roster of this school."))
        return Verdict(
            (Check("roster", Text("The roster is the one that was drawn."), (missing,)),)
        )
    file = task.password_file
    password = (lambda: password_in(file)) if file else None
    folder = school_folder(task.folder, task.code)
    try:
        request = ReproduceRequest(folder, task.roster, None, password)
        verdict = reproduce(request, lambda stage: None).verdict
    except BalanceError as error:
        return unread(error, task.folder, task.code)
    return replace(verdict, checks=(*verdict.checks, belongs(task.folder, task.batch, task.code)))
