"""Folding: lines that are too long for a terminal go on in the next, as a person would break them.

A Chinese character takes two places.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
PIECES = re.compile(rf"[{WIDE}]/?|[^\s{WIDE}]+\s*|\s+")
"""What a heading is not broken within: a word and the spaces behind it, a Chinese character."""
PHRASES = re.compile(r"[^\s，。；：、）]*[，。；：、）]+|[^\s，。；：、）]+\s*|\s+")
"""What a sentence is not broken within: all up to the next space or mark."""
SENTENCES = re.compile(
    rf"[（“‘《]*(?:[{WIDE}]|[^\s{WIDE}，。；：、）”’》]+)[，。；：、）”’》！？]*\s*|\s+|."
)
"""What running text is not broken within: a word or a character with the marks that go with it."""


def folded(text: str, most: int) -> str:
    """Return the lines of a heading, each in parts that take so many places at most."""
    return "\n".join(p for line in text.splitlines() for p in parts(line, most, PIECES))


def print_line(text: str) -> None:
    """Print a sentence; on a terminal it is broken between phrases, elsewhere not at all."""
    if sys.stdout.isatty():
        from rich.console import Console

        text = "\n".join(parts(text, Console(file=sys.stdout).width, PHRASES))
    print(text)


def parts(line: str, most: int, pieces: re.Pattern[str]) -> Iterator[str]:
    """Yield a line in parts of so many places; only what is longer than one is broken within."""
    from rich.cells import cell_len, chop_cells

    part = ""
    for piece in pieces.findall(line):
        if part and cell_len(part + piece.rstrip()) > most:
            yield part.rstrip()
            part = ""
        *whole, last = chop_cells(piece, max(2, most))
        yield from whole
        part += last
    yield part.rstrip()
