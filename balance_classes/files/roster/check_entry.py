"""Checks of who may enter: ages, sectors, schooling at home, inclusion."""

from __future__ import annotations

from datetime import date

from balance_classes.domain.roster.roster import MISSING
from balance_classes.domain.rules.policy import EVERY_STAGE
from balance_classes.files.roster.check_people import home_taught_rows
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text

SCHOOL_YEAR_ENDS = (8, 31)
"""The day on which ages are counted (§1: one age of entry for all of a county)."""


def _disability(reading: Reading) -> None:
    """Who learns with a disability in an ordinary class has a disability."""
    disability = reading.by_row("disability")
    for row, inclusion in reading.rows_of("inclusion"):
        if inclusion not in (MISSING, None, "none") and disability.get(row) == "none":
            reading.warn(
                "inclusion",
                row,
                "inclusion",
                Text("Inclusive schooling, but no disability."),
                Text("Correct the one that is wrong."),
            )


def _ages(reading: Reading) -> None:
    """Birth dates outside the policy's ages of entry are told (§1), where the year is known."""
    rules = reading.rules
    window = rules.policy.ages.get(rules.stage, rules.policy.ages.get(EVERY_STAGE))
    years = reading.by_row("entry_year")
    if window is None:
        return
    for row, born in reading.rows_of("birth_date"):
        year = rules.year or years.get(row)
        if not isinstance(born, date) or not year:
            continue
        age = year - born.year - ((born.month, born.day) > SCHOOL_YEAR_ENDS)
        if not window[0] <= age <= window[1]:
            reading.warn(
                "age",
                row,
                "birth_date",
                Text(
                    "{age} years old on 31 August {year}, not {youngest} to {eldest}{cited}.",
                    age=age,
                    year=year,
                    youngest=window[0],
                    eldest=window[1],
                    cited=rules.policy.cited("age"),
                ),
                Text("Check the birth date; an approved exception may stay."),
            )


def _sectors(reading: Reading) -> None:
    """Public and private pupils are not put into one class (the ten bans, §17)."""
    rows: dict[str, int] = {}
    for row, sector in reading.rows_of("sector"):
        if sector in ("public", "private"):
            rows.setdefault(sector, row)
    if len(rows) > 1:
        reading.fail(
            max(rows.values()),
            "sector",
            Text(
                "Public and private pupils stand on one roster; they may not share classes{cited}.",
                cited=reading.rules.policy.cited("sector"),
            ),
            Text("Make a roster for each of the two."),
        )


def _taught_at_home(reading: Reading) -> None:
    """Who is taught at home is on the register (§8) and takes no seat."""
    if reading.rows and len(home_taught_rows(reading)) == len(reading.rows):
        reading.fail_above(
            Text("All students are taught at home: nobody needs a seat."),
            Text("Correct the column if that is wrong; else there is nothing to draw."),
        )
    for row in sorted(home_taught_rows(reading)):
        reading.warn(
            "home_taught",
            row,
            "",
            Text("Taught at home: on the register, without a seat."),
            Text("Nothing needs to be done if that is right."),
        )


ENTRY_CHECKS = (_disability, _ages, _sectors, _taught_at_home)
