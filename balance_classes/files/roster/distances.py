"""Distances to school, in whole metres, whatever unit they are written in."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from balance_classes.files.roster.cell_values import CellError, is_missing, read_text
from balance_classes.files.roster.columns import Column
from balance_classes.files.roster.fields import plain_header
from balance_classes.language import Text

_UNITS = {
    "公里": 1000, "千米": 1000, "km": 1000, "kms": 1000, "kilometre": 1000, "kilometer": 1000,
    "kilometres": 1000, "kilometers": 1000,
    "米": 1, "m": 1, "metre": 1, "meter": 1, "metres": 1, "meters": 1,
}  # fmt: skip
"""Metres of a unit. 里 is none: it is written for 500 m and for 公里."""
FARTHEST = 1_000_000
FARTHEST_BARE = 100
"""A bare number above this would be metres under a header that means kilometres."""


def read_distance(cell: object, unit: int | None) -> int | None:
    """Return a distance in whole metres, halves up; None where it is not stated.

    `unit` are the metres of a bare number's unit, None where no header says it.
    """
    text = unicodedata.normalize("NFKC", read_text(cell)).casefold()
    if is_missing(text):
        return None
    found = re.fullmatch(r"(\d{1,7}(?:\.\d+)?)\s*([a-z一-鿿]*)", text)
    if not found or (found[2] and found[2] not in _UNITS):
        raise CellError(
            Text("This is no distance."),
            Text("Write one number and its unit, such as 1.5 km or 800 m (1.5公里, 800米)."),
        )
    number = Decimal(found[1])
    if not found[2] and (unit is None or (unit > 1 and number > FARTHEST_BARE)):
        raise CellError(
            Text("It is not known whether these are kilometres or metres."),
            Text("Write the unit, such as 1.5 km or 800 m (1.5公里, 800米)."),
        )
    metres = int((number * (_UNITS.get(found[2]) or unit or 0)).quantize(Decimal(1), ROUND_HALF_UP))
    if metres > FARTHEST:
        raise CellError(
            Text("This distance is longer than {most} km.", most=FARTHEST // 1000),
            Text("Correct it, or its unit."),
        )
    return metres


def unit_of(column: Column) -> int | None:
    """Return the metres of a unit in the brackets of a header, else of kilometres.

    The national template counts 上下学距离 in kilometres. A header that the rules map says
    nothing by itself: a score would be a distance there.
    """
    note = re.search(r"[(（\[【](.*)[)）\]】]$", column.header)
    unit = _UNITS.get(note[1].strip().casefold()) if note else None
    declared = plain_header(column.header) in column.field.headers
    return unit or (1000 if declared else None)
