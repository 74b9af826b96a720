"""The school's own roster, every column as it was, with the class in a column of its own."""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import copy
from pathlib import Path

from balance_classes.files.roster.marked_copy import copied
from balance_classes.files.roster.roster import Examined
from balance_classes.language import Language, Text

CLASS_FORMED = Text("Class formed")
CLASS_WIDTH = 12


def roster_back(
    path: Path, examined: Examined, class_of_row: Mapping[int, str], language: Language
) -> bytes:
    """Return an .xlsx of the roster with the class of each row (from 1) behind its last column.

    Columns that no draw reads are copied as cells: they are the school's own.
    """
    from openpyxl.utils import get_column_letter

    book, sheet = copied(path, examined)
    column = max(examined.table.width, sheet.max_column) + 1
    told = {examined.header_row: language.say(CLASS_FORMED), **class_of_row}
    for row, text in told.items():
        cell, beside = sheet.cell(row, column), sheet.cell(row, examined.positions[-1] + 1)
        if beside.has_style:
            cell._style = copy(beside._style)
        cell.value, cell.data_type = text, "s"
    sheet.column_dimensions[get_column_letter(column)].width = CLASS_WIDTH
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = None
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
