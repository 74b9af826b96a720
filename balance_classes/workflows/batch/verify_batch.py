"""Verify a batch: every school as `verify` does it, and that all are of one seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.verdict import Verdict
from balance_classes.errors import BalanceError
from balance_classes.files.batch.folder import Batch, read_batch, school_folder
from balance_classes.files.batch.manifest import read_schools
from balance_classes.files.batch.results import belongs, kept_codes, lost, posted_check, unread
from balance_classes.files.disk.password import password_in
from balance_classes.language import Language, Text
from balance_classes.workers.local import Lost, run_locally
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


@dataclass(frozen=True)
class VerifyTask:
    """A school to be verified."""

    folder: Path
    batch: Batch
    code: str
    request: VerifyRequest
    password_file: Path | None


def verify_batch(request: VerifyBatchRequest) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdict on each school as it is found, by its code; the last, by "", on the batch.

    Raises a BalanceError where there is no batch, or its schools cannot be told.
    """
    batch = read_batch(request.folder)
    codes = kept_codes(request.folder, batch)
    rosters: dict[str, Path] = {}
    if request.roster:
        schools = read_schools(request.roster)
        rosters = {school.code: school.roster for school in schools}
    tasks = [_task(request, batch, code, rosters.get(code)) for code in codes]
    with closing(run_locally(verify_school, tasks, min(request.workers, len(tasks)))) as answers:
        for task, answer in answers:
            yield task.code, lost(task.code) if isinstance(answer, Lost) else answer
    checks = [posted_check(request.folder, codes, text) for text in request.fingerprints]
    yield "", Verdict(tuple(checks), unchecked=_unchecked())


def verify_school(task: VerifyTask) -> Verdict:
    """Return the verdict on a school; what cannot be read is a difference like others."""
    file = task.password_file
    password = (lambda: password_in(file)) if file else None
    try:
        verdict = verify(replace(task.request, password=password)).verdict
    except BalanceError as error:
        return unread(error, task.folder, task.code)
    return replace(verdict, checks=(*verdict.checks, belongs(task.folder, task.batch, task.code)))


def _task(request: VerifyBatchRequest, batch: Batch, code: str, roster: Path | None) -> VerifyTask:
    folder = school_folder(request.folder, code)
    asked = VerifyRequest(folder, roster, (), request.seed, request.language)
    return VerifyTask(request.folder, batch, code, asked, request.password_file)


def _unchecked() -> tuple[Text, ...]:
    return (Text("the overview (summary.xlsx, summary.html): batch writes it anew"),)
