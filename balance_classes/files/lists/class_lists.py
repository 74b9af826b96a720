"""Reading class lists from anywhere: rosters whose class column is used, for an audit alone.

One file a school or several, a school a sheet, a class a sheet, or columns of school and grade.
Scores are no part of it: `files/lists/scores.py` reads them where an inspector names them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.roster.forbidden_words import SCORE
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import MISSING, LeftOut, Student
from balance_classes.domain.rules.rules import AskedRules, Rules
from balance_classes.errors import Finding, RosterError, told_in
from balance_classes.files.lists.list_sheets import list_pages, placing_fields, several_schools
from balance_classes.files.lists.lists_by_school import (
    RECORD,
    ListedStudent,
    class_list_of,
    list_files,
    natural,
    require_once,
)
from balance_classes.files.lists.plain_list import LaidTable, misstated, read_as
from balance_classes.files.roster.check_people import KEY_FIELDS, home_taught_rows
from balance_classes.files.roster.check_table import LIST_CHECKS
from balance_classes.files.roster.columns import Column, Header, forbid
from balance_classes.files.roster.fields import declared_fields, plain_header
from balance_classes.files.roster.roster_sheets import named_sheet
from balance_classes.files.roster.table_reading import Reading, read_columns
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Text

LEFT = ("left", "离校")
"""How the column of later events begins for who left."""
USED = ("name", *KEY_FIELDS, "birth_date", "together", "pinned_class", "home_taught")
"""What an audit reads beside attributes and places."""


@dataclass(frozen=True)
class ListColumns:
    """What an inspector says of the columns: headers of class, school, strata, scores, favours."""

    school_class: str = ""
    school: str = ""
    strata: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    favours: tuple[str, ...] = ()


@dataclass
class ReadLists:
    """All that was read: a list a school, the line of each of its students, and what was not."""

    classes: list[ClassList] = field(default_factory=list)
    lines: list[tuple[ListedStudent, ...]] = field(default_factory=list)
    pages: tuple[tuple[Table, Header], ...] = ()
    """The sheets that were read, each with its header."""
    ignored: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    language: str = "en"


@dataclass
class _Gathered:
    """What is being gathered from the files."""

    lines: list[ListedStudent] = field(default_factory=list)
    pages: list[tuple[Table, Header]] = field(default_factory=list)
    attributes: dict[str, None] = field(default_factory=dict)
    strata: dict[str, None] = field(default_factory=dict)
    forbidden: dict[str, dict[str, LeftOut]] = field(default_factory=dict)
    ignored: dict[str, None] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


def read_class_lists(
    paths: Sequence[Path], rules: AskedRules, columns: ListColumns, password: Password | None = None
) -> ReadLists:
    """Return the class lists of files and folders, by school.

    Raises RosterError with all problems of all files at once.
    """
    gathered = _Gathered()
    for path in list_files(paths):
        try:
            _gather(path, rules, columns, password, gathered)
        except RosterError as error:
            gathered.findings += error.findings
    _require_students(paths, gathered)
    lists = ReadLists(
        pages=tuple(gathered.pages),
        ignored=tuple(gathered.ignored),
        notes=tuple(gathered.notes),
        language=gathered.languages[0],
    )
    schools: dict[str, list[ListedStudent]] = {}
    for line in gathered.lines:
        schools.setdefault(line.school, []).append(line)
    with told_in(lists.language):
        require_once(schools.values())
    for school in sorted(schools, key=natural):
        names, out = (gathered.attributes, gathered.strata), gathered.forbidden[school]
        found, order = class_list_of(school, schools[school], *names, out)
        lists.classes.append(found)
        lists.lines.append(order)
    return lists


def _require_students(paths: Sequence[Path], gathered: _Gathered) -> None:
    if not gathered.findings and not gathered.lines:
        gathered.findings.append(
            Finding(
                str(paths[0]),
                Text("There is no class list with a student in it."),
                Text("Name a file, or a folder with .xlsx, .xls, .ods or .csv files."),
            )
        )
    if gathered.findings:
        error = RosterError(*gathered.findings)
        error.language = gathered.languages[0] if gathered.languages else ""
        raise error


def _gather(
    path: Path,
    rules: AskedRules,
    columns: ListColumns,
    password: Password | None,
    gathered: _Gathered,
) -> None:
    tables, _ = read_tables(path, password)
    at_hand = rules.at_hand
    tables = named_sheet(path.name, tables, at_hand.sheet)
    mapping = dict(at_hand.columns) | _mapping(columns)
    chosen, unread = list_pages(tables, mapping, at_hand)
    if not chosen:
        what = Text("There is no column “{field}”.", field=field_label("class"))
        mend = Text(
            "Head it “class”, name it with --class-column, give each class its own sheet, or name "
            "each class above its list, such as 一(1)班, 1A."
        )
        raise RosterError.at(path.name, what, mend)
    gathered.languages.append(chosen[0][1].language)
    several = several_schools(chosen)
    for sheet in unread:
        told = Text("{file}: the sheet “{sheet}” was not read.", file=path.name, sheet=sheet)
        gathered.notes.append(told)
    for table, header in chosen:
        # All results have one name for their workbook; their folders tell schools apart.
        stem = path.parent.name if (path.parent / RECORD).exists() else path.stem
        name = f"{stem} {table.sheet}" if several else stem
        asked = rules.under(gathered.languages[0])
        _read_page((table, forbid(header, asked.policy.forbidden)), asked, columns, name, gathered)


def _mapping(columns: ListColumns) -> dict[str, str]:
    """Return what fields the headers mean that an inspector names."""
    known = {header for each in declared_fields().values() for header in each.headers}
    strata = {name: name for name in columns.strata if plain_header(name) not in known}
    named = ((columns.school_class, "class"), (columns.school, "school"))
    return strata | {header: name for header, name in named if header}


def _read_page(
    page: tuple[Table, Header], rules: Rules, columns: ListColumns, name: str, gathered: _Gathered
) -> None:
    table, header = _without_leavers(*page), page[1]
    used = tuple(column for column in header.columns if _is_used(column))
    reading = read_columns(table, replace(header, columns=used), rules)
    for each in LIST_CHECKS:
        each(reading)
    gathered.findings += _findings(reading)
    _require_named(reading, columns, gathered)
    strata = _strata(reading, columns, gathered)
    places = {"class", "school", "grade", "changed"}
    attributes = [a for a in reading.attributes if a not in places and a not in strata]
    gathered.attributes.update(dict.fromkeys(attributes))
    gathered.strata.update(dict.fromkeys(strata))
    favours = {plain_header(favour) for favour in columns.favours}
    asked = {plain_header(score) for score in columns.scores} | favours
    out = {
        shown: LeftOut(shown, kind, rules.policy.sections.get(kind, ""))
        for shown, kind in header.forbidden
        if plain_header(shown) not in (asked if kind == SCORE else favours)
    }
    gathered.ignored.update(
        dict.fromkeys(word for word in header.ignored if plain_header(word) not in asked)
    )
    if gathered.findings:
        return
    gathered.pages.append((table, header))
    lines = list(_lines(reading, (*attributes, *strata), name, len(gathered.pages) - 1))
    if isinstance(table, LaidTable):
        sizes = Counter(line.school_class for line in lines)
        gathered.findings += misstated(table, sizes)
        gathered.notes.append(read_as(table, sizes))
    for line in lines:
        gathered.lines.append(line)
        gathered.forbidden.setdefault(line.school, {}).update(out)


def _without_leavers(table: Table, header: Header) -> Table:
    """Return the table with the rows of those empty who left after the draw; rows keep numbers."""
    column = header.column("changed")
    if column is None:
        return table
    empty = [""] * table.width
    rows: list[Any] = [
        empty if str(row[column.position]).startswith(LEFT) else row
        for row in table.rows[header.last_row + 1 :]
    ]
    return replace(table, rows=[*table.rows[: header.last_row + 1], *rows])


def _is_used(column: Column) -> bool:
    return column.field.is_attribute or column.field.name in (*USED, *placing_fields())


def _findings(reading: Reading) -> Iterator[Finding]:
    """Yield what is wrong in columns that decide something; numbers of persons decide nothing."""
    unimportant = {c.position for c in reading.header.columns if c.field.kind in ("identity",)}
    for _, position, finding in sorted(reading.errors, key=lambda each: each[:2]):
        if position not in unimportant:
            yield finding


def _require_named(reading: Reading, columns: ListColumns, gathered: _Gathered) -> None:
    """Note a named column of classes or schools that the list does not have."""
    for name, written, option in (
        ("class", columns.school_class, "--class-column"),
        ("school", columns.school, "--school-column"),
    ):
        column = reading.header.column(name)
        if written and (column is None or plain_header(column.header) != plain_header(written)):
            gathered.findings.append(_no_column(reading, written, option))


def _no_column(reading: Reading, written: str, option: str) -> Finding:
    return Finding(
        reading.table.place(reading.header.last_row, 0),
        Text("There is no column “{field}”.", field=written),
        Text("Correct {option}, or the header.", option=option),
    )


def _strata(reading: Reading, columns: ListColumns, gathered: _Gathered) -> list[str]:
    found = []
    for written in columns.strata:
        plain = plain_header(written)
        column = next(
            (
                c
                for c in reading.header.columns
                if plain in (plain_header(c.header), plain_header(c.field.name), *c.field.headers)
            ),
            None,
        )
        if column is None:
            gathered.findings.append(_no_column(reading, written, "--stratum"))
        else:
            found.append(column.field.name)
    return found


def _lines(reading: Reading, names: Sequence[str], name: str, page: int) -> Iterator[ListedStudent]:
    """Yield the students who need a seat."""
    at_home = home_taught_rows(reading)
    columns = {each: reading.by_row(each) for each in reading.values}
    school_class = columns.get("class")
    for row in reading.rows:
        if row in at_home:
            continue
        values = {each: column[row] for each, column in columns.items()}
        school = values.get("school") or name
        grade = values.get("grade") or ""
        yield ListedStudent(
            school=f"{school} {grade}" if grade else str(school),
            school_class=reading.table.sheet if school_class is None else school_class[row] or "",
            student=_student(values, names, row),
            table=reading.table,
            page=page,
            row=row,
        )


def _student(values: Mapping[str, Any], names: Sequence[str], row: int) -> Student:
    identities = {name: str(values[name]) for name in KEY_FIELDS if values.get(name)}
    return Student(
        key=next(iter(identities.values()), values.get("name") or ""),
        name=values.get("name") or "",
        levels={name: values[name] or MISSING for name in names},
        row=row + 1,
        together=values.get("together") or "",
        pinned_class=values.get("pinned_class") or "",
        identities=identities,
    )
