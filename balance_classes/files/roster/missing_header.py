"""What is said of tables in which no header was found: what was nearly one, and what is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance_classes.errors import Finding
from balance_classes.files.roster.columns import HEADER_ROWS
from balance_classes.files.roster.fields import Field, declared_fields, known_header
from balance_classes.files.roster.header_words import shown_header
from balance_classes.files.tables.tables import Table
from balance_classes.language import Either, Text

OF_ROSTER = Either(en="name, sex, student number", zh="姓名、性别、学号")


def no_header(
    tables: Sequence[Table],
    headers: Either = OF_ROSTER,
    declared: Mapping[str, Field] | None = None,
) -> Finding:
    """Return the finding for tables without a header, of which `headers` would be one.

    `declared` are the fields of a table that is no roster.
    """
    known = {header for f in (declared or declared_fields()).values() for header in f.headers}
    for table, row, word in filter(None, (_nearly_header(table, known) for table in tables)):
        what = Text(
            "No header was found; this row has one known column name alone: {known}.", known=word
        )
        mend = Text("Write headers such as {headers} there.", headers=headers)
        if declared is None:
            mend = Text(
                "Write headers such as {headers} there; or map your own in a rules file, under "
                "[columns]: {example} (docs/rosters.md#fields).",
                headers=headers,
                example=Either(en='"Pupil no." = "student_number"', zh='"编码" = "student_number"'),
            )
        return Finding(table.place(row, 0), what, mend)
    mend = Text("Put a row such as {headers} above.", headers=headers)
    if declared is None:
        mend = Text(
            "Put a row such as {headers} above; balance-classes template writes an empty roster.",
            headers=headers,
        )
    what = Text("No header was found: no row has two or more known column names.")
    return Finding(tables[0].file, what, mend)


def _nearly_header(table: Table, known: set[str]) -> tuple[Table, int, str] | None:
    """Return the first row that would be a header but for one known name, and that name."""
    for row, cells in enumerate(table.rows[:HEADER_ROWS]):
        told = [str(cell) for cell in cells if known_header(str(cell), known)]
        if told and sum(bool(str(cell).strip()) for cell in cells) > 1:
            return table, row, shown_header(told[0])
    return None
