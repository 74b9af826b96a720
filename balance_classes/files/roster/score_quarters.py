"""Scores that a school itself chose to spread: of many different ones the quarters by rank."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from balance_classes.domain.roster.bins import bins_of
from balance_classes.domain.roster.roster import MISSING
from balance_classes.files.roster.check_people import home_taught_rows
from balance_classes.files.roster.check_table import MOST_NUMBERS
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text

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
