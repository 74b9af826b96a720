"""The rows of a roster of many schools, and whose fault each is that something is wrong with."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.roster.roster_parts import part_of
from balance_classes.errors import Finding, RosterError
from balance_classes.files.roster.cell_values import CellError, read_text
from balance_classes.files.roster.table_reading import Reading, merged_above
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text


@dataclass(frozen=True)
class RowsBySchool:
    """The rows `of` each school by its code, its problems, and what belongs to none.

    A row whose school is not known may be one of the school of its name, else of those beside it.
    """

    of: dict[str, list[int]]
    problems: Mapping[str, Sequence[Finding]]
    unread: tuple[Finding, ...]


def rows_by_school(reading: Reading, column: int, names: int | None) -> RowsBySchool:
    """Return the rows of each code in a column; `names` is that of the schools' names.

    Raises RosterError for what is wrong with the header, or with the whole.
    """
    codes, faults = _codes(reading, column)
    of: dict[str, list[int]] = {}
    for row, code in codes.items():
        of.setdefault(code, []).append(row)
    problems, whole = defaultdict[str, list[Finding]](list), []
    for row, position, finding in reading.errors:
        owners = {codes[each] for each in _covered(reading.table, row, position) if each in codes}
        if row in codes and _is_shifted(reading.table, reading.header.last_row, position):
            owners |= _beside([row], list(codes), codes)
        for code in owners:
            problems[code].append(finding)
        if not owners and row not in faults:
            whole.append(finding)
    RosterError.raise_for(whole)
    unread = []
    for rows in _runs(reading, faults):
        fault = faults[rows[0]]
        where = _place(reading.table, rows, column)
        unread.append(Finding(where, fault.what, fault.mend))
        for code in _owners(reading.table, rows, codes, names):
            problems[code].append(Finding(where, OF_NONE, fault.mend))
    return RowsBySchool(dict(sorted(of.items())), problems, tuple(unread))


_NO_SCHOOL = Text("The student belongs to no school.")
_ENTER = Text("Enter the code of the school, or delete the row.")
OF_NONE = Text("No school is named here, and it may be this one: it is drawn when that is clear.")


def _codes(reading: Reading, column: int) -> tuple[dict[int, str], dict[int, Finding]]:
    """Return the code of each row, and what is wrong with those that name none."""
    codes: dict[int, str] = {}
    faults: dict[int, Finding] = {}
    table = reading.table
    above = merged_above(table, column)
    for row in reading.rows:
        try:
            code = read_text(table.rows[above.get(row, row)][column])
        except CellError as error:
            faults[row] = Finding(table.place(row, column), error.what, error.mend)
            continue
        if code:
            codes[row] = code
        else:
            faults[row] = Finding(table.place(row, column), _NO_SCHOOL, _ENTER)
    return codes, faults


def _covered(table: Table, row: int, position: int) -> Sequence[int]:
    """Return the rows that a cell stands in: several where it is merged over them."""
    merged = (m for m in table.facts.merged if (m[0], m[2]) == (row, position))
    return next((range(first, last + 1) for first, last, *_ in merged), [row])


def _is_shifted(table: Table, header: int, position: int) -> bool:
    """Whether a fault is that a line has more cells than the header: its code may be no code."""
    lengths = table.facts.lengths
    return bool(lengths) and position >= lengths[header]


def _runs(reading: Reading, faults: Mapping[int, Finding]) -> Iterator[list[int]]:
    """Yield the rows without a school, those together that follow each other in one sheet."""
    run: list[int] = []
    parts = reading.table.parts
    for row in reading.rows:
        if row not in faults:
            continue
        same = run and row == run[-1] + 1 and part_of(row + 1, parts) == part_of(row, parts)
        if same and faults[row].what == faults[run[-1]].what:
            run.append(row)
            continue
        if run:
            yield run
        run = [row]
    if run:
        yield run


def _place(table: Table, rows: Sequence[int], column: int) -> Text:
    """Return the words for a cell, or for rows that follow each other."""
    if not rows[1:]:
        return table.place(rows[0], column)
    part, first, _ = table.origin(rows[0], column)
    return Text(
        "{file}, sheet {sheet}, rows {rows}",
        file=part.file if part else table.file,
        sheet=part.sheet if part else table.sheet,
        rows=f"{first + 1}–{first + len(rows)}",
    )


def _owners(
    table: Table, rows: Sequence[int], codes: Mapping[int, str], names: int | None
) -> set[str]:
    """Return the schools that rows may belong to: those of their names, else those beside them."""
    said = {_name(table, row, names) for row in rows} - {""}
    named = {code for row, code in codes.items() if said and _name(table, row, names) in said}
    return named or _beside(rows, list(codes), codes)


def _name(table: Table, row: int, names: int | None) -> str:
    return "" if names is None else str(table.rows[row][names]).strip()


def _beside(rows: Sequence[int], coded: Sequence[int], codes: Mapping[int, str]) -> set[str]:
    """Return the schools of the last row before some, and of the first after them."""
    before, after = bisect_left(coded, rows[0]), bisect_right(coded, rows[-1])
    return {codes[row] for row in (*coded[:before][-1:], *coded[after : after + 1])}
