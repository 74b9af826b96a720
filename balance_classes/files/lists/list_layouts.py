"""Class lists side by side, one below the other, or a column a class, made plain rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from balance_classes.domain.rules.class_names import plain_name
from balance_classes.errors import Finding
from balance_classes.files.lists.class_words import class_in, count_in, signs
from balance_classes.files.lists.list_blocks import (
    FEWEST,
    LINES_OF_TITLE,
    SERIAL,
    Block,
    below,
    named_blocks,
    shown,
    side_by_side,
)
from balance_classes.files.lists.plain_list import (
    CLASS,
    NAME,
    SEXES,
    Cell,
    LaidTable,
    Total,
    carried,
)
from balance_classes.files.roster.columns import Header
from balance_classes.files.roster.fields import Field, declared_fields, known_header, plain_header
from balance_classes.files.roster.student_rows import is_below
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

_NUMBER = re.compile(r"\d{1,3}(\.0)?")
_TITLE = Text("Write the name of the class into a line above the header, such as 一(1)班, 1A.")
UNTITLED = Text("The header stands here again, and no class is named above it."), _TITLE
WITHOUT_CLASS = Text("This student stands above the first line that names a class."), _TITLE
NO_STUDENT = (
    Text("This text stands below a list of bare names and may be no student."),
    Text("Delete it; if it is a student, delete the empty line above."),
)
BARE = (
    Text("This cell stands beside a list, in a column without a header."),
    Text("Write above it what it is, such as name or sex; or clear it."),
)


@dataclass
class _Laid:
    """The rows that are put together: for each column its cells, and the class of each row."""

    headers: dict[str, tuple[str, Cell]] = field(default_factory=dict)
    rows: list[tuple[dict[str, Cell], str, Cell]] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    stated: list[Total] = field(default_factory=list)


def laid_out(
    table: Table,
    header: Header | None,
    places: Mapping[str, Field],
    students: Callable[[Table], set[int]],
    *,
    alone: bool = False,
) -> LaidTable | None:
    """Return the lists of a sheet as plain rows, or None where it is one list or none at all.

    `header` is what the sheet was taken to have as one list, `students` finds the rows that hold
    one; `alone` takes one list of a named class, too. What cannot be understood is among the
    problems of the table that is returned.
    """
    words = {h: f.name for f in {**declared_fields(), **places}.values() for h in f.headers}
    found = side_by_side(table, header, words) or below(table, header)
    if found is None:
        return None
    row, blocks = found
    laid = _Laid()
    if len(blocks) >= FEWEST and not blocks[0].school_class:
        blocks = named_blocks(table, row, blocks, laid.problems)
    if laid.problems and len({tuple(map(plain_header, b.headers.values())) for b in blocks}) > 1:
        return None  # the same header twice is told as such
    if not laid.problems:
        totals = [_Walk(table, row, block, blocks, laid).walk() for block in blocks]
        laid.stated += _stated_by_all(totals)
        laid.problems += [*_above(table, row), *_before(table, row, blocks)]
    classes = {name for _, name, _ in laid.rows} - {""}
    if len(blocks) < FEWEST and len(classes) < (1 if alone else FEWEST):
        return None
    return _table(table, laid, row, students)


@dataclass
class _Walk:
    """What is gathered while the rows of one list are put behind those of the others."""

    table: Table
    header_row: int
    block: Block
    blocks: Sequence[Block]
    laid: _Laid
    totals: dict[int, Total] = field(default_factory=dict)
    bare: set[int] = field(default_factory=set)
    untitled: list[Cell] = field(default_factory=list)
    classes: int = 0
    last_title: int = -1
    last_taken: int = -1

    def __post_init__(self) -> None:
        """Begin with the class that the list is named for, and with its headers."""
        self.school_class, self.title = "", (self.header_row, self.block.left)
        # A class of each row's own stands in a column of its own.
        self.may_change = bool(self.block.school_class) or len(self.blocks) < FEWEST
        if self.block.school_class:
            self._begin(self.block.school_class, self.block.title)
        self.labels = _labels(self.block)
        self.columns: dict[int, str] = {}
        for at, text in self.block.headers.items():
            if plain_header(text) not in SERIAL and at not in self.labels:
                name = _column_name(text)
                key = plain_header(name)
                # Two columns of one list that are headed alike stay two, and are told as such.
                key += "*" * [c.rstrip("*") for c in self.columns.values()].count(key)
                self.columns[at] = key
                self.laid.headers.setdefault(key, (name, (self.header_row, at)))

    def walk(self) -> dict[int, Total]:
        """Take the students of the list; return the totals that it states, by row."""
        for row in range(self.header_row + 1, len(self.table.rows)):
            filled = self._filled(row)
            if not (
                self._is_header(row, filled)
                or self._is_title(row, filled)
                or self._is_totals(row, filled)
            ):
                self._take(row, filled)
        if self.classes > 1:
            self.laid.problems += [
                Finding(self.table.place(*cell), *UNTITLED) for cell in self.untitled
            ]
        return self.totals

    def _begin(self, school_class: str, title: Cell) -> None:
        self.school_class, self.title = school_class, title
        self.classes, self.last_title = self.classes + 1, title[0]
        count = count_in(self._cell(*title))
        self.laid.stated += [(school_class, count, title)] if count is not None else []

    def _cell(self, row: int, column: int) -> object:
        return self.table.rows[row][column]

    def _filled(self, row: int) -> list[int]:
        """Return the columns with something in them; a text across lists is a title or a note."""
        spanned = _spanned(self.table, row, self.blocks)
        if spanned is None:
            columns = range(self.block.left, self.block.right)
            return [at for at in columns if shown(self._cell(row, at))]
        at, covered = spanned
        return [at] if self.block in covered and class_in(self._cell(row, at)) else []

    def _is_header(self, row: int, filled: Sequence[int]) -> bool:
        """Whether the headers stand here again, or nothing does."""
        cells = {at: self._cell(row, at) for at in filled}
        headers = self.block.headers
        if any(shown(cell) != headers.get(at) or class_in(cell) for at, cell in cells.items()):
            return False
        if filled and self.last_title < self.last_taken:
            self.untitled.append((row, filled[0]))
        return True

    def _is_title(self, row: int, filled: Sequence[int]) -> bool:
        """Whether another class begins here: it stands alone, or beside the headers again."""
        said = [at for at in filled if class_in(self._cell(row, at))]
        others = [at for at in filled if at not in said]
        again = all(shown(self._cell(row, at)) == self.block.headers.get(at) for at in others)
        if not (self.may_change and len(said) == 1 and again):
            return False
        self._begin(class_in(self._cell(row, said[0])), (row, said[0]))
        return True

    def _after_gap(self, row: int) -> bool:
        """Whether a line that is wholly empty parts a row from the students above."""
        gap = range(max(self.last_taken, self.last_title) + 1, row)
        return any(not any(map(shown, self.table.rows[at])) for at in gap)

    def _is_totals(self, row: int, filled: Sequence[int]) -> bool:
        before = [shown(cell) for cell in self.table.rows[row][: self.blocks[0].left]]
        if not _is_total(before, [self._cell(row, at) for at in filled]):
            return False
        counts = {at: _count(self._cell(row, at)) for at in filled}
        numbers = [(count, at) for at, count in counts.items() if count is not None]
        if len(numbers) == 1:
            ((count, at),) = numbers
            self.totals[row] = (self.school_class, count, (row, at))
        return True

    def _take(self, row: int, filled: Sequence[int]) -> None:
        unread = [at for at in filled if at not in self.block.headers]
        unread += [
            at for at in self.labels if not _is_label(self._cell(row, at), self.school_class)
        ]
        for at in set(unread) - self.bare:
            self.laid.problems.append(Finding(self.table.place(row, at), *BARE))
        self.bare |= set(unread)
        text = shown(self._cell(row, filled[0]))
        if len(self.columns) == 1 and (signs(text) or self._after_gap(row)):
            self.laid.problems.append(Finding(self.table.place(row, filled[0]), *NO_STUDENT))
        self.last_taken = row
        if any(at in self.columns for at in filled):
            taken = {key: (row, at) for at, key in self.columns.items()}
            self.laid.rows.append((taken, self.school_class, self.title))


def _labels(block: Block) -> list[int]:
    """Return the columns that a class heads, where another one has the names."""
    named = any(known_header(text, ("姓名", "name")) for text in block.headers.values())
    return [at for at, text in block.headers.items() if named and class_in(text)]


def _column_name(text: str) -> str:
    """Return how a column is headed: one that a class heads is of names."""
    return NAME[_language(text)] if class_in(text) else text


def _language(text: str) -> str:
    return "zh" if re.search(r"[一-鿿]", text) else "en"


def _is_total(before: Sequence[str], cells: Sequence[object]) -> bool:
    """Whether cells of a list, or what stands before all lists, begin a line of totals."""
    below = [is_below(shown(cell)) for cell in cells]
    rest = [cell for cell, told in zip(cells, below, strict=True) if not told]
    return any(map(is_below, before)) or (
        any(below) and all(_count(cell) is not None for cell in rest)
    )


def _is_label(cell: object, school_class: str) -> bool:
    """Whether a cell below a class is nothing, a serial number, or the class again."""
    text = shown(cell)
    same = plain_name(class_in(cell)) == plain_name(school_class)
    return not text or bool(_NUMBER.fullmatch(text)) or same


def _count(cell: object) -> int | None:
    text = shown(cell)
    return int(float(text)) if _NUMBER.fullmatch(text) else count_in(text)


def _spanned(table: Table, row: int, blocks: Sequence[Block]) -> tuple[int, list[Block]] | None:
    """Return where a cell that is merged over several lists begins, and the lists it covers."""
    if len(blocks) < FEWEST:
        return None
    for first, last, left, right in table.facts.merged:
        covered = [b for b in blocks if left < b.right and right >= b.left]
        if first <= row <= last and len(covered) >= FEWEST:
            return left, covered
    return None


def _above(table: Table, header_row: int) -> list[Finding]:
    """Return what may be students above the headers: a line with a sex, or more than titles."""
    rows = [row for row in range(header_row) if any(map(shown, table.rows[row]))]
    sexes = [row for row in rows if SEXES & {shown(cell).casefold() for cell in table.rows[row]}]
    found = sexes or rows[LINES_OF_TITLE:]
    return [
        Finding(
            table.place(found[0], 0),
            Text("This line stands above the header and may be a student."),
            Text("Write the header above the first list, or delete the line."),
        )
        for _ in found[:1]
    ]


def _before(table: Table, header_row: int, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Yield what is no serial number left of all lists, beside students, once a column."""
    left = blocks[0].left
    rows = [
        row
        for row in range(header_row + 1, len(table.rows))
        if any(shown(cell) for cell in table.rows[row][left:])
    ]
    for at in range(left):
        for row in rows:
            text = shown(table.rows[row][at])
            serial = _NUMBER.fullmatch(text) or plain_header(text) in SERIAL
            if not (serial or is_below(text) or class_in(text)):
                yield Finding(table.place(row, at), *BARE)
                break


def _stated_by_all(totals: Sequence[Mapping[int, Total]]) -> list[Total]:
    """Return the totals of a row where each list states one: a single one may be of all."""
    return [
        each[row] for row in totals[0] if all(row in other for other in totals) for each in totals
    ]


def _table(
    table: Table, laid: _Laid, header_row: int, students: Callable[[Table], set[int]]
) -> LaidTable:
    """Return the plain table: a header, a row a student, the class in the last column."""
    texts = [text for text, _ in laid.headers.values()]
    head = [cell for _, cell in laid.headers.values()]
    with_class = any(name for _, name, _ in laid.rows)
    language = _language("".join([*texts, *(name for _, name, _ in laid.rows)]))
    rows: list[list[object]] = [[*texts, *([CLASS[language]] if with_class else [])]]
    cells: list[tuple[Cell, ...]] = [(*head, *([(header_row, 0)] if with_class else []))]
    for taken, _, title in laid.rows:
        start = next(iter(taken.values()))
        at = [taken.get(name) for name in laid.headers]
        values: list[object] = ["" if cell is None else table.rows[cell[0]][cell[1]] for cell in at]
        rows.append([*values, *([""] if with_class else [])])
        cells.append((*(cell or start for cell in at), *([title] if with_class else [])))
    plain = LaidTable(table.file, table.sheet, rows, carried(table.facts, cells), (), tuple(cells))
    # A note below the students is known by standing alone: it gets no class.
    for row in students(plain) if with_class else ():
        rows[row][-1] = laid.rows[row - 1][1]
        if not rows[row][-1]:
            laid.problems.append(Finding(plain.place(row, 0), *WITHOUT_CLASS))
    return replace(plain, problems=tuple(laid.problems), stated=tuple(laid.stated))
