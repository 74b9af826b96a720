"""The sheet of later events: who came, left or was moved, for the school's own use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from balance_classes.domain.result.after_draw import states
from balance_classes.domain.result.formed import Formed
from balance_classes.domain.roster.labels import field_label
from balance_classes.files.workbook.book import Sheet
from balance_classes.language import Text, day

CHANGES = Text("Changes")
Say = Callable[[Text | str], str]


def add_changes(sheet: Sheet, formed: Formed, say: Say) -> None:
    """Add a line for each student that a later event touched: its class before and after."""
    sheet.set_widths([8, 16, 9, 30, 14, 14, 60])
    sheet.repeat_rows(1, 1)
    sheet.freeze("A2")
    header = (
        Text("Change"),
        Text("Date"),
        field_label("lottery_number"),
        Text("Name"),
        Text("Class before"),
        Text("Class after"),
        Text("What it was"),
    )
    sheet.add_high_enough([say(heading) for heading in header], "header")
    for row in _rows(formed, say):
        sheet.add_high_enough(row, [*["cell"] * 6, "label"])


def _rows(formed: Formed, say: Say) -> Iterator[list[object]]:
    """Yield the lines, event by event, each in the order of lottery numbers."""
    known = states(formed.as_drawn, formed.later)
    for event, before, after in zip(formed.later, known, known[1:], strict=False):
        if event.kind == "pair":
            continue  # groups get names; nobody moves
        was, now = ({p.lottery_number: p for p in state.placements} for state in (before, after))
        for number in sorted(was | now):
            there, here = was.get(number), now.get(number)
            if there and here and there.school_class == here.school_class:
                continue
            yield [
                event.entry.number,
                say(Text("{date}", date=day(event.entry.date))),
                number,
                (here or was[number]).student.name,
                before.classes[there.school_class].name if there else "",
                after.classes[here.school_class].name if here else "",
                say(event.told()),
            ]
