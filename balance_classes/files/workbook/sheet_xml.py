"""The rows of a sheet as XML, kept in memory, and texts as cells hold them.

Cell by cell openpyxl took most of the time of writing, and it kept each sheet in a temporary file,
where a process that is killed would leave names behind.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter

_HERE = b"<sheetData>@</sheetData>"


class SheetRows:
    """The rows of one sheet (ECMA-376, part 1, 18.3.1.73), from the first on."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._rows: list[str] = []

    @property
    def next_row(self) -> int:
        """The number of the row that is added next."""
        return len(self._rows) + 1

    def add(self, values: Sequence[Any], styles: Sequence[int]) -> None:
        """Add a row; style 0 is none, and a cell without value and style is left out."""
        row = self.next_row
        cells = "".join(
            self._cell(f"{_letters(column)}{row}", value, style)
            for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1)
            if style or value not in (None, "")
        )
        self._rows.append(f'<row r="{row}"{self._dimension(row)}>{cells}</row>')

    def content(self) -> bytes:
        """Return the element of all rows."""
        return f"<sheetData>{''.join(self._rows)}</sheetData>".encode()

    def _dimension(self, row: int) -> str:
        known: Mapping[int, Any] = self._sheet.row_dimensions
        if row not in known:
            return ""
        return "".join(f' {name}="{value}"' for name, value in dict(known[row]).items())

    def _cell(self, place: str, value: Any, style: int) -> str:
        """Return a cell: text in place, never a formula; a number; or a date."""
        styled = f' s="{style}"' if style else ""
        if isinstance(value, str) and value:
            kept = ' xml:space="preserve"' if value != value.strip() else ""
            text = f"<is><t{kept}>{_escaped(value)}</t></is>"
            return f'<c r="{place}"{styled} t="inlineStr">{text}</c>'
        if value is None or value == "":
            return f'<c r="{place}"{styled}/>'
        if isinstance(value, bool):
            return f'<c r="{place}"{styled} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int | float):
            number = value if isinstance(value, int) else safe_string(value)
            return f'<c r="{place}"{styled}><v>{number}</v></c>'
        # A date is a number in a format that says so.
        cell: Any = WriteOnlyCell(self._sheet, value)
        number = safe_string(to_excel(value))  # type: ignore[no-untyped-call]
        return f'<c r="{place}" s="{cell.style_id}"><v>{number}</v></c>'


class InMemoryWriter(WorksheetWriter):
    """openpyxl's writer of a sheet, with rows that are XML already."""

    def __init__(self, sheet: Any, rows: SheetRows) -> None:
        self._around, self._rows = io.BytesIO(), rows
        super().__init__(sheet, out=self._around)
        self.write_top()

    def write_rows(self) -> None:
        """Leave a mark in the place of the rows."""
        stream: Any = self.xf.send(True)
        with stream.element("sheetData"):
            stream.write("@")
        self.xf.send(None)

    def content(self) -> bytes:
        """Return the bytes of the sheet."""
        around = self._around.getvalue()
        assert around.count(_HERE) == 1
        return around.replace(_HERE, self._rows.content())

    def cleanup(self) -> None:
        """There is no temporary file to be removed."""


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters: str = get_column_letter(column)
    return letters


def _escaped(text: str) -> str:
    """Return a text as XML."""
    if text.isalnum() and len(text) <= LONGEST:
        return text
    return as_held(text).translate(_ENTITIES)


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


LONGEST = 32_767
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)


def as_held(text: str) -> str:
    """Return a text as a cell holds it: what XML cannot, and what looks like an escape, escaped."""
    plain = _LIKE_AN_ESCAPE.sub("_x005F_", text[:LONGEST])
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def as_meant(held: str) -> str:
    """Return the text that a cell holds."""
    return _ESCAPE.sub(_meant, held) if "_x" in held else held


def _meant(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code in _SURROGATES else chr(code)
