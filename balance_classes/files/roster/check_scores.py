"""Columns that the rules ask for and that are scores by what their cells hold."""

from __future__ import annotations

from balance_classes.domain.roster.score_levels import is_score
from balance_classes.files.roster.cell_values import is_missing, levels_of
from balance_classes.files.roster.check_table import is_spread
from balance_classes.files.roster.columns import Column
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.student_directory import plain_number
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text

FEWEST_FILLED = 0.5
"""A wish has few cells; a column of codes for at least so many students is no wish."""
FEWEST_STRANGE = 0.8
"""So many cells of a declared field hold no code of it where it was made of something else."""


def _scores(reading: Reading) -> None:
    """No header makes something else of a score: where no policy forbids it, a school says so."""
    rules = reading.rules
    mapped = {plain_header(header) for header, _ in rules.columns}
    chosen = set(map(plain_header, rules.scores))
    forbidden = rules.policy.sections.get("score", "")
    for column in reading.header.columns:
        plain, at = plain_header(column.header), (reading.header.last_row, column.position)
        if plain in chosen:
            reading.warn_at(
                "own_score",
                column.header,
                at,
                Text("The school spreads this column, a score, by its own choice."),
                Text("It is told on every sheet and on the notice."),
            )
        elif (
            reading.standing_codes is None  # of newcomers' columns the draw has judged
            and plain in mapped
            and is_spread(reading, column)
            and _holds_scores(reading, column)
        ):
            what = Text(
                "The cells of the column “{header}” look like scores.", header=column.header
            )
            if forbidden:
                mend = Text(
                    "Take it out of the rules: no class is formed by scores ({section}). If it is "
                    "something else, head it by what it is, and write it in words.",
                    section=forbidden,
                )
            else:
                mend = Text(
                    "If the school itself chooses to spread a score, name it with --spread-score: "
                    "every sheet will tell so. If it is something else, head it by what it is."
                )
            reading.fail_at(*at, what, mend)


def _holds_scores(reading: Reading, column: Column) -> bool:
    field = column.field
    cells = [str(reading.table.rows[row][column.position]) for row in reading.rows]
    filled = [cell for cell in cells if not is_missing(cell)]
    known = levels_of(field.codes)
    strange = [cell for cell in filled if plain_number(cell).casefold() not in known]
    if not filled or len(strange) < FEWEST_STRANGE * len(filled):
        return False
    if field.kind in ("code", "codes") and len(filled) < FEWEST_FILLED * len(cells):
        return False
    return is_score(column.header, strange)


SCORE_CHECKS = (_scores,)
