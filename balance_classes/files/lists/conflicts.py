"""Reading a list of conflicts: who must not come into whose class, and the code of the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from balance_classes.domain.reason_codes import (
    REASON_CODES,
    ReasonCode,
    known_reasons,
    reason_choices,
)
from balance_classes.domain.roster.labels import staff_label
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.teachers.pairing_lot import Conflict
from balance_classes.domain.teachers.staff import Staff
from balance_classes.errors import Finding, RosterError, told_in
from balance_classes.files.roster.cell_values import CellError, read_identity, read_name, read_text
from balance_classes.files.roster.columns import Header, find_headers
from balance_classes.files.roster.fields import read_fields
from balance_classes.files.roster.missing_header import no_header
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Either, Text

FIELDS = ("student", "teacher", "reason")
HEADERS = Either(en="student, teacher, reason", zh="学生、教师、理由")


def read_conflicts(
    path: Path, roster: Roster, staff: Staff, password: Password | None = None
) -> tuple[Conflict, ...]:
    """Return the conflicts of a list, sorted; students and teachers by key, or by a name of one.

    Raises RosterError with all problems found; no message shows a name or a number.
    """
    tables, _ = read_tables(path, password)
    declared = read_fields(Path(__file__).with_name("conflicts.toml"))
    found = find_headers(tables, {}, (), declared)
    if not found:
        raise RosterError(no_header(tables, HEADERS, declared))
    table, header = found[0]
    _require_columns(table, header)
    with told_in(header.language):
        return _Reader(table, header, roster, staff).conflicts()


def _require_columns(table: Table, header: Header) -> None:
    lacking = (staff_label(name) for name in FIELDS if not header.column(name))
    RosterError.raise_for(
        Finding(
            table.place(header.row, 0),
            Text("There is no column “{field}”.", field=field),
            Text("Add it; the list needs: {headers}.", headers=HEADERS),
        )
        for field in lacking
    )


class _Reader:
    """Reads the rows of the list; `errors` hold what cannot be."""

    def __init__(self, table: Table, header: Header, roster: Roster, staff: Staff) -> None:
        self._table, self._header = table, header
        self._students = _known((s.key, s.name) for s in roster.students)
        self._teachers = _known((t.key, t.name) for t in staff.teachers)
        self.errors: list[Finding] = []

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the conflicts of all rows, or raise with what is wrong in them."""
        found = set[Conflict]()
        for row in range(self._header.last_row + 1, len(self._table.rows)):
            cells = [self._cell(row, name) for name in FIELDS]
            if not any(str(cell).strip() for _, cell in cells):
                continue
            student, teacher = self._who(row, 0, self._students), self._who(row, 1, self._teachers)
            found.add(Conflict(student, teacher, self._reason(row)))
        if self.errors:
            raise RosterError(*self.errors)
        return tuple(sorted(found, key=lambda c: (c.student, c.teacher, c.reason)))

    def _who(self, row: int, field: int, known: dict[str, set[str]]) -> str:
        position, cell = self._cell(row, FIELDS[field])
        keys: set[str] = set()
        for read in (read_identity, read_name, read_text):
            try:
                keys = keys or known.get(read(cell), set())
            except CellError:
                continue
        if len(keys) == 1:
            return next(iter(keys))
        self._fail(
            row,
            position,
            Text("{field}: several are called so.", field=_label(field))
            if keys
            else Text("{field}: there is nobody of this number or name.", field=_label(field)),
            Text("Write the number by which the table tells people apart."),
        )
        return ""

    def _reason(self, row: int) -> ReasonCode:
        position, cell = self._cell(row, "reason")
        try:
            code = known_reasons().get(read_text(cell).casefold())
        except CellError as error:
            self._fail(row, position, error.what, error.mend)
            return REASON_CODES[0]
        if code is None:
            self._fail(
                row,
                position,
                Text("This is no reason code; it will be published."),
                Text("Write one of: {codes}.", codes=reason_choices()),
            )
        return code or REASON_CODES[0]

    def _cell(self, row: int, name: str) -> tuple[int, Any]:
        column = self._header.column(name)
        assert column is not None
        return column.position, self._table.rows[row][column.position]

    def _fail(self, row: int, position: int, what: Text, mend: Text) -> None:
        self.errors.append(Finding(self._table.place(row, position), what, mend))


def _label(field: int) -> Text | str:
    return staff_label(FIELDS[field])


def _known(people: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the keys that each key and each name stands for."""
    found: dict[str, set[str]] = {}
    for key, name in people:
        found.setdefault(name, set()).add(key)
        found.setdefault(key, set()).add(key)
    return found
