"""Seal a batch: every school as `seal` does it, and one fingerprint over all of them."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.batch import INCOMPLETE
from balance_classes.domain.seed_words import CODE_GIVER
from balance_classes.errors import BalanceError, Finding, RosterError
from balance_classes.files.batch.batch_folder import ledger_in
from balance_classes.files.batch.manifest import School
from balance_classes.files.disk.new_folder import make_folder
from balance_classes.files.disk.opening import password_from
from balance_classes.files.evidence.seal import (
    BatchSeal,
    SealedSchool,
    default_batch_seal,
    keep_batch_seal,
    sealed_school,
)
from balance_classes.files.pages.seal_sheet import batch_seal_sheet
from balance_classes.language import Language, Text
from balance_classes.workers.local import Lost
from balance_classes.workflows.batch.batch import (
    require_named,
    require_no_code_giver,
    require_right_options,
    rules_for,
    schools_of,
)
from balance_classes.workflows.batch.on_workers import Workers, lost_finding, may_write, on_workers
from balance_classes.workflows.batch.progress import guessed_language
from balance_classes.workflows.draw.prepare import RosterRequest, option_text
from balance_classes.workflows.draw.seal import SealRequest, givers_asked, require_consistent, seal


@dataclass(frozen=True)
class SealBatchRequest:
    """The schools to be sealed, as `batch` takes them, and who will give the common seed."""

    subject: RosterRequest
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
    more: tuple[Path, ...] = ()
    scheduler: str = ""
    time_limit: float = 0.0
    ledgers: Path | None = None


@dataclass(frozen=True)
class SealBatchResult:
    """The seal of the batch, or what keeps schools from being sealed; then there is none.

    `drawn` are the codes of the schools whose rosters were drawn already, `idle_workers` those of a
    cluster that were given none.
    """

    folder: Path
    seal: BatchSeal | None
    schools: int
    findings: tuple[Finding, ...]
    drawn: tuple[str, ...]
    language: Language
    idle_workers: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """What a script is told: 0, or that a school could not be sealed."""
        return 0 if self.seal else INCOMPLETE


@dataclass(frozen=True)
class SealTask:
    """A school to be sealed."""

    school: School
    request: SealRequest
    password_file: Path | None


@dataclass(frozen=True)
class Sealed:
    """What a school was sealed to, empty where it was not; its last draw, 0 if none."""

    code: str
    fixed_digest: str
    findings: tuple[Finding, ...]
    drawn: int = 0


def seal_batch(request: SealBatchRequest) -> SealBatchResult:
    """Seal every school; the seal of the batch is written when all of them could be.

    Raises a BalanceError for what concerns all of them.
    """
    require_no_code_giver("--giver", request.givers)
    require_consistent(request.givers, request.seed_source, request.date)
    if password := password_from(request.password_file):
        password()
    require_right_options(request.subject)
    require_named(request.output, request.more)
    source = schools_of(
        request.subject,
        request.by,
        request.name_by,
        request.more,
        [request.password_file],
        ledgers=request.ledgers,
    )
    schools = source.schools
    language = request.language or guessed_language(schools, request.subject.roster)
    folder = request.output or default_batch_seal(request.subject.roster.absolute(), language)
    new = not folder.exists()
    make_folder(folder)
    if request.ledgers:
        make_folder(request.ledgers, parents=True)
    tasks = [_task(request, school, folder) for school in schools]
    workers = Workers(request.workers, request.scheduler, request.time_limit)
    trial, idle = may_write(folder.absolute()), list[Finding]()
    found: dict[str, Sealed] = {}
    with closing(on_workers(seal_school, tasks, workers, trial, idle.append)) as answers:
        for task, answer in answers:
            found[task.school.code] = _of(task, answer)
    sealed = [found[school.code] for school in schools]
    findings = (*(finding for each in sealed for finding in each.findings), *source.unread)
    made = None
    if not findings:
        made = _seal(request, sealed)
        schools_sealed = [(each.code, each.fixed_digest) for each in made.schools]
        sheet = batch_seal_sheet(
            made.digest, made.givers, made.seed_source, schools_sealed, language
        )
        keep_batch_seal(folder, made, sheet)
    elif new:
        with suppress(OSError):  # seals of schools may lie in it
            folder.rmdir()
    drawn = tuple(each.code for each in sealed if each.drawn)
    return SealBatchResult(folder, made, len(schools), findings, drawn, language, tuple(idle))


def seal_school(task: SealTask) -> Sealed:
    """Return what a school was sealed to, or what is wrong with it."""
    code = task.school.code
    try:
        if task.school.problems:
            raise RosterError(*task.school.problems)
        subject = replace(task.request.subject, password=password_from(task.password_file))
        made = seal(replace(task.request, subject=subject))
        return Sealed(code, made.seal.fixed_digest, (), made.drawn)
    except BalanceError as error:
        return Sealed(code, "", error.findings)


def _task(request: SealBatchRequest, school: School, folder: Path) -> SealTask:
    rules, options = rules_for(request.subject, school)
    rules, password = (p.absolute() if p else None for p in (rules, request.password_file))
    ledger = ledger_in(request.ledgers.absolute(), school.code) if request.ledgers else None
    return SealTask(
        school,
        SealRequest(
            subject=RosterRequest(school.roster.absolute(), rules, dict(options), ledger=ledger),
            givers=(*map(str, givers_asked(request.givers)), CODE_GIVER) if request.givers else (),
            seed_source=request.seed_source,
            date=request.date,
            output=sealed_school(folder.absolute(), school.code),
            language=request.language,
            few_seeds=request.few_seeds,
        ),
        password,
    )


def _of(task: SealTask, answer: Sealed | Lost) -> Sealed:
    """Return what a school was sealed to if its seal lies where it is seen here."""
    if isinstance(answer, Lost):
        return Sealed(task.school.code, "", (lost_finding(task.school.code, answer),))
    path = task.request.output
    assert path is not None
    if answer.findings or path.is_file():
        return answer
    what = Text("Its seal does not lie where it should: {path}.", path=str(path))
    mend = Text("See that every worker has this folder mounted, and give the command again.")
    return Sealed(task.school.code, "", (Finding(task.school.code, what, mend),))


def _seal(request: SealBatchRequest, sealed: list[Sealed]) -> BatchSeal:
    return BatchSeal(
        givers=tuple(map(str, givers_asked(request.givers))),
        seed_source=option_text("--seed-source", request.seed_source),
        schools=tuple(SealedSchool(code=s.code, fixed_digest=s.fixed_digest) for s in sealed),
    ).signed()
