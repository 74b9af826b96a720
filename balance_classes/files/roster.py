"""Reading a roster: header, columns, cells, students; every problem of the file at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from balance_classes.domain.labels import field_label
from balance_classes.domain.roster import BIRTH_QUARTER, MISSING, LeftOut, Roster, Student
from balance_classes.domain.rules import Rules
from balance_classes.errors import Finding, RosterError, told_in
from balance_classes.files.columns import Column, Header, declared_fields, find_header, plain_header
from balance_classes.files.tables import Table, read_tables
from balance_classes.files.values import (
    CellError,
    birth_quarter,
    read_date,
    read_identity,
    read_level,
    read_name,
    read_text,
)
from balance_classes.language import Text

KEY_FIELDS = ("student_number", "identity_number", "register_number")
"""A student's key is the first of these that every row has, else name and birth date."""
SHOWN_FOR_NAME = ("student_number", "register_number")
"""Where a roster has no names these stand in for them; an identity number never does."""
MOST_NUMBERS = 12
"""A declared column with more different numbers than this is a measure, not an attribute."""


@dataclass
class _Reading:
    """A table under reading: values by field, a row a student, and the findings so far."""

    table: Table
    header: Header
    values: pd.DataFrame
    findings: list[tuple[int, int, Finding]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.values.columns

    def found(self, row: int, name: str, what: Text, mend: Text) -> None:
        """Note a finding at the cell of a field in a row (of the file, from 0)."""
        column = self.header.column(name)
        self.found_at(row, column.position if column else 0, what, mend)

    def found_above(self, what: Text, mend: Text) -> None:
        """Note a finding about the table as a whole, at the start of its header."""
        self.found_at(self.header.row, 0, what, mend)

    def found_at(self, row: int, position: int, what: Text, mend: Text) -> None:
        """Note a finding at a cell, row and column of the file from 0."""
        self.findings.append((row, position, Finding(self.table.place(row, position), what, mend)))

    def raise_found(self) -> None:
        """Raise all findings, from the first cell to the last."""
        if self.findings:
            in_order = sorted(self.findings, key=lambda found: found[:2])
            with told_in(self.header.language):
                raise RosterError(*(finding for _, _, finding in in_order))


def read_roster(path: Path, rules: Rules) -> Roster:
    """Return the roster of a file; columns no draw may read are dropped before any value is.

    Raises RosterError with all problems found.
    """
    tables, file_sha256 = read_tables(path)
    found = find_header(tables, dict(rules.columns))
    if found is None:
        raise RosterError(_no_header(path))
    reading = _read_columns(*found)
    _derive_birth_quarter(reading)
    _check_table(reading, rules)
    students = _students(reading)
    reading.raise_found()
    return Roster(
        file=path.name,
        sheet=reading.table.sheet,
        file_sha256=file_sha256,
        language=reading.header.language,
        students=tuple(sorted(students, key=lambda student: student.key)),
        attributes=_attributes(reading),
        key=_key_field(reading),
        identities=_identities(reading),
        columns=tuple((c.header, c.field.name) for c in reading.header.columns),
        ignored=reading.header.ignored,
        left_out=tuple(
            LeftOut(header, kind, rules.policy.sections.get(kind, ""))
            for header, kind in reading.header.forbidden
        ),
    )


def _read_columns(table: Table, header: Header) -> _Reading:
    """Read the cells of all known columns; rows that are empty in all of them are no students."""
    positions = [column.position for column in header.columns]
    raw = table.cells.iloc[header.row + 1 :, positions]
    raw = raw[raw.map(lambda cell: str(cell).strip() != "").any(axis=1)]
    reading = _Reading(table, header, pd.DataFrame(index=raw.index))
    for column in header.columns:
        reading.values[column.field.name] = _read_column(reading, raw[column.position], column)
    return reading


def _read_column(reading: _Reading, cells: pd.Series[Any], column: Column) -> list[Any]:
    read = _cell_reader(column)
    known: dict[object, object] = {}
    values: list[object] = []
    for row, cell in cells.items():
        # Types are part of the key: the number 1 equals True, and 2016.0 equals 2016.
        key = (type(cell), cell)
        if key not in known:
            try:
                known[key] = read(cell)
            except CellError as error:
                reading.found(int(str(row)), column.field.name, error.what, error.mend)
                values.append(None)
                continue
        values.append(known[key])
    return values


def _cell_reader(column: Column) -> Callable[[object], object]:
    readers: dict[str, Callable[[object], object]] = {
        "identity": read_identity,
        "name": read_name,
        "date": read_date,
        "code": read_text,
        "codes": lambda cell: tuple(sorted(set(re.findall(r"[^\s、，,；;]+", read_text(cell))))),
        "attribute": lambda cell: read_level(cell, column.field),
    }
    return readers[column.field.kind]


def _derive_birth_quarter(reading: _Reading) -> None:
    """Add the birth quarter where there is a birth date, and no such column already."""
    if reading.has("birth_date") and not reading.has(BIRTH_QUARTER):
        dates = reading.values["birth_date"]
        reading.values[BIRTH_QUARTER] = [
            birth_quarter(born) if isinstance(born, date) else MISSING for born in dates
        ]


def _check_table(reading: _Reading, rules: Rules) -> None:
    if reading.values.empty:
        reading.found_above(
            Text("The roster has a header and no student."),
            Text("Write one student a row below the header."),
        )
    for column in reading.header.doubled:
        reading.found_at(
            reading.header.row,
            column.position,
            Text("Two columns are headed “{header}”.", header=column.header),
            Text("Delete one of them, or give it another header."),
        )
    if reading.has("name"):
        _check_filled(reading, "name")
        _check_names_stay_private(reading)
    for name in rules.policy.required:
        if reading.has(name):
            _check_filled(reading, name)
        else:
            reading.found_above(
                Text("There is no column “{field}”.", field=field_label(name)),
                Text("Add it, or see in docs/rules.md how to do without (--policy none)."),
            )
    mapped = {plain_header(header) for header, _ in rules.columns}
    for column in reading.header.columns:
        if plain_header(column.header) in mapped:
            _check_is_no_measure(reading, column)


def _check_names_stay_private(reading: _Reading) -> None:
    """Refuse a name among the levels of an attribute: levels stand in the record."""
    names = set(reading.values["name"]) - {MISSING}
    for column in reading.header.columns:
        if column.field.kind != "attribute":
            continue
        for row, level in reading.values[column.field.name].items():
            if level in names:
                reading.found(
                    int(str(row)),
                    column.field.name,
                    Text("A student's name stands in the column “{header}”.", header=column.header),
                    Text("Move the value to the column it belongs to."),
                )


def _check_filled(reading: _Reading, name: str) -> None:
    for row in reading.values.index[[value in ("", None) for value in reading.values[name]]]:
        reading.found(
            int(row),
            name,
            Text("The cell is empty: {field}.", field=field_label(name)),
            Text("Fill it in, or delete the row if it is no student."),
        )


def _check_is_no_measure(reading: _Reading, column: Column) -> None:
    """Refuse a mapped column of many numbers, or of a level for nearly everybody.

    As levels they would be scores, or numbers of persons, by another name.
    """
    cells = [v if isinstance(v, tuple) else (v,) for v in reading.values[column.field.name]]
    levels = {str(value) for values in cells for value in values if value}
    numbers = sum(bool(re.fullmatch(r"[^\d]{0,2}\d+([.,]\d+)?[^\d]{0,2}", lv)) for lv in levels)
    personal = column.field.kind == "attribute" and 2 * len(levels) > len(reading.values)
    if max(numbers, len(levels) if personal else 0) > MOST_NUMBERS:
        reading.found(
            reading.header.row,
            column.field.name,
            Text("The column “{header}” holds too many different values.", header=column.header),
            Text("Take it out of the rules: only attributes with few levels can be spread."),
        )


def _students(reading: _Reading) -> list[Student]:
    keys = _keys(reading)
    names = _names(reading)
    if reading.findings:
        return []
    attributes = _attributes(reading)
    identities = _identities(reading)
    students = []
    rows = reading.values.to_dict("records")
    for row, values, key, name in zip(reading.values.index, rows, keys, names, strict=True):
        students.append(
            Student(
                key=key,
                name=name,
                levels={attribute: values[attribute] for attribute in attributes},
                row=int(row) + 1,
                together=values.get("together", ""),
                apart=values.get("apart", ()),
                pinned_class=values.get("pinned_class", ""),
                reason=values.get("reason", ""),
                identities={field: str(values[field] or "") for field in identities},
            )
        )
    return students


def _attributes(reading: _Reading) -> tuple[str, ...]:
    """Return the attributes in declared order, then those of the rules by name."""
    declared = [name for name, entry in declared_fields().items() if entry.kind == "attribute"]
    own = sorted(
        c.field.name for c in reading.header.columns if c.field.name not in declared_fields()
    )
    return tuple(name for name in (*declared, *own) if reading.has(name))


def _keys(reading: _Reading) -> list[str]:
    """Return the students' keys; note every key that is empty or stands twice."""
    chosen = _key_field(reading)
    if not chosen and reading.has("name") and reading.has("birth_date"):
        _check_filled(reading, "birth_date")
        keys = [
            f"{name} {born}"
            for name, born in zip(reading.values["name"], reading.values["birth_date"], strict=True)
        ]
        _check_different(reading, keys, "name")
        return keys
    if not chosen:
        reading.found_above(
            Text("Students cannot be told apart: there is no number, nor name and birth date."),
            Text("Add a column 学号 (student number) or 身份证件号 (identity number)."),
        )
        return [""] * len(reading.values)
    _check_filled(reading, chosen)
    keys = list(reading.values[chosen])
    _check_different(reading, keys, chosen)
    return keys


def _key_field(reading: _Reading) -> str:
    """Return the first field of numbers that every row has, else the first there is, or none."""
    present = [name for name in KEY_FIELDS if reading.has(name)]
    full = [name for name in present if all(reading.values[name])]
    return next(iter([*full, *present]), "")


def _identities(reading: _Reading) -> tuple[str, ...]:
    """Return the fields by which the internal list tells who a student is."""
    return tuple(name for name in (*KEY_FIELDS, "birth_date") if reading.has(name))


def _check_different(reading: _Reading, keys: list[str], name: str) -> None:
    first: dict[str, int] = {}
    for row, key in zip(reading.values.index, keys, strict=True):
        if key and key in first:
            reading.found(
                int(row),
                name,
                Text(
                    "The same student stands in row {row} ({field}).",
                    row=first[key] + 1,
                    field=field_label(name),
                ),
                Text("Delete one of the two rows, or correct the number (§8: no double entries)."),
            )
        first.setdefault(key, int(row))


def _names(reading: _Reading) -> list[str]:
    if reading.has("name"):
        return list(reading.values["name"])
    for name in SHOWN_FOR_NAME:
        if reading.has(name):
            return list(reading.values[name])
    reading.found_above(
        Text("There is no column “{field}”.", field=field_label("name")),
        Text("Add it: the class lists show names."),
    )
    return [""] * len(reading.values)


def _no_header(path: Path) -> Finding:
    return Finding(
        path.name,
        Text("No header was found: no row has two or more known column names."),
        Text("Put a row such as 姓名, 性别, 学号 (or name, sex, student number) above."),
    )
