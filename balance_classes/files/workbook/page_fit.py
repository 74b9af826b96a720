"""How words and columns fit on A4: widths in characters, lines, and pages side by side."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

LETTER = 1
A4 = 9
"""Excel's number of the paper."""
FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
"""A font for each language that every Windows has; other systems put their own in its place."""
ROW_HEIGHTS = {"zh": 16.5, "en": 15.0}
"""Points that a row of this font needs; less would cut off the feet of letters."""
DIGITS = {"zh": 8, "en": 7}
"""Pixels of its widest digit at 11 points: what a column's width of one means (18.3.1.13)."""
PLAIN_SIZE, TITLE_SIZE, SMALLEST_SIZE = 11, 16, 8
"""Points of letters: in cells, in titles, and the smallest that are printed."""
LONG_SIDE, SHORT_SIDE = 297.0, 210.0
EDGE_ACROSS, EDGE_DOWN = 0.5, 0.6
"""Millimetres of the paper, and inches of its margins."""
INCH, PIXELS, POINTS = 25.4, 96, 72
SMALLEST_SCALE, ONE_PAGE_SCALE = 100 * SMALLEST_SIZE / PLAIN_SIZE, 68
"""In percent; a list that runs over by a few lines is made a little smaller rather than split."""
HEADING_LINES = 2
"""The heading of a column may take so many lines, so that it does not make the column wide."""
ROOM = 1.5
"""Characters of air beside the longest word of a column."""

# Closing marks stay with what they close; nor does a name break before its dot.
_PART = re.compile(r"[（“《]*(?:[\x21-\x7e]+|\S)[，。；：、）”》！？·]*|\s+")


@lru_cache(maxsize=65_536)
def text_width(text: str) -> int:
    """Return how many characters wide a text is; Chinese characters count twice."""
    if text.isascii():
        return len(text)
    return sum(
        1 + (unicodedata.east_asian_width(c) in "WF") for c in text if not unicodedata.combining(c)
    )


def broken(text: str, width: float) -> list[str]:
    """Return a text in lines of at most `width` characters, broken at spaces where it has any."""
    lines, line, used = [], "", 0
    for part in _PART.findall(text):
        size = text_width(part)
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            if part.isspace():
                continue
        line, used = line + part, used + size
    return [*lines, line]


def title_lines(text: str, width: float) -> list[str]:
    """Return a title in lines that are no wider than columns of so many characters in all."""
    return broken(text, int(width * PLAIN_SIZE / TITLE_SIZE))


@lru_cache(maxsize=4096)
def lines_in(text: str, width: float) -> int:
    """Return how many lines a text takes in a wrapped cell, where long words are cut."""
    room = max(1, int(width - 1))
    if text_width(text) <= room:
        return 1
    return sum(max(1, math.ceil(text_width(line) / room)) for line in broken(text, room))


def column_width(heading: str, values: Iterable[object], most: float) -> float:
    """Return the width of a column that shows its values, longer ones in several lines."""
    longest = max((text_width(str(value)) for value in values if value is not None), default=0)
    words = [len(word) for word in heading.split() if word.isascii()]  # which are never cut
    head = max(math.ceil(text_width(heading) / HEADING_LINES), *words, 0)
    return min(most, max(longest, head) + ROOM)


def across(language: str, *, landscape: bool) -> float:
    """Return how many characters stand side by side on a page at the smallest size printed."""
    side = LONG_SIDE if landscape else SHORT_SIDE
    inches = side / INCH - 2 * EDGE_ACROSS
    return inches * PIXELS / DIGITS[language] * 100 / SMALLEST_SCALE


def pages_wide(widths: Sequence[float], kept: int, most: float) -> int:
    """Return over how many pages side by side columns go, the first `kept` of them on each."""
    again, pages, used = sum(widths[:kept]), 1, 0.0
    for width in widths:
        if used and used + width > most:
            pages, used = pages + 1, again
        used += width
    return pages


def page_height(scale: float, *, landscape: bool) -> float:
    """Return the points of rows that a page holds at a scale in percent."""
    side = SHORT_SIDE if landscape else LONG_SIDE
    return (side / INCH - 2 * EDGE_DOWN) * POINTS * 100 / scale
