"""Rows of the roster in words: what stands for students where no name may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from balance_classes.domain.roster.roster import Roster
from balance_classes.language import Text

SHORTEST_RANGE = 3
"""So many rows in a run are told as a range."""


def rows_text(roster: Roster, students: Iterable[int]) -> Text:
    """Return the rows of some students, ascending, with runs of them as 3–7."""
    return rows_words(roster.students[student].row for student in students)


def rows_words(numbers: Iterable[int]) -> Text:
    """Return rows, ascending, with runs of them as 3–7."""
    rows = sorted(numbers)
    if len(rows) == 1:
        return Text("row {row}", row=rows[0])
    return Text("rows {rows}", rows=tuple(runs(rows)))


def place_of(roster: Roster, students: Iterable[int]) -> Text:
    """Return file, sheet and rows of some students."""
    rows = sorted(roster.students[student].row for student in students)
    place = {"file": roster.file, "sheet": roster.sheet}
    if len(rows) == 1:
        return Text("{file}, sheet {sheet}, row {row}", **place, row=rows[0])
    return Text("{file}, sheet {sheet}, rows {rows}", **place, rows=tuple(runs(rows)))


def runs(rows: Sequence[int]) -> list[str]:
    """Return rows, ascending, with runs of them as 3–7."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [
        shown
        for run in runs
        for shown in (
            [f"{run[0]}–{run[-1]}"] if len(run) >= SHORTEST_RANGE else [str(row) for row in run]
        )
    ]
