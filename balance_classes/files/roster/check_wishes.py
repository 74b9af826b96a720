"""Checks of what is asked for students: together, apart, a pinned class."""

from __future__ import annotations

import re
from collections import Counter

from balance_classes.domain.roster.labels import field_label
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.reading import Reading
from balance_classes.language import Either, Text

_PARTNER = re.compile(r"[双多三]胞胎|双\W*多|双生|孪生|twin|triplet|multiplebirth")
"""A header that does not say whether students are to be together or apart."""


def _lone_codes(reading: Reading) -> None:
    """A code that only one student has: a partner was forgotten or mistyped."""
    for name in ("together", "apart"):
        rows = list(reading.rows_of(name))
        codes = Counter(code for _, value in rows for code in _codes(value))
        codes.update(reading.standing_codes)
        unclear = reading.unclear_partners.get(name, frozenset())
        for row in sorted(unclear):
            reading.fail(
                row,
                name,
                Text("Of the student named here, or of this one, there are several by this name."),
                Text("Write the same code at both students instead."),
            )
        for row, value in rows:
            if row not in unclear and any(codes[code] == 1 for code in _codes(value)):
                reading.fail(
                    row,
                    name,
                    Text(
                        "The code in the column “{column}” stands at this student only.",
                        column=field_label(name),
                    ),
                    Text(
                        "Give the same code to the other student, or write the other's full name "
                        "as the roster has it, or clear the cell."
                    ),
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
                    Text(
                        "Write the reason into the column {column}: it is shown in public.",
                        column=field_label("reason"),
                    ),
                )


def _twins(reading: Reading) -> None:
    """A column of twins does not say whether they are to be together or apart."""
    header = reading.header
    for column in header.unread:
        shown = column.header
        if _PARTNER.search(plain_header(shown)):
            reading.warn_at(
                "twins",
                shown,
                (header.last_row, column.position),
                Text("The column “{header}” is not read.", header=shown),
                Text(
                    "Write a code, or the other's full name, into a column headed {columns}.",
                    columns=Either(en="“together” or “apart”", zh="“同班”或“分开”"),
                ),
            )


WISH_CHECKS = (
    _lone_codes,
    _reasons,
    _twins,
)
