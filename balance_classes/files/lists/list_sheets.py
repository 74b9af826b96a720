"""Which sheets of a file are class lists: rows of students, or made such from another layout."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import Finding, RosterError
from balance_classes.files.lists.list_layouts import laid_out
from balance_classes.files.lists.pasted_lists import pasted
from balance_classes.files.lists.plain_list import LaidTable
from balance_classes.files.roster.columns import Header, find_headers
from balance_classes.files.roster.fields import Field, read_fields
from balance_classes.files.roster.student_rows import RowReader, sex_codes
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

Page = tuple[Table, Header]
"""A sheet and its header."""


def placing_fields() -> Mapping[str, Field]:
    """Return the fields that say where a student sits: an audit reads them, a draw never."""
    return read_fields(Path(__file__).with_name("places.toml"))


def list_pages(
    tables: Sequence[Table], mapping: Mapping[str, str], rules: Rules
) -> tuple[list[Page], list[str]]:
    """Return the sheets that are class lists, none where there are none, and the names of others.

    Raises RosterError for lists side by side, below each other or in lines that are not clear.
    """
    found = find_headers(tables, mapping, places=placing_fields())
    chosen = _pages(tables, found)
    laid = _laid(tables, found, mapping, rules)
    if laid and (not chosen or any(table.sheet in laid for table, _ in chosen)):
        # A class that stands alone on its sheet, beside sheets of several, is one of them.
        laid |= _laid(tables, found, mapping, rules, alone=True)
        problems = [problem for each in laid.values() for problem in each.problems]
        RosterError.raise_for(problems)
        lists = {*laid, *(table.sheet for table, _ in chosen)}
        tables = [laid.get(table.sheet, table) for table in tables]
        found = find_headers(tables, mapping, places=placing_fields())
        chosen = _pages(tables, found)
        _require_all(tables, lists, chosen)
    read = {table.sheet for table, _ in chosen}
    known = dict.fromkeys([*(table.sheet for table, _ in found), *laid])
    return chosen, [sheet for sheet in known if sheet not in read]


def _laid(
    tables: Sequence[Table],
    found: Sequence[Page],
    mapping: Mapping[str, str],
    rules: Rules,
    *,
    alone: bool = False,
) -> dict[str, LaidTable]:
    """Return by sheet what was made plain; `alone` takes one list of a named class, too."""
    headers = {table.sheet: header for table, header in found}

    def students(plain: Table) -> set[int]:
        pages = find_headers([plain], mapping, places=placing_fields())
        codes = sex_codes(rules.codes)
        readers = (RowReader(*page, codes, lambda *_: None) for page in pages)
        return {row for reader in readers for row in reader.students()}

    laid = {}
    for table in tables:
        header = headers.get(table.sheet)
        plain = laid_out(table, header, placing_fields(), students, alone=alone)
        laid[table.sheet] = plain or pasted(table, header)
    return {sheet: plain for sheet, plain in laid.items() if plain}


def _require_all(
    tables: Sequence[Table], lists: Collection[str], chosen: Sequence[tuple[Table, Header]]
) -> None:
    """Raise RosterError where one of the sheets that are lists would be left out."""
    read = {table.sheet for table, _ in chosen}
    RosterError.raise_for(
        Finding(
            table.place(0, 0),
            Text("This list has other columns than those of other sheets, or names no class."),
            Text("Give all lists the same columns and each its class; or name one --sheet."),
        )
        for table in tables
        if table.sheet in lists and table.sheet not in read
    )


def _pages(
    tables: Sequence[Table], found: Sequence[tuple[Table, Header]]
) -> list[tuple[Table, Header]]:
    """Return the sheets that are lists: the one that knows most, and all with the same columns.

    Without a column of classes each sheet is a class, if there are several.
    """
    if not found:
        return []
    with_class = [each for each in found if each[1].column("class")]
    best = (with_class or found)[0][1]
    same = [each for each in (with_class or found) if _fields(each[1]) == _fields(best)]
    same.sort(key=lambda each: next(i for i, table in enumerate(tables) if table is each[0]))
    return same if with_class or len(same) > 1 else []


def _fields(header: Header) -> set[str]:
    return {column.field.name for column in header.columns}


def several_schools(chosen: Sequence[tuple[Table, Header]]) -> bool:
    """Tell whether each sheet is a list of its own: it has several classes, and no school."""
    if len(chosen) == 1 or chosen[0][1].column("school") or not chosen[0][1].column("class"):
        return False
    return all(len(_class_cells(table, header)) > 1 for table, header in chosen)


def _class_cells(table: Table, header: Header) -> set[str]:
    column = header.column("class")
    assert column is not None
    cells = {str(row[column.position]).strip() for row in table.rows[header.last_row + 1 :]}
    return cells - {""}
