"""A roster of several sheets or files: its parts, and how a row of one is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A sheet of such a roster: its name, where it lies, and its rows among those of all.

    `first` is the number of its first row in the roster, `row` that of the same row in its sheet,
    both from 1.
    """

    name: str
    file: str
    sheet: str
    first: int
    row: int

    def own(self, row: int) -> int:
        """Return the number that a row of the roster has in the sheet."""
        return row - self.first + self.row


def part_of(row: int, parts: Sequence[Part]) -> Part | None:
    """Return the part that a row of the roster stands in, None where there are no parts."""
    return next((part for part in reversed(parts) if part.first <= row), None)


def shown_row(row: int, parts: Sequence[Part] = ()) -> int | str:
    """Return a row as messages name it: 12, of several sheets 2班!12."""
    part = part_of(row, parts)
    return f"{part.name}!{part.own(row)}" if part else row
