"""Checks of what is asked for students: together, apart, a pinned class."""

from __future__ import annotations

import re
from collections import Counter

from balance_classes.domain.labels import field_label
from balance_classes.files.intake.reading import Reading
from balance_classes.language import Text


def _lone_codes(reading: Reading) -> None:
    """A code that only one student has: a partner was forgotten or mistyped."""
    for name in ("together", "apart"):
        rows = list(reading.rows_of(name))
        codes = Counter(code for _, value in rows for code in _codes(value))
        codes.update(reading.standing_codes)
        for row, value in rows:
            if any(codes[code] == 1 for code in _codes(value)):
                reading.fail(
                    row,
                    name,
                    Text(
                        "The code in the column “{column}” stands at this student only.",
                        column=field_label(name),
                    ),
                    Text("Give the same code to the other student, or clear the cell."),
                )


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def _reasons(reading: Reading) -> None:
    """A pin or a bar needs a written reason: placing by hand is the classic abuse."""
    reasons = reading.by_row("reason")
    for name, what in (
        ("pinned_class", Text("A class is pinned without a reason.")),
        ("barred", Text("A class is barred without a reason.")),
    ):
        for row, wish in reading.rows_of(name):
            if wish and not reasons.get(row):
                reading.fail(
                    row,
                    name,
                    what,
                    Text("Write the reason into the column 理由/reason: it is shown in public."),
                )


def _twins(reading: Reading) -> None:
    """A column of twins does not say whether they are to be together or apart."""
    header = reading.header
    for position, cell in enumerate(reading.table.rows[header.last_row]):
        shown = str(cell)
        if (
            re.search("双胞胎|多胞胎|双生|孪生|twin", shown, re.IGNORECASE)
            and shown in header.ignored
        ):
            reading.warn_at(
                "twins",
                shown,
                (header.last_row, position),
                Text("The column “{header}” is not read.", header=shown),
                Text("Twins come together by the column 同班/together, apart by 分开/apart."),
            )


WISH_CHECKS = (
    _lone_codes,
    _reasons,
    _twins,
)
