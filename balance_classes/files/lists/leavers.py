"""Leavers: a list of students who are placed, found by their numbers or names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.rules.class_names import find_class
from balance_classes.errors import Finding, RosterError
from balance_classes.files.roster.cell_values import CellError, read_text
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.dates import read_date
from balance_classes.files.roster.fields import declared_fields, plain_header
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Text

HEADERS = {"no.", "序号", "抽签号", "班级", "class", "lotterynumber"}
"""Headers beside the declared ones: lists copied from a workbook of a result have them."""

TITLE_WORDS = (
    "离校|转学|转出|退学|学生|姓名|名单|人员|学号|学籍号|身份证号|编号|花名册|"
    "leavers?|students?|pupils?|names?|numbers?|list"
)
TITLE = re.compile(
    rf"(?=.*(?:{TITLE_WORDS}))"
    rf"(?:{TITLE_WORDS}|\d+|[年月日级至学期度本校的各班和及号码表]|of|the|our|all|who|left|and)+"
)
"""A title or a header that is made of such words alone, with one of the first kind at least."""


def read_leavers(path: Path, before: Formed, password: Password | None) -> tuple[int, ...]:
    """Return the lottery numbers of the students that a list names, ascending.

    A row names a student by any number that the draw knows of it, or by its name, with the birth
    date where several have it. Raises RosterError with every row that names nobody, or several.
    """
    tables, _ = read_tables(path, password)
    found: dict[int, Text] = {}
    findings: list[Finding] = []
    known = _Known(before)
    for table in tables:
        first = _first_row(table, known)
        for row, values in enumerate(map(_texts, table.rows)):
            if row < first or not any(values):
                continue
            meant = known.meant(values)
            where = Text(
                "{file}, sheet {sheet}, row {row}", file=table.file, sheet=table.sheet, row=row + 1
            )
            findings += _problems(where, meant, found)
            if len(meant) == 1:
                found.setdefault(meant[0].lottery_number, where)
    RosterError.raise_for(findings)
    return tuple(sorted(found))


def _problems(
    where: Text, meant: Sequence[Placement], found: Mapping[int, Text]
) -> Iterator[Finding]:
    if not meant:
        yield Finding(
            where,
            Text("No student in the classes has this number or name."),
            Text(
                "Give the student number as in the internal list, or the full name; one student a "
                "row, below a header such as 学号 or 姓名."
            ),
        )
    elif len(meant) > 1:
        yield Finding(
            where,
            Text("It does not say which student is meant."),
            Text("Give the number of the one who left, the birth date or the class."),
        )
    elif meant[0].lottery_number in found:
        yield Finding(
            where,
            Text("The same student stands in another row."),
            Text("Delete one of the two rows."),
        )


class _Known:
    """The students who are there, by their numbers and by their names, and their classes."""

    def __init__(self, before: Formed) -> None:
        self._classes = tuple(school_class.name for school_class in before.classes)
        self._numbers: dict[str, Placement] = {}
        self._names: dict[str, list[Placement]] = {}
        for placement in before.placements:
            student = placement.student
            for field in KEY_FIELDS:
                if number := student.identities.get(field, ""):
                    self._numbers[_plain(number)] = placement
            self._names.setdefault(_plain(student.name), []).append(placement)

    def meant(self, values: Sequence[str]) -> list[Placement]:
        """Return whom a row may mean: numbers and names that disagree mean several."""
        plain = [_plain(value) for value in values if value]
        numbered = [self._numbers[value] for value in plain if value in self._numbers]
        named = [p for value in plain for p in self._names.get(value, ())]
        by_number = {p.lottery_number: p for p in numbered}
        by_name = {p.lottery_number: p for p in named}
        if not by_number:
            days = {_day(value) for value in values} - {""}
            born = [p for p in by_name.values() if p.student.identities.get("birth_date") in days]
            classes = {self._class(value) for value in values}
            there = [p for p in born or by_name.values() if p.school_class in classes]
            return there or born or [*by_name.values()]
        if by_name and not by_name.keys() & by_number.keys():
            return [*by_number.values(), *by_name.values()]
        return [*by_number.values()]

    def _class(self, value: str) -> int | None:
        """Return the class that a cell names; a bare number may be that of the row."""
        return None if value.isdecimal() else find_class(value, self._classes)


def _first_row(table: Table, known: _Known) -> int:
    """Return the first row below header and titles, 0 where there are none.

    Without a header that is known, rows at the top are passed over only where they can be no
    student: they name nobody, and are made of words of a title. A misspelt name must be told.
    """
    headers = HEADERS | {h for field in declared_fields().values() for h in field.headers}
    below_titles, only_titles = 0, True
    for row, values in enumerate(map(_texts, table.rows[:10])):
        cells = [plain_header(value) for value in values if value]
        if cells and 2 * sum(cell in headers for cell in cells) >= len(cells):
            return row + 1
        if cells and only_titles:
            only_titles = all(map(TITLE.fullmatch, cells)) and not known.meant(values)
            below_titles = row + 1 if only_titles else below_titles
    return below_titles


def _texts(values: Sequence[object]) -> list[str]:
    return [_text(value) for value in values]


def _text(value: object) -> str:
    try:
        return read_text(value)
    except CellError:
        return ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _day(value: str) -> str:
    try:
        return str(read_date(value, "") or "")
    except CellError:
        return ""
