"""Checks of the table: header, lines, formulas, what is hidden, levels that are none."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches

from balance_classes.domain.roster.labels import field_label, glimpse
from balance_classes.domain.roster.roster import MISSING
from balance_classes.domain.rules.policy import FRIENDS
from balance_classes.files.roster.cell_values import levels_of, nearest
from balance_classes.files.roster.fields import UNUSED, Field, asks, declared_fields, plain_header
from balance_classes.files.roster.header_words import is_class
from balance_classes.files.roster.names import spelt
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text

MOST_NUMBERS = 12
"""A declared column with more different numbers than this is a measure, not an attribute."""
LEVELLED = ("attribute", "check", "code", "codes")
"""Kinds of whose values there are few: a student number has one for everybody."""
SHORTEST_SLIP = 5
"""Shorter headers are alike by chance; a Chinese one says as much in a character less."""


def _students(reading: Reading) -> None:
    """A roster has students."""
    if not reading.rows:
        reading.fail_above(
            Text("The roster has a header and no student."),
            Text("Write one student a row below the header."),
        )


def _doubled_headers(reading: Reading) -> None:
    """Of two columns that say the same neither can be believed."""
    for column in reading.header.doubled:
        mend = Text("Delete one of them, or give it another header.")
        if column.field.kind in ("name", "identity"):
            mend = Text("Put two lists that stand side by side below each other; else delete one.")
        reading.fail_at(
            reading.header.last_row,
            column.position,
            Text("Two columns are headed “{header}”.", header=column.header),
            mend,
        )


def _unclear_headers(reading: Reading) -> None:
    """A column right of a relative's name and relation may be the relative's."""
    for column in reading.header.unclear:
        reading.fail_at(
            reading.header.last_row,
            column.position,
            Text(
                "It is not clear whether “{header}” is the student's or a relative's.",
                header=column.header,
            ),
            Text("Put the student's columns left of the relatives', or delete this one."),
        )


def _ragged(reading: Reading) -> None:
    """A line of text with more cells than its header has a delimiter too many in it."""
    lengths = reading.table.facts.lengths
    end = lengths[reading.header.last_row] if lengths else 0
    for row in reading.rows if lengths else ():
        if any(str(cell).strip() for cell in reading.table.rows[row][end:]):
            reading.fail_at(
                row,
                end,
                Text(
                    "This line has more cells than the header: its values stand in wrong columns."
                ),
                Text("Put texts that hold the delimiter between double quotes."),
            )


def _failed_formulas(reading: Reading) -> None:
    """A formula without its answer, or with an error for one, is no value."""
    facts = reading.table.facts
    rows = set(reading.rows)
    for column in reading.header.columns:
        for row, position in sorted(facts.uncalculated | facts.errors):
            if position != column.position or row not in rows:
                continue
            if (row, position) in facts.errors:
                what = Text("The formula of this cell has failed.")
            else:
                what = Text("This cell holds a formula that was never calculated.")
            reading.fail_at(
                row, position, what, Text("Open the file in Excel or WPS, mend it and save it.")
            )


def _hidden(reading: Reading) -> None:
    """What is hidden is read, since a filter hides students too; but it is told."""
    facts = reading.table.facts
    hidden = [row for row in reading.rows if row in facts.hidden_rows]
    for row in hidden:
        reading.warn(
            "hidden_rows",
            row,
            "",
            Text("This row is hidden and was read as a student."),
            Text("Show it, or delete it if it is no student."),
        )
    for column in reading.header.columns:
        if column.position in facts.hidden_columns:
            reading.warn(
                "hidden_column",
                reading.header.last_row,
                column.field.name,
                Text("The column “{header}” is hidden and was read.", header=column.header),
                Text("Show it, or delete it if it is not to count."),
            )


def _struck(reading: Reading) -> None:
    """A value that is struck through is read, and told: perhaps it no longer holds."""
    read = {column.position: column.field.name for column in reading.header.columns}
    rows = set(reading.rows) - reading.marked
    for row, position in sorted(reading.table.facts.struck):
        if row in rows and position in read:
            reading.warn(
                "struck",
                row,
                read[position],
                Text("The text of this cell is struck through, and was read."),
                Text("Clear the cell if it no longer holds, else take the line away."),
            )


def _private_levels(reading: Reading) -> None:
    """Refuse a name among the levels of an attribute: levels stand in the record."""
    names = {spelt(name) for _, name in reading.rows_of("name")} - {MISSING}
    for column in reading.header.columns:
        if not column.field.is_attribute:
            continue
        levels = {level for _, level in reading.rows_of(column.field.name) if level}
        private = {level for level in levels if spelt(level) in names}
        for row, level in reading.rows_of(column.field.name):
            if level in private:
                reading.fail(
                    row,
                    column.field.name,
                    Text("A student's name stands in the column “{header}”.", header=column.header),
                    Text("Move the value to the column it belongs to."),
                )


def _merged_across(reading: Reading) -> None:
    """A cell that is merged over several columns does not say which of them it is about."""
    rows = set(reading.rows)
    read = {column.position for column in reading.header.columns if column.field.is_attribute}
    for first, last, left, right in reading.table.facts.merged:
        if len(read & set(range(left, right + 1))) > 1 and rows & set(range(first, last + 1)):
            reading.fail_at(
                first,
                left,
                Text("A cell is merged over several columns."),
                Text("Unmerge it, and write each value into its own column."),
            )


def _absent_headers(reading: Reading) -> None:
    """A header that the rules map to a field stands in the roster; what is to be spread must.

    What nobody is to use may be missing, as it is where a roster of many schools was split.
    """
    headers = [column.header for column in reading.header.columns]
    headers += [column.header for column in reading.header.unread]
    headers += [header for header, _ in reading.header.forbidden]  # told as never read
    there = {plain_header(header): header for header in headers}
    own = {field for _, field in reading.rules.columns} - {*declared_fields(), UNUSED}
    for header, field in reading.rules.columns:
        if field == UNUSED or plain_header(header) in there:
            continue
        if field in own and not reading.has(field):
            near = next(iter(get_close_matches(plain_header(header), there, n=1)), "")
            reading.fail_at(
                reading.header.last_row,
                0,
                Text("The column “{header}” is to be spread, and is not there.", header=header),
                Text("Did you mean “{near}”?", near=there[near])
                if near
                else Text("Write it as its header says, or take it out of rules and options."),
            )
        else:
            reading.warn_at(
                "absent",
                header,
                (reading.header.last_row, 0),
                Text("The rules name a column “{header}”, which is not there.", header=header),
                Text("Correct the rules, or the header."),
            )


def _near_headers(reading: Reading) -> None:
    """A header that is nearly one of a field that the roster lacks may be a slip."""
    header = reading.header
    lacking = {
        word: field.name
        for field in declared_fields().values()
        if not reading.has(field.name) and field.kind != "number"
        for word in field.headers
    }
    for column in header.unread:
        written = plain_header(column.header)
        meant = (name for word, name in lacking.items() if is_slip(written, word))
        if name := next(meant, ""):
            reading.warn_at(
                "near",
                column.header,
                (header.last_row, column.position),
                Text("The column “{header}” is not read.", header=column.header),
                Text("Perhaps {word} is meant.", word=field_label(name)),
            )


def is_slip(written: str, meant: str) -> bool:
    """Whether one letter is missing, too many or another, or two neighbours changed places."""
    if abs(len(written) - len(meant)) > 1:
        return False
    shortest = SHORTEST_SLIP - (not meant.isascii())
    if written == meant or min(len(written), len(meant)) < shortest:
        return False
    pairs = enumerate(zip(written, meant, strict=False))
    at = next((i for i, (sign, other) in pairs if sign != other), min(len(written), len(meant)))
    one, other = written[at:], meant[at:]
    turned = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return turned or one[1:] in (other, other[1:]) or one == other[1:]


def is_levelled(field: Field) -> bool:
    """Tell whether a column has few values; cells of friends have to name students."""
    return field.kind in LEVELLED and field.name != FRIENDS


def _measures(reading: Reading) -> None:
    """Refuse a mapped column of many numbers, or of a level for nearly everybody.

    As levels they would be scores, or numbers of persons, by another name.
    """
    mapped = {plain_header(header) for header, _ in reading.rules.columns}
    scores = set(map(plain_header, reading.rules.scores))
    for column in reading.header.columns:
        if plain_header(column.header) not in mapped or not is_levelled(column.field):
            continue
        cells = [
            value if isinstance(value, tuple) else (value,)
            for _, value in reading.rows_of(column.field.name)
        ]
        levels = {str(value) for values in cells for value in values if value}
        levels |= {cell.text for cell in reading.unclear.get(column.field.name, ())}
        numbers = sum(bool(re.fullmatch(r"[^\d]{0,2}\d+([.,]\d+)?[^\d]{0,2}", lv)) for lv in levels)
        personal = column.field.kind == "attribute" and 2 * len(levels) > len(reading.rows)
        if max(numbers, len(levels) if personal else 0) > MOST_NUMBERS:
            mend = Text("Take it out of the rules: only attributes with few levels can be spread.")
            if plain_header(column.header) in scores:
                mend = Text("Write it in bands: at most {most} different ones.", most=MOST_NUMBERS)
            reading.fail_at(
                reading.header.last_row,
                column.position,
                Text(
                    "The column “{header}” holds too many different values.", header=column.header
                ),
                mend,
            )


def _words(reading: Reading) -> None:
    """A word that no list of codes knows is a level of its own; a slip may be behind it."""
    for column in reading.header.columns:
        field = declared_fields().get(column.field.name)
        if field is None or not field.codes or field.kind != "attribute":
            continue
        codes = field.asked_codes if asks(column.header, field) else field.codes
        known = set(levels_of(codes).values())
        local = {level for name, _, level in reading.rules.codes if name == field.name}
        # Peoples of other countries have names of their own.
        strange = [
            (row, level)
            for row, level in reading.rows_of(field.name)
            if level
            and level not in known | local
            and (field.name != "ethnicity" or re.search(r"[一-鿿]", level))
        ]
        counts = Counter(level for _, level in strange)
        first = {level: row for row, level in reversed(strange)}
        for level, row in first.items():
            like = nearest(codes, level)
            reading.warn(
                "word",
                row,
                field.name,
                Text(
                    "{field}: the word “{word}” is unknown and was taken as it stands, here and "
                    "in all for {count}.",
                    field=field_label(field.name),
                    word=glimpse(level),
                    count=counts[level],
                ),
                Text("Perhaps {word} is meant.", word=like)
                if like
                else Text("Correct it if it is a slip."),
            )


def _classes_as_days(reading: Reading) -> None:
    """A former class 3-1 that Excel made a date of stands as the count of its day sometimes."""
    for column in reading.header.columns:
        if not (column.field.is_attribute and is_class(column.header)):
            continue
        for row, level in reading.rows_of(column.field.name):
            if re.fullmatch(r"4\d{4}", str(level)):
                reading.fail(
                    row,
                    column.field.name,
                    Text("This number may be a day that Excel made of a class such as 3-1."),
                    Text("Format the column as text and type it again, such as 3-1."),
                )
                break


LAYOUT_CHECKS = (_doubled_headers, _unclear_headers, _ragged, _failed_formulas, _merged_across)
"""What must hold for every table, whoever stands in it."""

SOURCE_CHECKS = (*LAYOUT_CHECKS, _hidden, _struck, _near_headers)
"""What is to be said of a table from which some columns alone will be taken."""

TABLE_CHECKS = (
    _students, _doubled_headers, _unclear_headers, _ragged, _failed_formulas, _hidden, _struck,
    _private_levels, _merged_across, _absent_headers, _near_headers, _measures, _words,
    _classes_as_days,
)  # fmt: skip
LIST_CHECKS = (
    _students, _doubled_headers, _ragged, _failed_formulas, _private_levels, _merged_across,
    _measures,
)  # fmt: skip
"""What is asked of a class list, which nobody will draw from."""
