"""A copy of a roster in which the cells of errors and warnings are coloured and commented."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from balance_classes.errors import ResultError
from balance_classes.files.roster.roster_reading import Examined
from balance_classes.files.tables.beside_cells import OWN_AUTHOR
from balance_classes.files.tables.file_kinds import read_content
from balance_classes.files.tables.table_files import is_folder
from balance_classes.files.tables.zipped_workbook import MOST_UNPACKED
from balance_classes.language import Language, Text

ERROR, WARNING = "FFFFC7CE", "FFFFEB9C"
"""The fills that Excel itself gives to what is bad and what is neutral."""
PlaceOf = Callable[[int, int], tuple[Any, int, int]]
"""Gives for a cell of the roster (row, column) its sheet in the copy, and both there, from 0."""
MOST_MERGED = 1_000_000
COMMENT_SIZE = (140, 320)


def marked_copy(path: Path, examined: Examined, language: Language | None = None) -> bytes:
    """Return an .xlsx copy of the roster with a comment on each cell that something is said of.

    A workbook keeps all else as it is; any other file becomes one sheet of its cells. Raises
    ResultError for a workbook under a password, whose copy would lie open, and for several files.
    """
    book, place_of = copied(path, examined)
    say = (language or Language(examined.language)).say
    corners: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    for mark in examined.marks:
        sheet, *there = place_of(mark.row, mark.column)
        if sheet.title not in corners:
            corners[sheet.title] = _corners(sheet)
        text = f"{say(mark.finding.what)} {say(mark.finding.mend)}"
        row, column = (at + 1 for at in there)
        place = corners[sheet.title].get((row, column), (row, column))
        _mark(sheet.cell(*place), text, WARNING if mark.warning else ERROR)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _corners(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each merged cell the one that is shown, rows and columns from 1."""
    return {
        (row, column): (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row, merged.max_row + 1)
        for column in range(merged.min_col, merged.max_col + 1)
    }


def copied(path: Path, examined: Examined) -> tuple[Any, PlaceOf]:
    """Return a roster as a workbook of openpyxl with all its columns, and where cells stand.

    Raises ResultError for one under a password, for one that cannot be copied, and for several
    files.
    """
    if is_folder(path):
        raise ResultError.at(
            path.name,
            Text("The roster is several files, and a copy is of one."),
            Text("Mend the cells that are named, or copy the sheets into one workbook."),
        )
    content = read_content(path, lambda: _refuse(path))
    if content.kind != "package" or not _is_xlsx(content.bytes):
        book = _written(examined)
        return book, lambda row, column: (book.active, row, column)
    merged = examined.table.facts.merged
    if sum((b - a + 1) * (d - c + 1) for a, b, c, d in merged) > MOST_MERGED:
        raise _no_copy(path)
    book = _loaded(path, content.bytes)

    def place_of(row: int, column: int) -> tuple[Any, int, int]:
        part, *there = examined.table.origin(row, column)
        name = part.sheet if part else examined.sheet
        return (book[name] if name in book else book.worksheets[0], *there)

    return book, place_of


def _refuse(path: Path) -> str:
    raise ResultError.at(
        path.name,
        Text("A copy would lie open, without the roster's password."),
        Text("Take the password off the roster first, or do without the copy."),
    )


def _is_xlsx(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _loaded(path: Path, content: bytes) -> Any:
    """Return the workbook; the parts that were not looked at before must not be too large."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        small = sum(entry.file_size for entry in archive.infolist()) <= MOST_UNPACKED
    if small:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl tells what it leaves out, by path
                return load_workbook(io.BytesIO(content), rich_text=True)
        except Exception:  # openpyxl raises whatever the part it stumbles over leads to
            small = False
    raise _no_copy(path)


def _no_copy(path: Path) -> ResultError:
    return ResultError.at(
        path.name,
        Text("This workbook cannot be copied."),
        Text("Save it anew in Excel or WPS first."),
    )


def _written(examined: Examined) -> Any:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "".join("_" if c in r"[]:*?/\'" else c for c in examined.sheet)[:31] or "roster"
    for row, cells in enumerate(examined.table.rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value == "":
                continue
            cell = sheet.cell(row, column)
            if isinstance(value, str):
                # Text stays text, even where it looks like a formula.
                shown = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.value, cell.data_type, cell.number_format = shown, "s", "@"
            else:
                cell.value = value
    return book


def _mark(cell: Any, text: str, fill: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    said, author = "", OWN_AUTHOR
    if cell.comment:  # it stays somebody's, and to be seen to
        said, author = f"{cell.comment.text}\n", cell.comment.author
    height, width = COMMENT_SIZE
    cell.comment = Comment(said + text, author, height=height, width=width)
    if not (said and cell.fill.fgColor.rgb == ERROR):
        cell.fill = PatternFill("solid", fgColor=fill)
