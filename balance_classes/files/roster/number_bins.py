"""Numbers that the rules ask to be spread, in bins; scores a school chose itself, in quarters.

Distances are whole metres, ages whole months, so that no machine rounds otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from balance_classes.domain.roster.bins import AGE_MONTHS, bins_of
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import MISSING
from balance_classes.files.roster.check_entry import SCHOOL_YEAR_ENDS
from balance_classes.files.roster.check_people import home_taught_rows
from balance_classes.files.roster.check_table import MOST_NUMBERS
from balance_classes.files.roster.fields import plain_header
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


QUARTERS = 4
LOWEST, HIGHEST = "Q1", f"Q{QUARTERS}"
_SCORE = re.compile(r"(-?\d{1,6}(?:[.,]\d{1,4})?)\s*(?:%|分|点|점|pts?|points?|marks?)?")


def score_of(level: object) -> Decimal | None:
    """Return the number that a cell of a score holds, None for a word."""
    text = unicodedata.normalize("NFKC", str(level or "")).strip().casefold()
    found = _SCORE.fullmatch(text)
    return Decimal(found[1].replace(",", ".")) if found else None


def spread_scores(reading: Reading) -> None:
    """Put Q1 (the lowest) to Q4 in the place of the scores of a column with many different ones.

    Words among them (absent) stay levels of their own. Of newcomers the draw has the quarters.
    """
    chosen = set(map(plain_header, reading.rules.scores))
    at_home = home_taught_rows(reading)
    for column in reading.header.columns:
        name = column.field.name
        if plain_header(column.header) not in chosen or not column.field.is_attribute:
            continue
        scores = {row: score_of(level) for row, level in reading.rows_of(name)}
        seated = {row: n for row, n in scores.items() if n is not None and row not in at_home}
        if reading.standing_codes is not None or len(set(seated.values())) <= MOST_NUMBERS:
            continue
        ranks = {number: rank for rank, number in enumerate(sorted(set(seated.values())))}
        bins = bins_of([ranks[number] for number in seated.values()], QUARTERS)
        quarters = {row: f"Q{level.split('_')[1]}" for row, level in zip(seated, bins, strict=True)}
        reading.values[name] = [
            quarters.get(row, MISSING if scores[row] is not None else level)
            for row, level in reading.rows_of(name)
        ]
        reading.warn_at(
            "score_quarters",
            column.header,
            (reading.header.last_row, column.position),
            Text(
                "The scores of the column “{header}” are spread by their quarters: {lowest} the "
                "lowest, {highest} the highest.",
                header=column.header,
                lowest=LOWEST,
                highest=HIGHEST,
            ),
            Text("Write bands of your own into the column if other ones are meant."),
        )
