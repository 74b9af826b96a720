"""Lists: what a school takes home, written from its own roster and a result that was verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from balance_classes.errors import EvidenceError
from balance_classes.files.disk.new_folder import write_folder
from balance_classes.files.result.handout_lists import Look, hand_lists
from balance_classes.files.result.roster_with_classes import roster_back
from balance_classes.files.roster.roster_reading import examine
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.latest_draw import require_latest, require_outside
from balance_classes.workflows.checking.recount import honest


@dataclass(frozen=True)
class ListsRequest:
    """The folder of a result, the roster that was drawn, and how lists are to look."""

    folder: Path
    roster: Path
    look: Look
    output: Path | None
    language: Language | None
    password: Password | None = None


@dataclass(frozen=True)
class ListsResult:
    """The lists: where they were written, and of how many students."""

    folder: Path
    files: tuple[Path, ...]
    students: int
    language: Language


def lists(request: ListsRequest, report: Callable[[str], None]) -> ListsResult:
    """Write the roster with its classes, and a list a class, into a new folder for the owner only.

    Raises EvidenceError where the result does not verify or the roster is not the drawn one.
    """
    report("verify")
    found = honest(request.folder)
    formed = found.formed
    require_latest(found.kept, found.ledger, request.roster)
    language = request.language or found.kept.language
    target = request.output or request.folder.absolute().with_name(
        language.say(Text("{stem}-lists", stem=request.folder.absolute().name))
    )
    require_outside(target, request.folder)
    examined = examine(request.roster, formed.rules, request.password)
    if (
        examined.roster is None
        or examined.roster.file_sha256 != found.kept.record.source.file_sha256
    ):
        raise EvidenceError.at(
            request.roster.name,
            Text("This file is not the roster that was drawn, or it was changed since."),
            Text("Name the file as it was drawn."),
        )
    report("write")
    class_of = {p.student.key: formed.classes[p.school_class].name for p in formed.placements}
    rows = {s.row: class_of[s.key] for s in examined.roster.students if s.key in class_of}
    files = {
        language.say(Text("roster-with-classes.xlsx")): roster_back(
            request.roster, examined, rows, language
        ),
        language.say(Text("class-lists.xlsx")): hand_lists(
            formed, examined, request.look, language
        ),
    }
    write_folder(target, files)
    return ListsResult(
        target, tuple(target / name for name in files), len(formed.placements), language
    )
