"""Notice: write what is published of a result, after everything in it was verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import tally
from balance_classes.domain.result.notice import Contact, Notice, SinceDraw, nameless, notice_of
from balance_classes.domain.result.result_sentences import LETTERED
from balance_classes.domain.result.shown_names import SHORTEST_IDENTITY, masked, whole
from balance_classes.domain.teachers.pair_event import paired_of
from balance_classes.domain.teachers.staff import HEAD_TEACHER
from balance_classes.errors import EvidenceError, RulesError
from balance_classes.files.disk.new_folder import write_folder
from balance_classes.files.pages.notice import default_notice, notice_files
from balance_classes.files.result.evidence_consistency import posted_of
from balance_classes.files.roster.names import by_sound
from balance_classes.files.rules.rules_file import read_contact
from balance_classes.files.workbook.pairing_sheets import class_columns, conflict_sentences
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.latest_draw import require_latest, require_outside
from balance_classes.workflows.checking.recount import Honest, honest, not_honest
from balance_classes.workflows.draw.prepare import option_date, option_text


@dataclass(frozen=True)
class NoticeRequest:
    """The folder of a result, whether names are masked, and what the school adds."""

    folder: Path
    mask: bool
    rules: Path | None
    hotline: str
    objection: str
    output: Path | None
    language: Language | None
    roster: Path | None = None
    """The roster that was drawn, where its ledger does not lie beside the folder."""
    date: str = ""
    """When it is published; empty where that is written by hand."""


@dataclass(frozen=True)
class NoticeResult:
    """The notice, where it was written, and what could not be checked before."""

    notice: Notice
    folder: Path
    files: tuple[Path, ...]
    language: Language
    unchecked: tuple[Text, ...] = ()


def notice(request: NoticeRequest, report: Callable[[str], None]) -> NoticeResult:
    """Write the notice of a result into a new folder.

    Raises EvidenceError where the result does not verify, or is not the last one: nothing that was
    changed, replaced or overtaken is published.
    """
    result, files = made_notice(request, report)
    write_folder(result.folder, files)
    return result


def made_notice(
    request: NoticeRequest, report: Callable[[str], None]
) -> tuple[NoticeResult, dict[str, bytes]]:
    """Return the notice of a result and its files, which are not written yet."""
    report("verify")
    named = Contact(
        option_text("--hotline", request.hotline),
        option_text("--objection", request.objection),
        option_date("--date", request.date),
    )
    contact = read_contact(request.rules, named)
    found = honest(request.folder)
    kept, ledger, formed = found.kept, found.ledger, found.formed
    unchecked = require_latest(kept, ledger, request.roster) + _drawn_again(found, report)
    unchecked += tuple(Text("Not checked: {what}.", what=what) for what in kept.beside.told)
    language = request.language or kept.language
    target = request.output or default_notice(request.folder.absolute(), language)
    require_outside(target, request.folder)
    _require_publishable(formed)
    shown = masked if request.mask else whole
    posted = posted_of(kept.record, ledger)
    made = notice_of(formed, posted, contact, _later(formed), shown, by=by_sound)
    report("write")
    files = notice_files(made, language)
    paths = tuple(target / name for name in files)
    return NoticeResult(made, target, paths, language, unchecked), files


def _require_publishable(formed: Formed) -> None:
    """Refuse lists of identity or register numbers in the place of names."""
    long = (len(p.student.name) >= SHORTEST_IDENTITY for p in formed.placements)
    if nameless(formed) and any(long):
        raise EvidenceError.at(
            Text("notice"),
            Text("The roster has no names, and its numbers may not be published."),
            Text(
                "Tell each family its class, which classes.csv has; or draw from a roster with "
                "names or student numbers."
            ),
        )


def _drawn_again(found: Honest, report: Callable[[str], None]) -> tuple[Text, ...]:
    """Draw again, and return that it was not done where the solver is not there.

    Raises EvidenceError where something else comes of it.
    """
    # Counting, which comes first, does without the solver and the time that it takes to load.
    from balance_classes.workflows.checking.draw_again import drawn_again

    try:
        verdict = drawn_again(found.verdict, found.kept.record, found.formed, report)
    except RulesError:
        return (Text("Not drawn again: the solver that drew it is not here."),)
    if not verdict.passed:
        raise EvidenceError(*not_honest(verdict))
    return ()


def _later(formed: Formed) -> SinceDraw:
    """Return what happened after the draw: who leads each class, how many came, left, moved.

    The one place where later events reach the notice.
    """
    paired, counts = paired_of(formed), tally(formed)
    names = [school_class.name for school_class in formed.classes]
    heads = class_columns(paired, len(names)).get(HEAD_TEACHER, []) if paired else []
    told = (
        Text("Newcomers since the draw: {count}.", count=counts.newcomers),
        Text("Came back since the draw: {count}.", count=counts.returned),
        Text("Leavers since the draw: {count}.", count=counts.leavers),
        Text("Approved changes since the draw: {count}.", count=counts.changed),
    )
    events = [text for text in told if text.values["count"]]
    if formed.assignment.lettered:
        events.insert(0, LETTERED)
    if paired:
        events += conflict_sentences(formed, paired)
    return SinceDraw(dict(zip(names, heads, strict=False)), tuple(events))
