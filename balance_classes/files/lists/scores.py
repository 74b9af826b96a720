"""Scores, for an audit alone: from a file of their own, or a column that an inspector names.

No other room may import this one (setup.cfg), so that no draw can meet a score. The values are
matched to students by number or name and leave this room without either.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.audit.class_list import Scores
from balance_classes.domain.roster.forbidden_columns import forbidden_kind
from balance_classes.domain.roster.forbidden_words import SCORE
from balance_classes.errors import Finding, RosterError
from balance_classes.files.lists.class_lists import ReadLists
from balance_classes.files.lists.list_sheets import placing_fields
from balance_classes.files.lists.lists_by_school import ListedStudent
from balance_classes.files.roster.cell_values import CellError, read_identity, read_name, read_text
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.columns import HEADER_ROWS, Header, find_headers
from balance_classes.files.roster.fields import Field, plain_header
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Either, Text

MATCHED_BY = (*KEY_FIELDS, "name")
"""A score is its student's by the first of these that the list and the file of scores share."""


@dataclass(frozen=True)
class Matched:
    """The scores of each list, and how many lines of the file of scores found no student."""

    scores: tuple[Scores, ...]
    unmatched: int = 0


def scores_in_lists(lists: ReadLists, columns: Sequence[str]) -> Matched:
    """Return the scores of named columns of the lists themselves.

    Raises RosterError for a column that no list has.
    """
    read = sorted({line.page for lines in lists.lines for line in lines})
    positions = {page: positions_of(*lists.pages[page], columns) for page in read}
    _require_columns(
        "--score-column", columns, [name for each in positions.values() for name in each]
    )
    found = tuple(
        _stated({name: [_in_line(line, positions, name) for line in lines] for name in columns})
        for lines in lists.lines
    )
    _require_numbers("--score-column", columns, found)
    return Matched(found)


def scores_of_file(
    path: Path, lists: ReadLists, columns: Sequence[str], password: Password | None = None
) -> Matched:
    """Return the scores of a file, each with its student: the named columns, else all of scores.

    Every sheet that has them is read. Raises RosterError for a file without scores, or whose
    lines cannot be told apart.
    """
    pages = _pages(path, columns, password)
    names = tuple(dict.fromkeys(name for page in pages for name in page.positions))
    plain = {plain_header(name) for name in names}
    _require_columns(path.name, columns, [n for n in columns if plain_header(n) in plain])
    field = _matching_field(path, lists, pages)
    by_school = _names_schools(lists, pages)
    known = [
        [(line.school if by_school else "", _number(line, field)) for line in each]
        for each in lists.lines
    ]
    counts = Counter(key for keys in known for key in keys)
    if field != "name" and max(counts.values()) > 1:
        raise RosterError.at(
            path.name,
            Text(
                "Students of several schools have the same number, and the scores name no school."
            ),
            Text(
                "Add a column “{header}” with the names that the lists have.",
                header=Either(en="school", zh="学校"),
            ),
        )
    lines = _by_student(pages, field, by_school)
    scores = tuple(
        _stated(
            {
                name: [lines.get(key, {}).get(name) if counts[key] == 1 else None for key in keys]
                for name in names
            }
        )
        for keys in known
    )
    _require_numbers(path.name, names, scores)
    return Matched(scores, unmatched=sum(key not in counts for key in lines))


@dataclass(frozen=True)
class _Page:
    """A sheet with scores: its header, and the position of each column of scores."""

    table: Table
    header: Header
    positions: Mapping[str, int]


Key = tuple[str, str]
"""A school, empty where it does not matter, and a number or name in it."""


def _pages(path: Path, columns: Sequence[str], password: Password | None) -> list[_Page]:
    tables, _ = read_tables(path, password)
    fields = _score_fields(tables, columns)
    pages = []
    for table, header in find_headers(tables, {}, places={**placing_fields(), **fields}):
        positions = {c.header: c.position for c in header.columns if c.field.name in fields}
        if positions:
            pages.append(_Page(table, header, positions))
    if not pages:
        _require_columns(path.name, columns, ())
        what, mend = Text("No column of scores was found."), Text("Name it with --score-column.")
        raise RosterError.at(path.name, what, mend)
    return pages


def _names_schools(lists: ReadLists, pages: Sequence[_Page]) -> bool:
    """Tell whether the scores name the schools of the lists, so that numbers are each school's."""
    schools = {classes.school for classes in lists.classes}
    return all(page.header.column("school") for page in pages) and any(
        _school_of(page, row) in schools
        for page in pages
        for row in page.table.rows[page.header.last_row + 1 :]
    )


def _school_of(page: _Page, row: Sequence[object]) -> str:
    """Return the school of a line, with its grade where there is one, as lists are called."""
    words = []
    for name in ("school", "grade"):
        column = page.header.column(name)
        words += [_text(row[column.position])] if column else []
    return " ".join(word for word in words if word)


def _text(cell: object) -> str:
    try:
        return read_text(cell)
    except CellError:
        return ""


def _score_fields(tables: Sequence[Table], columns: Sequence[str]) -> dict[str, Field]:
    """Return a field for each header of scores: the named ones, else all that speak of scores."""
    named = {plain_header(name) for name in columns}
    found: dict[str, Field] = {}
    for table in tables:
        for cell in (str(cell) for row in table.rows[:HEADER_ROWS] for cell in row):
            plain = plain_header(cell)
            if plain and (plain in named if named else forbidden_kind(cell) == SCORE):
                found[f"score {plain}"] = Field(f"score {plain}", "code", (plain,))
    return found


def positions_of(table: Table, header: Header, names: Sequence[str]) -> dict[str, int]:
    """Return the column of each named header, wherever it stands in the header's lines."""
    found: dict[str, int] = {}
    for row in table.rows[header.row : header.last_row + 1]:
        for position, cell in enumerate(row):
            for name in names:
                if plain_header(str(cell)) == plain_header(name):
                    found.setdefault(name, position)
    return found


def _in_line(
    line: ListedStudent, positions: Mapping[int, Mapping[str, int]], name: str
) -> float | None:
    position = positions[line.page].get(name)
    return None if position is None else read_score(line.table.rows[line.row][position])


def read_score(cell: object) -> float | None:
    """Return a score; None where there is no number (缺考, an empty cell)."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    text = unicodedata.normalize("NFKC", str(cell)).strip().removesuffix("分").replace(",", ".")
    return float(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text) else None


def _stated(values: Mapping[str, Sequence[float | None]]) -> Scores:
    """Return the scores of which a school has two or more."""
    return {
        name: tuple(each)
        for name, each in values.items()
        if sum(value is not None for value in each) > 1
    }


def _matching_field(path: Path, lists: ReadLists, pages: Sequence[_Page]) -> str:
    """Return by which field scores find their students: all lists and the file have it."""
    for field in MATCHED_BY:
        if all(page.header.column(field) for page in pages) and all(
            _number(line, field) for lines in lists.lines for line in lines
        ):
            return field
    raise RosterError.at(
        path.name,
        Text("The scores have no column by which the students of the lists are found."),
        Text("Add the student number that the lists have, or the name."),
    )


def _by_student(
    pages: Sequence[_Page], field: str, by_school: bool
) -> dict[Key, dict[str, float | None]]:
    """Return the scores of each line by its student; who stands twice is left out."""
    found: dict[Key, dict[str, float | None]] = {}
    twice: set[Key] = set()
    for page in pages:
        column = page.header.column(field)
        assert column is not None
        for row in page.table.rows[page.header.last_row + 1 :]:
            try:
                cell = row[column.position]
                number = read_name(cell) if field == "name" else read_identity(cell)
                key = (_school_of(page, row) if by_school else "", number)
            except CellError:
                continue
            if number:
                twice.update({key} & found.keys())
                found[key] = {name: read_score(row[at]) for name, at in page.positions.items()}
    return {key: values for key, values in found.items() if key not in twice}


def _number(line: ListedStudent, field: str) -> str:
    return line.student.name if field == "name" else line.student.identities.get(field, "")


def _require_columns(where: Text | str, names: Sequence[str], there: Sequence[str]) -> None:
    RosterError.raise_for(
        Finding(
            where,
            Text("There is no column “{field}”.", field=name),
            Text("Name a column of scores as its header is written."),
        )
        for name in names
        if name not in there
    )


def _require_numbers(where: str, names: Sequence[str], found: Sequence[Scores]) -> None:
    RosterError.raise_for(
        Finding(
            where,
            Text("The column “{field}” has no numbers for these students.", field=name),
            Text("Name a column of scores, or the file that has them."),
        )
        for name in names
        if not any(name in scores for scores in found)
    )
