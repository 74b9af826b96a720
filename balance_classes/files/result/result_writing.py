"""The files of a result: workbook, list for other systems, evidence, and the run's own data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.labels import key_label, staff_label
from balance_classes.domain.teachers.pair_event import paired_of
from balance_classes.errors import EvidenceError, ResultError
from balance_classes.files.disk.new_folder import (
    Closed,
    extend_folder,
    move_folder,
    unwritable,
    write_folder,
)
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.evidence.forms import Record, Seal
from balance_classes.files.evidence.ledger import Ledger
from balance_classes.files.pages.report import REPORT, report
from balance_classes.files.pages.verify_page import VERIFY_PAGE, verify_page
from balance_classes.files.workbook.pairing_sheets import class_columns
from balance_classes.files.workbook.result_sheets import workbook
from balance_classes.language import LANGUAGES, Language, Text

RECORD = "record.json"
RUN = "run.json"
CLASSES = "classes.csv"
SEAL = "seal.json"
LEDGER = "ledger.jsonl"
SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Result:
    """Formed classes with their evidence; `ledger` goes up to the line of this result."""

    formed: Formed
    record: Record
    posted: Posted | None
    seal: Seal | None
    ledger: Ledger


def default_folder(roster: Path, language: Language, *, rehearsal: bool) -> Path:
    """Return where a result goes by itself: 新生-分班 or intake-classes beside the roster.

    Rehearsals are numbered: 新生-演练, 新生-演练2 …
    """
    if not rehearsal:
        return roster.with_name(language.say(Text("{stem}-classes", stem=roster.stem)))
    first = roster.with_name(language.say(Text("{stem}-rehearsal", stem=roster.stem)))
    later = (first.with_name(f"{first.name}{number}") for number in count(2))
    return next(folder for folder in chain([first], later) if not folder.exists())


def workbook_name(language: Language) -> str:
    """Return the name of the workbook in a language."""
    return language.say(Text("classes.xlsx"))


def write_result(
    folder: Path,
    result: Result,
    language: Language,
    run: Mapping[str, Any],
    *,
    aside: Mapping[Path, Path],
    closed: Closed | None = None,
    page: bool = True,
) -> None:
    """Write the whole result into a new folder, or raise ResultError and write nothing.

    `page` says whether the page by which anybody checks it is written there, too.

    Older results go where `aside` says, one in its place and those under other names; where a
    file of them is open, `closed` is asked.
    """
    files = {
        **standing_files(result, language),
        REPORT: report(result.formed, result.posted, language),
        RECORD: result.record.content(),
        RUN: _json(run),
    }
    if result.seal:
        files[SEAL] = result.seal.content()
    if page:
        files[VERIFY_PAGE] = verify_page()
    for older, target in aside.items():
        if older != folder:
            move_folder(older, target, closed)
    write_folder(folder, files, aside.get(folder), closed)


def standing_files(result: Result, language: Language) -> dict[str, bytes]:
    """Return the files that say how classes and ledger stand: each later event writes them anew.

    The report is none of them: two of them would tell what a child who came or left is.
    """
    files = {
        workbook_name(language): workbook(result.formed, result.posted, language),
        CLASSES: class_file(result.formed, language),
    }
    if result.ledger.lines:
        files[LEDGER] = result.ledger.content()
    return files


def write_later(
    folder: Path, result: Result, language: Language, name: str, content: bytes
) -> None:
    """Write the file of a later event, and all that says how classes stand now, or nothing.

    What said it before goes into a folder of its own, which nothing changes any more.
    """
    files = standing_files(result, language)
    former = former_folder(len(result.formed.later))
    extend_folder(folder, {**files, name: content}, tuple(files), former)


def former_folder(event: int) -> str:
    """Return where the files lie that said how classes stood before a later event: before-1."""
    return f"before-{event}"


def record_digest(folder: Path) -> str:
    """Return the digest of the record in a folder, empty where it holds none."""
    try:
        return Record.read(RECORD, whole_file(folder / RECORD)).digest
    except (OSError, EvidenceError):
        return ""


def finished_record(folder: Path) -> Record | None:
    """Return the record of a result that lies whole in a folder, None where none does."""
    try:
        record = Record.read(RECORD, whole_file(folder / RECORD))
        names = {path.name for path in folder.iterdir()}
    except (OSError, EvidenceError):
        return None
    whole = {CLASSES, RUN, REPORT} <= names and names & {
        workbook_name(Language(c)) for c in LANGUAGES
    }
    return record if whole and record.signed() == record else None


def superseded_folder(folder: Path, draw: int) -> Path:
    """Return where a result goes that another draw replaces: into superseded/ beside it.

    Raises ResultError where that is a link: it would lie where nobody looks for it.
    """
    if (folder.parent / SUPERSEDED).is_symlink():
        where = folder.parent / SUPERSEDED
        raise ResultError(unwritable(where, Text("it is a link to another place")))
    first = folder.parent / SUPERSEDED / f"{folder.name}-{draw}"
    later = (first.with_name(f"{first.name}.{number}") for number in count(2))
    return next(path for path in chain([first], later) if not path.exists())


def class_file(formed: Formed, language: Language) -> bytes:
    """Return student key and class as CSV, with the mark by which Excel knows UTF-8.

    After a pairing it has each class's room and head teacher, too, where they are named.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    key = formed.roster.key
    paired = paired_of(formed)
    more = class_columns(paired, len(formed.classes)) if paired else {}
    fields = (key_label(key), *map(staff_label, ("class", *more)))
    writer.writerow([language.say(field) for field in fields])
    for c, school_class in enumerate(formed.classes):
        for placement in formed.class_lists[c]:
            told = [column[c] for column in more.values()]
            writer.writerow([placement.student.key, school_class.name, *told])
    return buffer.getvalue().encode("utf-8-sig")


def _json(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()
