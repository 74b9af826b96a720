"""The school's own roster, every column as it was, with the class in a column of its own."""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any

from balance_classes.files.roster.marked_copy import copied
from balance_classes.files.roster.roster_reading import Examined
from balance_classes.language import Language, Text

CLASS_FORMED = Text("Class formed")
CLASS_WIDTH = 12


def roster_back(
    path: Path, examined: Examined, class_of_row: Mapping[int, str], language: Language
) -> bytes:
    """Return an .xlsx of the roster with the class of each row (from 1) behind its last column.

    Columns that no draw reads are copied as cells: they are the school's own.
    """
    book, place_of = copied(path, examined)
    columns: dict[str, int] = {}
    for row, text in sorted(class_of_row.items()):
        sheet, above, beside = place_of(row - 1, examined.positions[-1])
        if sheet.title not in columns:
            columns[sheet.title] = _one_more_column(sheet, examined.table.width)
            # Of several sheets each has its header somewhere above its first student.
            header = above if examined.table.parts else examined.header_row
            top = _first_line(sheet, header)
            _write(sheet, top, columns[sheet.title], beside + 1, language.say(CLASS_FORMED))
            if top < header:
                at = columns[sheet.title]
                sheet.merge_cells(None, top, at, header, at)
        _write(sheet, above + 1, columns[sheet.title], beside + 1, text)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _one_more_column(sheet: Any, width: int) -> int:
    """Make a sheet ready for a column behind its last one, and for rows that no filter hides."""
    from openpyxl.utils import get_column_letter

    column: int = max(width, sheet.max_column) + 1
    sheet.column_dimensions[get_column_letter(column)].width = CLASS_WIDTH
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = None
    return column


def _first_line(sheet: Any, header: int) -> int:
    """Return the first line of a header, of which some cells are merged down to the last."""
    merged = (each for each in sheet.merged_cells.ranges if each.min_row < header <= each.max_row)
    return min((each.min_row for each in merged), default=header)


def _write(sheet: Any, row: int, column: int, beside: int, text: str) -> None:
    """Write a text into a cell that looks as the one in the column `beside`."""
    cell, other = sheet.cell(row, column), sheet.cell(row, beside)
    if other.has_style:
        for look in ("font", "border", "fill", "alignment"):
            setattr(cell, look, copy(getattr(other, look)))
    cell.value, cell.data_type = text, "s"
