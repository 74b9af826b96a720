"""A table under reading: its rows become students' values, its problems become findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from balance_classes.domain.roster.roster import BIRTH_QUARTER, MISSING, Caution
from balance_classes.domain.roster.wish_codes import EVERY_WISH, Wish
from balance_classes.domain.rules.rules import LEAVE_IN, LEAVE_OUT, Rules
from balance_classes.errors import Finding
from balance_classes.files.roster.cell_values import (
    CLASSES_TAUGHT,
    YEARS_OF_SERVICE,
    CellError,
    read_age,
    read_code,
    read_count,
    read_identity,
    read_level,
    read_name,
    read_text,
    zero_of_sex,
)
from balance_classes.files.roster.columns import Column, Header, Unread
from balance_classes.files.roster.dates import (
    birth_quarter,
    day_zero,
    order_told,
    read_date,
    read_year,
)
from balance_classes.files.roster.departed_students import Mark, marks, on_sheets_of_leavers
from balance_classes.files.roster.distances import read_distance, unit_of
from balance_classes.files.roster.fields import UNUSED, asks, declared_fields, plain_header
from balance_classes.files.roster.names import PARTS, WHOLE, joined_name
from balance_classes.files.roster.student_rows import RowReader, sex_codes
from balance_classes.files.roster.wish_columns import Unclear, take_wishes
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

OWN = ("identity", "name", "date")
"""Kinds of which everybody has its own: merged cells hold for the first row alone."""

_MARKED = {
    "gone": Text("This student is marked as gone."),
    "staff": Text("This row is marked as one of staff."),
    "test": Text("This name looks like one for trying a system, and not like a student's."),
    "struck": Text("This student is struck through."),
    "left": Text("This student stands on the sheet “{sheet}” as well."),
}
_UNCLEAR = {
    "unclear": (
        Text("A note at the name may say that the student has gone."),
        Text("Write the name alone, and what has become of a student into a column “status”."),
    ),
    "namesake": (
        Text("Several students have this name, and one of it stands on the sheet “{sheet}”."),
        Text("Write the student number there, too; or delete there who has not gone."),
    ),
}
_AS_MEANT = Text("Nothing needs to be done if that is right.")
_LEAVE_OR_KEEP = Text(
    "Delete the row; or say for all such rows that they are left out, or kept: "
    "--gone leave-out, --gone keep."
)


@dataclass
class Reading:
    """A table under reading: values by field, a row a student, and what was found so far.

    `rows` are the students' in the file, from 0; `values` has one for each of them in each field.
    `numbers` has, for each attribute whose levels are bins, the number of each row that states it.
    Newcomers may share the `standing_codes` of students who are placed already; where nobody is
    placed yet there is no set of them. `marked` are the
    rows that are marked as gone or as staff, `examples` those that show how to fill one in.
    `wishes` are the cells of wishes that were
    understood, `unclear` those that were not, by the field of their column. `open_columns` are
    headers of columns of which a person has to say what they are, each with its errors, and
    `open_rows` the number of rows of which is to be said whether they are kept.
    """

    table: Table
    header: Header
    rules: Rules
    rows: Sequence[int]
    values: dict[str, list[Any]] = field(default_factory=dict)
    errors: list[tuple[int, int, Finding]] = field(default_factory=list)
    warnings: list[tuple[int, int, Finding]] = field(default_factory=list)
    cautions: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[str, Mapping[int, int]] = field(default_factory=dict)
    standing_codes: frozenset[str] | None = None
    marked: frozenset[int] = frozenset()
    examples: set[int] = field(default_factory=set)
    wishes: tuple[Wish, ...] = ()
    unclear: dict[str, tuple[Unclear, ...]] = field(default_factory=dict)
    open_columns: Counter[str] = field(default_factory=Counter)
    open_rows: int = 0

    def has(self, name: str) -> bool:
        """Whether the roster has a field."""
        return name in self.values

    def outside(self) -> list[int]:
        """The rows of titles, notes, totals and signatures: neither header nor anybody's."""
        header = range(self.header.row, self.header.last_row + 1)
        inside = {*self.rows, *self.marked, *self.examples, *header}
        return [row for row in range(len(self.table.rows)) if row not in inside]

    def unread_columns(self) -> Sequence[Unread]:
        """The columns that nobody reads, nobody declared unused, and no relative's are."""
        unused = self.unused()
        named_for_sheets = self.table.width - 1 if self.table.sources else -1
        return [
            column
            for column in self.header.unread
            if not column.others
            and column.position != named_for_sheets
            and plain_header(column.header) not in unused
        ]

    def unused(self) -> frozenset[str]:
        """The headers, in plain form, that no draw is to use."""
        return frozenset(plain_header(h) for h, name in self.rules.columns if name == UNUSED)

    def rows_of(self, name: str) -> Iterable[tuple[int, Any]]:
        """Yield row and value of each student in a field, nothing where there is no such field."""
        if self.has(name):
            yield from zip(self.rows, self.values[name], strict=True)

    def by_row(self, name: str) -> Mapping[int, Any]:
        """Return the values of a field by row, empty where there is no such field."""
        return dict(self.rows_of(name))

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes in declared order, then those of the rules by name.

        A column without any value says nothing that could be spread.
        """
        known = declared_fields()
        declared = [
            name for name, entry in known.items() if entry.is_attribute or name in self.numbers
        ]
        own = sorted(c.field.name for c in self.header.columns if c.field.name not in known)
        return tuple(
            name for name in (*declared, *own) if any(value for _, value in self.rows_of(name))
        )

    def fail(self, row: int, name: str, what: Text, mend: Text) -> None:
        """Note an error at the cell of a field in a row."""
        self.fail_at(row, self._position(name), what, mend)

    def fail_above(self, what: Text, mend: Text) -> None:
        """Note an error of the table as a whole, at the start of its header."""
        self.fail_at(self.header.row, 0, what, mend)

    def fail_at(self, row: int, position: int, what: Text, mend: Text) -> None:
        """Note an error at a cell."""
        self.errors.append((row, position, Finding(self.table.place(row, position), what, mend)))

    def warn(self, kind: str, row: int, name: str, what: Text, mend: Text) -> None:
        """Note something to be looked at, at the cell of a field; it is counted by kind."""
        self.warn_at(kind, name, (row, self._position(name)), what, mend)

    def warn_at(self, kind: str, name: str, cell: tuple[int, int], what: Text, mend: Text) -> None:
        """Note something to be looked at, at a cell."""
        self.warnings.append((*cell, Finding(self.table.place(*cell), what, mend)))
        self.cautions[kind, name] = self.cautions.get((kind, name), 0) + 1

    def note_row(self, kind: str, row: int, what: Text, mend: Text) -> None:
        """Note something about a row as a whole: a warning, or an error where `kind` is empty."""
        if kind == "example":
            self.examples.add(row)
        if kind:
            self.warn(kind, row, "", what, mend)
        else:
            self.fail_at(row, 0, what, mend)

    def counted(self) -> tuple[Caution, ...]:
        """Return what was counted, by kind and field."""
        return tuple(Caution(*key, count) for key, count in sorted(self.cautions.items()))

    def _position(self, name: str) -> int:
        column = self.header.of_name if name == WHOLE else self.header.column(name)
        return column.position if column else 0


def read_columns(
    table: Table,
    header: Header,
    rules: Rules,
    standing_codes: frozenset[str] | None = None,
    leavers: Sequence[Table] = (),
) -> Reading:
    """Read the cells of all known columns; rows that hold no student are left out."""
    reading = read_rows(table, header, rules, leavers)
    reading.standing_codes = standing_codes
    shown = shown_cells(table, header)
    for column in header.columns:
        if column.field.name not in EVERY_WISH:
            reading.values[column.field.name] = _read_column(reading, column, shown)
    _join_names(reading)
    take_wishes(reading, shown)
    _derive_birth_quarter(reading)
    return reading


def read_rows(table: Table, header: Header, rules: Rules, leavers: Sequence[Table] = ()) -> Reading:
    """Find the rows that hold students, and no value yet; what is said of rows is noted.

    `leavers` are sheets of those who have gone.
    """
    reading = Reading(table, header, rules, [])
    rows = RowReader(table, header, sex_codes(rules.codes), reading.note_row).students()
    reading.rows = _without_marked(reading, list(rows), leavers)
    return reading


def _without_marked(reading: Reading, rows: list[int], leavers: Sequence[Table]) -> list[int]:
    """Tell each row that is marked as gone or as staff; leave it out where the rules say so."""
    found: dict[int, Mark] = {}
    table, header = reading.table, reading.header
    for mark in (*marks(table, header, rows), *on_sheets_of_leavers(table, header, rows, leavers)):
        if mark.kind in _UNCLEAR:
            what, mend = _UNCLEAR[mark.kind]
            what = Text(what.message, sheet=mark.sheet)
            reading.fail_at(mark.row, mark.position, what, mend)
        else:
            found.setdefault(mark.row, mark)
    reading.marked = frozenset(found)
    gone = reading.rules.gone
    for mark in found.values():
        what = Text(_MARKED[mark.kind].message, sheet=mark.sheet)
        if gone:
            told = Text("{what} Left out by the rules.", what=what)
            if gone == LEAVE_IN:
                told = Text("{what} Kept by the rules.", what=what)
            kind = "marked" if gone == LEAVE_IN else "left_out"
            reading.warn_at(kind, "", (mark.row, mark.position), told, _AS_MEANT)
        else:
            reading.fail_at(mark.row, mark.position, what, _LEAVE_OR_KEEP)
            reading.open_rows += 1
    return [row for row in rows if row not in reading.marked] if gone == LEAVE_OUT else rows


def _read_column(
    reading: Reading, column: Column, shown: Callable[[int, int], object]
) -> list[Any]:
    read = _cell_reader(reading, column)
    position, name = column.position, column.field.name
    known: dict[object, object] = {}
    values: list[object] = []
    for row in reading.rows:
        cell = shown(row, position)
        # Types are part of the key: the number 1 equals True, and 2016.0 equals 2016.
        key = (type(cell), cell)
        if key not in known:
            try:
                known[key] = read(cell)
            except CellError as error:
                reading.fail(row, name, error.what, error.mend)
                values.append(None)
                continue
        values.append(known[key])
    if column.field.is_attribute and not column.field.codes:
        return _in_one_spelling(values)
    return values


def _in_one_spelling(values: Sequence[Any]) -> list[Any]:
    """Return levels that differ in capitals alone as one: the most frequent, then the first."""
    spellings: dict[str, Counter[str]] = {}
    for value in values:
        if isinstance(value, str):
            spellings.setdefault(value.casefold(), Counter())[value] += 1
    chosen = {
        plain: min(counts, key=lambda word: (-counts[word], word))
        for plain, counts in spellings.items()
    }
    return [chosen[v.casefold()] if isinstance(v, str) else v for v in values]


def merged_above(table: Table, position: int) -> dict[int, int]:
    """Return the row whose value is shown in others below, where cells of a column are merged."""
    return {
        row: first
        for first, last, left, right in table.facts.merged
        if left == right == position
        for row in range(first + 1, min(last + 1, len(table.rows)))
    }


def _cell_reader(reading: Reading, column: Column) -> Callable[[object], object]:
    field = column.field
    rules, zero = reading.rules, day_zero(from_1904=reading.table.facts.from_1904)
    local = {code: level for name, code, level in rules.codes if name == field.name}
    if field.codes == "sex":
        cells = (reading.table.rows[row][column.position] for row in reading.rows)
        local = {**zero_of_sex(cells), **local}
    if asks(column.header, field):
        field = replace(field, codes=field.asked_codes)
    order = rules.date_format
    if field.kind == "date" and not order:
        order, _ = order_told(reading.table.rows[row][column.position] for row in reading.rows)
    readers: dict[str, Callable[[object], object]] = {
        "identity": read_identity,
        "name": read_name,
        "date": lambda cell: read_date(cell, order, zero),
        "year": lambda cell: read_year(cell, zero),
        "age": read_age,
        "number": lambda cell: read_distance(cell, unit_of(column)),
        "code": read_code,
        "codes": lambda cell: tuple(sorted(set(re.findall(r"[^\s、，,；;]+", read_code(cell))))),
        "attribute": lambda cell: read_level(cell, field, local),
        "check": lambda cell: read_level(cell, field, local),
        "years": lambda cell: read_count(cell, *YEARS_OF_SERVICE),
        "classes": lambda cell: read_count(cell, *CLASSES_TAUGHT),
        "list": lambda cell: tuple(re.findall(r"[^\s、，,；;]+", read_text(cell))),
    }
    return readers[field.kind]


def _join_names(reading: Reading) -> None:
    """Put a name together that stands in two columns, where there is no column of whole names."""
    if not reading.has(WHOLE) and all(map(reading.has, PARTS)):
        given, family = map(reading.by_row, PARTS)
        reading.values[WHOLE] = [joined_name(given[row], family[row]) for row in given]


def shown_cells(table: Table, header: Header) -> Callable[[int, int], object]:
    """Return what gives the cell of a row and a column that is read, as merged cells show it."""
    above = {
        column.position: {} if column.field.kind in OWN else merged_above(table, column.position)
        for column in header.columns
    }
    return lambda row, position: table.rows[above[position].get(row, row)][position]


def _derive_birth_quarter(reading: Reading) -> None:
    """Add the birth quarter where there is a birth date, and no such column already."""
    if reading.has("birth_date") and not reading.has(BIRTH_QUARTER):
        reading.values[BIRTH_QUARTER] = [
            birth_quarter(born) if isinstance(born, date) else MISSING
            for _, born in reading.rows_of("birth_date")
        ]
