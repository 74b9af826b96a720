"""Reading a roster: the table and its header, the values, the checks, the students."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from balance_classes.domain.roster.labels import glimpse
from balance_classes.domain.roster.roster import LeftOut, Roster, Student, count_levels
from balance_classes.domain.roster.wishes import Wish
from balance_classes.domain.rules.rules import AskedRules, Rules
from balance_classes.errors import Finding, RosterError, told_in
from balance_classes.files.roster.cells import levels_of
from balance_classes.files.roster.check_dates import DATE_CHECKS
from balance_classes.files.roster.check_entry import ENTRY_CHECKS
from balance_classes.files.roster.check_names import NAME_CHECKS
from balance_classes.files.roster.check_people import (
    KEY_FIELDS,
    PEOPLE_CHECKS,
    home_taught_rows,
    key_field,
)
from balance_classes.files.roster.check_scores import SCORE_CHECKS
from balance_classes.files.roster.check_table import TABLE_CHECKS
from balance_classes.files.roster.check_unread import UNREAD_CHECKS
from balance_classes.files.roster.check_wishes import WISH_CHECKS
from balance_classes.files.roster.columns import Header, find_headers, forbid, nearly_header
from balance_classes.files.roster.fields import declared_fields
from balance_classes.files.roster.names import sounds_of
from balance_classes.files.roster.number_bins import spread_numbers
from balance_classes.files.roster.reading import Reading, read_columns
from balance_classes.files.roster.student_rows import sex_codes
from balance_classes.files.tables.content import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Either, Text

FEWEST_FOR_A_WORD = 3
"""A name that strayed among levels stands there once, hardly ever so often."""
SHOWN_FOR_NAME = ("student_number", "register_number")
"""Where a roster has no names these stand in for them; an identity number never does."""


class CellMark(NamedTuple):
    """A cell, row and column from 0, that something is said of; a warning is no error."""

    row: int
    column: int
    finding: Finding
    warning: bool = False


@dataclass(frozen=True)
class Examined:
    """A roster file as it was understood, with everything that was found, by cell.

    `roster` is None where there are errors. `marks` are the cells of errors and warnings.
    `header_row` counts from 1; `levels` are counts of students, without what
    could be a private value; `names` are those of all who wish or are wished for, by row. `rules`
    are those of a roster in its language.
    """

    file: str
    sheet: str
    header_row: int
    language: str
    students: int
    columns: tuple[tuple[str, str], ...]
    positions: tuple[int, ...]
    ignored: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    levels: dict[str, dict[str, int]]
    wishes: tuple[Wish, ...]
    names: Mapping[int, str]
    rules: Rules
    roster: Roster | None
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    table: Table
    marks: tuple[CellMark, ...]


def read_roster(
    path: Path,
    rules: AskedRules,
    password: Password | None = None,
    standing_codes: frozenset[str] | None = None,
    held: bytes | None = None,
) -> Roster:
    """Return the roster of a file; columns no draw may read are dropped before any value is.

    One of newcomers may share the `standing_codes` of blocks, and of students apart, who are
    placed already. Bytes that are `held` in memory stand for those of the file. Raises RosterError
    with all problems found.
    """
    examined = examine(path, rules, password, standing_codes, held)
    if examined.roster is None:
        with told_in(examined.language):
            raise RosterError(*examined.errors)
    return examined.roster


def examine(
    path: Path,
    rules: AskedRules,
    password: Password | None = None,
    standing_codes: frozenset[str] | None = None,
    held: bytes | None = None,
) -> Examined:
    """Return a roster file as it was understood, whether it can be drawn or not.

    Raises RosterError where it is no table, or has no header.
    """
    tables, file_sha256 = read_tables(path, password, held)
    at_hand = rules.at_hand
    tables = named_sheet(path, tables, at_hand.sheet)
    numbers = [name for name, _ in at_hand.numbers]
    found = find_headers(tables, dict(at_hand.columns), numbers, scores=at_hand.scores)
    if not found:
        raise RosterError(_no_header(path, tables))
    table, header = found[0]
    rules = rules.under(header.language)
    header = forbid(header, rules.policy.forbidden)
    reading = read_columns(table, header, rules, standing_codes)
    _look_at_other_sheets(reading, found[1:])
    headed = [table for table, _ in found]
    _look_for_headless_sheets(reading, [table for table in tables if table not in headed])
    spread_numbers(reading)
    check(reading)
    left_out = tuple(
        LeftOut(shown, kind, rules.policy.sections.get(kind, ""))
        for shown, kind in header.forbidden
    )
    students = [] if reading.errors else _students(reading)
    columns = tuple((column.header, column.field.name) for column in header.columns)
    roster = Roster(
        file=path.name,
        sheet=reading.table.sheet,
        file_sha256=file_sha256,
        language=header.language,
        students=tuple(sorted(students, key=lambda student: student.key)),
        attributes=reading.attributes,
        key=key_field(reading),
        identities=_identities(reading),
        columns=columns,
        ignored=header.ignored,
        left_out=left_out,
        cautions=reading.counted(),
        numbers=tuple(reading.numbers),
        wishes=reading.wishes,
    )
    return Examined(
        file=path.name,
        sheet=reading.table.sheet,
        header_row=header.last_row + 1,
        language=header.language,
        students=len(reading.rows) - len(home_taught_rows(reading)),
        columns=columns,
        positions=tuple(column.position for column in header.columns),
        ignored=header.ignored,
        left_out=left_out,
        levels={name: _shown_levels(reading, name) for name in reading.attributes},
        wishes=reading.wishes,
        names=_names_in(reading),
        rules=rules,
        roster=None if reading.errors else roster,
        errors=_in_order(reading.errors),
        warnings=_in_order(reading.warnings),
        table=reading.table,
        marks=(
            *(CellMark(*error) for error in reading.errors),
            *(CellMark(*warning, warning=True) for warning in reading.warnings),
        ),
    )


def _names_in(reading: Reading) -> dict[int, str]:
    """Return the names of those who wish and of those who are wished for, by row from 1."""
    rows = {row for wish in reading.wishes for row in (wish.row, *wish.rows)}
    return {row + 1: str(name or "") for row, name in reading.rows_of("name") if row + 1 in rows}


def _look_at_other_sheets(reading: Reading, others: Sequence[tuple[Table, Header]]) -> None:
    """Refuse to choose between two sheets of students; tell of lists that know much less."""
    at_header = (reading.header.row, 0)
    for table, header in others:
        named = any(header.column(name) for name in ("name", *KEY_FIELDS))
        if not named or len(table.rows) <= header.last_row + 1:
            continue
        if 2 * len(header.columns) >= len(reading.header.columns):
            reading.fail_at(
                *at_header,
                Text(
                    "The sheets “{sheet}” and “{other}” both look like rosters.",
                    sheet=reading.table.sheet,
                    other=table.sheet,
                ),
                Text("Put all students on one sheet, or name the one to read with --sheet."),
            )
        else:
            reading.warn_at(
                "sheet",
                table.sheet,
                at_header,
                Text("The sheet “{sheet}” was not read.", sheet=table.sheet),
                Text("If it is the roster, name it with --sheet."),
            )


def _look_for_headless_sheets(reading: Reading, others: Sequence[Table]) -> None:
    """Tell of a sheet that has no header, and a column of sexes: the roster may go on there."""
    codes = sex_codes(reading.rules.codes)
    for table in others:
        most = max(
            (
                sum(str(row[column]).strip().casefold() in codes for row in table.rows)
                for column in range(table.width)
            ),
            default=0,
        )
        if 2 * most > len(table.rows):
            reading.fail_at(
                reading.header.row,
                0,
                Text(
                    "The sheet “{sheet}” has no header, and looks like students.", sheet=table.sheet
                ),
                Text("Put all students on one sheet, or name the one to read with --sheet."),
            )


def _shown_levels(reading: Reading, name: str) -> dict[str, int]:
    """Return the levels of an attribute with their counts, strange ones by their start only.

    Where cells of a column are wrong, or a word is no code, it may be a name that strayed there.
    """
    field = declared_fields().get(name)
    column = reading.header.column(name)
    known = set(levels_of(field.codes).values()) if field else set()
    wrong = column is not None and any(place == column.position for _, place, _ in reading.errors)
    coded = field is not None and field.codes != ""
    counts: dict[str, int] = {}
    for level, count in count_levels(reading.by_row(name).values()).items():
        hidden = (wrong or coded) and level not in known and count < FEWEST_FOR_A_WORD
        shown = glimpse(level) if hidden else level
        several = (f"{shown} ({number})" for number in itertools.count(2))
        free = shown if shown not in counts else next(n for n in several if n not in counts)
        counts[free] = count
    return counts


def _in_order(found: Sequence[tuple[int, int, Finding]]) -> tuple[Finding, ...]:
    """Return findings from the first cell to the last."""
    return tuple(finding for _, _, finding in sorted(found, key=lambda each: each[:2]))


def named_sheet(path: Path, tables: list[Table], sheet: str) -> list[Table]:
    """Return the sheet of a name, all where none is named; raise RosterError if it is not there."""
    if not sheet:
        return tables
    named = [table for table in tables if table.sheet == sheet]
    if not named:
        raise RosterError.at(
            path.name,
            Text("There is no visible sheet “{sheet}”.", sheet=sheet),
            Text("Name one of: {sheets}.", sheets=tuple(table.sheet for table in tables)),
        )
    return named


def _students(reading: Reading) -> list[Student]:
    """Return the students who need a seat."""
    key, names = key_field(reading), _names(reading)
    attributes, identities = reading.attributes, _identities(reading)
    at_home = home_taught_rows(reading)
    students = []
    for at, row in enumerate(reading.rows):
        if row in at_home:
            continue
        values = {name: column[at] for name, column in reading.values.items()}
        sound, tone = sounds_of(names[at], reading.rules)
        students.append(
            Student(
                key=values[key] if key else f"{names[at]} {values['birth_date']}",
                name=names[at],
                levels={attribute: values[attribute] for attribute in attributes},
                row=row + 1,
                together=values.get("together", ""),
                apart=values.get("apart", ()),
                pinned_class=values.get("pinned_class", ""),
                barred=values.get("barred", ()),
                reason=values.get("reason", ""),
                sound=sound,
                tone=tone,
                identities={field: str(values[field] or "") for field in identities},
                numbers={n: of[row] for n, of in reading.numbers.items() if row in of},
            )
        )
    return students


def _names(reading: Reading) -> list[str]:
    shown = next(name for name in ("name", *SHOWN_FOR_NAME) if reading.has(name))
    return list(reading.values[shown])


def _identities(reading: Reading) -> tuple[str, ...]:
    """Return the fields by which the internal list tells who a student is."""
    return tuple(name for name in (*KEY_FIELDS, "birth_date") if reading.has(name))


def _no_header(path: Path, tables: Sequence[Table]) -> Finding:
    headers = Either(en="name, sex, student number", zh="姓名、性别、学号")
    for table, row, known in filter(None, map(nearly_header, tables)):
        return Finding(
            table.place(row, 0),
            Text(
                "No header was found; this row has one known column name alone: {known}.",
                known=known,
            ),
            Text(
                "Write headers such as {headers} there; or map your own in a rules file, under "
                "[columns]: {example} (docs/rosters.md#fields).",
                headers=headers,
                example=Either(en='"Pupil no." = "student_number"', zh='"编码" = "student_number"'),
            ),
        )
    return Finding(
        path.name,
        Text("No header was found: no row has two or more known column names."),
        Text(
            "Put a row such as {headers} above; balance-classes template writes an empty roster.",
            headers=headers,
        ),
    )


CHECKS: tuple[Callable[[Reading], None], ...] = (
    *TABLE_CHECKS,
    *SCORE_CHECKS,
    *UNREAD_CHECKS,
    *NAME_CHECKS,
    *DATE_CHECKS,
    *PEOPLE_CHECKS,
    *ENTRY_CHECKS,
    *WISH_CHECKS,
)
"""All of them: what is wrong with the table is told before what is wrong with people."""


def check(reading: Reading) -> None:
    """Run every check; what is found stands in the reading."""
    for each in CHECKS:
        each(reading)
