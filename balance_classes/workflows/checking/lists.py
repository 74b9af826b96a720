"""Lists: what a school takes home, written from its own roster and a result that was verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.errors import EvidenceError, RosterError
from balance_classes.files.disk.new_folder import write_folder
from balance_classes.files.evidence.ledger import ledger_path
from balance_classes.files.lists.newcomers import key_as_drawn
from balance_classes.files.result.handout_lists import Look, hand_lists
from balance_classes.files.result.returned_roster import HEADERS, MOST_ROWS
from balance_classes.files.result.roster_with_classes import roster_back
from balance_classes.files.roster.fields import UNUSED
from balance_classes.files.roster.roster_reading import examine
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.latest_draw import require_latest, require_outside
from balance_classes.workflows.checking.recount import Honest, honest


@dataclass(frozen=True)
class ListsRequest:
    """The folder of a result, the roster, and how lists are to look."""

    folder: Path
    roster: Path
    look: Look
    output: Path | None
    language: Language | None
    password: Password | None = None


@dataclass(frozen=True)
class ListsResult:
    """The lists: where they were written, and of how many students.

    `elsewhere` are those of them who stand on another roster, as newcomers do.
    """

    folder: Path
    files: tuple[Path, ...]
    students: int
    language: Language
    elsewhere: int = 0


def lists(request: ListsRequest, report: Callable[[str], None]) -> ListsResult:
    """Write the roster with its classes, and a list a class, into a new folder for the owner only.

    Raises EvidenceError where the result does not verify or the roster is neither the drawn one nor
    the whole one of now.
    """
    report("verify")
    found = honest(request.folder)
    formed = found.formed
    _require_latest(found, request.roster)
    language = request.language or found.kept.language
    target = request.output or request.folder.absolute().with_name(
        language.say(Text("{stem}-lists", stem=request.folder.absolute().name))
    )
    require_outside(target, request.folder)
    unused = dict.fromkeys(HEADERS, UNUSED)
    rules = replace(formed.rules, columns=tuple({**dict(formed.rules.columns), **unused}.items()))
    examined = examine(request.roster, rules, request.password)
    if examined.roster is None:
        raise RosterError(*examined.errors)
    key, students = formed.fixed.key, examined.roster.students
    row_of = {key_as_drawn(student, key): student.row for student in students}
    if examined.roster.file_sha256 != found.kept.record.source.file_sha256:
        _require_all(request.roster, row_of, formed)
    report("write")
    placed = {p.student.key: formed.classes[p.school_class].name for p in formed.placements}
    rows = {row: placed[key] for key, row in row_of.items() if key in placed}
    files = {
        language.say(Text("roster-with-classes.xlsx")): roster_back(
            request.roster, examined, rows, language
        ),
        language.say(Text("class-lists.xlsx")): hand_lists(
            formed, examined, row_of, request.look, language
        ),
    }
    write_folder(target, files)
    return ListsResult(
        target,
        tuple(target / name for name in files),
        len(formed.placements),
        language,
        len(placed.keys() - row_of.keys()),
    )


def _require_latest(found: Honest, roster: Path) -> None:
    """Refuse a result that is not the last; the ledger lies beside the folder or the roster."""
    named = roster if ledger_path(roster).exists() else None
    if require_latest(found.kept, found.ledger, named):
        require_latest(found.kept, found.ledger, roster)


def _require_all(roster: Path, row_of: Mapping[str, int], formed: Formed) -> None:
    """Refuse another roster than the drawn one, unless it holds who is in the classes now.

    It is the whole one of now then, of a later `place`.
    """
    number = {p.student.key: p.lottery_number for p in formed.placements}
    missing = [number[key] for key in number.keys() - row_of.keys()]
    strange = [row for key, row in row_of.items() if key not in number]
    if not formed.later or missing or strange:
        raise EvidenceError.at(
            roster.name,
            Text("This file is not the roster that was drawn, or it was changed since.")
            if not formed.later
            else Text(
                "It is neither the roster that was drawn nor the whole one of now. Rows without a "
                "class: {strange} ({rows}); not on it, of the classes: {missing} (lottery numbers "
                "{numbers}).",
                strange=len(strange),
                rows=_some(strange),
                missing=len(missing),
                numbers=_some(missing),
            ),
            Text("Name the file as it was drawn.")
            if not formed.later
            else Text("Name the file as it was drawn, or the whole roster that place was given."),
        )


def _some(numbers: Sequence[int]) -> tuple[str, ...]:
    rest = ("…",) if len(numbers) > MOST_ROWS else ()
    return (*map(str, sorted(numbers)[:MOST_ROWS]), *rest) or ("–",)
