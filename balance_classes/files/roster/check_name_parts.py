"""Checks of names that stand in two columns; other checks of names are in check_people."""

from __future__ import annotations

from balance_classes.files.roster.names import PARTS, WHOLE, spelt
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text


def _name_parts(reading: Reading) -> None:
    """A part of a name alone is no name, and neither is a column “name” that lacks the rest."""
    parts = [column for name in PARTS if (column := reading.header.column(name))]
    if parts and not reading.has(WHOLE):
        reading.fail_at(
            reading.header.last_row,
            parts[0].position,
            Text("The column “{header}” is only a part of the name.", header=parts[0].header),
            Text("Add a column with the other part, or one with the whole name."),
        )
    whole = reading.header.column(WHOLE)
    if whole is None:
        return
    for part in parts:
        parts_of = reading.by_row(part.field.name)
        told = [(name, parts_of[row]) for row, name in reading.rows_of(WHOLE) if parts_of[row]]
        without = sum(spelt(value) not in spelt(name) for name, value in told)
        if 2 * without > len(told):
            reading.fail_at(
                reading.header.last_row,
                whole.position,
                Text(
                    "The column “{header}” is not the whole name: “{part}” stands beside it.",
                    header=whole.header,
                    part=part.header,
                ),
                Text("Head it by the part of the name that it holds, or write whole names there."),
            )


NAME_CHECKS = (_name_parts,)
