"""Desk: the steps of a registrar's afternoon, one after the other: check, show, choose, draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from balance_classes.domain.lottery import SeedWords
from balance_classes.files.seal import default_seal
from balance_classes.language import LANGUAGES, Language, Text
from balance_classes.workflows.assign import AssignRequest, AssignResult, assign
from balance_classes.workflows.check import CheckRequest, CheckResult, check
from balance_classes.workflows.prepare import RosterRequest

Choice = Literal["draw", "rehearsal", "stop"]
RULES = ("{stem}.toml", "规则.toml", "rules.toml")
"""Files beside the roster that are taken for its rules, the first that is there."""


class Person(Protocol):
    """Whoever sits at the desk: is shown things and asked for things."""

    def options(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask for stage and number of classes."""

    def show(self, checked: CheckResult) -> None:
        """Show how the roster is understood and what is wrong with it."""

    def wants_mark(self, path: Path) -> bool:
        """Ask whether a copy with the bad cells marked is to be written."""

    def choose(self, sealed: Path | None) -> Choice:
        """Ask whether to rehearse, to draw, or to stop."""

    def seed(self, language: Language, givers: tuple[str, ...]) -> Sequence[SeedWords]:
        """Ask for the words of the seed."""

    def closed(self, folder: Path) -> bool:
        """Ask that an open file be closed."""


@dataclass(frozen=True)
class DeskRequest:
    """The roster, the rules and options that were named for it, and the language."""

    subject: RosterRequest
    language: Language | None


@dataclass(frozen=True)
class DeskResult:
    """What was checked, the copy with marks if one was written, and what was drawn, if anything."""

    checked: CheckResult
    marked: Path | None
    assigned: AssignResult | None

    @property
    def exit_code(self) -> int:
        """What a script is told: as check does where something is wrong."""
        return self.checked.exit_code


def desk(request: DeskRequest, person: Person, report: Callable[[str], None]) -> DeskResult:
    """Lead a person from the roster to the classes; nothing is drawn that was not chosen.

    A rules file or a seal beside the roster is used. Raises what check and assign raise.
    """
    subject = _with_rules(request.subject)
    sealed = _seal_beside(subject.roster, request.language)
    report("read")
    checked = check(CheckRequest(subject, None, request.language))
    if not (checked.classes or checked.problems or sealed):
        report("ask")
        subject = replace(subject, options={**subject.options, **person.options(checked)})
        checked = check(CheckRequest(subject, None, request.language))
    report("ask")
    person.show(checked)
    if checked.problems:
        return DeskResult(checked, _marked(subject, checked, request.language, person), None)
    choice = person.choose(sealed)
    if choice == "stop":
        return DeskResult(checked, None, None)
    assigned = assign(
        AssignRequest(
            subject=RosterRequest(subject.roster, None, {}, subject.password)
            if sealed
            else subject,
            seed=(),
            ask=person.seed if choice == "draw" else None,
            sealed=sealed,
            rehearsal=choice == "rehearsal",
            redraw=False,
            reason="",
            date="",
            output=None,
            language=request.language,
            closed=person.closed,
        ),
        report,
    )
    return DeskResult(checked, None, assigned)


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
