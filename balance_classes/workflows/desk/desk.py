"""Desk: the steps of a registrar's afternoon, one after the other: check, choose, draw, publish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.result.notice import Contact
from balance_classes.errors import BalanceError
from balance_classes.files.evidence.seal import default_seal, read_seal
from balance_classes.files.pages.notice import default_notice
from balance_classes.files.result.handout_lists import Look
from balance_classes.files.result.seal_aside import bring_back, put_aside
from balance_classes.files.rules.rules_file import read_contact
from balance_classes.language import LANGUAGES, Language
from balance_classes.workflows.checking.hall import HallRequest, hall
from balance_classes.workflows.checking.latest_draw import standing_draw
from balance_classes.workflows.checking.lists import ListsRequest, ListsResult, lists
from balance_classes.workflows.checking.notice import NoticeRequest, NoticeResult, notice
from balance_classes.workflows.checking.verify import VerifyRequest, VerifyResult, verify
from balance_classes.workflows.desk.person import Choice, Person
from balance_classes.workflows.desk.steps import dated, sealed_now, understood
from balance_classes.workflows.draw.assign import AssignRequest, AssignResult, assign
from balance_classes.workflows.draw.check import CheckRequest, CheckResult, check
from balance_classes.workflows.draw.prepare import RosterRequest

RULES = ("{stem}.toml", "规则.toml", "rules.toml")
"""Files beside the roster that are taken for its rules, the first that is there."""


@dataclass(frozen=True)
class DeskRequest:
    """The roster, the rules and options that were named for it, and the language."""

    subject: RosterRequest
    language: Language | None
    drawn: bool = False
    """Whether it was drawn before: another draw replaces that one."""


@dataclass(frozen=True)
class DeskResult:
    """What was checked, and what came of it.

    A copy with marks; the seal; classes; the verdict on those that were drawn before; what was
    written of them.
    """

    checked: CheckResult
    marked: Path | None = None
    sealed: Path | None = None
    assigned: AssignResult | None = None
    verified: VerifyResult | None = None
    notice: NoticeResult | None = None
    lists: ListsResult | None = None

    @property
    def exit_code(self) -> int:
        """What a script is told: as verify or check does where something is wrong."""
        return self.verified.verdict.exit_code if self.verified else self.checked.exit_code


def desk(request: DeskRequest, person: Person, report: Callable[[str], None]) -> DeskResult:
    """Lead a person from the roster to the classes; nothing is drawn that was not chosen.

    A rules file or a seal beside the roster is used. Raises what check and assign raise.
    """
    subject = _with_rules(request.subject)
    sealed = _seal_beside(subject.roster, request.language)
    report("read")
    rules = read_seal(sealed).fixed.rules if sealed else None
    checked = check(CheckRequest(subject, None, request.language, sealed=rules))
    report("ask")
    person.speaks(checked.language)
    choice: Choice | None = None
    standing = standing_draw(subject.roster)
    if standing:
        choice = person.standing(standing)
        if choice == "look" and standing.folder:
            return _looked(checked, standing.folder, subject, person, report)
        if choice == "stop":
            return DeskResult(checked)
    marked: Path | None = None
    if sealed:
        person.show(checked)
        while checked.problems and person.mended(None):
            checked = check(CheckRequest(subject, None, request.language, sealed=rules))
            person.show(checked)
    else:
        subject, checked, marked = understood(subject, checked, request.language, person)
    if checked.problems:
        return DeskResult(checked, marked)
    known = DeskResult(checked, sealed=sealed)
    return _drawn(
        replace(request, subject=subject, drawn=bool(standing)), known, choice, person, report
    )


def _drawn(
    request: DeskRequest,
    result: DeskResult,
    choice: Choice | None,
    person: Person,
    report: Callable[[str], None],
) -> DeskResult:
    """Rehearse and seal as often as the person wants, then draw, and write what is wanted of it."""
    while True:
        choice = choice or person.choose(result.sealed)
        if choice == "draw" and request.drawn:
            choice = "redraw"
        if choice == "stop":
            return result
        if choice == "seal":
            request, result = _sealed(request, result, person, report)
            if result.checked.problems:
                return result
        elif assigned := _assigned(_wish(request, result.sealed, choice, person), person, report):
            result = replace(result, assigned=assigned)
            if choice != "rehearsal":
                return _taken_home(result, assigned, request.subject, person, report)
            person.drawn(assigned)
            person.opens(assigned.workbook)
        choice = None


def _assigned(
    wish: AssignRequest, person: Person, report: Callable[[str], None]
) -> AssignResult | None:
    """Return what was drawn; None where it was refused and the person told why."""
    try:
        assigned = assign(wish, report)
    except BalanceError as error:
        if error.begun:
            raise
        report("ask")
        person.refused(error)
        return None
    report("ask")
    return assigned


def _sealed(
    request: DeskRequest, result: DeskResult, person: Person, report: Callable[[str], None]
) -> tuple[DeskRequest, DeskResult]:
    """Seal the roster; anew, with all that is asked before a seal, where there is one already."""
    before, subject = result.sealed, request.subject
    if before:
        checked = check(CheckRequest(subject, None, request.language))
        subject, checked, marked = understood(subject, checked, request.language, person)
        request, result = replace(request, subject=subject), replace(result, checked=checked)
        if checked.problems:
            return request, replace(result, marked=marked)
        put_aside(before)
    made = sealed_now(subject, request.language, person, report)
    if before and not made:
        bring_back(before)
    return request, replace(result, sealed=made or before)


def _wish(
    request: DeskRequest, sealed: Path | None, choice: Choice, person: Person
) -> AssignRequest:
    """Return the draw that was chosen; one that is gone on with keeps its seed."""
    subject = request.subject
    bare = RosterRequest(subject.roster, None, {}, subject.password)
    asks = choice in ("draw", "redraw")
    return AssignRequest(
        subject=bare if sealed else subject,
        seed=(),
        ask=person.seed if asks else None,
        sealed=sealed,
        rehearsal=choice == "rehearsal",
        redraw=choice == "redraw",
        reason=person.reason() if choice == "redraw" else "",
        date=dated(person) if asks else "",
        output=None,
        language=request.language,
        closed=person.closed,
    )


def _taken_home(
    result: DeskResult,
    assigned: AssignResult,
    subject: RosterRequest,
    person: Person,
    report: Callable[[str], None],
) -> DeskResult:
    """Show what was drawn, before the hall first, and write notice and lists if they are wanted."""
    if minutes := person.minutes():
        shown = hall(HallRequest(assigned.folder, minutes, None, assigned.language), report)
        report("ask")
        person.opens(shown.page)
    person.drawn(assigned)
    person.opens(assigned.workbook)
    published = _published(assigned.folder, assigned.language, subject.rules, person, report)
    listed: ListsResult | None = None
    if person.wants_lists():
        look = Look((), "roster", "a4")
        asked = ListsRequest(
            assigned.folder, subject.roster, look, None, assigned.language, subject.password
        )
        listed = lists(asked, report)
        report("ask")
        person.opens(listed.folder)
    return replace(result, notice=published, lists=listed)


def _looked(
    checked: CheckResult,
    folder: Path,
    subject: RosterRequest,
    person: Person,
    report: Callable[[str], None],
) -> DeskResult:
    """Recount the result that lies there, and write its notice if that is not done and wanted."""
    report("verify")
    asked = VerifyRequest(
        folder, subject.roster, (), (), checked.language, subject.password, recount=True
    )
    verified = verify(asked, report)
    report("ask")
    notices = (default_notice(folder, Language(code)) for code in LANGUAGES)
    there = next((path for path in notices if path.exists()), None)
    person.looked(verified, there)
    published = None
    if verified.verdict.passed and there is None:
        language = checked.language
        published = _published(folder, language, subject.rules, person, report)
    return DeskResult(checked, verified=verified, notice=published)


def _published(
    folder: Path,
    language: Language,
    rules: Path | None,
    person: Person,
    report: Callable[[str], None],
) -> NoticeResult | None:
    names = person.publish()
    if not names:
        return None
    contact = person.contact(read_contact(rules, Contact()))
    request = NoticeRequest(
        folder, names == "masked", rules, contact.hotline, contact.objection, None, language
    )
    made = notice(request, report)
    report("ask")
    person.opens(made.files[-1])
    return made


def _with_rules(subject: RosterRequest) -> RosterRequest:
    """Return the subject with the rules that lie beside the roster, unless some were named."""
    if subject.rules:
        return subject
    places = (subject.roster.with_name(n.format(stem=subject.roster.stem)) for n in RULES)
    return replace(subject, rules=next((path for path in places if path.is_file()), None))


def _seal_beside(roster: Path, language: Language | None) -> Path | None:
    """Return the seal that seal wrote beside the roster, in either language."""
    codes = [language.code] if language else LANGUAGES
    places = (default_seal(roster, Language(code)) for code in codes)
    return next((path for path in places if path.is_file()), None)
