"""A class list made plain: a row a student, a column of classes, and the true cell of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.roster.roster_parts import Part
from balance_classes.domain.rules.class_names import plain_name
from balance_classes.errors import Finding
from balance_classes.files.roster.cell_values import sure_sexes
from balance_classes.files.tables.sheet_facts import Facts
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

Cell = tuple[int, int]
"""A row and a column of the sheet, from 0."""
Total = tuple[str, int, Cell]
"""A class, "" for all, how many students the sheet says that it has, and where."""
CLASS, NAME, SEX = (
    {"zh": "班级", "en": "class"},
    {"zh": "姓名", "en": "name"},
    {"zh": "性别", "en": "sex"},
)
"""How the columns are headed that the sheet itself has not."""
SEXES = sure_sexes() - {"1", "2"}
"""Words for a sex, which say that a line is a student."""


@dataclass(frozen=True)
class LaidTable(Table):
    """A table whose rows were put together from elsewhere on its sheet.

    `cells` has the cell of the sheet for each cell of the rows, `problems` what keeps it from
    being read, `stated` how many students the sheet says that a class has, and where.
    """

    cells: tuple[tuple[Cell, ...], ...] = ()
    problems: tuple[Finding, ...] = ()
    stated: tuple[Total, ...] = ()

    def origin(self, row: int, column: int) -> tuple[Part | None, int, int]:
        """Return the cell of the sheet that a cell of the plain rows was taken from."""
        line = self.cells[row]
        return None, *line[min(column, len(line) - 1)]


def misstated(table: LaidTable, sizes: Mapping[str, int]) -> list[Finding]:
    """Return where the sheet states another number of students than its classes have."""
    counts: dict[str, int] = {}
    for name, size in sizes.items():
        counts[plain_name(name)] = counts.get(plain_name(name), 0) + size
    own = Table(table.file, table.sheet, [])
    found = []
    for name, stated, cell in table.stated:
        count = counts.get(plain_name(name), 0) if name else sum(sizes.values())
        if count != stated:
            what = Text(
                "{stated} students are stated here, and {count} were read.",
                stated=stated,
                count=count,
            )
            if name:
                what = Text("Class {name}: {what}", name=name, what=what)
            mend = Text("Correct the number, or the list: one student a line or cell, none lost.")
            found.append(Finding(own.place(*cell), what, mend))
    return found


def read_as(table: LaidTable, sizes: Mapping[str, int]) -> Text:
    """Return the words for what a sheet was taken for."""
    return Text(
        "{file}, sheet {sheet}: read as classes ({count}): {classes}.",
        file=table.file,
        sheet=table.sheet,
        count=sum(map(bool, sizes)),
        classes=tuple(f"{name} ({size})" for name, size in sizes.items() if name),
    )


def carried(facts: Facts, cells: Sequence[Sequence[Cell]]) -> Facts:
    """Return what the markup of a sheet says of the cells that were taken from it."""
    places: dict[Cell, Cell] = {}
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            places.setdefault(cell, (row, column))

    def taken(of: set[Cell]) -> set[Cell]:
        return {places[cell] for cell in of if cell in places}

    merged = [
        (places[first, left][0], places[last, left][0], places[first, left][1])
        for first, last, left, right in facts.merged
        if left == right and (first, left) in places and (last, left) in places
    ]
    return Facts(
        merged=[(first, last, column, column) for first, last, column in merged],
        uncalculated=taken(facts.uncalculated),
        errors=taken(facts.errors),
        struck=taken(facts.struck),
        from_1904=facts.from_1904,
    )
