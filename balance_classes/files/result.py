"""The files of a result: workbook, list for other systems, record, and the run's own data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balance_classes.domain.formed import Formed
from balance_classes.domain.labels import field_label
from balance_classes.files.folder import write_folder
from balance_classes.files.workbook import workbook
from balance_classes.language import Language, Text

RECORD = "record.json"
RUN = "run.json"
CLASSES = "classes.csv"


def default_folder(roster: Path, language: Language) -> Path:
    """Return where a result goes by itself: 新生-分班 or intake-classes beside the roster."""
    return roster.with_name(language.say(Text("{stem}-classes", stem=roster.stem)))


def workbook_name(language: Language) -> str:
    """Return the name of the workbook in a language."""
    return language.say(Text("classes.xlsx"))


def write_result(
    folder: Path,
    formed: Formed,
    language: Language,
    record: Mapping[str, Any],
    run: Mapping[str, Any],
) -> None:
    """Write the whole result into a new folder, or raise ResultError and write nothing."""
    write_folder(
        folder,
        {
            workbook_name(language): workbook(formed, language),
            CLASSES: _class_file(formed, language),
            RECORD: _json(record),
            RUN: _json(run),
        },
    )


def _class_file(formed: Formed, language: Language) -> bytes:
    """Return student key and class as CSV, with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    key = formed.roster.identities[0] if formed.roster.identities else "name"
    writer.writerow([language.say(field_label(key)), language.say(field_label("class"))])
    for c, school_class in enumerate(formed.classes):
        for placement in formed.class_lists[c]:
            writer.writerow([placement.student.key, school_class.name])
    return buffer.getvalue().encode("utf-8-sig")


def _json(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()
