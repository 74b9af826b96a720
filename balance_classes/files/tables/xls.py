"""Binary workbooks of Excel 97 and WPS (.xls, .et), read in plain Python.

The faster reader of the other kinds reserves as much memory as a damaged binary workbook asks
for; this one does not, and it tells what is hidden and what has failed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balance_classes.files.tables.file_kinds import Content, damaged
from balance_classes.files.tables.sheet_facts import Facts
from balance_classes.files.tables.text_tables import Rows


@dataclass(frozen=True)
class Page:
    """A sheet of a binary workbook: its cells and its facts."""

    name: str
    rows: Rows
    facts: Facts


def pages_of(content: Content) -> list[Page]:
    """Return the visible sheets; raises RosterError for bytes that are no workbook."""
    import xlrd

    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            book = xlrd.open_workbook(
                file_contents=content.bytes, formatting_info=True, ragged_rows=True, logfile=nowhere
            )
            return [_page(book, sheet) for sheet in book.sheets() if sheet.visibility == 0]
    except Exception as error:  # xlrd raises whatever the broken part leads to
        raise damaged(content.name) from error


def _page(book: Any, sheet: Any) -> Page:
    rows: Rows = [
        [_value(book, cell) for cell in sheet.row(number)] for number in range(sheet.nrows)
    ]
    facts = Facts(
        hidden_rows={row for row, about in sheet.rowinfo_map.items() if about.hidden},
        from_1904=book.datemode == 1,
        hidden_columns={column for column, about in sheet.colinfo_map.items() if about.hidden},
        struck=_struck(book, sheet),
        comments={cell for cell, note in sheet.cell_note_map.items() if note.text.strip()},
    )
    facts.merged += [
        # xlrd counts the end of a range as the first cell behind it.
        (first, last - 1, left, right - 1)
        for first, last, left, right in sheet.merged_cells
    ]
    return Page(sheet.name, rows, facts)


def _struck(book: Any, sheet: Any) -> set[tuple[int, int]]:
    """Return the cells whose font, or that of a part of their text, is struck through."""
    fonts = {number for number, font in enumerate(book.font_list) if font.struck_out}
    styles = {number for number, xf in enumerate(book.xf_list) if xf.font_index in fonts}
    in_part = {
        place
        for place, runs in sheet.rich_text_runlist_map.items()
        if any(font in fonts for _, font in runs)
    }
    return in_part | {
        (row, column)
        for row in range(sheet.nrows if styles else 0)
        for column, cell in enumerate(sheet.row(row))
        if cell.xf_index in styles and _value(book, cell) != ""
    }


def _value(book: Any, cell: Any) -> object:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_TEXT | xlrd.XL_CELL_NUMBER:
            return cell.value
        case xlrd.XL_CELL_DATE:
            try:
                return xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
            except (xlrd.xldate.XLDateError, ValueError, OverflowError):
                return cell.value
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#N/A")
        case _:
            return ""
