"""Folding: lines that are too long for a terminal go on in the next, as a person would break them.

A Chinese character takes two places.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
PIECES = rf"[{WIDE}]/?|[^\s{WIDE}]+\s*|\s+"
"""What a heading is not broken within: a word and the spaces behind it, a Chinese character."""
PHRASES = r"[^\s，。；：、）]*[，。；：、）]+|[^\s，。；：、）]+(?: %[，。；：、）]*)?\s*|\s+"
"""What a sentence is not broken within: all up to the next space or mark, and a share."""
SENTENCES = rf"[（“‘《]*(?:[{WIDE}]|[^\s{WIDE}，。；：、）”’》]+)[，。；：、）”’》！？]*\s*|\s+|."
"""What running text is not broken within: a word or a character with the marks that go with it."""


def folded(text: str, most: int) -> str:
    """Return the lines of a heading, each in parts that take so many places at most."""
    return "\n".join(p for line in text.splitlines() for p in parts(line, most, PIECES))


def print_line(text: str, *, indent: int = 0, style: str = "") -> None:
    """Print a sentence; on a terminal it is broken between phrases, elsewhere not at all.

    `style` is how a terminal shows it, in rich's words; colours stay away under NO_COLOR.
    """
    if not sys.stdout.isatty():
        print(f"{' ' * indent}{text}")
        return
    from rich.console import Console

    screen = Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
    for part in parts(text, screen.width - indent, PHRASES):
        screen.print(f"{' ' * indent}{part}", style=style or None, soft_wrap=True)


def fitted(text: str) -> str:
    """Return a text that is told or asked beside the results, in lines of a terminal if it is one.

    The last place of a line is left to the answer.
    """
    if not sys.stderr.isatty():
        return text
    from rich.console import Console

    return "\n".join(parts(text, Console(file=sys.stderr).width - 1, PHRASES))


def print_section(title: str, sentences: Iterable[str]) -> None:
    """Print sentences under a title, with room above; nothing where there are none."""
    told = list(sentences)
    if told:
        print()
        print_line(title, style="bold")
        for sentence in told:
            print_line(sentence, indent=2)


def parts(line: str, most: int, pieces: str) -> Iterator[str]:
    """Yield a line in parts of so many places; only what is longer than one is broken within.

    `pieces` is the pattern of what is not: it is compiled where it is used, which is on a terminal.
    """
    from rich.cells import cell_len, chop_cells

    part = ""
    for piece in re.findall(pieces, line):
        if part and cell_len(part + piece.rstrip()) > most:
            yield part.rstrip()
            part = ""
        *whole, last = chop_cells(piece, max(2, most))
        yield from whole
        part += last
    yield part.rstrip()
