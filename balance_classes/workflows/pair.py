"""Pair: groups get teams of teachers, class names and rooms by a second lot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.canonical import plain_text
from balance_classes.domain.conflicts import Conflict
from balance_classes.domain.fingerprint import fingerprint
from balance_classes.domain.formed import Formed
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.pair import Pair, asked_of, barred_by, group_of, named_in, paired_of
from balance_classes.domain.paired import Paired, Teams, shown
from balance_classes.domain.pairing import TRIAL, Pairing, draw_pairing
from balance_classes.domain.sentences import draw_sentence, posted_sentences, seed_sentence
from balance_classes.domain.staff import Staff
from balance_classes.domain.teams import shortages, unfit_teams
from balance_classes.errors import (
    EvidenceError,
    Finding,
    InfeasibleError,
    RosterError,
    UsageError,
    on_the_ledger,
    told_in,
)
from balance_classes.files.ceremony import ceremony_page
from balance_classes.files.folder import require_new, write_file
from balance_classes.files.forms import PairEvent, Source
from balance_classes.files.intake.conflicts import read_conflicts
from balance_classes.files.intake.content import Password
from balance_classes.files.intake.teachers import read_teachers
from balance_classes.files.record import seed_form, staff_source
from balance_classes.language import Language, Text
from balance_classes.optimisation.draw import Effort, effort_of
from balance_classes.optimisation.teams import plan_teams, teams_for
from balance_classes.workflows.begin import Ask, seed_words
from balance_classes.workflows.later import (
    Grown,
    Opened,
    begin_later,
    entry_of,
    finish,
    new_seed,
    opened,
    require_new_words,
)
from balance_classes.workflows.prepare import said, said_date

Report = Callable[[str], None]


@dataclass(frozen=True)
class PairRequest:
    """The folder of a result; without teachers only class names are drawn.

    `rooms` are those of the classes by number; `announce` is told the fingerprint of all that is
    fixed before any words are asked for; `page` is a file for the ceremony; `roster` is named
    where its ledger lies elsewhere.
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


@dataclass(frozen=True)
class PairResult:
    """What came of it, and where it was written."""

    grown: Grown
    event: Pair
    asked: str
    folder: Path
    page: Path | None
    language: Language


@dataclass(frozen=True)
class _Wish:
    """What is fixed before the seed."""

    staff: Staff | None
    conflicts: tuple[Conflict, ...]
    rooms: tuple[str, ...]
    effort: Effort


def pair(request: PairRequest, report: Report) -> PairResult:
    """Draw the second lot and write the result anew.

    Raises a BalanceError for whatever the user can mend, before a line is on the ledger wherever
    that can be known before.
    """
    _require_consistent(request)
    date = said_date("--date", request.date)
    if request.page:
        require_new(request.page)
    report("verify")
    found = opened(request.folder, request.roster)
    language = request.language or found.kept.language
    with told_in(language.code):
        report("read")
        wish = _wish(found, request)
        report("plan")
        _require_possible(found, wish)
        asked = asked_of(found.formed, wish.staff, wish.conflicts, wish.rooms)
        report("seed")
        if request.announce:
            request.announce(language, fingerprint(asked))
        seed = new_seed(seed_words(request.seed, request.ask, None, language))
        require_new_words(found, seed)
        begun = begin_later(found, _event(found, asked, seed, date))
        with on_the_ledger():
            assert begun.seed is not None
            drawn = Seed(begun.seed.words, begun.seed.given)
            paired = _paired(found, wish, drawn, report)
            event = Pair(entry_of(found), drawn, paired)
            report("write")
            grown = finish(found, event, _source(wish.staff, found))
    result = PairResult(grown, event, asked, request.folder, request.page, language)
    if request.page:
        write_file(request.page, _page(result))
    return result


def opening(result: PairResult) -> tuple[Text, ...]:
    """Return what is said before the first pairing is shown: of this lot, then of the draw."""
    formed, posted = result.grown.result.formed, result.grown.result.posted
    _, *after = posted_sentences(formed, posted)
    return (
        Text("Second lot: {seed}", seed=seed_sentence(result.event.seed)),
        Text("Fixed before its seed was given: {asked}.", asked=fingerprint(result.asked)),
        Text("The draw of the students before it: {draw}", draw=draw_sentence(formed.entry)),
        *after,
    )


def _page(result: PairResult) -> bytes:
    formed = result.grown.result.formed
    pairings = shown(result.event.paired, formed.classes)
    return ceremony_page(formed.school, opening(result), pairings, result.language)


def _require_consistent(request: PairRequest) -> None:
    wrong = None
    if request.seed and request.ask:
        wrong = Text("--seed and --ask-seed exclude each other.")
    elif request.conflicts and not request.teachers:
        wrong = Text("Without teachers there are no conflicts with them.")
    if wrong:
        mend = Text("See: {command}", command="balance-classes pair --help")
        raise UsageError(Finding(Text("command line"), wrong, mend))


def _wish(found: Opened, request: PairRequest) -> _Wish:
    """Read teachers, conflicts and rooms; refuse what was paired already."""
    formed, rules = found.formed, found.formed.rules
    before = paired_of(formed)
    if before and (before.teams or not request.teachers):
        raise EvidenceError(_paired_already(found))
    if not request.teachers and not formed.assignment.lettered:
        raise EvidenceError(_nothing_to_draw(found))
    staff, conflicts = None, tuple[Conflict, ...]()
    if request.teachers:
        staff = read_teachers(request.teachers, rules, request.password)
        _require_teams(staff, len(formed.classes))
        if request.conflicts:
            conflicts = read_conflicts(request.conflicts, formed.roster, staff, request.password)
    rooms = _rooms(request.rooms, len(formed.classes))
    return _Wish(staff, conflicts, rooms, effort_of(rules))


def _require_teams(staff: Staff, teams: int) -> None:
    """Raise InfeasibleError for numbers that cannot come out, RosterError for unfit ready teams."""
    short = shortages(staff, teams)
    if short:
        raise InfeasibleError(*short)
    unfit = tuple(unfit_teams(staff, teams)) if staff.ready else ()
    if unfit:
        raise RosterError(*unfit)


def _rooms(written: tuple[str, ...], classes: int) -> tuple[str, ...]:
    rooms = tuple(_room(room) for room in written)
    values = {"rooms": len(rooms), "classes": classes}
    if rooms and (len(rooms) != classes or len(set(rooms)) < classes or not all(rooms)):
        raise UsageError(
            Finding(
                "--rooms",
                Text("{rooms} rooms are named for {classes} classes.", **values)
                if len(rooms) != classes
                else Text("A room is named twice, or not at all."),
                Text("Name one room for each class, in the order of the classes."),
            )
        )
    return rooms


def _room(written: str) -> str:
    try:
        return plain_text(said("--rooms", written))
    except ValueError as error:
        raise UsageError(
            Finding(
                "--rooms",
                Text("The text begins with “{sign}”.", sign=str(error)),
                Text("Begin it with a letter or a digit."),
            )
        ) from error


def _require_possible(found: Opened, wish: _Wish) -> None:
    """Raise where no teams exist, or conflicts leave no pairing, before a seed is known."""
    if wish.staff is None:
        return
    plan_teams(wish.staff, len(found.formed.classes), wish.effort)
    if wish.conflicts:
        trial = Seed((SeedWords("", TRIAL),), given=True)
        _teams(found.formed, wish, trial, lambda stage: None)


def _paired(found: Opened, wish: _Wish, seed: Seed, report: Report) -> Paired:
    """Return the teams and the pairing that a seed gives."""
    formed = found.formed
    teams = _teams(formed, wish, seed, report)
    bare = Paired(teams, Pairing((), (), 1), wish.conflicts, wish.rooms, formed.assignment.lettered)
    pairing = draw_pairing(
        formed.as_drawn.assignment.problem,
        seed,
        len(teams.names) if teams else 0,
        bare.barred(group_of(formed)),
        named_in(formed),
    )
    return replace(bare, pairing=pairing)


def _teams(before: Formed, wish: _Wish, seed: Seed, report: Report) -> Teams | None:
    """Return the teams that a seed gives, None where there are no teachers."""
    if wish.staff is None:
        return None
    return teams_for(
        wish.staff,
        len(before.classes),
        barred_by(before, wish.conflicts),
        seed,
        effort=wish.effort,
        report=report,
    )


def _event(found: Opened, asked: str, seed: Seed, date: str) -> PairEvent:
    return PairEvent(
        draw=found.draw,
        number=found.number,
        before=found.before,
        asked=asked,
        seed=seed_form(seed),
        date=date,
    )


def _source(staff: Staff | None, found: Opened) -> Source | None:
    return staff_source(staff, found.kept.record.source.school) if staff else None


def _paired_already(found: Opened) -> Finding:
    what = Text("The classes are paired already.")
    before = paired_of(found.formed)
    if before and before.teams:
        mend = Text(
            "The result in this folder has the pairing. Another one needs another draw of the "
            'classes, which will be shown in public: assign --redraw --reason "why", then pair.'
        )
    else:
        mend = Text("They have their names; to draw teachers for them, too: --teachers.")
    return Finding(str(found.kept.folder), what, mend)


def _nothing_to_draw(found: Opened) -> Finding:
    return Finding(
        str(found.kept.folder),
        Text("The classes have their names already, and no teachers were named."),
        Text(
            "Name the teachers with --teachers; for names by a second lot draw with "
            "assign --groups."
        ),
    )
