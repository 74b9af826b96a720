"""A staff list, for an audit alone: how senior the teachers of each class are.

What leaves this room is a number a class; no teacher's name, number or title does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from balance_classes.domain.rules.class_names import plain_name
from balance_classes.errors import Finding, RosterError
from balance_classes.files.lists.class_lists import ReadLists
from balance_classes.files.lists.list_sheets import placing_fields
from balance_classes.files.lists.scores import read_score
from balance_classes.files.lists.teachers import FIELDS
from balance_classes.files.roster.cell_values import CellError, levels_of, read_text
from balance_classes.files.roster.columns import Header, find_headers
from balance_classes.files.roster.fields import read_fields
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Text

TITLES = ("none", "title_third", "title_second", "title_first", "title_senior", "title_professor")
"""The ranks of teachers, from the lowest."""
Seniority = Mapping[str, float]
"""How senior the teachers of a class (by its plain name) are on average."""


def seniority_of(
    path: Path, lists: ReadLists, password: Password | None = None
) -> tuple[Seniority, ...]:
    """Return for each list how senior the teachers of its classes are: by years, else by title.

    Raises RosterError for a table without classes or seniority, or of no class of the lists.
    """
    tables, _ = read_tables(path, password)
    pages = find_headers(tables, {}, (), {**read_fields(FIELDS), **placing_fields()})
    page = next((p for p in pages if p[1].column("class") and _measure(p[1])), None)
    if page is None:
        raise RosterError.at(
            path.name,
            Text("There is no column of classes, or none of years of service or title."),
            Text("Head them class and years of service (班级、教龄), or title (职称)."),
        )
    found: dict[tuple[str, str], list[float]] = {}
    for school, school_class, value in _lines(*page):
        found.setdefault((school, school_class), []).append(value)
    by_school = page[1].column("school") is not None
    if not by_school and len(lists.classes) > 1:
        raise RosterError.at(
            path.name,
            Text("The lists are of several schools, and the teachers name none."),
            Text("Add a column “school” with the names that the lists have."),
        )
    known = tuple(
        {
            name: fmean(found[key])
            for name in map(plain_name, classes.classes)
            if (key := (classes.school if by_school else "", name)) in found
        }
        for classes in lists.classes
    )
    if not any(known):
        raise RosterError(_no_class(path))
    return known


def _measure(header: Header) -> str:
    return next((name for name in ("years", "title") if header.column(name)), "")


def _lines(table: Table, header: Header) -> list[tuple[str, str, float]]:
    measure = _measure(header)
    levels = levels_of("title")
    ranks = {word: TITLES.index(level) for word, level in levels.items()}
    lines = []
    for row in table.rows[header.last_row + 1 :]:
        school, classes, value = (_cell(row, header, name) for name in ("school", "class", measure))
        number = read_score(value) if measure == "years" else ranks.get(value.casefold())
        if number is not None:
            lines += [
                (school, plain_name(each), float(number))
                for each in re.split(r"[、,，;；/\s]+", classes)
                if each
            ]
    return lines


def _cell(row: Sequence[object], header: Header, name: str) -> str:
    column = header.column(name)
    if column is None:
        return ""
    try:
        return read_text(row[column.position])
    except CellError:
        return ""


def _no_class(path: Path) -> Finding:
    return Finding(
        path.name,
        Text("None of these classes is on the class lists."),
        Text("Call classes, and schools, as the lists do."),
    )
