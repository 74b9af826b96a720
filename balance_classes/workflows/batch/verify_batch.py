"""Verify a batch: every school as `verify` does it, and that all are of one seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from balance_classes.domain.verdict import Verdict
from balance_classes.errors import BalanceError
from balance_classes.files.batch.folder import Batch, read_batch, school_folder
from balance_classes.files.batch.manifest import read_schools
from balance_classes.files.batch.results import belongs, kept_codes, lost, posted_check, unread
from balance_classes.files.disk.reading import password_from
from balance_classes.files.tables.content import Password
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


@dataclass(frozen=True)
class JudgeTask:
    """A school to be judged, with the roster of its code, None where none was named."""

    batch_folder: Path
    batch: Batch
    code: str
    roster: Path | None
    password_file: Path | None

    @property
    def folder(self) -> Path:
        """The folder of the school's result."""
        return school_folder(self.batch_folder, self.code)

    @property
    def password(self) -> Password | None:
        """What the roster is opened with."""
        return password_from(self.password_file)


def tasks_of(folder: Path, roster: Path | None, password_file: Path | None) -> list[JudgeTask]:
    """Return the schools of a batch; `roster` is its manifest or folder of rosters, if at hand.

    Raises a BalanceError where there is no batch, or its schools cannot be told.
    """
    batch = read_batch(folder)
    rosters = {school.code: school.roster for school in read_schools(roster)} if roster else {}
    return [
        JudgeTask(folder, batch, code, rosters.get(code), password_file)
        for code in kept_codes(folder, batch)
    ]


def judged(
    judge: Callable[[JudgeTask], Verdict], tasks: Sequence[JudgeTask], workers: int
) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdict on each school as it is found, by its code."""
    with closing(run_locally(judge, tasks, min(workers, len(tasks)))) as answers:
        for task, answer in answers:
            yield task.code, lost(task.code) if isinstance(answer, Lost) else answer


def as_of_batch(task: JudgeTask, judge: Callable[[], Verdict]) -> Verdict:
    """Return the verdict on a school, and whether it belongs to the batch.

    What cannot be read is a difference like others.
    """
    try:
        verdict = judge()
    except BalanceError as error:
        return unread(error, task.batch_folder, task.code)
    belonging = belongs(task.batch_folder, task.batch, task.code)
    return replace(verdict, checks=(*verdict.checks, belonging))
