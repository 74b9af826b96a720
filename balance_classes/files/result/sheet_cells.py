"""The cells of a workbook's sheets as texts, each sheet read when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from openpyxl.utils.cell import column_index_from_string

from balance_classes.domain.canonical import canonical_text
from balance_classes.files.result.workbook_parts import BookParts, local
from balance_classes.files.workbook.sheet_xml import as_meant

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
        if path not in self._parts:
            return []
        tree = self._parts.tree(path)
        names = _Names(tree)
        return [names.text(each) for each in _inside(tree, names.item)]

    def _rows(self, path: str) -> Sequence[tuple[str, ...]]:
        (rows,) = self._parts.tree(path).iterfind("{*}sheetData")
        names = _Names(rows)
        found: list[tuple[str, ...]] = []
        for row in _inside(rows, names.row):
            number = int(row.get("r", len(found) + 1))
            cells = without_end([*self._cells(row, str(number), names)])
            reach = max(1, len(cells)) * number
            if not len(found) < number <= MOST_ROWS or reach > MOST_REACHED:
                raise ValueError("row")
            if cells:
                found += [()] * (number - 1 - len(found))
                found.append(cells)
        return without_end(found)

    def _cells(self, row: Any, number: str, names: _Names) -> Iterator[str]:
        at = 0
        for cell in _inside(row, names.cell):
            place = cell.get("r")
            column = _column(place.removesuffix(number)) if place else at + 1
            if not at < column <= MOST_COLUMNS:
                raise ValueError("column")
            yield from [""] * (column - 1 - at)
            yield self._value(cell, names) if len(cell) else ""
            at = column

    def _value(self, cell: Any, names: _Names) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            (value,) = cell
            if value.tag != names.inline:
                raise ValueError(value.tag)
            return names.text(value)
        held = [part for part in cell if part.tag != names.formula]
        if not held:
            return ""
        (value,) = _inside(held, names.value)
        text = _leaf(value)
        if kind == "s":
            return self._shared[int(text)]
        if kind in SHOWN_OTHERWISE:
            return f"{kind}: {text}"
        return _number(text) if kind == "n" and text else meant(text)


class _Names:
    """The names of elements in the namespace of a part: another program overlooks all others."""

    def __init__(self, root: Any) -> None:
        space = root.tag[: -len(local(root.tag))]
        self.row, self.cell, self.item = f"{space}row", f"{space}c", f"{space}si"
        self.formula, self.value, self.inline = f"{space}f", f"{space}v", f"{space}is"
        self.letters, self.run = f"{space}t", f"{space}r"
        self._no_letters = (f"{space}rPh", f"{space}phoneticPr", f"{space}rPr")

    def text(self, element: Any) -> str:
        """Return a text, all its runs together, without what is written above them."""
        return meant("".join(self._letters(element)))

    def _letters(self, element: Any) -> Iterator[str]:
        for part in element:
            if part.tag == self.letters:
                yield _leaf(part)
            elif part.tag == self.run and element.tag != self.run:
                yield from self._letters(part)
            elif part.tag not in self._no_letters:
                raise ValueError(part.tag)


def _inside(elements: Any, name: str) -> Iterator[Any]:
    """Yield the elements inside another one, all of a name; raises ValueError for any other."""
    for each in elements:
        if each.tag != name:
            raise ValueError(each.tag)
        yield each


def _leaf(element: Any) -> str:
    """Return the text of an element; raises ValueError where it holds more."""
    if len(element):
        raise ValueError(element.tag)
    return element.text or ""


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))


@lru_cache(maxsize=65_536)
def meant(held: str) -> str:
    """Return the text that a cell holds, without the white space that programs add."""
    return plain(as_meant(held))


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
