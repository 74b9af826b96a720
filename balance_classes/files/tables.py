"""Reading tables: an .xlsx or .csv file becomes sheets of raw cells, nothing interpreted."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from balance_classes.domain.canonical import canonical_text
from balance_classes.errors import Finding, RosterError
from balance_classes.language import Text

ZIP_MAGIC = b"PK\x03\x04"
CSV_ENCODINGS = ("utf-8-sig", "gb18030")
"""GB18030 takes almost any bytes, so UTF-8, which does not, is tried first."""


@dataclass(frozen=True)
class Table:
    """One sheet: a frame of raw cells, whose index and columns count from 0 at cell A1.

    Cells are text, numbers, dates or "" where empty; a number is never taken for text.
    """

    file: str
    sheet: str
    cells: pd.DataFrame

    def place(self, row: int, column: int) -> Text:
        """Return the words for a cell, such as “roster.xlsx, sheet 花名册, cell B12”."""
        cell = f"{_column_letters(column)}{row + 1}"
        return Text(
            "{file}, sheet {sheet}, cell {cell}", file=self.file, sheet=self.sheet, cell=cell
        )


def read_tables(path: Path) -> tuple[list[Table], str]:
    """Return the sheets of a file and the SHA-256 of its bytes.

    Raises RosterError for a path that cannot be read, and for bytes that are no table.
    """
    _require_plain_name(path)
    content = _read_bytes(path)
    return tables_in(path, content), hashlib.sha256(content).hexdigest()


def tables_in(path: Path, content: bytes) -> list[Table]:
    """Return the sheets that the bytes of a file hold; raises RosterError as `read_tables`."""
    if content.startswith(ZIP_MAGIC):
        tables = _read_workbook(path, content)
    else:
        tables = [Table(path.name, path.stem, _read_csv(path, content))]
    tables = [table for table in tables if not table.cells.empty]
    if not tables:
        raise RosterError(_finding(path, Text("The file holds no table.")))
    return tables


def _require_plain_name(path: Path) -> None:
    """Refuse a file name that no list and no record could hold."""
    try:
        canonical_text(path.name)
    except ValueError as error:
        raise RosterError(
            Finding(
                ascii(path.name),
                Text(
                    "The name of the file holds a character that cannot be shown ({code}).",
                    code=str(error),
                ),
                Text("Give the file another name."),
            )
        ) from error


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        what = Text("There is no such file.")
    except IsADirectoryError:
        what = Text("This is a folder, not a file.")
    except OSError as error:
        what = Text("The file cannot be opened: {reason}.", reason=error.strerror or str(error))
    raise RosterError(Finding(str(path), what, Text("Give the path of the roster file.")))


def _read_workbook(path: Path, content: bytes) -> list[Table]:
    try:
        sheets = pd.read_excel(
            io.BytesIO(content),
            sheet_name=_visible_sheets(content),
            header=None,
            dtype=object,
            engine="calamine",
            keep_default_na=False,
            na_filter=False,
        )
    except Exception as error:  # calamine raises types of its own for each broken part
        raise RosterError(
            _finding(path, Text("The workbook is damaged or no workbook."))
        ) from error
    return [Table(path.name, str(name), frame) for name, frame in sheets.items()]


def _visible_sheets(content: bytes) -> list[str]:
    """Return the sheets that a person sees: what is hidden must not decide a draw."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    sheets = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheets_metadata
    return [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]


def _read_csv(path: Path, content: bytes) -> pd.DataFrame:
    if b"\x00" in content:
        raise RosterError(_finding(path, Text("The file is no table.")))
    text = _decode(path, content).replace("\r\n", "\n").replace("\r", "\n")
    delimiter = max(",\t;", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RosterError(
            _finding(path, Text("The file is no table: {reason}.", reason=str(error)))
        ) from error
    width = max((len(row) for row in rows), default=0)
    return pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=object)


def _decode(path: Path, content: bytes) -> str:
    for encoding in CSV_ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(_finding(path, Text("The file is no table.")))


def _finding(path: Path, what: Text) -> Finding:
    return Finding(path.name, what, Text("Save the roster as .xlsx in Excel or WPS, or as .csv."))


def _column_letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)
