"""Desk: the steps of a registrar's afternoon, one after the other: check, show, choose, draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from balance_classes.domain.lottery import SeedWords
from balance_classes.domain.seed_words import Giver
from balance_classes.errors import InfeasibleError
from balance_classes.files.evidence.seal import default_seal
from balance_classes.files.pages.notice import default_notice
from balance_classes.language import LANGUAGES, Language, Text
from balance_classes.workflows.checking.latest_draw import Standing, standing_draw
from balance_classes.workflows.checking.notice import NoticeRequest, NoticeResult, notice
from balance_classes.workflows.checking.verify import VerifyRequest, VerifyResult, verify
from balance_classes.workflows.draw.assign import AssignRequest, AssignResult, assign
from balance_classes.workflows.draw.check import CheckRequest, CheckResult, check
from balance_classes.workflows.draw.prepare import RosterRequest

Choice = Literal["draw", "rehearsal", "stop", "look", "redraw", "again"]
"""What a person wants; the last three where the roster was drawn already."""
Names = Literal["whole", "masked", ""]
RULES = ("{stem}.toml", "规则.toml", "rules.toml")
"""Files beside the roster that are taken for its rules, the first that is there."""
COLLIDES = InfeasibleError.exit_code
"""What a check ends with where the rules cannot all hold: another number of classes may help."""


class Person(Protocol):
    """Whoever sits at the desk: is shown things and asked for things."""

    def speaks(self, language: Language) -> None:
        """Learn the language of the roster, in which all is said from now on."""

    def standing(self, standing: Standing) -> Choice:
        """Tell that the roster was drawn already, and ask what to do."""

    def looked(self, verified: VerifyResult, published: Path | None) -> None:
        """Show where the result lies, whether it is as it was drawn, and where its notice lies."""

    def settles(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask what columns are, and what becomes of marked rows; empty: the roster is mended."""

    def options(self, checked: CheckResult, school: str) -> Mapping[str, object]:
        """Ask for what no rule says: policy, the school's name, else `school`, stage."""

    def classes(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask for the number of classes, where it is not known or does not fit."""

    def wants_other_classes(self, checked: CheckResult) -> bool:
        """Tell that the rules cannot all hold, and ask whether to form another number."""

    def show(self, checked: CheckResult) -> None:
        """Show how the roster is understood and what is wrong with it."""

    def wants_mark(self, path: Path) -> bool:
        """Ask whether a copy with the bad cells marked is to be written."""

    def choose(self, sealed: Path | None) -> Choice:
        """Ask whether to rehearse, to draw, or to stop."""

    def reason(self) -> str:
        """Ask why the last draw is replaced."""

    def seed(self, language: Language, givers: tuple[Giver, ...]) -> Sequence[SeedWords]:
        """Ask for the words of the seed."""

    def closed(self, folder: Path) -> bool:
        """Ask that an open file be closed."""

    def drawn(self, assigned: AssignResult) -> None:
        """Show what was formed."""

    def publish(self) -> Names:
        """Ask whether to write the notice, and how names are to be shown on it."""


@dataclass(frozen=True)
class DeskRequest:
    """The roster, the rules and options that were named for it, and the language."""

    subject: RosterRequest
    language: Language | None


@dataclass(frozen=True)
class DeskResult:
    """What was checked, and what came of it.

    A copy with marks; classes; the verdict on those that were drawn before; their notice.
    """

    checked: CheckResult
    marked: Path | None = None
    assigned: AssignResult | None = None
    verified: VerifyResult | None = None
    notice: NoticeResult | None = None

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
    checked = check(CheckRequest(subject, None, request.language))
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
    if not sealed:
        subject, checked = _settled(subject, checked, request.language, person)
    if not (checked.problems or sealed):
        subject, checked = _asked(subject, checked, request.language, person)
    person.show(checked)
    if checked.problems:
        return DeskResult(checked, _marked(subject, checked, request.language, person))
    choice = choice or person.choose(sealed)
    if choice == "stop":
        return DeskResult(checked)
    assigned = assign(_wish(request, subject, sealed, choice, person), report)
    report("ask")
    person.drawn(assigned)
    published = None
    if choice != "rehearsal":
        published = _published(
            assigned.folder, assigned.language, subject.rules, person.publish(), report
        )
    return DeskResult(checked, assigned=assigned, notice=published)


def _settled(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> tuple[RosterRequest, CheckResult]:
    """Return the subject with what only a person can say of columns and rows, and checked."""
    while checked.examined.lacks_answers_alone and (answers := person.settles(checked)):
        options = subject.options
        merged = {name: _more(options.get(name), answer) for name, answer in answers.items()}
        subject = replace(subject, options={**options, **merged})
        checked = check(CheckRequest(subject, None, language))
    return subject, checked


def _more(before: object, answer: object) -> object:
    """Return an answer together with what an option of several values says already."""
    if isinstance(answer, Mapping) and isinstance(before, Mapping):
        return {**before, **answer}
    if isinstance(answer, tuple) and isinstance(before, tuple | list):
        return (*before, *answer)
    return answer


def _asked(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> tuple[RosterRequest, CheckResult]:
    """Return the subject with what nobody had said, asked until a draw can be had, and checked."""

    def told(answers: Mapping[str, object]) -> tuple[RosterRequest, CheckResult]:
        more = replace(subject, options={**subject.options, **answers})
        return more, check(CheckRequest(more, None, language))

    known = bool(checked.classes)
    subject, checked = told(person.options(checked, subject.roster.stem))
    if not (known or checked.problems):
        subject, checked = told(person.classes(checked))
    while checked.exit_code == COLLIDES and person.wants_other_classes(checked):
        subject, checked = told(person.classes(checked))
    return subject, checked


def _wish(
    request: DeskRequest,
    subject: RosterRequest,
    sealed: Path | None,
    choice: Choice,
    person: Person,
) -> AssignRequest:
    """Return the draw that was chosen; one that is gone on with keeps its seed."""
    bare = RosterRequest(subject.roster, None, {}, subject.password)
    return AssignRequest(
        subject=bare if sealed else subject,
        seed=(),
        ask=person.seed if choice in ("draw", "redraw") else None,
        sealed=sealed,
        rehearsal=choice == "rehearsal",
        redraw=choice == "redraw",
        reason=person.reason() if choice == "redraw" else "",
        date="",
        output=None,
        language=request.language,
        closed=person.closed,
    )


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
        published = _published(folder, language, subject.rules, person.publish(), report)
    return DeskResult(checked, verified=verified, notice=published)


def _published(
    folder: Path,
    language: Language,
    rules: Path | None,
    names: Names,
    report: Callable[[str], None],
) -> NoticeResult | None:
    if not names:
        return None
    request = NoticeRequest(folder, names == "masked", rules, "", "", None, language)
    return notice(request, report)


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


def _marked(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> Path | None:
    name = checked.language.say(Text("{stem}-marked.xlsx", stem=subject.roster.stem))
    path = subject.roster.with_name(name)
    if path.exists() or not checked.examined.marks or not person.wants_mark(path):
        return None
    check(CheckRequest(subject, path, language))
    return path
