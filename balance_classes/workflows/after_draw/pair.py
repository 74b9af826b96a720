"""Pair: groups get teams of teachers, class names and rooms by a second lot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.later_states import states
from balance_classes.domain.result.result_sentences import (
    draw_sentence,
    posted_sentences,
    seed_sentence,
)
from balance_classes.domain.teachers.pair_event import PairingEvent
from balance_classes.domain.teachers.paired_classes import shown_pairings
from balance_classes.domain.teachers.staff import Staff
from balance_classes.errors import told_in
from balance_classes.files.disk.new_folder import require_new, write_file
from balance_classes.files.evidence.forms import PairEvent, Source
from balance_classes.files.evidence.record import staff_source
from balance_classes.files.pages.ceremony import ceremony_page
from balance_classes.files.result.evidence_consistency import posted_of
from balance_classes.files.result.result_writing import Result
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.workbook.page_setup import title_of
from balance_classes.language import Language, Text
from balance_classes.workflows.after_draw.event_steps import Grown, Opened, lot_seed, opened
from balance_classes.workflows.after_draw.second_lot import (
    Report,
    SecondLot,
    draw_second_lot,
    read_second_lot,
    require_possible,
)
from balance_classes.workflows.draw.begin import Ask, seed_from, seed_words
from balance_classes.workflows.draw.prepare import (
    option_date,
    option_text,
    refuse,
    refuse_two_seeds,
)


@dataclass(frozen=True)
class PairRequest:
    """The folder of a result; without teachers only class names are drawn.

    `rooms` are those of the classes by number; `announce` is told the fingerprint of all that is
    fixed before any words are asked for; `page` is a file for the ceremony; `roster` is named
    where its ledger lies elsewhere. A rehearsal leaves folder and ledger as they are.
    """

    folder: Path
    teachers: Path | None
    conflicts: Path | None
    rooms: tuple[str, ...]
    seed: tuple[str, ...]
    ask: Ask | None
    announce: Callable[[Language, str], None] | None
    date: str
    page: Path | None
    roster: Path | None
    language: Language | None
    password: Password | None = None
    rehearsal: bool = False
    other_givers: str = ""
    """Why the words are not by the givers of the draw's seal."""


@dataclass(frozen=True)
class PairResult:
    """What came of it, and where it was written."""

    grown: Grown
    event: PairingEvent
    asked: str
    folder: Path
    page: Path | None
    language: Language


def pair(request: PairRequest, report: Report) -> PairResult:
    """Draw the second lot and write the result anew.

    Given again with a page it writes the page of what was drawn. Raises a BalanceError for whatever
    the user can mend, before a line is on the ledger wherever that can be known before.
    """
    refuse_two_seeds("pair", request.seed, request.ask)
    lone = Text("Without teachers there are no conflicts with them.")
    refuse("pair", (request.conflicts and not request.teachers, lone))
    date = option_date("--date", request.date)
    if request.page:
        require_new(request.page)
    report("verify")
    found = opened(request.folder, request.roster, rehearsal=request.rehearsal)
    language = request.language or found.kept.language
    with told_in(language.code):
        report("read")
        done = _done(found, request, language) if request.page else None
        if done and request.page:
            write_file(request.page, _page(done))
            return done
        lot = _second_lot(found, request)
        report("plan")
        require_possible(found, lot)
        asked = lot.asked(found.formed)
        report("seed")
        if request.announce:
            request.announce(language, fingerprint(asked))
        why = option_text("--other-givers", request.other_givers)
        given = lot_seed(found.formed, request.seed, request.ask, why, language)
        entry, seed = found.begin(PairEvent, asked, given, date, why)
        with found.bound():
            assert seed is not None
            event = PairingEvent(entry, seed, draw_second_lot(found, lot, seed, report))
            report("write")
            grown = found.finish(event, _source(lot.staff, found), language)
    result = PairResult(grown, event, asked, grown.folder, request.page, language)
    if request.page:
        write_file(request.page, _page(result))
    return result


def _done(found: Opened, request: PairRequest, language: Language) -> PairResult | None:
    """Return the pairing that this request has come to already, if it is the last change.

    A run that was cut off before its page was written goes on so; nothing is drawn.
    """
    event = found.formed.later[-1] if found.formed.later else None
    if not isinstance(event, PairingEvent):
        return None
    before = states(found.formed.as_drawn, found.formed.later)[-2]
    lot = _second_lot(replace(found, formed=before), request)
    asked = lot.asked(before)
    words = seed_words(request.seed, None, None, language)
    if asked != event.entry.asked or (words and seed_from(words).value != event.seed.value):
        return None
    kept, file = found.kept, found.kept.later[-1]
    posted = posted_of(kept.record, found.ledger)
    result = Result(found.formed, kept.record, posted, None, found.ledger)
    grown = Grown(result, before, event, file.file, kept.folder, kept.folder / file.name)
    return PairResult(grown, event, asked, request.folder, request.page, language)


def opening(result: PairResult) -> tuple[Text, ...]:
    """Return what is said before the first pairing is shown: of this lot, then of the draw."""
    formed, posted = result.grown.result.formed, result.grown.result.posted
    _, *after = posted_sentences(formed, posted)
    draw = draw_sentence(formed.entry)
    return (
        Text("Second lot: {seed}", seed=seed_sentence(result.event.seed)),
        Text("Fixed before its seed was given: {asked}.", asked=fingerprint(result.asked)),
        Text("The draw of the students before it: {draw}", draw=draw) if formed.entry else draw,
        *after,
    )


def _page(result: PairResult) -> bytes:
    formed = result.grown.result.formed
    pairings = shown_pairings(result.event.paired, formed.classes)
    title = title_of(formed, result.language.say)
    return ceremony_page(title, opening(result), pairings, result.language)


def _second_lot(found: Opened, request: PairRequest) -> SecondLot:
    return read_second_lot(
        found, request.teachers, request.conflicts, request.rooms, request.password
    )


def _source(staff: Staff | None, found: Opened) -> Source | None:
    return staff_source(staff, found.kept.record.source.school) if staff else None
