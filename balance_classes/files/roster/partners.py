"""Students who are named by others in a column of codes, and the codes that this comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from balance_classes.files.roster.names import words_of_name

_NOTE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_BETWEEN = re.compile(r"[,，、;；/&]|\band\b")
"""What stands between the names of several students."""
_UNFIT = re.compile(r"[\s、，,；;]+")
"""What parts codes, so that no code may hold it."""
SHOWN = 3
"""A code has the names of so many students; it is one cell of the internal list."""


@dataclass(frozen=True)
class Partners:
    """Which rows a row names, by row; and the rows of which it is not clear whom they name."""

    named: Mapping[int, tuple[int, ...]]
    unclear: frozenset[int] = frozenset()


def partners_in(names: Mapping[int, object], cells: Mapping[int, str]) -> Partners:
    """Return whom each cell names in full; a cell that names nobody is left to be a code.

    So is one that stands at the named student too: there a name is the label of a group.
    """
    rows_of: dict[tuple[str, ...], list[int]] = {}
    for row, name in names.items():
        if words := words_of_name(name):
            rows_of.setdefault(words, []).append(row)
    meant = {row: rows for row, cell in cells.items() if (rows := _meant(cell, rows_of))}
    labels = {cells[row] for row, people in meant.items() if any(row in each for each in people)}
    people = {row: each for row, each in meant.items() if cells[row] not in labels}
    unclear = {
        row
        for row, others in people.items()
        if any(len(each) > 1 for each in (*others, rows_of.get(words_of_name(names[row]), ())))
    }
    return Partners(
        {row: tuple(each[0] for each in people[row]) for row in people.keys() - unclear},
        frozenset(unclear),
    )


def _meant(cell: str, rows_of: Mapping[tuple[str, ...], list[int]]) -> list[list[int]]:
    """Return the rows of each name in a cell, none where any part of it is no name."""
    text = _NOTE.sub(" ", cell)
    # A comma may stand within a name: Lee, Ann.
    for parts in ([text], _BETWEEN.split(text)):
        words = [each for each in map(words_of_name, parts) if each]
        if words and all(each in rows_of for each in words):
            return [rows_of[each] for each in words]
    return []


def codes_together(
    names: Mapping[int, object], partners: Partners, codes: Mapping[int, str | None]
) -> dict[int, str]:
    """Return the code of each row's block: who names another is with it, and with its block."""
    given = {row: "" if row in partners.named else code or "" for row, code in codes.items()}
    blocks = [
        *({r for r, code in given.items() if code == same} for same in {*given.values()} - {""}),
        *({row, *others} for row, others in partners.named.items()),
    ]
    for block in _united(blocks):
        written = sorted({given[row] for row in block} - {""})
        code = written[0] if written else _code(names[row] for row in block)
        given |= dict.fromkeys(block, code)
    return given


def codes_apart(
    names: Mapping[int, object], partners: Partners, codes: Mapping[int, tuple[str, ...] | None]
) -> dict[int, tuple[str, ...]]:
    """Return the codes of each row: two of whom one names the other share a code of their own."""
    given = {row: set() if row in partners.named else set(own or ()) for row, own in codes.items()}
    for row, others in partners.named.items():
        for other in others:
            code = _code((names[row], names[other]))
            given[row].add(code)
            given[other].add(code)
    return {row: tuple(sorted(own)) for row, own in given.items()}


def _united(blocks: Iterable[set[int]]) -> Iterator[set[int]]:
    """Yield blocks that share nobody, from blocks that may."""
    found: list[set[int]] = []
    for block in blocks:
        met = [other for other in found if other & block]
        found = [other for other in found if not other & block] + [block.union(*met)]
    yield from found


def _code(names: Iterable[object]) -> str:
    """Return a code from names, the same in whatever order the rows stand."""
    words = sorted(_UNFIT.sub("", str(name)) for name in names)
    more = [str(len(words) - SHOWN)] if len(words) > SHOWN else []
    return "+".join([*words[:SHOWN], *more])
