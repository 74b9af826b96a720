"""Amend: one change that was approved; no other way to move a placed student exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.after_draw.amend_event import (
    Amendment,
    Moved,
    amendment_digest,
    forbidden,
    set_aside_by,
)
from balance_classes.domain.lottery import letters_and_digits
from balance_classes.domain.reason_codes import ReasonCode
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.student_search import Choose, student_meant
from balance_classes.domain.rules.class_names import find_class
from balance_classes.errors import Finding, InfeasibleError, UsageError, told_in
from balance_classes.files.evidence.forms import AmendEvent
from balance_classes.language import Language, Text
from balance_classes.workflows.after_draw.event_steps import NOWHERE, Grown, opened
from balance_classes.workflows.draw.prepare import option_date, option_text


@dataclass(frozen=True)
class AmendRequest:
    """The folder of a result, who is moved to where or changes places with whom, and the approval.

    Of `to` (a class) and `swap` (a student) one is named; students go by lottery number, name or
    number, and of several who may be meant a person may `choose`. `roster` is named where its
    ledger lies elsewhere.
    """

    folder: Path
    student: str
    to: str
    swap: str
    reason_code: ReasonCode
    approval: str
    by: str
    date: str
    roster: Path | None
    language: Language | None
    choose: Choose | None = None
    rehearsal: bool = False
    confirm: Callable[[WhatIf], None] | None = None
    """Shows a person what the change would do, and raises where it is not wanted."""


@dataclass(frozen=True)
class WhatIf:
    """What a change does to classes: those before it, and those after it."""

    before: Formed
    after: Formed
    amendment: Amendment
    language: Language


@dataclass(frozen=True)
class AmendResult:
    """What came of it, and where it was written."""

    grown: Grown
    amendment: Amendment
    folder: Path
    language: Language


def amend(request: AmendRequest, report: Callable[[str], None]) -> AmendResult:
    """Make an approved change, and write the result anew.

    Raises UsageError for a student or a class that is not found, InfeasibleError where a cap, a
    limit or a barred class forbids the change whoever approved it.
    """
    approval, by = _approved(request)
    date = option_date("--date", request.date)
    report("verify")
    found = opened(request.folder, request.roster, rehearsal=request.rehearsal)
    language = request.language or found.kept.language
    with told_in(language.code):
        report("choice")
        moves = _moves(request, found.formed)
        _require_new(request, found.formed, moves, approval)
        wrong = tuple(forbidden(found.formed, moves))
        if wrong:
            mend = Text("Choose another class, or let two students change places (--swap).")
            raise InfeasibleError(*(Finding(d.where, d.what, mend) for d in wrong))
        asked = amendment_digest(found.formed, moves, request.reason_code, approval, by)
        shown = Amendment(
            entry=LaterEntry(found.draw, found.number, found.before, asked, date, 0, NOWHERE),
            moves=moves,
            reason_code=request.reason_code,
            approval=approval,
            by=by,
            broken=set_aside_by(found.formed, moves),
        )
        if request.confirm:
            report("ask")
            request.confirm(WhatIf(found.formed, shown.applied(found.formed), shown, language))
        entry, _ = found.begin(AmendEvent, asked, None, date)
        with found.bound():
            report("write")
            amendment = replace(shown, entry=entry)
            grown = found.finish(amendment, None, language)
    return AmendResult(grown, amendment, grown.folder, language)


def _approved(request: AmendRequest) -> tuple[str, str]:
    """Return the number of the approval and who gave it; both must say something."""
    approval, by = (
        option_text("--approval", request.approval),
        option_text("--approved-by", request.by),
    )
    findings = [
        Finding(
            option,
            Text("Nothing is said here."),
            Text("A change needs the number of its approval, and who approved it."),
        )
        for option, text in (("--approval", approval), ("--approved-by", by))
        if not letters_and_digits(text)
    ]
    if request.to and request.swap:
        what = Text(
            "--to and --swap exclude each other: who changes places joins the other's class."
        )
        mend = Text(
            "To move one student, leave --swap out; to let two change places, leave --to out."
        )
        findings.append(Finding(Text("command line"), what, mend))
    elif not (request.to or request.swap):
        mend = Text("See: {command}", command="balance-classes amend --help")
        what = Text("Name a class (--to), or a student to change places with (--swap).")
        findings.append(Finding(Text("command line"), what, mend))
    if findings:
        raise UsageError(*findings)
    return approval, by


def _require_new(
    request: AmendRequest, formed: Formed, moves: tuple[Moved, ...], approval: str
) -> None:
    """Refuse an exchange that this approval made already: given again, it would be undone."""
    wanted = {move.lottery_number for move in moves}
    for event in formed.later:
        if (
            request.swap
            and isinstance(event, Amendment)
            and event.approval == approval
            and {move.lottery_number for move in event.moves} == wanted
        ):
            what = Text(
                "Change {number} let these two change places by this approval already.",
                number=event.entry.number,
            )
            mend = Text("Nothing is left to be done; to change them back, name that approval.")
            raise UsageError.at(Text("student"), what, mend)


def _moves(request: AmendRequest, formed: Formed) -> tuple[Moved, ...]:
    """Return who leaves which class for which other."""
    student = student_meant(formed, request.student, request.choose)
    if request.swap:
        other = student_meant(formed, request.swap, request.choose)
        there, here = student.school_class, other.school_class
        pair = (
            Moved(student.lottery_number, there, here),
            Moved(other.lottery_number, here, there),
        )
        moves = tuple(sorted(pair, key=lambda move: move.lottery_number))
    else:
        names = tuple(school_class.name for school_class in formed.classes)
        target = find_class(request.to, names)
        if target is None:
            what = Text("There is no class “{name}”.", name=request.to)
            raise UsageError.at("--to", what, Text("Write one of: {names}.", names=names))
        moves = (Moved(student.lottery_number, student.school_class, target),)
    if any(move.leaves == move.joins for move in moves):
        raise UsageError.at(
            Text("student"),
            Text("The class would stay the same."),
            Text("Name another class or another student."),
        )
    return moves
