"""One school of a batch: found finished, or drawn as `assign` draws it; its faults stay its own."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.batch import Classes, Outcome, State, school_seed
from balance_classes.domain.lottery import Seed
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import BalanceError, EvidenceError, Finding, RosterError
from balance_classes.files.batch.duplicate_children import children_of
from balance_classes.files.batch.manifest import School
from balance_classes.files.batch.school_results import classes_of, standing_of
from balance_classes.files.disk.opening import password_from
from balance_classes.files.evidence.forms import Record
from balance_classes.files.evidence.ledger import Ledger, ledger_path, read_ledger
from balance_classes.files.evidence.seal import read_seal
from balance_classes.files.result.result_writing import finished_record
from balance_classes.files.roster.roster_reading import read_roster
from balance_classes.language import Language, Text
from balance_classes.workflows.batch.changed import changed_since
from balance_classes.workflows.batch.finished import same_input
from balance_classes.workflows.batch.missing_schools import Gone, require_not_drawn
from balance_classes.workflows.draw.assign import AssignRequest, AssignResult, assign, sealed_rules
from balance_classes.workflows.draw.prepare import Prepared, RosterRequest, prepared_by
from balance_classes.workflows.draw.redraw import OTHER_DRAWS

REDRAW = Text(
    "If the school is to be drawn again, which will be shown in public: --redraw-school {code} "
    '--reason "why".'
)


@dataclass(frozen=True)
class Task:
    """A school to be drawn, with all that a worker on another machine must be told.

    `options` are the school's own laid over the common ones; `ledger` is where its ledger lies if
    that was chosen. `salt` is the secret of this run
    by which children are marked, `gone` what it drew under codes that are no more.
    """

    school: School
    rules: Path | None
    options: tuple[tuple[str, object], ...]
    seed: Seed
    folder: Path
    sealed: Path | None
    redraw: bool
    reason: str
    date: str
    language: Language | None
    password_file: Path | None
    salt: bytes
    lapse: bool = False
    gone: Gone = ()
    ledger: Path | None = None

    @property
    def subject(self) -> RosterRequest:
        """The roster and the rules named for it."""
        ask = password_from(self.password_file)
        options = dict(self.options)
        return RosterRequest(self.school.roster, self.rules, options, ask, ledger=self.ledger)


def draw_school(task: Task) -> Outcome:
    """Return what came of a school; nothing that goes wrong with it is raised."""
    try:
        return _draw_school(task)
    except BalanceError as error:
        return _without(task, "failed", _mended_here(error, task.school.code))
    except Exception as error:
        return failed(task, Finding(task.school.code, _defect(error), REPORT))


def children_at(task: Task) -> tuple[tuple[int, int], ...]:
    """Return the marks of the children of a finished school; none where they cannot be read."""
    record = finished_record(task.folder)
    if record is None:
        return ()
    try:
        roster = read_roster(task.school.roster, record.fixed.rules, task.subject.password)
    except BalanceError:
        return ()
    return children_of(roster, task.salt)


def _mended_here(error: BalanceError, code: str) -> BalanceError:
    """Return an error of `assign` with the advice for a batch: its redraws name their schools."""
    here = Text(REDRAW.message, code=code)
    mended = type(error)(
        *(replace(f, mend=here if f.mend == OTHER_DRAWS else f.mend) for f in error.findings)
    )
    mended.language, mended.begun = error.language, error.begun
    return mended


REPORT = Text("Report it; the other schools are not touched by it.")


def failed(task: Task, *findings: Finding) -> Outcome:
    """Return that a school has no result, by a defect of the program or a worker that died."""
    return Outcome(task.school.code, task.school.name, "failed", 1, str(task.folder), findings)


def drawn_here(task: Task, outcome: Outcome) -> Outcome:
    """Return what a worker elsewhere told of a school if its result lies where it is seen here."""
    if outcome.classes is None:
        return outcome
    record = finished_record(task.folder)
    if record is not None and record.digest == outcome.classes.record:
        return outcome
    what = Text("Its result does not lie where it should: {folder}.", folder=str(task.folder))
    mend = Text("See that every worker has this folder mounted, and give the command again.")
    return failed(task, Finding(task.school.code, what, mend))


def _defect(error: Exception) -> Text:
    """Return what broke and where; the error's own words could hold a private value."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"
    return Text("A defect of the program ({place}).", place=place)


def _draw_school(task: Task) -> Outcome:
    if task.school.problems:
        raise RosterError(*task.school.problems)
    ledger = Ledger()
    if not task.seed.rehearsal:
        _require_one_ledger(task)
        ledger = read_ledger(task.subject.book, torn=True)
    record = finished_record(task.folder)
    if record is None or not _is_last(record, ledger, task):
        if task.gone:
            require_not_drawn(task.school.code, _prepared(task).roster, task.gone, task.salt)
        return _drawn(task, ledger)
    name = dict(task.options).get("school")
    if not task.redraw and (rules := _same_input(_named_as_sealed(task, record), record)):
        outcome = _told(task, "kept", record, ledger=ledger)
        return _renamed(outcome, record.fixed.rules.school, str(name or rules.school))
    try:
        prepared = _prepared(_named_as_sealed(task, record))
        changed = _changed(task, prepared, record)
    except BalanceError as error:
        return _without(task, "changed", error, record, ledger)
    if task.redraw and not _drawn_for(task, ledger):
        return _drawn(task, ledger)
    if isinstance(changed, EvidenceError):
        return _without(task, "changed", changed, record, ledger)
    outcome = _told(task, "kept", record, prepared.roster, ledger=ledger)
    if changed and outcome.classes:
        since = (*outcome.classes.since, changed)
        outcome = replace(outcome, classes=replace(outcome.classes, since=since, unsettled=True))
    return _renamed(outcome, record.fixed.rules.school, str(name or prepared.rules.school))


def _require_one_ledger(task: Task) -> None:
    """Refuse a chosen ledger where there is one beside the roster: it knows of other draws."""
    beside = ledger_path(task.school.roster)
    if task.ledger and beside.exists():
        what = Text("This ledger lies beside the roster, and another place was chosen for it.")
        mend = Text("Leave --ledgers out; or move it to {path}.", path=str(task.ledger))
        raise EvidenceError.at(str(beside), what, mend)


def _named_as_sealed(task: Task, record: Record) -> Task:
    """Return a finished school under the name that was sealed: it may be corrected since."""
    options = dict(task.options)
    if not (task.sealed and options.get("school")):
        return task
    return replace(task, options=tuple({**options, "school": record.fixed.rules.school}.items()))


def _renamed(outcome: Outcome, then: str, now: str) -> Outcome:
    """Return what came of a school by its name of now; its lists keep that of the draw."""
    if then == now or outcome.classes is None:
        return outcome
    told = Text("Its name was corrected after the draw; its lists say: {then}.", then=outcome.name)
    classes = replace(outcome.classes, since=(*outcome.classes.since, told))
    return replace(outcome, name=now or outcome.name, classes=classes)


def _is_last(record: Record, ledger: Ledger, task: Task) -> bool:
    """Tell whether a result is that of the last draw, or of this rehearsal."""
    if task.seed.rehearsal:
        part = school_seed(task.seed, task.school.code)
        return record.rehearsal and record.seed.words == part.words
    last = ledger.result(ledger.draws[-1][1].draw) if ledger.draws else None
    return last is not None and last.record == record.digest


def _same_input(task: Task, record: Record) -> Rules | None:
    try:
        seal = read_seal(task.sealed) if task.sealed else None
    except BalanceError:
        return None
    return same_input(task.subject, seal, record)


def _prepared(task: Task) -> Prepared:
    seal = read_seal(task.sealed) if task.sealed else None
    subject = task.subject
    return prepared_by(subject, sealed_rules(subject, seal))


def _changed(task: Task, prepared: Prepared, record: Record) -> EvidenceError | Text | None:
    """Return what differs from what a finished school was drawn from, if anything does."""
    redraw = Text("Name another folder with -o.")
    if not task.seed.rehearsal:
        redraw = Text(REDRAW.message, code=task.school.code)
    return changed_since(task.school.code, task.folder, record, prepared, redraw)


def _drawn_for(task: Task, ledger: Ledger) -> bool:
    """Tell whether the last draw is the one that this redraw asks for: it was begun before."""
    last = ledger.draws[-1][1] if ledger.draws else None
    return last is not None and last.replaces > 0 and last.reason == task.reason


def _drawn(task: Task, ledger: Ledger) -> Outcome:
    """Draw, or go on with a draw that was cut off; a redraw goes on from its own seed."""
    goes_on = bool(ledger.draws) and ledger.draws[-1][1].replaces > 0
    if task.redraw:
        goes_on = _drawn_for(task, ledger)
    redraw = task.redraw and not goes_on
    request = AssignRequest(
        subject=task.subject,
        seed=(),
        ask=None,
        sealed=task.sealed,
        rehearsal=task.seed.rehearsal,
        redraw=redraw,
        reason=task.reason if redraw else "",
        date=task.date,
        output=task.folder,
        language=task.language,
        part=None if goes_on else school_seed(task.seed, task.school.code),
        lapse=task.lapse and redraw,
        page=False,
    )
    result = assign(request, lambda stage: None)
    record, roster = result.result.record, result.result.formed.roster
    live = ledger if task.seed.rehearsal else read_ledger(task.subject.book)
    return _told(task, "drawn", record, roster, result, ledger=live)


def _told(
    task: Task,
    state: State,
    record: Record,
    roster: Roster | None = None,
    result: AssignResult | None = None,
    *,
    ledger: Ledger | None = None,
) -> Outcome:
    return Outcome(
        code=task.school.code,
        name=record.source.school,
        state=state,
        exit_code=0,
        folder=str(task.folder),
        classes=_classes(task, record, ledger),
        seconds=result.seconds if result else {},
        language=record.source.language,
        roster=record.source.file_sha256,
        children=children_of(roster, task.salt) if roster else None,
    )


def _without(
    task: Task,
    state: State,
    error: BalanceError,
    record: Record | None = None,
    ledger: Ledger | None = None,
) -> Outcome:
    return Outcome(
        code=task.school.code,
        name=record.source.school if record else task.school.name,
        state=state,
        exit_code=error.exit_code,
        folder=str(task.folder),
        findings=error.findings,
        classes=_classes(task, record, ledger) if record else None,
        language=error.language or (record.source.language if record else ""),
    )


def _classes(task: Task, record: Record, ledger: Ledger | None) -> Classes:
    """Return the classes as they stand now; those just drawn (without a ledger) as drawn."""
    found = standing_of(task.folder, record, ledger) if ledger else classes_of(record)
    school = task.school
    return replace(
        found,
        left_out=(*school.left_out, *found.left_out),
        warnings=(*school.warnings, *found.warnings),
    )
