"""Checks of birth dates as they are written: a time beside the day, the order of day and month."""

from __future__ import annotations

from datetime import time

from balance_classes.files.roster.dates import order_told, time_of_day, turned_round
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text

NOON = time(12)
"""A later time is nearer to the next day's midnight: clocks of two zones write 23:59 or 16:00."""


def _times(reading: Reading) -> None:
    """A birth date has no time; one before midnight may be the next day in truth."""
    column = reading.header.column("birth_date")
    for row in reading.rows if column else ():
        assert column is not None
        at = time_of_day(reading.table.rows[row][column.position])
        if at == time():
            continue
        shown = at.isoformat("seconds")
        if at > NOON:
            reading.fail(
                row,
                "birth_date",
                Text("A time stands with the date ({time}): it may be the next day.", time=shown),
                Text("Write the day alone, for example 2016-03-07."),
            )
        else:
            reading.warn(
                "time",
                row,
                "birth_date",
                Text("A time stands with the date ({time}), and was left out.", time=shown),
                Text("Make sure that the day is right."),
            )


def _order(reading: Reading) -> None:
    """Where the column itself says which number is the day, that is told."""
    column = reading.header.column("birth_date")
    if column is None or reading.rules.date_format:
        return
    rows = reading.rows
    order, place = order_told(reading.table.rows[row][column.position] for row in rows)
    if order:
        reading.warn(
            "date_order",
            rows[place],
            "birth_date",
            Text("The column's dates are all read in the order of this one: {order}.", order=order),
            Text("Name another order with --date-format if that is wrong."),
        )


def _turned_round(reading: Reading) -> None:
    """Where a program made dates of some texts alone, it took the day of these for the month."""
    column = reading.header.column("birth_date")
    rows = list(reading.rows) if column else []
    cells = [reading.table.rows[row][column.position] for row in rows if column]
    place = turned_round(cells)
    if place is not None:
        reading.fail(
            rows[place],
            "birth_date",
            Text(
                "Of this column Excel made dates where both numbers are 12 at most, and perhaps "
                "took the day for the month."
            ),
            Text("Import the list again with this column as text, or write 2016-03-07."),
        )


DATE_CHECKS = (_times, _order, _turned_round)
