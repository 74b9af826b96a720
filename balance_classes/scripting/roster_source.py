"""A roster as a script names it: a file, or a table in memory, read as the same cells in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from balance_classes.errors import RosterError, UsageError
from balance_classes.files.disk.new_folder import write_file
from balance_classes.files.tables.file_kinds import no_table
from balance_classes.files.tables.sheet_facts import MOST_CELLS, MOST_COLUMNS
from balance_classes.files.workbook.workbook_writing import Book
from balance_classes.language import Text

RosterSource = str | PathLike[str] | pd.DataFrame
"""The path of a roster, or a table with a row for each student and headers as column names."""


@dataclass(frozen=True)
class Named:
    """A roster by the path of its file, and the table that stands for it where there is none yet.

    `held` are the bytes of that table, `index` names its rows.
    """

    path: Path
    held: bytes | None = None
    index: pd.Index | None = None

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep the table in its file; it goes again where no draw began, so that it can be mended.

        Raises UsageError where another roster is in the way.
        """
        if self.held is None or _holds(self.path, self.held):
            yield
            return
        write_file(self.path, self.held)
        try:
            yield
        except BaseException as error:
            if not getattr(error, "begun", False):
                self.path.unlink(missing_ok=True)
            raise


def named(roster: RosterSource, file: str | PathLike[str] | None = None) -> Named:
    """Return the roster that a script names; `file` is where a table is to be kept."""
    if not isinstance(roster, pd.DataFrame):
        return Named(Path(roster))
    path = Path(file or "roster.xlsx")
    return Named(path, as_workbook(roster, path), roster.index)


def as_workbook(table: pd.DataFrame, path: Path) -> bytes:
    """Return the bytes of a workbook with the cells of a table, each of its own type.

    The column names are its header; the index is no part of it. Raises RosterError for what no
    workbook can hold.
    """
    if len(table.columns) > MOST_COLUMNS or table.size > MOST_CELLS:
        raise no_table(path.name, Text("The table has more than {most} cells.", most=MOST_CELLS))
    book = Book(path.stem)
    sheet = book.add_sheet(path.stem)
    sheet.add_row(map(str, table.columns))
    cells = table.astype(object).where(table.notna(), "")
    for row in cells.itertuples(index=False, name=None):
        sheet.add_row(map(_cell, row))
    try:
        return book.content()
    except UnicodeEncodeError as error:
        code = f"U+{ord(error.object[error.start]):04X}"
        what = Text("The text holds a character that cannot be shown ({code}).", code=code)
        mend = Text("Delete the character and type the text anew.")
        raise RosterError.at(path.name, what, mend) from error


def _cell(value: Any) -> object:
    """Return a value as a workbook can hold it: a number, a date, else its text."""
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, datetime):
        return plain.replace(tzinfo=None)
    if isinstance(plain, bool | int | date):
        return plain
    return plain if isinstance(plain, float) and isfinite(plain) else str(plain)


def _holds(file: Path, content: bytes) -> bool:
    """Tell whether a roster lies in its file already; raise UsageError where another one does."""
    if not file.exists():
        return False
    if file.is_file() and file.read_bytes() == content:
        return True
    raise UsageError.at(
        str(file),
        Text("Another roster lies here: it was kept before, or is none of this script's."),
        Text("Name another file; or pass the path of this one to draw it as it lies there."),
    )
