"""Assign: a roster in, balanced classes out, proven, with a record of the draw."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.result.fixed_before_draw import (
    ChangedValue,
    Posted,
    changed_values,
)
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.result.shown_names import lists_digest, shown_lists
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import EvidenceError, Finding, on_the_ledger, told_in
from balance_classes.files.disk.new_folder import Closed
from balance_classes.files.disk.opening import STANDARD
from balance_classes.files.disk.private_files import is_private
from balance_classes.files.evidence.forms import ResultEvent, Seal
from balance_classes.files.evidence.ledger import Ledger, append, read_ledger
from balance_classes.files.evidence.record import record, source_of
from balance_classes.files.evidence.seal import read_seal
from balance_classes.files.evidence.sealed_rows import ANEW, changed_rows
from balance_classes.files.result.result_writing import (
    Result,
    default_folder,
    workbook_name,
    write_result,
)
from balance_classes.files.rules.rules_file import asked_rules, rules_findings
from balance_classes.language import Language, Text
from balance_classes.optimisation.draw import draw
from balance_classes.version import __version__
from balance_classes.workflows.draw.begin import (
    Ask,
    AskedDraw,
    BegunDraw,
    begin,
    draw_of,
    rehearse,
    rehearsed,
    require_last_seal,
    seed_words,
)
from balance_classes.workflows.draw.prepare import (
    Prepared,
    RosterRequest,
    option_date,
    option_text,
    prepared_by,
    refuse,
    refuse_redraw,
    refuse_two_seeds,
)
from balance_classes.workflows.draw.redraw import (
    cut_off,
    draw_in,
    not_held,
    other_names,
    require_lapse,
    set_aside,
)


@dataclass(frozen=True)
class AssignRequest:
    """What a person asks for; `seed` holds 'giver=words' or words, `ask` asks people for them.

    `closed` asks a person to close files of an older result that another program has open. `part`
    is the seed of a school in a batch, which goes before both. `lapse` lets the changes since the
    replaced draw lapse with it. `page` lays verify.html into the result; a batch has one for all.
    """

    subject: RosterRequest
    seed: tuple[str, ...]
    ask: Ask | None
    sealed: Path | None
    rehearsal: bool
    redraw: bool
    reason: str
    date: str
    output: Path | None
    language: Language | None
    closed: Closed | None = None
    part: Seed | None = None
    lapse: bool = False
    page: bool = True


@dataclass(frozen=True)
class AssignResult:
    """What came of it: the formed classes, the evidence, and where everything was written.

    `superseded` is where older results went, if another draw replaced them; `private` tells
    whether the files are for their owner only. `since` is what happened to the result before it
    was written again, `roster` where its roster lies.
    """

    result: Result
    folder: Path
    superseded: tuple[Path, ...]
    private: bool
    language: Language
    seconds: Mapping[str, float]
    since: tuple[Text, ...] = ()
    roster: Path = Path()
    policy_named: bool = True

    @property
    def workbook(self) -> Path:
        """The workbook of the result."""
        return self.folder / workbook_name(self.language)


def assign(request: AssignRequest, report: Callable[[str], None]) -> AssignResult:
    """Form the classes of a roster and write the result.

    `report` is told each stage as it begins. Raises a BalanceError for whatever the user can
    mend, before a line is on the ledger wherever that can be known before.
    """
    _require_sensible(request)
    subject, date = request.subject, option_date("--date", request.date)
    clock = _Clock(report, "read")
    seal = read_seal(request.sealed) if request.sealed else None
    prepared = prepared_by(subject, sealed_rules(subject, seal), report=report)
    language = request.language or Language(prepared.roster.language)
    folder = request.output or default_folder(subject.roster, language, rehearsal=request.rehearsal)
    book = subject.book
    with told_in(prepared.roster.language):
        if seal:
            _require_unchanged(seal, prepared, request.sealed)
        known = read_ledger(book, torn=True)
        reason = option_text("--reason", request.reason)
        unwritten = draw_in(folder, known) != known.last_draw
        replaces = request.redraw and not cut_off(known, reason, unwritten=unwritten)
        if replaces:
            require_lapse(known, lapse=request.lapse)
        if not request.rehearsal:  # before anybody is asked for words
            require_last_seal(known, seal, date)
        same = bool(known.draws) and draw_of(known.draws[-1][1], prepared, seal)
        aside = set_aside(folder, _others(request, folder), known, replaces=replaces, same=same)
        clock.begin("plan")
        bounds = prepared.plan()
        clock.begin("seed")
        words, given = _words(request, seal, language), not request.part or request.part.given
        asked = AskedDraw(prepared, seal, words, request.redraw, reason, date, given=given,
                          lapse=request.lapse, unwritten=unwritten)  # fmt: skip
        begun = rehearse(asked) if request.rehearsal else begin(asked, book)
        with nullcontext() if request.rehearsal else on_the_ledger():
            result = drawn(prepared, begun, bounds, seal, clock.begin)
            if not request.rehearsal:
                result = _entered(book, result)
            elif subject.roster != STANDARD and not request.part:
                rehearsed(book, result.record.digest, date)
            write_result(folder, result, language, clock.run(), aside=aside,
                         closed=_asking(request, report), page=request.page)  # fmt: skip
    return AssignResult(
        result=result,
        folder=folder,
        superseded=tuple(aside.values()),
        private=is_private(folder / workbook_name(language)),
        language=language,
        seconds=clock.stop(),
        since=not_held(result, book),
        roster=subject.roster,
        policy_named=prepared.policy_named,
    )


def _require_sensible(request: AssignRequest) -> None:
    """Raise UsageError where options contradict each other."""
    refuse_redraw("assign", request.redraw, request.reason,
                  lapse=request.lapse, rehearsal=request.rehearsal)  # fmt: skip
    refuse_two_seeds("assign", request.seed, request.ask)
    unplaced = request.subject.roster == STANDARD and not (request.rehearsal and request.output)
    what = Text("Beside “-” lies no ledger: it can be rehearsed, with -o, and not drawn.")
    refuse("assign", (unplaced, what))


def _others(request: AssignRequest, folder: Path) -> tuple[Path, ...]:
    """Return where else an older result may lie, unless a folder was named."""
    if request.output or request.rehearsal:
        return ()
    return other_names(request.subject.roster, folder)


def _asking(request: AssignRequest, report: Callable[[str], None]) -> Closed | None:
    """Return how a person is asked to close files, with whatever shows progress at rest."""
    closed = request.closed
    if closed is None:
        return None

    def ask(folder: Path) -> bool:
        report("ask")
        return closed(folder)

    return ask


def _words(request: AssignRequest, seal: Seal | None, language: Language) -> tuple[SeedWords, ...]:
    if request.part:
        return request.part.words
    givers = seal.fixed.givers if seal else None
    return seed_words(request.seed, request.ask, givers, language)


def sealed_rules(subject: RosterRequest, seal: Seal | None) -> Rules | None:
    """Return the sealed rules; raises EvidenceError where others are named beside the seal.

    They are compared before the roster is read by them: by other rules another fault would show.
    """
    if seal is None:
        return None
    sealed = seal.fixed.rules
    findings = rules_findings(Text("seal"), sealed)
    EvidenceError.raise_for(findings)
    if subject.names_rules:
        named = asked_rules(subject.rules, subject.options).under(seal.source.language)
        changes = changed_values(asdict(sealed), asdict(named))
        _refuse([replace(change, key=f"rules.{change.key}") for change in changes], OF_RULES)
    return sealed


OF_ROSTER = "roster_digest"
OF_RULES = Text(
    "With --sealed the rules are those of the seal: name none, or seal anew and post the new "
    "fingerprint."
)


def _require_unchanged(seal: Seal, prepared: Prepared, path: Path | None) -> None:
    changes = seal.fixed.changes(prepared.fix(seal.fixed.terms))
    rows: tuple[Finding, ...] = ()
    if path and any(change.key == OF_ROSTER for change in changes):
        rows = changed_rows(path, seal, prepared.roster)
    _refuse([change for change in changes if not (rows and change.key == OF_ROSTER)], ANEW, rows)


def _refuse(changes: Sequence[ChangedValue], mend: Text, rows: tuple[Finding, ...] = ()) -> None:
    """Raise EvidenceError where anything is another than it was sealed."""
    of_values = (
        Finding(
            Text("seal, {key}", key=key_words(change.key)),
            Text(
                "The roster is not the sealed one: a student was added or left out, or a name, a "
                "number or a level is another."
            )
            if change.key == OF_ROSTER
            else Text("Sealed was {then}, now it is {now}.", then=change.then, now=change.now),
            mend,
        )
        for change in changes
    )
    EvidenceError.raise_for([*rows, *of_values])


def drawn(
    prepared: Prepared,
    begun: BegunDraw,
    bounds: Sequence[int],
    seal: Seal | None,
    report: Callable[[str], None],
) -> Result:
    """Return the result of a draw that has begun, not yet on the ledger."""
    # Rules too many for program no. 2 to be asked beforehand may show here that they collide.
    with prepared.collisions_told():
        assignment = draw(prepared.problem, begun.seed, prepared.effort, bounds, report)
    report("write")
    formed = Formed(prepared.roster, begun.fixed, begun.seed, assignment, begun.entry)
    kept = record(formed, source_of(prepared.roster, prepared.rules))
    return Result(formed, kept, None, seal, Ledger())


def _entered(book: Path, result: Result) -> Result:
    """Return a result with its line on the ledger, written there unless it stands there already."""
    kept = result.record
    assert kept.draw is not None
    lists = lists_digest(shown_lists(result.formed))
    event = ResultEvent(draw=kept.draw.number, record=kept.digest, lists=lists)

    def entered(ledger: Ledger) -> Ledger:
        return ledger if ledger.result(event.draw) else ledger.with_event(event)

    ledger = append(book, entered)
    if ledger.result(event.draw) != event:
        raise EvidenceError.at(
            book.name,
            Text("The ledger holds another result of draw {draw}.", draw=event.draw),
            Text("Keep both and have them judged: verify says which is right."),
        )
    line = next(line for line in ledger.lines if line.what == event)
    lapsed = ledger.outcome_count(kept.draw.replaces)
    tried = ledger.rehearsed(kept.draw.line)
    posted = Posted(kept.digest, line.line, line.head(), lapsed=lapsed, rehearsed=tried)
    return replace(result, posted=posted, ledger=ledger.upto(line.line))


class _Clock:
    """The durations of the stages, kept apart from the record: they differ on every run."""

    def __init__(self, report: Callable[[str], None], stage: str) -> None:
        self._report = report
        self._started = datetime.now(UTC)
        self._seconds: dict[str, float] = {}
        self._stage, self._since = "", time.perf_counter()
        self.begin(stage)

    def begin(self, stage: str) -> None:
        """End the stage before and begin the next."""
        self.stop()
        self._stage = stage
        self._report(stage)

    def stop(self) -> dict[str, float]:
        """End the stage at hand and return the seconds of all stages."""
        now = time.perf_counter()
        if self._stage:
            self._seconds[self._stage] = round(now - self._since, 4)
        self._stage, self._since = "", now
        return dict(self._seconds)

    def run(self) -> dict[str, Any]:
        """Return what is particular to this run: when, where, on what, how long."""
        return {
            "started": self._started.isoformat(timespec="seconds"),
            "host": platform.node(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "program": __version__,
            "seconds": dict(self._seconds),
        }
