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

from balance_classes.domain.evidence import Posted
from balance_classes.domain.formed import Formed
from balance_classes.domain.labels import field_label, key_label
from balance_classes.errors import EvidenceError
from balance_classes.files.folder import Closed, write_folder
from balance_classes.files.forms import Record, Seal
from balance_classes.files.ledger import Ledger
from balance_classes.files.report import REPORT, report
from balance_classes.files.workbook import workbook
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
    aside: Path | None,
    closed: Closed | None = None,
) -> None:
    """Write the whole result into a new folder, or raise ResultError and write nothing.

    An older result in its place goes to `aside`; where a file of it is open, `closed` is asked.
    """
    formed = result.formed
    files = {
        workbook_name(language): workbook(formed, result.posted, language),
        REPORT: report(formed, result.posted, language),
        CLASSES: class_file(formed, language),
        RECORD: result.record.content(),
        RUN: _json(run),
    }
    if result.seal:
        files[SEAL] = result.seal.content()
    if result.ledger.lines:
        files[LEDGER] = result.ledger.content()
    write_folder(folder, files, aside, closed)


def record_digest(folder: Path) -> str:
    """Return the digest of the record in a folder, empty where it holds none."""
    try:
        return Record.read(RECORD, (folder / RECORD).read_bytes()).digest
    except (OSError, EvidenceError):
        return ""


def finished_record(folder: Path) -> Record | None:
    """Return the record of a result that lies whole in a folder, None where none does."""
    try:
        record = Record.read(RECORD, (folder / RECORD).read_bytes())
        names = {path.name for path in folder.iterdir()}
    except (OSError, EvidenceError):
        return None
    whole = {CLASSES, RUN, REPORT} <= names and names & {
        workbook_name(Language(c)) for c in LANGUAGES
    }
    return record if whole and record.signed() == record else None


def set_aside(folder: Path, draw: int) -> Path:
    """Return where a result goes that another draw replaces: into superseded/ beside it."""
    first = folder.parent / SUPERSEDED / f"{folder.name}-{draw}"
    later = (first.with_name(f"{first.name}.{number}") for number in count(2))
    return next(path for path in chain([first], later) if not path.exists())


def class_file(formed: Formed, language: Language) -> bytes:
    """Return student key and class as CSV, with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    key = formed.roster.key
    writer.writerow([language.say(key_label(key)), language.say(field_label("class"))])
    for c, school_class in enumerate(formed.classes):
        for placement in formed.class_lists[c]:
            writer.writerow([placement.student.key, school_class.name])
    return buffer.getvalue().encode("utf-8-sig")


def _json(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()
