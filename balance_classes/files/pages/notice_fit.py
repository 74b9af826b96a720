"""How large the page of a notice is printed: as few pages as can be read, on A4 and on Letter."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from balance_classes.files.workbook.page_fit import text_width

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.6, 8.3)
"""Points of letters, from the largest; smaller ones are not read on a wall."""
MILLIMETRES = 25.4 / 72
WIDTH, HEIGHT, GUTTER = 186.0, 255.0, 7.0
"""Of the text on the narrower and on the lower of both papers, and between two columns, in mm."""
LINE, HEADING, GAP, BETWEEN = 1.22, 2.35, 1.0, 0.4
"""In em: a line, a heading with its margins, the room beside a name, the gap between names."""
CHARACTER, MARK = 0.52, 0.48
"""The width of a character in em; Chinese ones count twice. Marks are smaller letters."""
USUAL = 0.75
"""Columns are wide enough for so many of the names; longer ones take two lines."""


@dataclass(frozen=True)
class Fit:
    """Points of the letters, and how many names stand beside each other in a column of the page."""

    size: float
    names: int


@dataclass(frozen=True)
class Printed:
    """What stands on a notice: above the lists, the names of each class, and parts below them.

    A part is its lines, and whether they are marks.
    """

    above: Sequence[str]
    classes: Sequence[Sequence[str]]
    parts: Sequence[tuple[Sequence[str], bool]]


def fit(words: Printed) -> Fit:
    """Return the largest letters with which a notice takes the fewest pages."""
    for most in count(1):
        for size in SIZES:
            names = _names_beside(words, size)
            if _pages(words, size, names) <= most:
                return Fit(size, names)
    raise AssertionError


def usual_width(names: Sequence[str]) -> int:
    """Return the width in characters of all but the longest names."""
    widths = sorted(map(text_width, names))
    return widths[int(USUAL * (len(widths) - 1))] if widths else 0


def _column(size: float) -> float:
    """Return the width of a column in em."""
    return (WIDTH - GUTTER) / 2 / (size * MILLIMETRES)


def _names_beside(words: Printed, size: float) -> int:
    usual = usual_width([name for names in words.classes for name in names])
    return max(1, int((_column(size) + BETWEEN) / (usual / 2 + GAP)))


def _pages(words: Printed, size: float, names: int) -> int:
    """Return how many pages a notice takes, each with two columns that are filled in turn."""
    em = size * MILLIMETRES
    head = sum(_lines(text, WIDTH / em, CHARACTER) for text in words.above) + 1.5
    high = HEIGHT / em
    pages, column, used = 1, 0, head * LINE
    for block in _blocks(words, size, names):
        if used + block > high:
            column += 1
            if column > 1:
                pages, column = pages + 1, 0
            used = head * LINE if pages == 1 else 0.0
        used += block
    return pages


def _blocks(words: Printed, size: float, names: int) -> Iterator[float]:
    """Yield the height in em of what is not parted."""
    wide = _column(size)
    cell = (wide + BETWEEN) / names - BETWEEN
    for school_class in words.classes:
        rows = [school_class[at : at + names] for at in range(0, len(school_class), names)]
        lines = sum(max(_lines(name, cell, 0.5) for name in row) for row in rows)
        yield HEADING + lines * LINE
    for part, marks in words.parts:
        lines = sum(_lines(text, wide, MARK if marks else CHARACTER) for text in part)
        yield HEADING + lines * (LINE + 0.1)


def _lines(text: str, width: float, character: float) -> int:
    return max(1, math.ceil(text_width(text) * character / width))
