"""Rows of the roster in words: what stands for students where no name may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.roster.roster_parts import Part, part_of, shown_row
from balance_classes.language import Text

SHORTEST_RANGE = 3
"""So many rows in a run are told as a range."""


def rows_text(roster: Roster, students: Iterable[int]) -> Text:
    """Return the rows of some students, ascending, with runs of them as 3–7."""
    return rows_words((roster.students[student].row for student in students), roster.parts)


def rows_words(numbers: Iterable[int], parts: Sequence[Part] = ()) -> Text:
    """Return rows, ascending, with runs of them as 3–7."""
    rows = sorted(numbers)
    if len(rows) == 1:
        return Text("row {row}", row=shown_row(rows[0], parts))
    return Text("rows {rows}", rows=tuple(runs(rows, parts)))


def place_of(roster: Roster, students: Iterable[int]) -> Text:
    """Return file, sheet and rows of some students."""
    return place_of_rows(roster, [roster.students[student].row for student in students])


def place_of_rows(roster: Roster, numbers: Iterable[int]) -> Text:
    """Return file, sheet and some rows; rows of several sheets are named with theirs."""
    rows, parts = sorted(numbers), roster.parts
    place = {"file": roster.file, "sheet": roster.sheet}
    within = {part_of(row, parts) for row in rows}
    if len(within) == 1 and (part := within.pop()):
        place, parts = {"file": part.file, "sheet": part.sheet}, ()
        rows = [part.own(row) for row in rows]
    if len(rows) == 1:
        return Text("{file}, sheet {sheet}, row {row}", **place, row=rows[0])
    return Text("{file}, sheet {sheet}, rows {rows}", **place, rows=tuple(runs(rows, parts)))


def runs(rows: Sequence[int], parts: Sequence[Part] = ()) -> list[str]:
    """Return rows, ascending, with runs of them as 3–7."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1 and part_of(row, parts) == part_of(row - 1, parts):
            runs[-1].append(row)
        else:
            runs.append([row])
    return [
        shown
        for run in runs
        for shown in (
            [f"{shown_row(run[0], parts)}–{_own(run[-1], parts)}"]
            if len(run) >= SHORTEST_RANGE
            else [str(shown_row(row, parts)) for row in run]
        )
    ]


def _own(row: int, parts: Sequence[Part]) -> int:
    part = part_of(row, parts)
    return part.own(row) if part else row
