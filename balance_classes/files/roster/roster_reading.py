"""Reading a roster: the table and its header, the values, the checks, the students."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from balance_classes.domain.roster.labels import glimpse
from balance_classes.domain.roster.roster import LeftOut, Roster, Student, count_levels
from balance_classes.domain.roster.wish_codes import Wish
from balance_classes.domain.rules.policy import FRIENDS
from balance_classes.domain.rules.rules import AskedRules, Rules
from balance_classes.errors import Finding, RosterError, told_in
from balance_classes.files.roster.cell_values import levels_of
from balance_classes.files.roster.check_dates import DATE_CHECKS
from balance_classes.files.roster.check_entry import ENTRY_CHECKS
from balance_classes.files.roster.check_notes import NOTE_CHECKS
from balance_classes.files.roster.check_other_forms import FORM_CHECKS
from balance_classes.files.roster.check_people import (
    KEY_FIELDS,
    NAME_CHECKS,
    PEOPLE_CHECKS,
    home_taught_rows,
    key_field,
)
from balance_classes.files.roster.check_scores import SCORE_CHECKS
from balance_classes.files.roster.check_table import SOURCE_CHECKS, TABLE_CHECKS
from balance_classes.files.roster.check_unread import UNREAD_CHECKS
from balance_classes.files.roster.check_wishes import TWIN_CHECKS, WISH_CHECKS
from balance_classes.files.roster.fields import declared_fields
from balance_classes.files.roster.names import sounds_of
from balance_classes.files.roster.number_bins import spread_numbers, spread_scores
from balance_classes.files.roster.roster_sheets import RosterSheets, roster_sheets
from balance_classes.files.roster.table_reading import Reading, read_columns, read_rows
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

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
    are those of a roster in its language. `open_columns` and `open_rows` are what a person only has
    to say: what columns are, each with its cells, and whether so many marked rows are kept.
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
    open_columns: tuple[tuple[str, int], ...]
    open_rows: int

    @property
    def lacks_answers_alone(self) -> bool:
        """Whether nothing is wrong that the answers of a person would not settle."""
        open_errors = self.open_rows + sum(count for _, count in self.open_columns)
        return 0 < len(self.errors) == open_errors


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
    asked: AskedRules,
    password: Password | None = None,
    standing_codes: frozenset[str] | None = None,
    held: bytes | None = None,
) -> Examined:
    """Return a roster file as it was understood, whether it can be drawn or not.

    Raises RosterError where it is no table, or has no header.
    """
    sheets = roster_sheets(path, asked, password, held)
    header = sheets.header
    reading = read_columns(sheets.table, header, sheets.rules, standing_codes, sheets.leavers)
    _look_at_other_sheets(reading, sheets)
    spread_numbers(reading)
    spread_scores(reading)
    check(reading)
    columns = tuple((column.header, column.field.name) for column in header.columns)
    return Examined(
        file=path.name,
        sheet=reading.table.sheet,
        header_row=header.last_row + 1,
        language=header.language,
        students=len(reading.rows) - len(home_taught_rows(reading)),
        columns=columns,
        positions=tuple(column.position for column in header.columns),
        ignored=header.ignored,
        left_out=sheets.left_out,
        levels={name: _shown_levels(reading, name) for name in reading.attributes},
        wishes=reading.wishes,
        names=_names_in(reading),
        rules=sheets.rules,
        roster=None if reading.errors else _roster(path.name, reading, sheets, columns),
        errors=_in_order(reading.errors),
        warnings=_in_order(reading.warnings),
        table=reading.table,
        marks=(
            *(CellMark(*error) for error in reading.errors),
            *(CellMark(*warning, warning=True) for warning in reading.warnings),
        ),
        open_columns=tuple((+reading.open_columns).items()),
        open_rows=reading.open_rows,
    )


def _roster(
    file: str, reading: Reading, sheets: RosterSheets, columns: tuple[tuple[str, str], ...]
) -> Roster:
    """Return the roster of a table that nothing is wrong with."""
    return Roster(
        file=file,
        sheet=reading.table.sheet,
        file_sha256=sheets.sha256,
        language=sheets.header.language,
        students=tuple(sorted(_students(reading), key=lambda student: student.key)),
        attributes=reading.attributes,
        key=key_field(reading),
        identities=_identities(reading),
        columns=columns,
        ignored=sheets.header.ignored,
        left_out=sheets.left_out,
        cautions=reading.counted(),
        numbers=tuple(reading.numbers),
        wishes=reading.wishes,
        parts=sheets.table.parts,
    )


def _names_in(reading: Reading) -> dict[int, str]:
    """Return the names of those who wish and of those who are wished for, by row from 1."""
    rows = {row for wish in reading.wishes for row in (wish.row, *wish.rows)}
    return {row + 1: str(name or "") for row, name in reading.rows_of("name") if row + 1 in rows}


def _look_at_other_sheets(reading: Reading, sheets: RosterSheets) -> None:
    """Refuse to choose between sheets of students; tell of what was not read."""
    at_header = (reading.header.row, 0)
    for alike in sheets.alike:
        reading.fail_at(
            *at_header,
            Text("These sheets all look like rosters: {sheets}.", sheets=alike),
            Text(
                "If together they are one roster: --sheet all; else name the one to read, such as "
                '--sheet "{sheet}".',
                sheet=alike[0],
            ),
        )
    for sheet in sheets.headless:
        reading.fail_at(
            *at_header,
            Text("The sheet “{sheet}” has no header, and looks like students.", sheet=sheet),
            Text("Give it the header of the others, or name the sheet to read with --sheet."),
        )
    for name in sheets.unread:
        reading.warn_at(
            "sheet",
            name,
            at_header,
            Text("The sheet “{sheet}” was not read.", sheet=name),
            Text("If it is the roster, name it with --sheet."),
        )
    for name in sheets.strange:
        reading.warn_at(
            "file",
            name,
            at_header,
            Text("“{file}” lies in the folder of the roster, and was not read.", file=name),
            Text("Save it as .xlsx or .csv if it is a part of the roster."),
        )


def _shown_levels(reading: Reading, name: str) -> dict[str, int]:
    """Return the levels of an attribute with their counts, strange ones by their start only.

    Where cells of a column are wrong, or a word is no code, it may be a name that strayed there.
    """
    field = declared_fields().get(name)
    column = reading.header.column(name)
    known = set(levels_of(field.codes).values()) if field else set()
    known |= {level for field_name, _, level in reading.rules.codes if field_name == name}
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
    return _with_friends(reading, students)


def _with_friends(reading: Reading, students: Sequence[Student]) -> list[Student]:
    """Return students with the keys of the friends they name, without those who have no seat."""
    if FRIENDS not in reading.values:
        return list(students)
    named, key_of = reading.by_row(FRIENDS), {s.row: s.key for s in students}
    return [
        replace(s, friends=tuple(sorted(key_of[f] for f in named[s.row - 1] if f in key_of)))
        for s in students
    ]


def _names(reading: Reading) -> list[str]:
    shown = next(name for name in ("name", *SHOWN_FOR_NAME) if reading.has(name))
    return list(reading.values[shown])


def _identities(reading: Reading) -> tuple[str, ...]:
    """Return the fields by which the internal list tells who a student is."""
    return tuple(name for name in (*KEY_FIELDS, "birth_date") if reading.has(name))


CHECKS: tuple[Callable[[Reading], None], ...] = (
    *TABLE_CHECKS,
    *SCORE_CHECKS,
    *UNREAD_CHECKS,
    *FORM_CHECKS,
    *NOTE_CHECKS,
    *NAME_CHECKS,
    *DATE_CHECKS,
    *PEOPLE_CHECKS,
    *ENTRY_CHECKS,
    *WISH_CHECKS,
)
"""All of them: what is wrong with the table is told before what is wrong with people."""


def check_source(found: RosterSheets, used: Sequence[int] = ()) -> Reading:
    """Return a table with what is to be said of it before some columns alone are taken from it.

    Of single cells nothing is said: that is for those who read the parts. `used` are columns that
    are not read, and used all the same.
    """
    header, rules = found.header, found.rules
    unread = tuple(column for column in header.unread if column.position not in used)
    header = replace(header, unread=unread)
    told = read_rows(found.table, header, rules, found.leavers)
    reading = read_columns(found.table, header, rules, leavers=found.leavers)
    reading.errors, reading.warnings, reading.cautions = told.errors, told.warnings, told.cautions
    _look_at_other_sheets(reading, found)
    for each in (*SOURCE_CHECKS, *UNREAD_CHECKS, *NOTE_CHECKS, *TWIN_CHECKS):
        each(reading)
    return reading


def check(reading: Reading) -> None:
    """Run every check; what is found stands in the reading."""
    for each in CHECKS:
        each(reading)
