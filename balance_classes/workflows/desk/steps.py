"""The steps before the draw: roster and rules, asked about until a draw can be had; the seal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from balance_classes.errors import BalanceError, InfeasibleError, RulesError, UsageError
from balance_classes.language import Language, Text
from balance_classes.workflows.desk.person import Person
from balance_classes.workflows.draw.check import CheckRequest, CheckResult, check
from balance_classes.workflows.draw.prepare import RosterRequest, option_date
from balance_classes.workflows.draw.seal import SealRequest, seal

COLLIDES = InfeasibleError.exit_code
"""What a check ends with where the rules cannot all hold: another number of classes may help."""
Known = tuple[RosterRequest, CheckResult]


def told(subject: RosterRequest, answers: Mapping[str, object], language: Language | None) -> Known:
    """Return the subject with answers laid over it, and checked."""
    merged = {name: _more(subject.options.get(name), each) for name, each in answers.items()}
    subject = replace(subject, options={**subject.options, **merged})
    return subject, check(CheckRequest(subject, None, language))


def _more(before: object, answer: object) -> object:
    """Return an answer together with what an option of several values says already."""
    if isinstance(answer, Mapping) and isinstance(before, Mapping):
        return {**before, **answer}
    if isinstance(answer, tuple) and isinstance(before, tuple | list):
        return (*before, *answer)
    return answer


def understood(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> tuple[RosterRequest, CheckResult, Path | None]:
    """Return the subject with all that only a person can say, asked until nothing is wrong.

    What is still wrong where the person stops stands in the check; with the copy with marks.
    """
    marked: Path | None = None
    while True:
        subject, checked = _settled(subject, checked, language, person)
        if not checked.problems:
            subject, checked = _asked(subject, checked, language, person)
        person.show(checked)
        if not checked.problems:
            subject, checked = _evened(subject, checked, language, person)
            if not checked.examined.wishes or person.agrees(checked):
                return subject, checked, marked
        elif copy := _marked(subject, checked, language, person):
            marked = copy
        if not person.mended(marked):
            return subject, checked, marked
        subject, checked = told(subject, {}, language)


def _settled(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> Known:
    """Return the subject with what only a person can say of columns and rows, and checked."""
    while checked.examined.lacks_answers_alone and (answers := person.settles(checked)):
        subject, checked = told(subject, answers, language)
    return subject, checked


def _asked(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> Known:
    """Return the subject with what nobody had said, asked until a draw can be had, and checked."""
    known, named = bool(checked.classes), checked.policy_named
    while True:
        try:
            asked = person.options(checked, subject.roster.stem)
            first, found = told(subject, asked, language)
            break
        except RulesError as error:
            if named:
                raise
            person.refused(error)
    subject, checked = first, found
    if not (known or checked.problems):
        subject, checked = told(subject, person.classes(checked), language)
    while checked.exit_code == COLLIDES and person.wants_other_classes(checked):
        subject, checked = told(subject, person.classes(checked), language)
    return subject, checked


def _evened(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> Known:
    """Return the subject with the columns that are to be even, too; asked until they can be."""
    while chosen := person.evens(checked):
        try:
            more, found = told(subject, {"spread": tuple(chosen)}, language)
        except BalanceError as error:
            person.refused(error)
            continue
        if not found.problems:
            person.show(found)
            return more, found
        person.refused(RulesError(*found.problems))
    return subject, checked


def _marked(
    subject: RosterRequest, checked: CheckResult, language: Language | None, person: Person
) -> Path | None:
    name = checked.language.say(Text("{stem}-marked.xlsx", stem=subject.roster.stem))
    path = subject.roster.with_name(name)
    if path.exists() or not checked.examined.marks or not person.wants_mark(path):
        return None
    check(CheckRequest(subject, path, language))
    return path


def sealed_now(
    subject: RosterRequest,
    language: Language | None,
    person: Person,
    report: Callable[[str], None],
) -> Path | None:
    """Seal the roster by what the person promises of the seed; None where it does not want to."""
    while terms := person.terms():
        date = dated(person)
        try:
            report("trials")
            made = seal(
                SealRequest(
                    subject, terms.givers, terms.source, date, None, language, terms.few_seeds
                )
            )
        except UsageError as error:
            report("ask")
            person.refused(error)
            continue
        report("ask")
        person.sealed(made)
        if made.sheet:
            person.opens(made.sheet)
        return made.path
    return None


def dated(person: Person) -> str:
    """Return the date that the person wants printed, asked until it is one."""
    while True:
        try:
            return option_date("", person.date())
        except UsageError as error:
            person.refused(error)
