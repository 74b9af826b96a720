"""The cells of a workbook's sheets as texts, each sheet read when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from balance_classes.domain.canonical import canonical_text
from balance_classes.files.result.book_parts import BookParts, local
from balance_classes.files.workbook.cell_text import as_meant

Grid = tuple[tuple[str, ...], ...]
"""The cells of a sheet as texts, without the empty ones at the ends of rows and of the sheet."""
SHOWN_OTHERWISE = ("b", "d", "e")
"""Kinds of values that no program shows as they are written: 1 as TRUE, days as numbers."""
MOST_ROWS, MOST_COLUMNS = 2**20, 2**14
MOST_REACHED = 4_000_000
"""Cells before the last one of a sheet, empty ones too."""


class SheetCells(Mapping[str, Grid]):
    """The sheets of a workbook by their names.

    Raises EvidenceError for parts that are not as any program writes them.
    """

    def __init__(self, parts: BookParts) -> None:
        self._parts = parts
        with parts.as_written():
            self._paths = {sheet.name: sheet.path for sheet in parts.sheets()}
        self._read: dict[str, Grid] = {}

    def __getitem__(self, name: str) -> Grid:
        path = self._paths[name]
        if name not in self._read:
            with self._parts.as_written():
                self._read[name] = tuple(self._rows(path))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    @cached_property
    def _shared(self) -> list[str]:
        path = self._parts.main("sharedStrings")
        return [_text(each) for each in self._parts.tree(path)] if path in self._parts else []

    def _rows(self, path: str) -> Sequence[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for row in self._parts.tree(path).iterfind("{*}sheetData/{*}row"):
            number = int(row.get("r", len(found) + 1))
            cells = without_end([*self._cells(row)])
            reach = max(1, len(cells)) * number
            if not len(found) < number <= MOST_ROWS or reach > MOST_REACHED:
                raise ValueError("row")
            if cells:
                found += [()] * (number - 1 - len(found))
                found.append(cells)
        return without_end(found)

    def _cells(self, row: Any) -> Iterator[str]:
        at = 0
        for cell in row.iterfind("{*}c"):
            letters = coordinate_from_string(cell.get("r"))[0] if cell.get("r") else ""
            column = column_index_from_string(letters) if letters else at + 1
            if not at < column <= MOST_COLUMNS:
                raise ValueError("column")
            yield from [""] * (column - 1 - at)
            yield self._value(cell)
            at = column

    def _value(self, cell: Any) -> str:
        kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _text(inline)
        if kind == "s":
            return self._shared[int(value)]
        if kind in SHOWN_OTHERWISE:
            return f"{kind}: {value}"
        return _number(value) if kind == "n" and value else plain(as_meant(value))


def _text(element: Any) -> str:
    """Return a text, all its runs together, without what is written above them."""
    found = []
    for each in element:
        if local(str(each.tag)) == "t":
            found.append(each.text or "")
        elif local(str(each.tag)) == "r":
            found.append(each.findtext("{*}t") or "")
    return plain(as_meant("".join(found)))


def plain(text: str) -> str:
    """Return a text without the white space that programs add; one that is none stays as it is."""
    try:
        return canonical_text(re.sub(r"[\r\n\t]+", " ", text))
    except ValueError:
        return text


def _number(text: str) -> str:
    number = float(text)
    return str(int(number)) if number.is_integer() else str(number)


def without_end(values: Sequence[Any]) -> tuple[Any, ...]:
    """Return values without the empty ones at their end."""
    end = len(values)
    while end and not values[end - 1]:
        end -= 1
    return tuple(values[:end])
