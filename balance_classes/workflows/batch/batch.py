"""Batch: many schools at once, each drawn as `assign` draws it, and one overview of them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.batch import INCOMPLETE, Outcome, SameChild
from balance_classes.domain.lottery import Seed, letters_and_digits
from balance_classes.domain.seed_words import CODE_GIVER
from balance_classes.errors import EvidenceError, Finding, UsageError, on_the_ledger
from balance_classes.files.batch.batch_folder import (
    Batch,
    at_work,
    at_work_together,
    begun,
    chosen_ledgers,
    default_batch_folder,
    is_batch,
    ledger_in,
    school_folder,
    seen_from,
)
from balance_classes.files.batch.duplicate_children import new_salt
from balance_classes.files.batch.manifest import School, SchoolList
from balance_classes.files.batch.roster_split import schools_in
from balance_classes.files.disk.new_folder import make_folder
from balance_classes.files.disk.opening import password_from
from balance_classes.files.evidence.seal import BatchSeal, read_batch_seal, sealed_school
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.language import LANGUAGES, Language, Text
from balance_classes.workflows.batch.chosen_schools import Chosen, require_known, require_sealed
from balance_classes.workflows.batch.missing_schools import gone_schools, names_of_gone
from balance_classes.workflows.batch.on_workers import Workers
from balance_classes.workflows.batch.progress import Course, guessed_language
from balance_classes.workflows.batch.running import run
from balance_classes.workflows.batch.school import Task
from balance_classes.workflows.draw.begin import Ask, in_sealed_order, seed_from, seed_words
from balance_classes.workflows.draw.prepare import (
    RosterRequest,
    option_date,
    refuse,
    refuse_redraw,
    refuse_two_seeds,
)

ALL = Chosen()


@dataclass(frozen=True)
class BatchRequest:
    """What a person asks for; `subject` names the manifest, folder or roster and common rules.

    `more` are sources beside that one. `by` is the header of the column that says whose school a
    row is, empty for a manifest or a folder. `redraw` are the codes of schools to be drawn again,
    with `lapse` although changes since lapse with their draws. `scheduler` is the address of a Dask
    scheduler, empty for worker processes on this machine. `time_limit` is how many minutes a school
    may take, 0 for any. `ledgers` is a folder for the ledgers, if they are not to lie beside the
    rosters.
    """

    subject: RosterRequest
    by: str
    name_by: str
    seed: tuple[str, ...]
    ask: Ask | None
    sealed: Path | None
    rehearsal: bool
    redraw: tuple[str, ...]
    reason: str
    date: str
    output: Path | None
    language: Language | None
    workers: int
    scheduler: str
    password_file: Path | None
    lapse: bool = False
    chosen: Chosen = ALL
    time_limit: float = 0.0
    more: tuple[Path, ...] = ()
    ledgers: Path | None = None


@dataclass(frozen=True)
class BatchResult:
    """What came of every school, in the order of the manifest, and where the overview lies.

    `unread` is what lies in the source and was not read, `rosters` are folders of rosters that one
    of many schools was split into, `idle_workers` are those of a cluster that were given no school.
    Where not all `schools` were `chosen`, these alone are told, without an
    overview.
    """

    folder: Path
    outcomes: tuple[Outcome, ...]
    same_children: tuple[SameChild, ...]
    unread: tuple[Finding, ...]
    idle_workers: tuple[Finding, ...]
    summaries: tuple[Path, ...]
    rosters: tuple[Path, ...]
    language: Language
    chosen: Chosen
    schools: int

    @property
    def exit_code(self) -> int:
        """What a script is told: 0, or that a school has no result, or a file was not read."""
        whole = all(outcome.finished for outcome in self.outcomes) and not self.unread
        return 0 if whole else INCOMPLETE


class Told:
    """Hears of each school as it ends; `begins` tells how many there are and where they go."""

    def begins(self, folder: Path, schools: int) -> None:
        """Hear that the work begins."""

    def ended(self, outcome: Outcome) -> None:
        """Hear what came of a school."""


def batch(request: BatchRequest, told: Told) -> BatchResult:
    """Draw every school that has no result yet, and write the overview.

    Raises a BalanceError for what concerns all of them: the manifest, the seed, the folder.
    """
    _require_consistent(request)
    require_right_options(request.subject)
    beside = (request.password_file, request.output, request.sealed)
    subject, ledgers = request.subject, request.ledgers
    source = schools_of(subject, request.by, request.name_by, request.more, beside, ledgers=ledgers)
    schools = source.schools
    require_known("--redraw-school", request.redraw, request.chosen.of(schools))
    seal = read_batch_seal(request.sealed) if request.sealed else None
    if seal:
        require_sealed(seal, schools)
    folder = _folder(request, schools)
    work = at_work_together if request.chosen.some else at_work
    idle: list[Finding] = []
    with work(folder, lambda known: _begin(request, seal, schools, folder, known)) as begin:
        course = _course(request, source, folder, begin)
        told.begins(folder, len(course.tasks))
        if ledgers := chosen_ledgers(folder, begin):
            make_folder(ledgers, parents=True)
        with on_the_ledger():
            workers = Workers(request.workers, request.scheduler, request.time_limit)
            run(course, workers, told.ended, idle.append)
        summaries = course.write_overview()
    return BatchResult(
        folder=folder,
        outcomes=course.outcomes,
        same_children=course.same_children,
        unread=course.unread,
        idle_workers=tuple(idle),
        summaries=summaries,
        rosters=source.written,
        language=course.language,
        chosen=request.chosen,
        schools=len(schools),
    )


def schools_of(
    subject: RosterRequest,
    by: str,
    name_by: str,
    more: Sequence[Path],
    beside: Sequence[Path | None] = (),
    *,
    ledgers: Path | None = None,
) -> SchoolList:
    """Return the schools of manifests, folders, or rosters with a column of schools."""
    return schools_in(
        (subject.roster, *more),
        by,
        name_by,
        rules=subject.rules,
        options=subject.options,
        password=subject.password,
        beside=[path for path in (subject.rules, ledgers, *beside) if path],
        ledgers=ledgers,
    )


def rules_for(
    subject: RosterRequest, school: School
) -> tuple[Path | None, tuple[tuple[str, object], ...]]:
    """Return the rules file and the options for a school: its own go before the common ones."""
    common = {k: v for k, v in subject.options.items() if v not in (None, (), "")}
    return school.rules or subject.rules, tuple({**common, **dict(school.options)}.items())


def require_right_options(subject: RosterRequest) -> None:
    """Refuse options that no school can have; a rules file may be each school's own."""
    read_rules(None, subject.options)


def require_named(output: Path | None, more: Sequence[Path]) -> None:
    """Refuse several sources without the name of a folder: they give it none of their own."""
    if more and output is None:
        what = Text("Of several sources nobody knows after which one the folder is called.")
        raise UsageError.at("-o", what, Text("Name the folder with -o."))


def require_no_code_giver(option: str, givers: tuple[str, ...]) -> None:
    """Refuse a giver who has the name under which a school's code enters its seed."""
    if any(letters_and_digits(giver) == CODE_GIVER for giver in givers):
        raise UsageError.at(
            option,
            Text("The name “{name}” stands for the school's code.", name=CODE_GIVER),
            Text("Give this giver another name."),
        )


def _folder(request: BatchRequest, schools: Sequence[School]) -> Path:
    require_named(request.output, request.more)
    if request.output:
        return request.output
    source, rehearsal = request.subject.roster.absolute(), request.rehearsal
    guessed = request.language or guessed_language(schools, source)
    languages = (guessed, *(Language(code) for code in LANGUAGES))
    places = [default_batch_folder(source, each, rehearsal=rehearsal) for each in languages]
    # The same schools may be told in another language: a batch that began is gone on with.
    return next((place for place in places if is_batch(place)), places[0])


def _begin(
    request: BatchRequest,
    seal: BatchSeal | None,
    schools: Sequence[School],
    folder: Path,
    known: Batch | None,
) -> Batch:
    """Return the batch to go on with, or a new one; the seed of one that began stays its own."""
    language = request.language or guessed_language(schools)
    givers = seal.givers if seal else None
    words = seed_words(request.seed, None if known else request.ask, givers, language)
    require_no_code_giver("--seed", tuple(word.giver for word in words))
    if seal and not known:
        in_sealed_order(words, seal.givers)
    asked = replace(seed_from(words), rehearsal=request.rehearsal)
    if known is None:
        codes = tuple(school.code for school in schools)
        ledgers = seen_from(folder, request.ledgers)
        return begun(asked, codes, seal.digest if seal else "", ledgers)
    if known.rehearsal != request.rehearsal:
        raise EvidenceError(_other(Text("A rehearsal and a draw cannot share a folder.")))
    if words and not request.redraw and known.seed.value != asked.value:
        raise EvidenceError(_other(Text("This batch began with another seed.")))
    if known.sealed != (seal.digest if seal else ""):
        raise EvidenceError(_other(_OTHER_SEAL if known.sealed else _NO_SEAL))
    if request.ledgers and known.ledgers != seen_from(folder, request.ledgers):
        raise EvidenceError(_other(Text("The ledgers of this batch lie elsewhere.")))
    return known


_OTHER_SEAL = Text("This batch is drawn as it was sealed: name its seals with --seals.")
_NO_SEAL = Text("This batch began without a seal.")


def _other(what: Text) -> Finding:
    return Finding(Text("batch"), what, Text("Name another folder with -o."))


def _task(request: BatchRequest, begin: Batch, folder: Path, school: School) -> Task:
    redraw, ledgers = school.code in request.redraw, chosen_ledgers(folder, begin)
    rules, options = rules_for(request.subject, school)
    return Task(
        school=replace(school, roster=school.roster.absolute()),
        rules=rules.absolute() if rules else None,
        options=options,
        seed=_seed(request, begin, redraw=redraw),
        folder=school_folder(folder.absolute(), school.code),
        sealed=sealed_school(request.sealed.absolute(), school.code) if request.sealed else None,
        redraw=redraw,
        lapse=request.lapse,
        reason=request.reason,
        date=request.date,
        language=request.language,
        password_file=request.password_file.absolute() if request.password_file else None,
        salt=b"",
        ledger=ledger_in(ledgers, school.code) if ledgers else None,
    )


def _seed(request: BatchRequest, begin: Batch, *, redraw: bool) -> Seed:
    """Return the common seed; schools that are drawn again may be given words of their own."""
    if not redraw or not request.seed:
        return begin.common
    return Seed(seed_words(request.seed, None, None, Language("en")), given=True)


def _course(request: BatchRequest, source: SchoolList, folder: Path, begin: Batch) -> Course:
    gone, salt = gone_schools(folder, begin, source.schools), new_salt()
    before = names_of_gone(gone, salt)
    chosen, some = request.chosen, request.chosen.some
    return Course(
        folder=folder,
        begin=begin,
        chosen=chosen,
        tasks=[
            replace(_task(request, begin, folder, school), salt=salt, gone=before)
            for school in chosen.of(source.schools)
        ],
        gone=() if some else gone,
        unread=() if some else source.unread,
        asked=request.language,
    )


def _require_consistent(request: BatchRequest) -> None:
    option_date("--date", request.date)
    if password := password_from(request.password_file):
        password()  # each school reads it; a file that is not there is no fault of theirs
    refuse_redraw(
        "batch",
        request.redraw,
        request.reason,
        lapse=request.lapse,
        rehearsal=request.rehearsal,
        option="--redraw-school",
    )
    refuse_two_seeds("batch", request.seed, request.ask)
    lone = Text("--name-by is for a roster of many schools: --by is missing.")
    refuse("batch", (request.name_by and not request.by, lone))
