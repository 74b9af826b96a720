"""What was understood of the wishes of a roster: who is with whom, and who is not."""

from __future__ import annotations

from balance_classes.domain.result.shown_names import masked
from balance_classes.domain.roster.roster_parts import shown_row
from balance_classes.domain.roster.wish_codes import Group, groups_of
from balance_classes.files.roster.roster_reading import Examined
from balance_classes.language import Language, Text
from balance_classes.rendering.json_draw_answers import WishAnswer
from balance_classes.rendering.line_breaks import print_line

MOST_GROUPS = 40
"""So many are printed; --json has all of them."""


def print_wishes(examined: Examined, language: Language) -> None:
    """Print each group and pair by row and masked name, with the cells that it came from."""
    groups, say = groups_of(examined.wishes), language.say
    if not groups:
        return
    print()
    print_line(say(Text("Wishes, as they are understood: {count}", count=len(groups))))
    for group in groups[:MOST_GROUPS]:
        students = tuple(_student(row, examined) for row in group.rows)
        text = _SAID[group.kind]
        print_line("  " + say(Text(text.message, students=students, cells=group.cells)))
    if len(groups) > MOST_GROUPS:
        print_line("  " + say(Text("… and {count} more: see --json.", count=_rest(groups))))


def wishes_answer(examined: Examined) -> list[WishAnswer]:
    """Return each group and pair as scripts read it; names are masked."""
    return [
        {
            "kind": group.kind,
            "rows": list(group.rows),
            "students": [masked(examined.names.get(row, "")) for row in group.rows],
            "cells": list(group.cells),
        }
        for group in groups_of(examined.wishes)
    ]


def _student(row: int, examined: Examined) -> Text:
    name, shown = examined.names.get(row, ""), shown_row(row, examined.table.parts)
    if name:
        return Text("row {row} ({name})", row=shown, name=masked(name))
    return Text("row {row}", row=shown)


def _rest(groups: tuple[Group, ...]) -> int:
    return len(groups) - MOST_GROUPS


_SAID = {
    "together": Text("together: {students}; from {cells}"),
    "apart": Text("apart: {students}; from {cells}"),
    "friends": Text("the first with at least one of the others: {students}; from {cells}"),
}
