"""Columns of favours, for an audit alone: staff children, who sent them, former teachers.

No room that draws may import this one (setup.cfg). Entries leave it as they are written, to be
counted; no statement and no file repeats one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance_classes.errors import Finding, RosterError
from balance_classes.files.lists.class_lists import ReadLists
from balance_classes.files.lists.scores import positions_of
from balance_classes.files.roster.cell_values import CellError, read_text
from balance_classes.files.roster.fields import plain_header
from balance_classes.language import Text

DENIED = ("否", "无", "不是", "没有", "0", "no", "none", "n", "/", "-", "—")
"""Entries that say that it does not apply."""


def favours_in_lists(lists: ReadLists, columns: Sequence[str]) -> list[Mapping[str, Sequence[str]]]:
    """Return for each list the entries of named columns; "" where one does not apply.

    Raises RosterError for a column that no list has.
    """
    pages = [positions_of(table, header, columns) for table, header in lists.pages]
    RosterError.raise_for(
        Finding(
            "--favour",
            Text("There is no column “{field}”.", field=name),
            Text("Correct {option}, or the header.", option="--favour"),
        )
        for name in columns
        if not any(name in page for page in pages)
    )
    found: list[Mapping[str, Sequence[str]]] = []
    for lines in lists.lines:
        entries = {
            name: [_entry(line.table.rows[line.row], pages[line.page].get(name)) for line in lines]
            for name in columns
        }
        found.append({name: each for name, each in entries.items() if any(each)})
    return found


def _entry(row: Sequence[object], position: int | None) -> str:
    if position is None:
        return ""
    try:
        text = read_text(row[position])
    except CellError:
        return ""
    return "" if plain_header(text) in DENIED else text
