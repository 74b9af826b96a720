"""Numbers that the rules ask to be spread: from their column or the birth date into bins.

Distances are whole metres, ages whole months, so that no machine rounds otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from balance_classes.domain.roster.bins import AGE_MONTHS, bins_of
from balance_classes.domain.roster.labels import field_label
from balance_classes.files.roster.check_entry import SCHOOL_YEAR_ENDS
from balance_classes.files.roster.check_people import home_taught_rows
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text

AGES_IN_MONTHS = range(24, 361)
"""What a pupil's age may be."""


def months_of_age(born: date, year: int) -> int:
    """Return the full months of age on 31 August of a year."""
    month, _ = SCHOOL_YEAR_ENDS
    return 12 * (year - born.year) + month - born.month


def spread_numbers(reading: Reading) -> None:
    """Put the numbers of the rules into `reading.numbers`, and their bins into the values.

    Bins are those of the students who need a seat; home-taught students have none.
    """
    at_home = home_taught_rows(reading)
    for name, bins in reading.rules.numbers:
        numbers = _numbers(reading, name)
        if numbers is None:
            continue
        seated = {row: number for row, number in numbers.items() if row not in at_home}
        levels = dict(zip(seated, bins_of(list(seated.values()), bins), strict=True))
        reading.values[name] = [levels.get(row) for row in reading.rows]
        if any(levels.values()):
            reading.numbers[name] = {row: n for row, n in seated.items() if n is not None}


def _numbers(reading: Reading, name: str) -> Mapping[int, Any] | None:
    """Return the number of each row, or None, with a warning, where there is no such column."""
    if name == AGE_MONTHS and reading.has("birth_date"):
        return _ages(reading)
    if name != AGE_MONTHS and reading.has(name):
        return reading.by_row(name)
    reading.warn_at(
        "absent",
        name,
        (reading.header.last_row, 0),
        Text(
            "The rules spread “{field}”, and the roster does not have it.", field=field_label(name)
        ),
        Text("Correct the rules, or add the column."),
    )
    return None


def _ages(reading: Reading) -> Mapping[int, int | None] | None:
    year = _entry_year(reading)
    if year is None:
        reading.fail_above(
            Text("Ages in months need one year of entry, and there is none, or more than one."),
            Text("Name it with --year, or by the key year of the rules."),
        )
        return None
    found: dict[int, int | None] = {}
    for row, born in reading.rows_of("birth_date"):
        found[row] = months_of_age(born, year) if isinstance(born, date) else None
        if found[row] is not None and found[row] not in AGES_IN_MONTHS:
            reading.fail(
                row,
                "birth_date",
                Text("The birth date does not fit the year of entry {year}.", year=year),
                Text("Correct the birth date, or the year (--year)."),
            )
    return found


def _entry_year(reading: Reading) -> int | None:
    """Return the year of the rules, else the only one of the roster.

    Ages are compared with each other, so all are counted to one day.
    """
    if reading.rules.year:
        return reading.rules.year
    years = {year for _, year in reading.rows_of("entry_year") if year}
    return years.pop() if len(years) == 1 else None
