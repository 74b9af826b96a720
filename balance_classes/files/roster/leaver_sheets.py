"""Students of the roster who stand on a sheet of leavers as well: 转出, Leavers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from balance_classes.files.roster.columns import Header, find_headers
from balance_classes.files.roster.departed_students import Mark
from balance_classes.files.roster.names import PARTS, WHOLE, words_of_name
from balance_classes.files.roster.student_directory import plain_number
from balance_classes.files.tables.tables import Table

_LEAVERS = re.compile(
    r"转出|转走|转学|退学|休学|离校|离园|流失|辍学|已?不来|放弃|未报到|不报到|注销|减员"
    r"|\b(leavers?|left(?! behind)|leaving|withdrawn|withdrawals?|transferred out|transfers? out"
    r"|inactive|gone|exited|off roll|no longer|dropped out|deregistered|not coming"
    r"|abgänge|abgemeldet|sortants|bajas)\b",
    re.IGNORECASE,
)
_ARRIVALS = re.compile(
    r"转入|转进|插班|新增|\b(new|joiners?|arrivals?|transferred in)\b", re.IGNORECASE
)


def lists_leavers(sheet: str) -> bool:
    """Whether a sheet is named as one of those who have gone, and of nobody else."""
    name = re.sub(r"[_\W]+", " ", sheet)
    return bool(_LEAVERS.search(name)) and not _ARRIVALS.search(name)


def on_sheets_of_leavers(
    table: Table, header: Header, rows: Sequence[int], leavers: Sequence[Table]
) -> Iterator[Mark]:
    """Yield a mark for each student who stands on a sheet of leavers, by number or by name.

    Of namesakes of whom the sheet has no number it is not known who is meant.
    """
    if header.of_name is None and not _numbers(header):
        return
    names: dict[tuple[str, ...], list[int]] = {}
    numbers: dict[str, int] = {}
    for row in rows:
        names.setdefault(_name(table, header, row), []).append(row)
        numbers |= {_text(table, row, at): row for at in _numbers(header).values()}
    numbers.pop("", None)
    names.pop((), None)
    for leaver in leavers:
        for row, kind in _named(leaver, header, names, numbers):
            yield Mark(row, header.of_name.position if header.of_name else 0, kind, leaver.sheet)


def _named(
    leaver: Table,
    header: Header,
    names: Mapping[tuple[str, ...], Sequence[int]],
    numbers: Mapping[str, int],
) -> Iterator[tuple[int, str]]:
    """Yield the rows that the rows of a sheet of leavers name, and how a row is marked."""
    found = find_headers([leaver], {})
    own = found[0][1] if found else None
    numbered = _numbers(own).keys() & _numbers(header).keys() if own else ()
    for row in range(own.last_row + 1 if own else 0, len(leaver.rows)):
        cells = [str(cell).strip() for cell in leaver.rows[row]]
        by_number = [numbers[n] for n in map(plain_number, cells) if n in numbers]
        if by_number:
            yield from ((each, "left") for each in by_number[:1])
            continue
        if own and any(_text(leaver, row, _numbers(own)[field]) for field in numbered):
            continue  # it is somebody else of this name
        written = {words_of_name(cell) for cell in cells}
        if own:
            written.add(_name(leaver, own, row))
        for name in written & names.keys():
            kind = "left" if len(names[name]) == 1 else "namesake"
            yield from ((each, kind) for each in names[name])


def _numbers(header: Header) -> dict[str, int]:
    return {c.field.name: c.position for c in header.columns if c.field.kind == "identity"}


def _text(table: Table, row: int, position: int) -> str:
    return plain_number(str(table.rows[row][position]))


def _name(table: Table, header: Header, row: int) -> tuple[str, ...]:
    whole = header.column(WHOLE)
    columns = [whole] if whole else [header.column(part) for part in PARTS]
    cells = (str(table.rows[row][column.position]) for column in columns if column)
    return words_of_name(" ".join(cells))
