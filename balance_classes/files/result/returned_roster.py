"""The school's own roster with its classes, held against the result: the class of every student."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.verdict import Check, Difference, differences_of
from balance_classes.errors import BalanceError, RosterError
from balance_classes.files.result.roster_with_classes import CLASS_FORMED
from balance_classes.files.roster.fields import UNUSED
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.files.tables.tables import Table
from balance_classes.language import LANGUAGES, Language, Text

RETURNED = Text("The roster with its classes has every student in the class of the result.")
HEADERS = tuple(Language(code).say(CLASS_FORMED) for code in LANGUAGES)
MOST_ROWS = 8
"""So many rows are named."""


def is_returned(tables: Sequence[Table]) -> bool:
    """Tell whether tables are a roster with the column of its classes."""
    return any(str(cell).strip() in HEADERS for t in tables for row in t.rows for cell in row)


def returned_roster_check(formed: Formed, path: Path) -> Check:
    """Compare the class column of a returned roster with the classes of a result."""
    rules = formed.rules
    columns = (*rules.columns, *((header, UNUSED) for header in HEADERS))
    try:
        examined = examine(path, replace(rules, columns=columns))
        if examined.errors or examined.roster is None:
            raise RosterError(*examined.errors)
    except BalanceError as error:
        return Check("notice", RETURNED, differences_of(error))
    return Check("notice", RETURNED, tuple(_differences(formed, examined)))


def _differences(formed: Formed, examined: Examined) -> Iterator[Difference]:
    assert examined.roster is not None
    expected = {p.student.key: formed.classes[p.school_class].name for p in formed.placements}
    rows = {student.key: student.row for student in examined.roster.students}
    wrong = [row for key, row in rows.items() if _class_in(examined, row) != expected.get(key)]
    if wrong:
        yield Difference(
            Text("{file}, column {column}", file=examined.file, column=CLASS_FORMED),
            Text(
                "Rows whose class is not the result's, or who are not in it: {count} ({rows}).",
                count=len(wrong),
                rows=(*map(str, sorted(wrong)[:MOST_ROWS]), *(["…"] if wrong[MOST_ROWS:] else [])),
            ),
        )
    if missing := len(expected.keys() - rows.keys()):
        yield Difference(
            Text("{file}", file=examined.file),
            Text("Students of the result who are not on it: {count}.", count=missing),
        )


def _class_in(examined: Examined, row: int) -> str:
    """Return what the last column of classes says in a row (from 1)."""
    table = examined.table.rows
    lines = table[: examined.header_row]  # a header of several lines has it in any of them
    columns = (n for line in lines for n, cell in enumerate(line) if str(cell).strip() in HEADERS)
    at = max(columns, default=-1)
    cells = table[row - 1]
    return str(cells[at]).strip() if 0 <= at < len(cells) else ""
