"""Place: newcomers join the classes and leavers go; nobody who has a class moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.after_draw.newcomers import (
    Newcomer,
    Terms,
    drawn_places,
    lottery_numbers,
    placing_digest,
    returning,
)
from balance_classes.domain.after_draw.no_seat import Wanted, no_place_findings
from balance_classes.domain.after_draw.place_event import Placing
from balance_classes.domain.lottery import Seed, letters_and_digits
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.roster.roster_parts import Part
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import (
    InfeasibleError,
    UsageError,
    told_in,
)
from balance_classes.files.evidence.forms import PlaceEvent, Source
from balance_classes.files.evidence.record import source_of
from balance_classes.files.lists.leavers import read_leavers
from balance_classes.files.lists.newcomers import Arriving, read_newcomers
from balance_classes.files.result.returned_roster import HEADERS
from balance_classes.files.result.roster_comparison import differing_fields
from balance_classes.files.roster.fields import UNUSED
from balance_classes.files.roster.roster_sheets import ALL
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Language, Text
from balance_classes.workflows.after_draw.event_steps import Grown, Opened, lot_seed, opened
from balance_classes.workflows.draw.begin import Ask
from balance_classes.workflows.draw.prepare import (
    option_date,
    option_text,
    refuse,
    refuse_two_seeds,
)


@dataclass(frozen=True)
class Coming:
    """Who comes and who leaves by a whole new roster: its parts, and the names of the classes."""

    came: tuple[Student, ...]
    left: tuple[Placement, ...]
    language: Language
    parts: tuple[Part, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True)
class PlaceRequest:
    """The folder of a result, the newcomers' roster and a list of leavers, one of them at least.

    `date_format` is that of the newcomers' dates where it is not the drawn roster's, `unused` are
    columns of their table that nobody is to use, beside those of the draw; `gone` says what becomes
    of rows marked as gone, `sheet` which sheet is theirs;
    `seed` and `ask` are as in a draw; `roster` is named where its ledger lies elsewhere. A
    rehearsal leaves folder and ledger as they are.
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
    rehearsal: bool = False
    date_format: str | None = None
    unused: tuple[str, ...] = ()
    gone: str | None = None
    sheet: str | None = None
    whole: bool = False
    """Whether the newcomers' roster is the whole new one: who is not on it has left."""
    confirm: Callable[[Coming], None] | None = None
    """Asks a person whether those who come and leave are the right ones; raises if not."""
    other_givers: str = ""
    """Why the words are not by the givers of the draw's seal."""


@dataclass(frozen=True)
class PlaceResult:
    """What came of it, and where it was written.

    `file` is the name of the newcomers' roster, `parts` are its sheets where they are several.
    """

    grown: Grown
    placing: Placing
    file: str
    parts: tuple[Part, ...]
    folder: Path
    language: Language
    otherwise: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Who has a class and stands otherwise on a whole new roster: lottery number, fields."""


@dataclass(frozen=True)
class _Wish:
    """What is fixed before the seed; `arriving` is what was read of a file of newcomers."""

    students: tuple[Student, ...]
    leavers: tuple[int, ...]
    terms: Terms
    arriving: Arriving | None


def place(request: PlaceRequest, report: Callable[[str], None]) -> PlaceResult:
    """Place newcomers, take leavers out, and write the result anew.

    Raises a BalanceError for whatever the user can mend, before a line is on the ledger wherever
    that can be known before.
    """
    terms = _consistent(request)
    date = option_date("--date", request.date)
    report("verify")
    found = opened(request.folder, request.roster, rehearsal=request.rehearsal)
    language = request.language or found.kept.language
    with told_in(language.code):
        report("read")
        leavers, arriving = _leaving_and_coming(request, found.formed)
        students = arriving.students if arriving else ()
        if arriving and (request.whole or arriving.gone) and request.confirm:
            report("ask")
            left = tuple(p for p in found.formed.placements if p.lottery_number in leavers)
            names = tuple(school_class.name for school_class in found.formed.classes)
            request.confirm(Coming(students, left, language, arriving.roster.parts, names))
        otherwise = _otherwise(found.formed, arriving) if arriving else ()
        if request.newcomers and not (students or leavers):
            raise _nobody(request.newcomers, otherwise)
        _require_terms(terms, found)
        if arriving:
            _require_places(found, leavers, arriving, terms)
        report("seed")
        why = option_text("--other-givers", request.other_givers)
        given = (
            lot_seed(found.formed, request.seed, request.ask, why, language) if students else None
        )
        asked = placing_digest(found.formed, students, leavers, terms)
        entry, seed = found.begin(PlaceEvent, asked, given, date, why)
        with found.bound():
            report("write")
            placing = _placing(found, entry, seed, _Wish(students, leavers, terms, arriving))
            grown = found.finish(placing, _source(arriving, found), language)
    file = request.newcomers.name if request.newcomers else ""
    parts = arriving.roster.parts if arriving else ()
    return PlaceResult(grown, placing, file, parts, grown.folder, language, otherwise)


def _leaving_and_coming(
    request: PlaceRequest, before: Formed
) -> tuple[tuple[int, ...], Arriving | None]:
    """Return who leaves, by lottery number, and newcomers; a whole new roster says both."""
    leavers = read_leavers(request.leavers, before, request.password) if request.leavers else ()
    if not request.newcomers:
        return leavers, None
    arriving = read_newcomers(
        request.newcomers,
        _rules(before, request),
        before,
        request.password,
        whole=request.whole or (None if request.confirm and not leavers else False),
    )
    return arriving.gone or leavers, arriving


def _otherwise(before: Formed, arriving: Arriving) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return who stands otherwise on a whole new roster than in the draw: nothing is taken over.

    Wishes of students for each other and bins are left out: their codes are those of one roster.
    """
    drawn = {p.lottery_number: p.student for p in before.placements}
    left_out = {"together", "apart", "friends", *before.fixed.numbers}
    changed = (
        (number, tuple(f for f in differing_fields(drawn[number], now) if f not in left_out))
        for number, now in arriving.standing
    )
    return tuple(sorted(each for each in changed if each[1]))


def otherwise_sentences(changed: Sequence[tuple[int, tuple[str, ...]]]) -> Iterator[Text]:
    """Yield who stands otherwise, by lottery number and column."""
    if changed:
        students = tuple(
            Text(
                "lottery number {number} ({columns})",
                number=number,
                columns=tuple(map(field_label, fields)),
            )
            for number, fields in changed
        )
        yield Text(
            "Otherwise on the new roster than in the draw, and not taken over: {students}.",
            students=students,
        )


def _nobody(path: Path, changed: Sequence[tuple[int, tuple[str, ...]]]) -> UsageError:
    """Return the refusal of a whole new roster on which nobody is new and nobody is missing."""
    mend = next(otherwise_sentences(changed), Text("Nothing is left to be done."))
    what = Text("Everybody on it has a class, and nobody is missing.")
    return UsageError.at(path.name, what, mend)


def _rules(before: Formed, request: PlaceRequest) -> Rules:
    """Return the rules by which newcomers are read: those of the draw, and what is said of them."""
    rules = before.rules
    columns = {**dict(rules.columns), **dict.fromkeys((*request.unused, *HEADERS), UNUSED)}
    return replace(
        rules,
        plan=None,
        columns=tuple(columns.items()),
        date_format=request.date_format or rules.date_format,
        gone=request.gone or rules.gone,
        # Their sheets have names of their own; several are one roster where those of the draw were.
        sheet=request.sheet or (rules.sheet if rules.sheet in ALL else ""),
    )


def _consistent(request: PlaceRequest) -> Terms:
    """Refuse options that contradict each other; return the terms in canonical form."""
    reason = option_text("--cap-reason", request.terms.cap_reason)
    lot = request.seed or request.ask or request.terms.cap
    refuse(
        "place",
        (
            request.newcomers is None and request.leavers is None,
            Text("Neither newcomers nor leavers are named."),
        ),
        (
            request.newcomers is None and lot,
            Text("Without newcomers there is no lot and no cap to raise."),
        ),
        (
            request.whole and (request.leavers or not request.newcomers),
            Text("--whole takes one roster: who is not on it has left."),
        ),
    )
    refuse_two_seeds("place", request.seed, request.ask)
    apart = bool(request.terms.cap) != bool(letters_and_digits(reason))
    refuse("place", (apart, Text("--approved-cap and --cap-reason belong together.")))
    return replace(request.terms, cap_reason=reason)


def _require_terms(terms: Terms, found: Opened) -> None:
    """Refuse a cap that is none: it may only be raised here."""
    highest = max(school_class.cap for school_class in found.formed.classes)
    if terms.cap and terms.cap <= highest:
        raise UsageError.at(
            "--approved-cap",
            Text("The cap is {cap} already.", cap=highest),
            Text("Leave --approved-cap out, or name a higher one that was approved."),
        )


def _require_places(
    found: Opened, leavers: tuple[int, ...], arriving: Arriving, terms: Terms
) -> None:
    """Raise InfeasibleError where some newcomer has no place, before any seed is asked for."""
    if not arriving.students:
        return
    by_key = tuple(sorted(arriving.students, key=lambda student: student.key))
    roster = arriving.roster
    problems = no_place_findings(
        Wanted(found.formed, leavers, by_key, terms, roster.file, roster.parts)
    )
    if problems:
        raise InfeasibleError(*problems)


def _placing(found: Opened, entry: LaterEntry, seed: Seed | None, wish: _Wish) -> Placing:
    """Return the event that this seed always gives."""
    newcomers: tuple[Newcomer, ...] = ()
    ways, terms = 1, wish.terms
    if seed:
        arriving = lottery_numbers(found.formed, wish.students, seed)
        outcome = drawn_places(found.formed, wish.leavers, arriving, terms=terms, seed=seed)
        assert outcome is not None, "places were looked for before"
        newcomers, ways = outcome
    return Placing(
        entry=entry,
        seed=seed,
        method=terms.method,
        leavers=wish.leavers,
        newcomers=newcomers,
        choices=ways,
        columns=wish.arriving.roster.columns if wish.arriving else (),
        cap=terms.cap,
        cap_reason=terms.cap_reason,
        returned=returning(found.formed, newcomers),
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
