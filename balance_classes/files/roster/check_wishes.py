"""Checks of what is asked for students: together, apart, a pinned class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from balance_classes.domain.result.shown_names import masked
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster_parts import Part, shown_row
from balance_classes.domain.roster.wish_codes import EVERY_WISH
from balance_classes.files.roster.check_people import home_taught_rows
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.names import WHOLE
from balance_classes.files.roster.table_reading import Reading
from balance_classes.files.roster.wish_columns import directory_of
from balance_classes.language import Either, Text

_PARTNER = re.compile(r"[双多三]胞胎|双\W*多|双生|孪生|twin|triplet|multiplebirth")
"""A header that does not say whether students are to be together or apart."""
MOST_NEAREST_LOOKED_FOR = 40
"""Of so many cells it is said whom they may mean; a wrong column has more."""
_HOW = Text(
    "Write the full name or the student number as the list has it, of several with a comma between."
)
_BY_NUMBER = Text("Write the student number instead of the name.")
_FAULTS = {
    "several": (Text("The wish may mean several students."), _BY_NUMBER),
    "unknown": (
        Text("No student of the list is named so, and it is no code (such as T1 or A)."),
        _HOW,
    ),
    "condition": (
        Text("The wish holds more than names, and may turn round what the column says."),
        Text(
            "Write names or numbers alone; who is not to be with somebody stands in a column "
            "“apart”, and a choice is to be made before."
        ),
    ),
    "answer": (Text("The cell does not say whom the wish is about."), _HOW),
    "number": (
        Text("This is the number of a student, and stands at several students like a code."),
        Text(
            "If it is a code, write one that is nobody's number, such as T1; if the student is "
            "meant, write the name."
        ),
    ),
    "sharing": (
        Text("More students share this word than it says: who belongs to whom is not clear."),
        Text("Give each group a code of its own, such as T1 and T2, or write the names."),
    ),
    "mark": (
        Text("The same mark stands at all who wish: who belongs to whom is not clear."),
        Text("Give each group a code of its own, such as T1 and T2, or write the names."),
    ),
    "self": (Text("The student's own name or number stands here, and at nobody else."), _HOW),
    "many": (
        Text("A child names more than three friends."),
        Text("Leave three at most, in all its cells together."),
    ),
    "label": (
        Text("Several students, and the one who is named here, share this name or number."),
        Text(
            "If all are to be apart from each other, give them one code, such as T1; else clear "
            "the cell of the one who is named."
        ),
    ),
}


def _unclear_wishes(reading: Reading) -> None:
    """A wish that is not understood binds nobody, and stops a draw."""
    cells = [each for kind in EVERY_WISH for each in reading.unclear.get(kind, ())]
    directory = directory_of(reading) if cells else None
    for number, cell in enumerate(cells):
        rows = cell.rows
        if not rows and directory and number < MOST_NEAREST_LOOKED_FOR:
            rows = directory.nearest(cell.text)
        what, mend = _FAULTS[cell.fault]
        told = students_text(
            {row + 1: reading.by_row(WHOLE).get(row) for row in rows}, reading.table.parts
        )
        if cell.fault == "several":
            what = Text("The wish may mean several students: {students}.", students=told)
        elif rows:
            mend = Text("{mend} Nearest: {students}.", mend=mend, students=told)
        reading.fail_at(cell.row, cell.position, what, mend)


def students_text(names: Mapping[int, object], parts: Sequence[Part] = ()) -> tuple[Text, ...]:
    """Return students as messages show them: their rows, and their names masked."""
    shown = {shown_row(row, parts): name for row, name in names.items()}
    return tuple(
        Text("row {row} ({name})", row=row, name=masked(str(name)))
        if name
        else Text("row {row}", row=row)
        for row, name in shown.items()
    )


def _lone_codes(reading: Reading) -> None:
    """A code that only one student has: a partner was forgotten or mistyped."""
    for kind in EVERY_WISH:
        wishes = [wish for wish in reading.wishes if wish.kind == kind]
        holders = {(code, wish.row) for wish in wishes for code in wish.codes}
        counts = Counter(code for code, _ in holders)
        counts.update(reading.standing_codes or ())
        for wish in wishes:
            if any(counts[code] == 1 for code in wish.codes):
                reading.fail_at(
                    wish.row - 1,
                    wish.column,
                    Text(
                        "The code in the column “{column}” stands at this student only.",
                        column=field_label(kind),
                    ),
                    Text(
                        "Give the same code to the other student, or write the other's full name "
                        "as the roster has it, or clear the cell."
                    ),
                )


def _without_seat(reading: Reading) -> None:
    """A wish about a student who is taught at home asks for nothing: such a student has no seat."""
    at_home = {row + 1 for row in home_taught_rows(reading)}
    codes = {code for wish in reading.wishes if wish.row in at_home for code in wish.codes}
    for wish in reading.wishes if at_home else ():
        if at_home & {wish.row, *wish.rows} or codes & set(wish.codes):
            reading.warn_at(
                "without_seat",
                wish.kind,
                (wish.row - 1, wish.column),
                Text("This wish is about a student who is taught at home and gets no seat."),
                Text("Clear the cell, or correct who is taught at home."),
            )


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
                        "Write the reason into the column {column}: the notice says how many "
                        "have one.",
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


TWIN_CHECKS = (_twins,)
WISH_CHECKS = (_unclear_wishes, _lone_codes, _without_seat, _reasons, *TWIN_CHECKS)
