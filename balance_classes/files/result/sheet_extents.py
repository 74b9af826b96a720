"""How much of a sheet can be seen: rows, columns, panes and pages beside those written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from balance_classes.files.result.cell_appearance import (
    LEAST_CONTRAST,
    LEAST_SIZE,
    brightness_of,
    is_picture_font,
)
from balance_classes.files.result.workbook_parts import measure
from balance_classes.language import Text

LEAST_HEIGHT, LEAST_WIDTH, LEAST_ZOOM, LEAST_SCALE = 6.0, 1.0, 30, 30
"""Points of a row, characters of a column, percent: below them nobody reads what stands there."""
LEAST_PART = 0.6
"""Of the width or height that was written; programs that save again round both."""
MOST_FROZEN = (10, 5)
"""Rows and columns that stay where they are while the others are moved."""
HEIGHT, WIDTH = 15.0, 8.43


class Extents:
    """The sizes of a sheet's rows and columns, by their numbers."""

    def __init__(self, root: Any) -> None:
        plain = root.find("{*}sheetFormatPr")
        self._sheet = {} if plain is None else dict(plain.attrib)
        self._root = root
        self._height = measure(self._sheet.get("defaultRowHeight", HEIGHT))
        base = self._sheet.get("baseColWidth")
        usual = WIDTH if base is None else measure(base) + 0.43
        self._width = measure(self._sheet.get("defaultColWidth", usual))
        self._columns = [
            (int(each.get("min")), int(each.get("max")), measure(each.get("width", self._width)))
            for each in root.iterfind("{*}cols/{*}col")
        ]
        self._rows = {
            int(row.get("r")): measure(row.get("ht", self._height))
            for row in root.iterfind("{*}sheetData/{*}row")
            if row.get("r")
        }

    def width(self, column: int) -> float:
        """Return the width of a column, in characters."""
        found = (width for first, last, width in self._columns if first <= column <= last)
        return next(found, self._width)

    def height(self, row: int) -> float:
        """Return the height of a row, in points."""
        return self._rows.get(row, self._height)

    @property
    def hides(self) -> bool:
        """Whether a row or a column is hidden, or so small that it could as well be."""
        parts = (
            *self._root.iterfind("{*}sheetData/{*}row"),
            *self._root.iterfind("{*}cols/{*}col"),
        )
        return (
            yes(self._sheet.get("zeroHeight"))
            or any(yes(part.get("hidden")) for part in parts)
            or min((self._height, *self._rows.values())) < LEAST_HEIGHT
            or any(width < LEAST_WIDTH for _, _, width in self._columns)
        )

    def cuts(self, written: Extents, rows: int, columns: int) -> bool:
        """Tell whether a row or column that holds something is much smaller than it was written."""
        return any(
            self.width(each) < LEAST_PART * written.width(each) for each in range(1, columns + 1)
        ) or any(
            self.height(each) < LEAST_PART * written.height(each) for each in range(1, rows + 1)
        )


def is_odd(view: Any) -> bool:
    """Tell whether a view of a sheet shows it otherwise: too small, mirrored, partly."""
    zooms = (int(value) for key, value in view.attrib.items() if key.startswith("zoomScale"))
    return (
        view.get("showZeros") in ("0", "false")
        or yes(view.get("rightToLeft"))
        or yes(view.get("showFormulas"))
        or any(0 < zoom < LEAST_ZOOM for zoom in zooms)
        or any(map(_keeps_out, view.iterfind("{*}pane")))
        or (view.find("{*}pane") is not None and _is_moved(view))
    )


def _keeps_out(pane: Any) -> bool:
    """Tell whether a pane that does not move takes the place of the others."""
    rows, columns = measure(pane.get("ySplit", 0)), measure(pane.get("xSplit", 0))
    frozen = pane.get("state", "split").startswith("frozen")
    return frozen and (rows > MOST_FROZEN[0] or columns > MOST_FROZEN[1])


def _is_moved(view: Any) -> bool:
    """Tell whether rows or columns before a pane that does not move cannot be moved to."""
    letters, row = coordinate_from_string(view.get("topLeftCell", "A1"))
    return (column_index_from_string(letters), row) != (1, 1)


def page_faults(root: Any) -> Iterator[Text]:
    """Yield what makes a printed page unreadable."""
    page = root.find("{*}pageSetup")
    if page is not None and int(page.get("scale", 100)) < LEAST_SCALE:
        yield Text("It is printed too small to be read.")
    if any(_is_unreadable(each.text or "") for each in root.iterfind("{*}headerFooter/{*}*")):
        yield Text("The head or foot of the printed page is not as it was written.")


def _is_unreadable(text: str) -> bool:
    """Tell whether a head or foot is written small, light, struck through or in pictures."""
    codes = text.replace("&&", "")
    sizes = map(int, re.findall(r"&(\d+)", codes))
    colours = (brightness_of(found) for found in re.findall(r"&K([0-9A-Fa-f]{6})", codes))
    fonts = re.findall(r'&"([^"]*)"', codes)
    return (
        any(size < LEAST_SIZE for size in sizes)
        or any(colour is None or 1 - colour < LEAST_CONTRAST for colour in colours)
        or re.search(r"&K[0-9]{2}[+-]|&[SXYHG]", codes) is not None
        or any(map(is_picture_font, fonts))
    )


def yes(text: str | None) -> bool:
    """Tell whether an attribute of a part says yes."""
    return text in ("1", "true")
