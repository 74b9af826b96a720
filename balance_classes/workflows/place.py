"""Place: newcomers join the classes and leavers go; nobody who has a class moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.lottery import Seed, letters_and_digits
from balance_classes.domain.newcomers import Newcomer, Terms, asked_of, numbered, placed
from balance_classes.domain.no_place import Wanted, no_place_findings
from balance_classes.domain.placing import Placing
from balance_classes.domain.roster import Student
from balance_classes.errors import (
    Finding,
    InfeasibleError,
    UsageError,
    on_the_ledger,
    told_in,
)
from balance_classes.files.forms import SeedForm, Source
from balance_classes.files.intake.content import Password
from balance_classes.files.intake.leavers import read_leavers
from balance_classes.files.intake.newcomers import Arriving, read_newcomers
from balance_classes.files.record import source_of
from balance_classes.language import Language, Text
from balance_classes.workflows.begin import Ask, seed_words
from balance_classes.workflows.later import (
    Grown,
    Opened,
    begin_later,
    entry_of,
    finish,
    new_seed,
    opened,
    place_event,
    require_new_words,
)
from balance_classes.workflows.prepare import said, said_date


@dataclass(frozen=True)
class PlaceRequest:
    """The folder of a result, the newcomers' roster and a list of leavers, one of them at least.

    `seed` and `ask` are as in a draw; `roster` is named where its ledger lies elsewhere.
    """

    folder: Path
    newcomers: Path | None
    leavers: Path | None
    terms: Terms
    seed: tuple[str, ...]
    ask: Ask | None
    date: str
    roster: Path | None
    language: Language | None
    password: Password | None = None


@dataclass(frozen=True)
class PlaceResult:
    """What came of it, and where it was written; `file` is the name of the newcomers' roster."""

    grown: Grown
    placing: Placing
    file: str
    folder: Path
    language: Language


def place(request: PlaceRequest, report: Callable[[str], None]) -> PlaceResult:
    """Place newcomers, take leavers out, and write the result anew.

    Raises a BalanceError for whatever the user can mend, before a line is on the ledger wherever
    that can be known before.
    """
    terms = _consistent(request)
    date = said_date("--date", request.date)
    report("verify")
    found = opened(request.folder, request.roster)
    language = request.language or found.kept.language
    with told_in(language.code):
        report("read")
        leavers = (
            read_leavers(request.leavers, found.formed, request.password) if request.leavers else ()
        )
        arriving = (
            read_newcomers(request.newcomers, found.formed, request.password)
            if request.newcomers
            else None
        )
        students = arriving.students if arriving else ()
        _require_terms(terms, found)
        _require_places(found, leavers, students, terms, request)
        report("seed")
        words = seed_words(request.seed, request.ask, None, language) if students else ()
        seed = new_seed(words) if students else None
        if seed:
            require_new_words(found, seed)
        asked = asked_of(found.formed, students, leavers, terms)
        wish = place_event(found, asked, seed, date)
        begun = begin_later(found, wish)
        with on_the_ledger():
            report("write")
            placing = _placing(found, begun.seed, students, leavers, terms)
            placing = replace(placing, columns=arriving.roster.columns if arriving else ())
            grown = finish(found, placing, _source(arriving, found))
    file = request.newcomers.name if request.newcomers else ""
    return PlaceResult(grown, placing, file, request.folder, language)


def _consistent(request: PlaceRequest) -> Terms:
    """Refuse options that contradict each other; return the terms in canonical form."""
    reason = said("--cap-reason", request.terms.cap_reason)
    wrong = None
    if request.newcomers is None and request.leavers is None:
        wrong = Text("Neither newcomers nor leavers are named.")
    elif request.newcomers is None and (request.seed or request.ask or request.terms.cap):
        wrong = Text("Without newcomers there is no lot and no cap to raise.")
    elif request.seed and request.ask:
        wrong = Text("--seed and --ask-seed exclude each other.")
    elif bool(request.terms.cap) != bool(letters_and_digits(reason)):
        wrong = Text("--cap and --cap-reason belong together.")
    if wrong:
        mend = Text("See: {command}", command="balance-classes place --help")
        raise UsageError(Finding(Text("command line"), wrong, mend))
    return replace(request.terms, cap_reason=reason)


def _require_terms(terms: Terms, found: Opened) -> None:
    """Refuse a cap that is none: it may only be raised here."""
    highest = max(school_class.cap for school_class in found.formed.classes)
    if terms.cap and terms.cap <= highest:
        raise UsageError(
            Finding(
                "--cap",
                Text("The cap is {cap} already.", cap=highest),
                Text("Leave --cap out, or name a higher one that was approved."),
            )
        )


def _require_places(
    found: Opened,
    leavers: tuple[int, ...],
    students: tuple[Student, ...],
    terms: Terms,
    request: PlaceRequest,
) -> None:
    """Raise InfeasibleError where some newcomer has no place, before any seed is asked for."""
    if not students:
        return
    by_key = tuple(sorted(students, key=lambda student: student.key))
    name = request.newcomers.name if request.newcomers else ""
    wanted = Wanted(found.formed, leavers, by_key, terms, name)
    problems = no_place_findings(wanted)
    if problems:
        raise InfeasibleError(*problems)


def _placing(
    found: Opened,
    seed: SeedForm | None,
    students: tuple[Student, ...],
    leavers: tuple[int, ...],
    terms: Terms,
) -> Placing:
    """Return the event that this seed always gives."""
    newcomers: tuple[Newcomer, ...] = ()
    ways, drawn = 1, None
    if seed:
        drawn = Seed(seed.words, seed.given)
        arriving = numbered(found.formed, students, drawn)
        outcome = placed(found.formed, leavers, arriving, terms=terms, seed=drawn)
        assert outcome is not None, "places were looked for before"
        newcomers, ways = outcome
    return Placing(
        entry=entry_of(found),
        seed=drawn,
        method=terms.method,
        leavers=leavers,
        newcomers=newcomers,
        choices=ways,
        columns=(),
        cap=terms.cap,
        cap_reason=terms.cap_reason,
    )


def _source(arriving: Arriving | None, found: Opened) -> Source | None:
    """Return what is kept of the newcomers' file.

    Not its hash: of a file with one student it could be found by trying.
    """
    if arriving is None:
        return None
    roster = replace(arriving.roster, file_sha256="")
    source = source_of(roster, found.formed.rules)
    return source.model_copy(update={"school": found.kept.record.source.school}).signed()
