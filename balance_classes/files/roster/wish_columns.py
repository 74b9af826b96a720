"""The columns of wishes, cell by cell: whom a row is to be with, and whom not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from balance_classes.domain.canonical import canonical_text
from balance_classes.domain.roster.wish_codes import (
    EVERY_WISH,
    Wish,
    WishKind,
    blocks_of,
    codes_apart,
    codes_together,
    friends_of,
    pairs_of,
    tags_of,
)
from balance_classes.files.roster.cell_values import CellError, read_code
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.names import WHOLE
from balance_classes.files.roster.student_directory import Directory, plain_number
from balance_classes.files.roster.wish_cells import MOST_SHARING, Understood, is_short, understood

if TYPE_CHECKING:
    from balance_classes.files.roster.table_reading import Reading

PAIR = 2
MARKS, NUMBER_MARKS = ("x", "v", "o"), ("1",)
"""What is set as a tick; a number may be the code of a pair."""
MOST_FRIENDS = 3
"""Who names more would hardly ever be without one."""
NO_CODES = frozenset[str]()
_SERIAL = re.compile(
    r"序号|编号|编码|流水号|座号|座位号|号|番号|번호|no\.?|nos\.?|nr\.?|lfd\.?nr\.?|num(ber|éro|ero)?|n[°º]|#|№|s/?n"
    r"|s\.?no\.?|sl\.?no\.?|serial(no\.?|number)?|index|item|row|listno\.?|listnumber|п/п|№п/п|ردیف|م"
)
"""How the numbers of a list are headed, which a draw does not read."""
NUMBERS = ("student_number", "register_number", "identity_number")


@dataclass(frozen=True)
class Unclear:
    """A cell of wishes that was not understood: where it is, why, and whom it may be about."""

    row: int
    position: int
    text: str
    fault: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class _Cell:
    """One cell: its row and column in the table, from 0, its name, and what it says."""

    row: int
    position: int
    name: str
    text: str
    said: Understood


Cells = Callable[[int, int], object]


def take_wishes(reading: Reading, cell_of: Cells) -> None:
    """Read the columns of wishes into codes, wishes and cells that are not understood.

    `cell_of` gives what stands in a row and a column, as merged cells show it.
    """
    if not any(column.field.name in EVERY_WISH for column in reading.header.columns):
        return
    directory = directory_of(reading)
    rows = reading.rows
    tags = _tags(reading, directory)
    for kind in EVERY_WISH:
        columns = [c for c in reading.header.columns if c.field.name == kind]
        # Newcomers find no friends: the classes stand, and are not formed anew.
        if not columns or (kind == "friends" and reading.standing_codes is not None):
            continue
        written = (_written(reading, cell_of, (row, c.position)) for row in rows for c in columns)
        said: dict[str, Understood] = {}
        cells = []
        for row, position, text in filter(None, written):
            if text not in said:
                said[text] = understood(text, directory, reading.standing_codes or NO_CODES)
            name = reading.table.cell(row, position)
            cells.append(_Cell(row, position, name, text, _without_self(said[text], row)))
        cells = _befriended(cells) if kind == "friends" else _judged(kind, cells)
        wishes = tuple(_wish(kind, each) for each in cells if each.said.rows or each.said.codes)
        reading.wishes += wishes
        reading.unclear[kind] = tuple(
            Unclear(each.row, each.position, each.text, each.said.fault, each.said.nearest)
            for each in cells
            if each.said.fault
        )
        if kind == "together":
            together = codes_together(tags, wishes)
            reading.values[kind] = [together.get(row + 1, "") for row in rows]
        elif kind == "friends":
            friends = friends_of(wishes)
            reading.values[kind] = [friends.get(row + 1, ()) for row in rows]
        else:
            apart = codes_apart(tags, wishes)
            reading.values[kind] = [apart.get(row + 1, ()) for row in rows]


def directory_of(reading: Reading) -> Directory:
    """Return the students of a table, by name and number; that of the list (序号) is one, too."""
    of = {name: reading.by_row(name) for name in (WHOLE, "given_name", *NUMBERS)}
    numbered = (*(of[name] for name in NUMBERS), _serials(reading))
    return Directory(
        names={row: str(name or "") for row, name in of[WHOLE].items()},
        given={row: str(name) for row, name in of["given_name"].items() if name},
        numbers={
            row: numbers
            for row in reading.rows
            if (numbers := tuple(str(each[row]) for each in numbered if each.get(row)))
        },
    )


def _serials(reading: Reading) -> dict[int, str]:
    """Return the numbers of the list by row: whole ones under a header that says no more."""
    found: dict[int, str] = {}
    for column in reading.header.unread:
        if _SERIAL.fullmatch(plain_header(column.header)) and not found:
            cells = {row: reading.table.rows[row][column.position] for row in reading.rows}
            found = {row: plain_number(str(cell)) for row, cell in cells.items() if cell != ""}
            if not all(number.isdecimal() for number in found.values()):
                found = {}
    return found


def _tags(reading: Reading, directory: Directory) -> dict[int, str]:
    told = [reading.by_row(name) for name in (*NUMBERS, "birth_date")]
    rows = reading.rows
    # Without names, numbers stand in for them, as on the lists.
    names = {row + 1: directory.names.get(row) or _first(directory, row) for row in rows}
    return tags_of(names, {row + 1: [str(each.get(row) or "") for each in told] for row in rows})


def _first(directory: Directory, row: int) -> str:
    return next(iter(directory.numbers.get(row, ())), "")


def _written(reading: Reading, cell_of: Cells, at: tuple[int, int]) -> tuple[int, int, str] | None:
    """Return row, column and text of a cell, line by line; None where there is none."""
    cell = cell_of(*at)
    if cell == "":
        return None
    try:
        text = read_code(cell)
    except CellError as error:
        reading.fail_at(*at, error.what, error.mend)
        return None
    if isinstance(cell, str) and re.search(r"[\r\n]", cell):
        lines = (canonical_text(line.replace("\t", " ")) for line in re.split(r"[\r\n]+", cell))
        text = "\n".join(filter(None, lines))
    return (*at, text) if text else None


def _without_self(said: Understood, row: int) -> Understood:
    """Return what a cell says without its own student, whose name stands there among others."""
    if row in said.rows and len(said.rows) > 1:
        return replace(said, rows=tuple(other for other in said.rows if other != row))
    return said


def _befriended(cells: Sequence[_Cell]) -> list[_Cell]:
    """Return cells of friends, which name others, three at most, and hold no codes."""
    named: dict[int, set[int]] = {}
    for cell in cells:
        named.setdefault(cell.row, set()).update(cell.said.rows)

    def fault(cell: _Cell) -> str:
        if cell.said.fault or cell.said.codes:
            return cell.said.fault or "unknown"
        if cell.row in cell.said.rows:
            return "self"
        return "many" if len(named[cell.row]) > MOST_FRIENDS else ""

    return [
        replace(cell, said=Understood(fault=why, nearest=cell.said.nearest)) if why else cell
        for cell in cells
        for why in [fault(cell)]
    ]


def _judged(kind: WishKind, cells: Sequence[_Cell]) -> list[_Cell]:
    """Return the cells, where what could be a number or a code as well is one thing or refused.

    A student's own name or number is the label of a group, for all who write it.
    """
    cells = _labelled_all(kind, _counted(cells))
    as_codes = [_as_code(cell) for cell in cells]
    shared: dict[str, int] = {}
    for cell in as_codes:
        for code in cell.said.codes:
            shared[code] = shared.get(code, 0) + 1
    doubtful = [
        i
        for i, cell in enumerate(cells)
        if cell.said.by_number
        and as_codes[i].said.codes
        and all(shared[code] > 1 for code in as_codes[i].said.codes)
    ]
    if _come_to(kind, cells) != _come_to(kind, as_codes):
        for i in doubtful:
            said = cells[i].said
            cells[i] = replace(cells[i], said=Understood(fault="number", nearest=said.rows))
    return cells


def _counted(cells: Sequence[_Cell]) -> list[_Cell]:
    """Return the cells, where twins are two and triplets three: of more nobody knows whose.

    One and the same mark at all who wish says that there is a wish, and not whom it is about.
    """
    holders = Counter(code for cell in cells for code in cell.said.codes)
    mark = next(iter(holders), "").casefold() if len(holders) == 1 else ""
    if mark in MARKS or (mark in NUMBER_MARKS and holders.total() > PAIR):
        return [
            replace(cell, said=Understood(fault="mark")) if cell.said.codes else cell
            for cell in cells
        ]
    return [
        replace(cell, said=Understood(fault="sharing"))
        if any(holders[code] > MOST_SHARING.get(code, len(cells)) for code in cell.said.codes)
        else cell
        for cell in cells
    ]


def _labelled_all(kind: WishKind, cells: Sequence[_Cell]) -> list[_Cell]:
    alone: dict[int, list[_Cell]] = {}
    for cell in cells:
        if len(cell.said.rows) == 1:
            alone.setdefault(cell.said.rows[0], []).append(cell)
    return [
        _labelled(kind, cell, alone[cell.said.rows[0]]) if len(cell.said.rows) == 1 else cell
        for cell in cells
    ]


def _labelled(kind: WishKind, cell: _Cell, sharing: Sequence[_Cell]) -> _Cell:
    """Return a cell whose only name is that of a student who writes it too, as a shared label."""
    (named,) = cell.said.rows
    holders = [other.row for other in sharing]
    if named not in holders:
        return cell
    if len(holders) == 1:
        return replace(cell, said=Understood(fault="self"))
    if kind == "apart" and len(holders) > PAIR:
        return replace(cell, said=Understood(fault="label", nearest=(named,)))
    if kind == "together" and {other.text for other in sharing} == {cell.text}:
        return replace(cell, said=Understood(codes=(cell.text,)))
    rest = tuple(row for row in holders if row != cell.row)
    return replace(cell, said=replace(cell.said, rows=rest))


def _as_code(cell: _Cell) -> _Cell:
    """Return a cell of numbers as if these were codes, where they are short enough."""
    said = cell.said
    if said.by_number and all(map(is_short, said.by_number)):
        return replace(cell, said=Understood(codes=said.by_number))
    return cell


def _come_to(kind: WishKind, cells: Sequence[_Cell]) -> frozenset[frozenset[int]]:
    wishes = [_wish(kind, cell) for cell in cells]
    if kind == "together":
        return frozenset(block for block in blocks_of(wishes) if len(block) > 1)
    return pairs_of(wishes)


def _wish(kind: WishKind, cell: _Cell) -> Wish:
    return Wish(
        kind,
        cell.row + 1,
        cell.position,
        cell.name,
        tuple(row + 1 for row in cell.said.rows),
        cell.said.codes,
    )
