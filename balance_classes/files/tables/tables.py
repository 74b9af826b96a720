"""Reading tables: whatever kind of file it is becomes sheets of raw cells, nothing interpreted."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from balance_classes.domain.roster.roster_parts import Part, part_of
from balance_classes.errors import RosterError
from balance_classes.files.tables.beside_cells import coloured_cells, commented_cells, looks
from balance_classes.files.tables.file_kinds import (
    Content,
    Password,
    content_of,
    damaged,
    no_table,
    read_content,
)
from balance_classes.files.tables.sheet_facts import (
    MOST_CELLS,
    MOST_COLUMNS,
    Facts,
    facts_of_ods,
    facts_of_xlsx,
)
from balance_classes.files.tables.struck_text import struck_styles, struck_texts
from balance_classes.files.tables.text_tables import Rows, rows_of_page, rows_of_text
from balance_classes.files.tables.xls import pages_of
from balance_classes.files.tables.xml_parts import local_name, root_of
from balance_classes.files.tables.zipped_workbook import Package, unpack
from balance_classes.language import Text

MOST_TEXT = 32_767
"""Excel's longest text of a cell."""


@dataclass(frozen=True)
class PartColumns:
    """A part of a table of several sheets, and where each of the table's columns stands in it.

    A column that the sheet does not have stands at -1.
    """

    part: Part
    columns: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """One sheet of raw cells, all rows of one width; rows and columns count from 0 at cell A1.

    Cells are text, numbers, dates or "" where empty; a number is never taken for text. `sources`
    are the sheets that the rows of a table of several came from.
    """

    file: str
    sheet: str
    rows: Rows
    facts: Facts = field(default_factory=Facts)
    sources: tuple[PartColumns, ...] = ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def parts(self) -> tuple[Part, ...]:
        """The sheets that the rows came from, where they are several."""
        return tuple(source.part for source in self.sources)

    def origin(self, row: int, column: int) -> tuple[Part | None, int, int]:
        """Return the sheet of a cell, None for this one, and the cell's row and column there."""
        part = part_of(row + 1, self.parts)
        if part is None:
            return None, row, column
        columns = self.sources[self.parts.index(part)].columns
        there = columns[column] if column < len(columns) else -1
        return part, part.own(row + 1) - 1, max(0, there)

    def place(self, row: int, column: int) -> Text:
        """Return the words for a cell, such as “roster.xlsx, sheet 花名册, cell B12”."""
        part, own_row, own_column = self.origin(row, column)
        return Text(
            "{file}, sheet {sheet}, cell {cell}",
            file=part.file if part else self.file,
            sheet=part.sheet if part else self.sheet,
            cell=cell_name(own_row, own_column),
        )

    def cell(self, row: int, column: int) -> str:
        """Return the short name of a cell: B12, of several sheets 2班!B12."""
        part, *place = self.origin(row, column)
        return f"{part.name}!{cell_name(*place)}" if part else cell_name(*place)


def read_tables(
    path: Path, password: Password | None = None, held: bytes | None = None
) -> tuple[list[Table], str]:
    """Return the visible sheets of a file and the SHA-256 of its bytes.

    Bytes that are `held` in memory stand for those of the file. Raises RosterError for a path
    that cannot be read, and for bytes that are no table.
    """
    content = read_content(path, password) if held is None else content_of(path.name, held)
    return _tables(content, path.stem), content.sha256


def tables_in(path: Path, content: bytes) -> list[Table]:
    """Return the sheets that the bytes of a file hold; raises RosterError as `read_tables`."""
    return _tables(content_of(path.name, content), path.stem)


def shown_cell(cell: object) -> str:
    """Return what a cell shows: a whole number without a trailing .0."""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, such as B12."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row + 1}"


def _tables(content: Content, stem: str) -> list[Table]:
    match content.kind:
        case "package":
            tables = _of_package(content)
        case "binary":
            tables = [
                _table(content, page.name, page.rows, page.facts) for page in pages_of(content)
            ]
        case "page":
            pages = rows_of_page(content)
            names = [stem, *(f"{stem} {number}" for number in range(2, len(pages) + 1))]
            tables = [_table(content, name, *page) for name, page in zip(names, pages, strict=True)]
        case "text":
            rows = rows_of_text(content)
            lengths = [len(row) for row in rows]
            tables = [_table(content, stem, rows, Facts(lengths=lengths))]
    tables = [table for table in tables if table.rows]
    if not tables:
        raise no_table(content.name, Text("The file holds no table."))
    return tables


def _table(content: Content, sheet: str, rows: Rows, facts: Facts) -> Table:
    """Return a table whose rows are filled up to one width, without the empty ones at the end."""
    while rows and not any(str(cell).strip() for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS or width * len(rows) > MOST_CELLS:
        raise no_table(content.name, Text("The table has more than {most} cells.", most=MOST_CELLS))
    filled = [row + [""] * (width - len(row)) for row in rows]
    return Table(content.name, sheet, filled, facts)


def _of_package(content: Content) -> list[Table]:
    package = unpack(content.name, content.bytes)
    if "content.xml" in package.parts:
        found = facts_of_ods(content.name, package.parts["content.xml"])
        facts = dict(enumerate(found))
    else:
        facts = _facts_by_sheet(content, package)
    return _of_workbook(content, package.packed, facts, from_1904=_counts_from_1904(package))


def _facts_by_sheet(content: Content, package: Package) -> dict[int, Facts]:
    """Return the facts of each sheet by its position; all sheets are looked at, listed or not."""
    struck = struck_styles(package.part("xl/styles.xml"))
    texts = struck_texts(package.part("xl/sharedstrings.xml"))
    known = looks(package.part("xl/styles.xml"))
    by_part = {
        name.lower(): replace(
            facts_of_xlsx(content.name, part, struck, texts),
            comments=commented_cells(content.name, name, package.part),
            colours=coloured_cells(part, known),
        )
        for name, part in package.sheets.items()
    }
    return {
        position: by_part[part.lower()]
        for position, part in enumerate(_listed_parts(package))
        if part.lower() in by_part
    }


def _counts_from_1904(package: Package) -> bool:
    """Whether the serials of days begin in 1904 (ECMA-376, part 1, 18.2.28, 18.17.4.1)."""
    part = package.part("xl/workbook.xml")
    return bool(re.search(rb"""\bdate1904\s*=\s*["'](1|true|on)["']""", part))


def _listed_parts(package: Package) -> list[str]:
    """Return the parts of the sheets in the order of the workbook (ECMA-376, part 1, 18.2)."""
    targets = {
        entry.get("Id"): (entry.get("Target") or "").lstrip("/")
        for entry in root_of(package.part("xl/_rels/workbook.xml.rels"))
    }
    listed = []
    for entry in root_of(package.part("xl/workbook.xml")).iter():
        if local_name(entry) == "sheet":
            ids = [value for key, value in entry.attrib.items() if key.endswith("}id")]
            target = targets.get(ids[0] if ids else "", "")
            listed.append(target if target.lower().startswith("xl/") else f"xl/{target}")
    return listed


def _of_workbook(
    content: Content, readable: bytes, facts: dict[int, Facts], *, from_1904: bool
) -> list[Table]:
    """Return the sheets that a person sees: what is hidden must not decide a draw."""
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(readable))
        return [
            _of_sheet(
                content,
                workbook.get_sheet_by_index(position),
                replace(facts.get(position, Facts()), from_1904=from_1904),
            )
            for position, sheet in enumerate(workbook.sheets_metadata)
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise no_table(content.name, Text("The workbook is protected by a password.")) from error
    except (KeyboardInterrupt, SystemExit, RosterError):
        raise
    except BaseException as error:  # calamine's panics are no Exception
        raise damaged(content.name) from error


def _of_sheet(content: Content, sheet: Any, facts: Facts) -> Table:
    """Return a sheet; equal texts are kept once, and empty rows at the end not at all."""
    start = sheet.start or (0, 0)
    kept: dict[str, str] = {}
    rows: Rows = []
    for values in sheet.iter_rows():
        row = [
            kept.setdefault(value, value) if isinstance(value, str) else value for value in values
        ]
        rows.append([*([""] * start[1]), *row])
    if any(len(text) > MOST_TEXT for text in kept):
        raise no_table(content.name, Text("A cell holds more text than Excel can."))
    facts.merged += [
        (first_row, last_row, first_column, last_column)
        for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ()
    ]
    return _table(content, sheet.name, rows, facts)
