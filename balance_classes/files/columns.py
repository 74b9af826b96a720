"""Which column is what: headers are matched to declared fields before any value is read."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from balance_classes.domain.forbidden import forbidden_kind
from balance_classes.files.tables import Table

HEADER_ROWS = 20
"""A header is looked for in so many rows; titles and notes may stand above it."""
FEWEST_FIELDS = 2
"""A row with fewer known headers is no header: a title may hold a single word like 姓名."""


@dataclass(frozen=True)
class Field:
    """A declared column: how its cells are read and which headers mean it.

    `codes` names a table of codes; `closed` says that no other value is allowed.
    """

    name: str
    kind: Literal["identity", "name", "date", "code", "codes", "attribute"]
    headers: tuple[str, ...] = ()
    codes: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Column:
    """A column of the file that is read: its field, its header and its position."""

    field: Field
    header: str
    position: int


@dataclass(frozen=True)
class Header:
    """The header of a table: its row, the columns that are read, and all others by header.

    `doubled` are columns that say the same as one that is read, so that neither can be believed.
    """

    row: int
    columns: tuple[Column, ...]
    doubled: tuple[Column, ...]
    ignored: tuple[str, ...]
    forbidden: tuple[tuple[str, str], ...]

    @property
    def language(self) -> str:
        """The language of the headers that are read."""
        chinese = any(re.search(r"[一-鿿]", column.header) for column in self.columns)
        return "zh" if chinese else "en"

    def column(self, field: str) -> Column | None:
        """Return the column of a field, if the table has it."""
        return next((column for column in self.columns if column.field.name == field), None)


@cache
def declared_fields() -> Mapping[str, Field]:
    """Return the fields by name, in the order in which they are declared."""
    text = Path(__file__).with_name("fields.toml").read_text(encoding="utf-8")
    return {
        name: Field(
            name,
            entry["kind"],
            tuple(map(plain_header, entry["headers"])),
            entry.get("codes", ""),
            entry.get("closed", False),
        )
        for name, entry in tomllib.loads(text).items()
    }


def plain_header(header: object) -> str:
    """Return a header as it is compared: *是否 留守儿童（必填） equals 是否留守儿童."""
    text = unicodedata.normalize("NFKC", str(header)).casefold()
    return re.sub(r"\(.*\)$", "", re.sub(r"[\s_\-*:]", "", text))


def find_header(tables: Sequence[Table], mapping: Mapping[str, str]) -> tuple[Table, Header] | None:
    """Return the table and header with the most known columns, or None if there is no header.

    `mapping` gives fields to headers of a local list; it goes before the declared headers.
    """
    best: tuple[int, Table, Header] | None = None
    for table in tables:
        for row in range(min(HEADER_ROWS, len(table.cells))):
            header = _read_header(table, row, mapping)
            known = len(header.columns)
            if known >= FEWEST_FIELDS and (best is None or known > best[0]):
                best = (known, table, header)
    return best[1:] if best else None


def _read_header(table: Table, row: int, mapping: Mapping[str, str]) -> Header:
    wanted = _wanted_fields(mapping)
    candidates: dict[str, list[tuple[int, Column]]] = {}
    ignored: list[str] = []
    forbidden: list[tuple[str, str]] = []
    for position, cell in enumerate(table.cells.iloc[row]):
        header = _shown_header(cell)
        rank, field = wanted.get(plain_header(header), (0, None))
        # A declared header is judged without its note: 姓名（考试用） is a name.
        kind = None if field and rank >= 0 else forbidden_kind(header)
        if kind:
            forbidden.append((header, kind))
        elif field:
            column = Column(field, header, position)
            candidates.setdefault(field.name, []).append((rank, column))
        elif header:
            ignored.append(header)
    columns, doubled = [], []
    for several in candidates.values():
        # Of two headers for one field the one declared first is meant; of two equal ones none.
        first = min(rank for rank, _ in several)
        chosen, *equal = [column for rank, column in several if rank == first]
        columns.append(chosen)
        doubled += equal
        ignored += [column.header for rank, column in several if rank > first]
    return Header(row, tuple(columns), tuple(doubled), tuple(ignored), tuple(forbidden))


def _shown_header(cell: object) -> str:
    """Return a header on one line, without characters that cannot be shown."""
    line = " ".join(str(cell).split())
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))


def _wanted_fields(mapping: Mapping[str, str]) -> dict[str, tuple[int, Field]]:
    """Return for each plain header its rank among its field's headers and the field."""
    declared = declared_fields()
    wanted = {
        header: (rank, field)
        for field in declared.values()
        for rank, header in enumerate(field.headers)
    }
    for header, name in mapping.items():
        wanted[plain_header(header)] = (-1, declared.get(name, Field(name, "attribute")))
    return wanted
