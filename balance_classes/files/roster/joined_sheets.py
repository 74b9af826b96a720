"""Several sheets joined into one table: columns by their headers, and the sheets' names as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from balance_classes.domain.roster.roster_parts import Part
from balance_classes.errors import Finding, RosterError
from balance_classes.files.roster.columns import Column, Header
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.student_rows import RowReader, sex_codes
from balance_classes.files.tables.file_kinds import no_table
from balance_classes.files.tables.sheet_facts import MOST_CELLS, Facts
from balance_classes.files.tables.tables import PartColumns, Table
from balance_classes.language import Text

NAMES = {"en": ("Former class", "Sheet"), "zh": ("原班级", "工作表")}
"""How the column with the sheets' names is headed: the first that the sheets do not have."""

Key = tuple[object, ...]
"""By which a column of one sheet is known among those of another."""


@dataclass(frozen=True)
class PartSheet:
    """A sheet that is a part of a roster: the name it gives its students, cells and header."""

    name: str
    table: Table
    header: Header


@dataclass
class _Layout:
    """The columns of the joined table: their headers, and where each key stands."""

    headers: list[str]
    places: dict[Key, int] = field(default_factory=dict)

    def place(self, key: Key, header: str, at: int) -> int:
        """Return the place of a column, one of its own at the end where it is new."""
        if key not in self.places:
            free = at < len(self.headers) and not self.headers[at] and not header
            self.places[key] = at if free else len(self.headers)
            if not free:
                self.headers.append(header)
        return self.places[key]


def join(sheets: Sequence[PartSheet], file: str, codes: Sequence[tuple[str, str, str]]) -> Table:
    """Return sheets as one table, whose last column has the names of the sheets.

    The first sheet keeps its rows, with all above its header; of the others come those below
    theirs. Raises RosterError where the columns that are read are not headed alike.
    """
    _require_alike(sheets, codes)
    first = sheets[0]
    last_row, width = first.header.last_row, first.table.width
    layout = _Layout([str(cell).strip() for cell in first.table.rows[last_row]])
    for position, (key, _) in _keys(first).items():
        layout.places[key] = position
    layout.places |= {("blank", at): at for at, text in enumerate(layout.headers) if not text}
    columns = [tuple(range(width)), *(_placed(sheet, layout) for sheet in sheets[1:])]
    # A column that no draw may read is told of by its header, and none of its cells are taken.
    told = {shown for shown, _ in first.header.forbidden}
    forbidden = dict.fromkeys(shown for sheet in sheets for shown, _ in sheet.header.forbidden)
    layout.headers += [shown for shown in forbidden if shown not in told]
    joined: list[list[object]] = [list(row) for row in first.table.rows]
    starts = [0]
    for sheet, placed in zip(sheets[1:], columns[1:], strict=True):
        starts.append(len(joined))
        for row in sheet.table.rows[sheet.header.last_row + 1 :]:
            cells: list[object] = [""] * len(layout.headers)
            for position, place in enumerate(placed):
                if place >= 0:
                    cells[place] = row[position]
            joined.append(cells)
    if len(joined) * (len(layout.headers) + 1) > MOST_CELLS:
        raise no_table(file, Text("The table has more than {most} cells.", most=MOST_CELLS))
    named = len(layout.headers)
    joined = [[*row, *[""] * (named + 1 - len(row))] for row in joined]
    joined[last_row][:named] = _headed(joined[last_row], layout.headers)
    joined[last_row][named] = _name_of_names(first.header, layout.headers)
    facts, sources = Facts(from_1904=first.table.facts.from_1904), []
    for sheet, start, placed in zip(sheets, starts, columns, strict=True):
        skipped = 0 if sheet is first else sheet.header.last_row + 1
        _add_facts(facts, sheet.table.facts, placed, start - skipped, skipped)
        part = Part(sheet.name, sheet.table.file, sheet.table.sheet, start + 1, skipped + 1)
        there = {place: position for position, place in enumerate(placed)}
        sources.append(PartColumns(part, tuple(there.get(at, -1) for at in range(named + 1))))
        for student in _student_rows(sheet, codes):
            joined[student + start - skipped][named] = sheet.name
    shown = ", ".join(sheet.name for sheet in sheets)
    return Table(file, shown, joined, facts, tuple(sources))


def _headed(cells: Sequence[object], headers: Sequence[str]) -> list[object]:
    """Return the header's row, with the headers of columns that other sheets alone have."""
    return [
        cell if str(cell).strip() else header for cell, header in zip(cells, headers, strict=False)
    ]


def _name_of_names(header: Header, headers: Sequence[str]) -> str:
    there = {plain_header(text) for text in headers}
    names = NAMES[header.language]
    return next((name for name in names if plain_header(name) not in there), names[-1])


def _keys(sheet: PartSheet) -> dict[int, tuple[Key, str]]:
    """Return by position the key of each column that may be read, and its header."""
    keys: dict[int, tuple[Key, str]] = {
        column.position: (_read_key(column), column.header) for column in sheet.header.columns
    }
    seen: dict[str, int] = {}
    for unread in sheet.header.unread:
        plain = plain_header(unread.header)
        seen[plain] = seen.get(plain, 0) + 1
        keys[unread.position] = (("unread", plain, seen[plain]), unread.header)
    return keys


def _read_key(column: Column) -> Key:
    """Return what a column that is read is known by: what its header asks, and its unit, too."""
    exact = column.field.kind == "number"
    return (column.field.name, column.header if exact else plain_header(column.header))


def _placed(sheet: PartSheet, layout: _Layout) -> tuple[int, ...]:
    """Return where each column of a sheet comes to stand, -1 for one that no draw may read."""
    keys, header = _keys(sheet), sheet.header
    lines = sheet.table.rows[header.row : header.last_row + 1]
    placed = []
    for position in range(sheet.table.width):
        if position in keys:
            key, text = keys[position]
            placed.append(layout.place(key, text, position))
        elif any(str(line[position]).strip() for line in lines):
            placed.append(-1)
        else:
            placed.append(layout.place(("blank", position), "", position))
    return tuple(placed)


def _student_rows(sheet: PartSheet, codes: Sequence[tuple[str, str, str]]) -> list[int]:
    reader = RowReader(sheet.table, sheet.header, sex_codes(codes), lambda *_: None)
    return list(reader.students())


def _add_facts(joined: Facts, own: Facts, placed: Sequence[int], shift: int, from_row: int) -> None:
    """Add what a sheet's markup says of its rows that were taken."""
    joined.hidden_rows |= {row + shift for row in own.hidden_rows if row >= from_row}
    joined.hidden_columns |= {placed[c] for c in own.hidden_columns if c < len(placed)} - {-1}
    for cells, of in (
        (joined.uncalculated, own.uncalculated),
        (joined.errors, own.errors),
        (joined.struck, own.struck),
        (joined.comments, own.comments),
    ):
        cells |= {
            (row + shift, placed[column])
            for row, column in of
            if row >= from_row and column < len(placed)
        }
    joined.colours |= {
        (row + shift, placed[column]): look
        for (row, column), look in own.colours.items()
        if row >= from_row and column < len(placed)
    }
    for first, last, left, right in own.merged:
        places = [place for place in placed[left : right + 1] if place >= 0]
        if first >= from_row and places:
            joined.merged.append((first + shift, last + shift, min(places), max(places)))


def _require_alike(sheets: Sequence[PartSheet], codes: Sequence[tuple[str, str, str]]) -> None:
    findings = [finding for sheet in sheets for finding in _faults(sheet, sheets[0], codes)]
    RosterError.raise_for(findings)


def _faults(
    sheet: PartSheet, first: PartSheet, codes: Sequence[tuple[str, str, str]]
) -> Iterator[Finding]:
    """Yield what keeps a sheet from being read as a part of the roster of the first."""
    table, header = sheet.table, sheet.header
    for column in (*header.doubled, *header.unclear):
        yield Finding(
            table.place(header.last_row, column.position),
            Text("The column “{header}” could be another one's double.", header=column.header),
            Text("Keep one column of each kind, or say in its header whose it is."),
        )
    for one, other in ((sheet, first), (first, sheet)):
        there = {_read_key(column) for column in one.header.columns}
        lacking = [c.header for c in other.header.columns if _read_key(c) not in there]
        if lacking:
            yield Finding(
                one.table.place(one.header.last_row, 0),
                Text(
                    "The sheet “{sheet}” has no column {columns}, which “{other}” has.",
                    sheet=one.name,
                    columns=tuple(lacking),
                    other=other.name,
                ),
                Text(
                    "Give all sheets of the roster the same headers; a column may be empty. If "
                    "it is no part of the roster, hide the sheet or take it away."
                ),
            )
    if table.facts.from_1904 != first.table.facts.from_1904:
        yield Finding(
            table.file,
            Text("This workbook counts its days from another year than the first one."),
            Text("Write the dates as text, or copy all sheets into one workbook."),
        )
    lengths = table.facts.lengths
    end = lengths[header.last_row] if lengths else table.width
    for row in _student_rows(sheet, codes) if end < table.width else ():
        if any(str(cell).strip() for cell in table.rows[row][end:]):
            yield Finding(
                table.place(row, end),
                Text(
                    "This line has more cells than the header: its values stand in wrong columns."
                ),
                Text("Put texts that hold the delimiter between double quotes."),
            )
