"""Verify a batch: every school as `verify` does it, and that all are of one seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.canonical import same_fingerprint
from balance_classes.domain.verdict import Again, Check, Difference, Scope, Verdict
from balance_classes.errors import BalanceError, Finding, told_in
from balance_classes.files.batch.batch_folder import BATCH, Batch, read_batch, school_folder
from balance_classes.files.batch.batch_results import (
    batch_checks,
    belongs,
    beside_schools,
    joined,
    kept_codes,
    kept_language,
    kept_rules,
    lost,
    posted_check,
    posted_of,
    unread,
    whole_seal,
)
from balance_classes.files.batch.manifest import School, SchoolList
from balance_classes.files.batch.roster_split import sources_again
from balance_classes.files.disk.opening import password_from
from balance_classes.language import Language, Text
from balance_classes.workers.local import Lost
from balance_classes.workflows.batch.on_workers import Workers, lost_finding, may_read, on_workers
from balance_classes.workflows.checking.verify import VerifyRequest, verify


@dataclass(frozen=True)
class VerifyBatchRequest:
    """The folder of a batch; the sources it was drawn from, if at hand, split `by` a column.

    `recount` stops before the draws are run again. `scheduler` and `time_limit` are as in a batch.
    """

    folder: Path
    rosters: tuple[Path, ...]
    fingerprints: tuple[str, ...]
    seed: tuple[str, ...]
    language: Language | None
    workers: int
    password_file: Path | None
    recount: bool = False
    scheduler: str = ""
    time_limit: float = 0.0
    by: str = ""


@dataclass(frozen=True)
class VerifyTask:
    """A school to be verified; `faults` are what is wrong with it in the sources."""

    folder: Path
    batch: Batch
    code: str
    request: VerifyRequest
    password_file: Path | None
    faults: tuple[Difference, ...]


def verify_batch(
    request: VerifyBatchRequest, left_out: Callable[[Finding], None]
) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdict on each school as it is found, by its code; the last, by "", on the batch.

    `left_out` hears of workers of a cluster that are not fit for it.
    Raises a BalanceError where there is no batch, or its schools cannot be told.
    """
    spoken = kept_language(request.folder)
    with told_in(spoken.code if spoken else ""):
        batch = read_batch(request.folder)
    codes = kept_codes(request.folder, batch)
    source = _source(request, codes) if request.rosters else None
    there = {school.code: school for school in source.schools} if source else {}
    tasks = [_task(request, batch, code, there.get(code)) for code in codes]
    again: Again = "stopped" if request.recount else "same"
    workers = Workers(request.workers, request.scheduler, request.time_limit)
    trial = may_read(request.folder.absolute() / BATCH)
    with closing(on_workers(verify_school, tasks, workers, trial, left_out)) as answers:
        for task, answer in answers:
            verdict = _lost(task.code, answer) if isinstance(answer, Lost) else answer
            if not request.recount and not (verdict.scope and verdict.scope.again == "same"):
                again = "other"
            yield task.code, verdict
    yield "", _of_the_batch(request, batch, codes, source, again)


def _lost(code: str, answer: Lost) -> Verdict:
    return lost(code, lost_finding(code, answer).what)


def _of_the_batch(
    request: VerifyBatchRequest,
    batch: Batch,
    codes: tuple[str, ...],
    source: SchoolList | None,
    again: Again,
) -> Verdict:
    """Return the verdict on what schools have in common: that none is missing, added or swapped."""
    folder, posted = request.folder, request.fingerprints
    seal, late = whole_seal(folder, batch), tuple(c for c in codes if c not in batch.codes)
    others = beside_schools(folder, codes)
    sealed = seal is not None and any(same_fingerprint(text, seal.digest) for text in posted)
    scope = Scope(
        again,
        posted_of(folder, codes, posted),
        bool(request.rosters),
        batch.rehearsal,
        bool(others),
    )
    return Verdict(
        (
            *batch_checks(folder, batch, codes, source),
            *(posted_check(folder, batch, codes, text) for text in posted),
        ),
        since=(Text("Late, after the seed was known: {codes}.", codes=late),) if late else (),
        unchecked=(_OVERVIEW, *others, *(() if sealed else (_CODES,))),
        scope=scope,
    )


def verify_school(task: VerifyTask) -> Verdict:
    """Return the verdict on a school; what cannot be read is a difference like others."""
    try:
        request = replace(task.request, password=password_from(task.password_file))
        verdict = verify(request, lambda stage: None).verdict
    except BalanceError as error:
        return unread(error, task.folder, task.code)
    since = (*joined(task.batch, task.code), *verdict.since)
    faults = (Check("roster", _SAME, task.faults),) if task.faults else ()
    checks = (*faults, belongs(task.folder, task.batch, task.code))
    return replace(verdict.with_checks(*checks), since=since)


_SAME = Text("The roster is the one that was drawn.")
_MISSING = Difference(Text("rosters"), Text("There is no roster of this school."))
_CODES = Text(
    "whether these are the schools that the batch began with: batch.json says so, and the posted "
    "fingerprint of the seal of the batch proves it (--fingerprint)"
)
_OVERVIEW = Text("the overview (summary.xlsx, summary.html): batch writes it anew")


def _source(request: VerifyBatchRequest, codes: tuple[str, ...]) -> SchoolList:
    rules, password = kept_rules(request.folder, codes), password_from(request.password_file)
    return sources_again(request.rosters, request.by, rules, password)


def _task(
    request: VerifyBatchRequest, batch: Batch, code: str, school: School | None
) -> VerifyTask:
    whole = request.folder.absolute()
    folder, there = school_folder(whole, code), school.roster.absolute() if school else None
    asked = VerifyRequest(
        folder, there, (), request.seed, request.language, recount=request.recount
    )
    password_file = request.password_file.absolute() if request.password_file else None
    faults = [Difference(f.where, f.what) for f in school.problems] if school else [_MISSING]
    named = tuple(faults) if request.rosters else ()
    return VerifyTask(whole, batch, code, asked, password_file, named)
