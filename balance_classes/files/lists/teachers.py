"""Reading a table of teachers: the same tables, headers and cells as a roster's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from balance_classes.domain.canonical import FORMULA_SIGNS
from balance_classes.domain.roster.labels import staff_label
from balance_classes.domain.roster.roster import SEX, LeftOut
from balance_classes.domain.rules.rules import Rules
from balance_classes.domain.teachers.staff import (
    HEAD_TEACHER,
    SUBJECT,
    TITLE,
    YEARS,
    Staff,
    Teacher,
    named_by_rooms,
)
from balance_classes.errors import RosterError, told_in
from balance_classes.files.lists.subject_table import (
    HEADED_BY_ROOM,
    TEAM_OF_ROOM,
    as_teachers,
    rooms_of,
)
from balance_classes.files.roster.check_table import LAYOUT_CHECKS
from balance_classes.files.roster.columns import Header, find_headers
from balance_classes.files.roster.fields import read_fields
from balance_classes.files.roster.missing_header import no_header
from balance_classes.files.roster.table_reading import Reading, read_columns
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Either, Text

FIELDS = Path(__file__).with_name("teachers.toml")
NEEDED = ("name", SUBJECT)
HEADERS = Either(en="name, subject, classes", zh="姓名、任教学科、任教班数")
STAFF_NUMBER = "staff_number"
SPREAD = (YEARS, TITLE, SEX)
"""What is spread over the teams where the table has it."""


def read_teachers(path: Path, rules: Rules, password: Password | None = None) -> Staff:
    """Return the staff of a table; `rules` give the school's own codes and the policy's sections.

    Raises RosterError with all problems found, each with its cell.
    """
    tables, file_sha256 = read_tables(path, password)
    fields = read_fields(FIELDS)
    tables = [as_teachers(table, fields) or table for table in tables]
    in_rooms = any(table.rows and table.rows[0] in HEADED_BY_ROOM for table in tables)
    found = find_headers(tables, TEAM_OF_ROOM if in_rooms else {}, (), fields)
    if not found:
        raise RosterError(no_header(tables, HEADERS, read_fields(FIELDS)))
    table, header = found[0]
    with told_in(header.language):
        reading = read_columns(table, header, rules)
        _look_at_other_sheets(reading, found[1:])
        for check in (*LAYOUT_CHECKS, _needed, _filled, _one_person, _teams_named, _no_names):
            check(reading)
        if reading.errors:
            raise RosterError(*(f for _, _, f in sorted(reading.errors, key=lambda e: e[:2])))
    return _staff(path, file_sha256, reading)


def read_rooms(
    path: Path, classes: Sequence[str], password: Password | None = None
) -> tuple[str, ...]:
    """Return the room of each class as a table of classes by subjects has it; empty without one."""
    return rooms_of(read_tables(path, password)[0], classes)


def _staff(path: Path, file_sha256: str, reading: Reading) -> Staff:
    header = reading.header
    attributes = tuple(name for name in SPREAD if _says_something(reading, name))
    as_read = list(_teachers(reading, attributes))
    teachers = sorted(as_read, key=lambda t: (t.key, t.subject))
    columns = tuple((column.header, column.field.name) for column in header.columns)
    return Staff(
        file=path.name,
        sheet=reading.table.sheet,
        file_sha256=file_sha256,
        language=header.language,
        key=_key_field(reading),
        teachers=tuple(teachers),
        attributes=attributes,
        heads="yes" in reading.by_row(HEAD_TEACHER).values(),
        ready=_says_something(reading, "team"),
        columns=columns,
        ignored=header.ignored,
        left_out=tuple(
            LeftOut(shown, kind, reading.rules.policy.sections.get(kind, ""))
            for shown, kind in header.forbidden
        ),
        order=tuple(dict.fromkeys(teacher.subject for teacher in as_read)),
        in_rooms=named_by_rooms(columns),
    )


def _teachers(reading: Reading, attributes: Sequence[str]) -> Iterator[Teacher]:
    key = _key_field(reading)
    levels = [name for name in attributes if name != YEARS]
    for row, values in _rows(reading):
        teams = values.get("team") or ()
        yield Teacher(
            key=values[key],
            name=values["name"],
            subject=values[SUBJECT],
            classes=values.get("classes_taught") or len(teams) or 1,
            levels=tuple((name, values[name]) for name in levels),
            years=values.get(YEARS),
            head=values.get(HEAD_TEACHER) == "yes",
            teams=teams,
            row=row + 1,
        )


def _rows(reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each teacher's row with its values by field."""
    columns = {name: reading.by_row(name) for name in reading.values}
    for row in reading.rows:
        yield row, {name: column[row] for name, column in columns.items()}


def _key_field(reading: Reading) -> str:
    """Return the field by which teachers are told apart: the staff number if everybody has one."""
    numbers = list(reading.by_row(STAFF_NUMBER).values())
    return STAFF_NUMBER if numbers and all(numbers) else "name"


def _says_something(reading: Reading, name: str) -> bool:
    """Whether a column has a value; years may be 0, which is one."""
    return any(value not in (None, "", ()) for _, value in reading.rows_of(name))


def _needed(reading: Reading) -> None:
    """A table of teachers has names and subjects, and somebody stands in it."""
    missing = tuple(staff_label(name) for name in NEEDED if not reading.has(name))
    if missing:
        reading.fail_above(
            Text("There is no column for: {fields}.", fields=missing),
            Text(
                "Put a row such as {headers} above.",
                headers=Either(en="name, subject, classes", zh="姓名、任教学科、任教班数"),
            ),
        )
    elif not reading.rows:
        reading.fail_above(
            Text("The table has a header and no teacher."),
            Text("Write one teacher a row below the header."),
        )


def _filled(reading: Reading) -> None:
    """Everybody has a name and a subject."""
    for name in NEEDED:
        for row, value in reading.rows_of(name):
            if value == "":
                reading.fail(
                    row,
                    name,
                    Text("{field}: nothing stands here.", field=staff_label(name)),
                    Text("Fill the cell, or delete the row."),
                )


def _one_person(reading: Reading) -> None:
    """Rows of one key are one person: other subjects, all else the same."""
    if not all(map(reading.has, NEEDED)):
        return
    key = _key_field(reading)
    first: dict[str, dict[str, Any]] = {}
    subjects: dict[str, set[str]] = {}
    for row, values in _rows(reading):
        who = values[key]
        if not who:
            continue
        before = first.setdefault(who, values)
        if values[SUBJECT] in subjects.setdefault(who, set()):
            reading.fail(
                row,
                key,
                Text("This teacher stands in the table twice with the same subject."),
                Text("Delete one row, or tell two people apart by staff numbers."),
            )
        elif any(before.get(name) != values.get(name) for name in ("name", *SPREAD)):
            reading.fail(
                row,
                key,
                Text("Two rows of one teacher differ in more than the subject."),
                Text("Correct one of them, or tell two people apart by staff numbers."),
            )
        subjects[who].add(values[SUBJECT])
        if values.get(HEAD_TEACHER) == "yes" and before is not values:
            _one_head(reading, row, before)


def _one_head(reading: Reading, row: int, before: dict[str, Any]) -> None:
    if before.get(HEAD_TEACHER) == "yes":
        reading.fail(
            row,
            HEAD_TEACHER,
            Text("This teacher is named a head teacher twice, and heads one class."),
            Text("Leave the yes in one of the rows."),
        )


def _teams_named(reading: Reading) -> None:
    """Where teams are ready-made, every teacher has as many as classes, none twice."""
    if not _says_something(reading, "team"):
        return
    taught = reading.by_row("classes_taught")
    for row, teams in reading.rows_of("team"):
        wanted = taught.get(row) or len(teams or ())
        signs = [team[0] for team in teams or () if team[0] in FORMULA_SIGNS]
        if signs:
            what = Text("The text begins with “{sign}”.", sign=signs[0])
        elif not teams:
            what = Text("Teams are named for others, and none for this teacher.")
        elif len(set(teams)) < len(teams):
            what = Text("A team is named twice.")
        elif len(teams) != wanted:
            what = Text(
                "{count} teams are named for {classes} classes taught.",
                count=len(teams),
                classes=wanted,
            )
        else:
            continue
        mend = Text("Name one team for each class taught, or leave the column empty for all.")
        reading.fail(row, "team", what, mend)


def _no_names(reading: Reading) -> None:
    """Refuse a name among subjects, titles or teams: they stand in the record."""
    names = {value for _, value in reading.rows_of("name") if value}
    for field in (SUBJECT, TITLE, "team"):
        for row, value in reading.rows_of(field):
            if names & set(value if isinstance(value, tuple) else [value]):
                reading.fail(
                    row,
                    field,
                    Text("{field}: a teacher's name stands here.", field=staff_label(field)),
                    Text("Move the value to the column it belongs to."),
                )


def _look_at_other_sheets(reading: Reading, others: Sequence[tuple[Table, Header]]) -> None:
    """Refuse to choose between two sheets of teachers."""
    for table, header in others:
        if all(header.column(name) for name in NEEDED) and len(table.rows) > header.last_row + 1:
            reading.fail_above(
                Text(
                    "The sheets “{sheet}” and “{other}” both look like tables of teachers.",
                    sheet=reading.table.sheet,
                    other=table.sheet,
                ),
                Text("Put all teachers on one sheet."),
            )
