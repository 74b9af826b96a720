"""What calamine does not tell of a sheet: how far it reaches, what is hidden, what failed.

A cell far out would make the reader reserve room for all cells before it, so the size is known
before it is called. Most sheets are plain, and a glance at their bytes says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from balance_classes.files.tables.beside_cells import Look
from balance_classes.files.tables.file_kinds import damaged, no_table
from balance_classes.files.tables.struck_text import strikes
from balance_classes.files.tables.xml_parts import column_number
from balance_classes.language import Text

MOST_CELLS = 8_000_000
"""100,000 students in 71 columns, and room for titles."""
MOST_ROWS, MOST_COLUMNS = 2**20, 2**14
"""The size of a sheet in Excel."""
SLICE = 2**20
MOST_MARKS = 20_000
"""No sheet has so many merged cells, or columns of a width of their own."""
_CELL = re.compile(rb'<c r="([A-Z]{1,3})')
_CELLS_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,9})')
_ROW = re.compile(rb'<row r="(\d{1,9})')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")

_NOT_PLAIN = (b"hidden", b"<f", b":f>", b":f ", b'="e"', b"='e'", b' ht="0', b"strike")
"""What stands in the markup where a cell is hidden, calculated, failed or struck in part."""

Cell = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass
class Facts:
    """What a sheet's markup says beside its values; rows and columns count from 0.

    `merged` are ranges of cells that are shown as one: first and last row, first and last column.
    `struck` are cells whose text is struck through, `comments` those at which a comment hangs, and
    `colours` those that are not black on white. `from_1904` says that the workbook counts
    days from 1904. `lengths` are how many cells each row of a text has, which knows no columns of
    its own.
    """

    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: set[Cell] = field(default_factory=set)
    errors: set[Cell] = field(default_factory=set)
    struck: set[Cell] = field(default_factory=set)
    comments: set[Cell] = field(default_factory=set)
    colours: dict[Cell, Look] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    from_1904: bool = False

    def reach(self, row: int, column: int) -> None:
        """Note that a cell holds something."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


def facts_of_xlsx(
    name: str,
    part: bytes,
    struck: frozenset[str] = frozenset(),
    texts: frozenset[str] = frozenset(),
) -> Facts:
    """Return the facts of the markup of an .xlsx sheet; raises RosterError for one too large.

    `struck` are the numbers of the styles by which text is struck through, `texts` those of the
    shared texts of which a part is.
    """
    if part.count(b"mergeCell ") > MOST_MARKS or part.count(b"<col ") > MOST_MARKS:
        raise damaged(name)
    styled = any(f' s="{style}"'.encode() in part for style in struck)
    if not (texts or styled) and _is_plain(part):
        return Facts()
    return _checked(name, _parsed(name, part, _XlsxReader(struck, texts)))


def facts_of_ods(name: str, part: bytes) -> list[Facts]:
    """Return the facts of each sheet of an .ods file; raises RosterError for one too large."""
    reader = _OdsReader()
    _parsed(name, part, reader)
    return [_checked(name, facts) for facts in reader.sheets]


def _is_plain(part: bytes) -> bool:
    """Whether no cell is hidden, calculated, failed or far out, judged by the bytes alone.

    All programs in use write the place of a row or cell first; where one does not, or where
    another tag begins alike, it is looked at more closely.
    """
    if any(sign in part for sign in _NOT_PLAIN):
        return False
    rows = columns = 0
    for piece in _slices(part):
        letters = _CELL.findall(piece)
        numbers = _ROW.findall(piece)
        if len(letters) != len(_ANY_CELL.findall(piece)) or len(numbers) != piece.count(b"row "):
            return False
        columns = max([columns, *map(column_number, set(letters))])
        # A cell names its row again, and may name another.
        rows = max([rows, *map(int, {*numbers, *_CELLS_ROW.findall(piece)})])
    return rows * columns <= MOST_CELLS


def _slices(part: bytes) -> Iterator[bytes]:
    """Yield the part in pieces that end where a tag ends."""
    start = 0
    while start < len(part):
        end = part.find(b">", start + SLICE) + 1 or len(part)
        yield part[start:end]
        start = end


def _checked(name: str, facts: Facts) -> Facts:
    if facts.rows * facts.columns > MOST_CELLS:
        raise no_table(
            name,
            Text(
                "A sheet reaches to row {row}, column {column}: that is too large for a roster.",
                row=facts.rows,
                column=facts.columns,
            ),
        )
    return facts


class _Reader:
    """Takes the tags of a sheet one by one."""

    facts: Facts

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""

    def text(self, data: str) -> None:
        """Take text."""

    def end(self, tag: str) -> None:
        """Take a closing tag."""


def _parsed(name: str, part: bytes, reader: _Reader) -> Facts:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: reader.start(_local(tag), attributes)
    parser.EndElementHandler = lambda tag: reader.end(_local(tag))
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged(name) from error
    return reader.facts


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _XlsxReader(_Reader):
    """The markup of an .xlsx sheet (ECMA-376, part 1, section 18.3)."""

    def __init__(self, struck: frozenset[str], texts: frozenset[str]) -> None:
        self.facts = Facts()
        self._struck, self._struck_texts = struck, texts
        self._row, self._column = -1, -1
        self._type = self._style = ""
        self._value = ""
        self._in_value = self._has_value = self._has_formula = False
        self._in_struck_run = self._has_struck_run = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        match tag:
            case "row":
                self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
                self._column = -1
                if not 0 <= self._row < MOST_ROWS:
                    raise ValueError("row")
                if attributes.get("hidden") in ("1", "true") or _is_flat(attributes.get("ht", "")):
                    self.facts.hidden_rows.add(self._row)
            case "col" if attributes.get("hidden") in ("1", "true"):
                first, last = int(attributes["min"]) - 1, int(attributes["max"])
                self.facts.hidden_columns.update(range(max(0, first), min(last, MOST_COLUMNS)))
            case "c":
                self._start_cell(attributes)
            case "f":
                self._has_formula = True
            case "v" | "t":
                self._in_value = True
            case "r":
                self._in_struck_run = False
            case "strike":
                self._in_struck_run = strikes(attributes.get("val", "1"))

    def text(self, data: str) -> None:
        """Take text."""
        if self._in_value and data.strip():
            self._has_value = True
            self._value += data.strip()
            self._has_struck_run |= self._in_struck_run

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        if tag in ("v", "t"):
            self._in_value = False
        elif tag == "c":
            cell = (self._row, self._column)
            if self._has_value:
                self.facts.reach(*cell)
                shared = self._type == "s" and self._value in self._struck_texts
                if self._style in self._struck or shared or self._has_struck_run:
                    self.facts.struck.add(cell)
            elif self._has_formula and self._type != "str":
                # A formula whose answer is the empty text says so by its type.
                self.facts.uncalculated.add(cell)
            if self._type == "e":
                self.facts.errors.add(cell)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", attributes.get("r", ""))
        if place:
            self._row, self._column = int(place[2]) - 1, column_number(place[1].encode()) - 1
        elif "r" in attributes:
            raise ValueError("cell")
        else:
            self._column += 1
        if not (0 <= self._row < MOST_ROWS and self._column < MOST_COLUMNS):
            raise ValueError("cell")
        self._type, self._style = attributes.get("t", ""), attributes.get("s", "")
        self._value = ""
        self._has_value = self._has_formula = False
        self._in_struck_run = self._has_struck_run = False


class _OdsReader(_Reader):
    """The markup of an .ods file (OpenDocument 1.2, part 1, section 9)."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.sheets: list[Facts] = []
        self._row = self._column = 0
        self._rows = self._cells = 1
        self._has_value = False
        self._style, self._struck = "", set[str]()
        self._spans: list[bool] = []
        self._has_struck_span = False
        self._in_comment = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        self._in_comment |= tag == "annotation"
        hidden = attributes.get("table:visibility") in ("collapse", "filter")
        match tag:
            case "style":
                self._style = attributes.get("style:name", "")
            case "text-properties":
                if attributes.get("style:text-line-through-style", "none") != "none":
                    self._struck.add(self._style)
            case "span":
                self._spans.append(attributes.get("text:style-name", "") in self._struck)
            case "table":
                self.facts, self._row, self._column = Facts(), 0, 0
                self.sheets.append(self.facts)
            case "table-column":
                count = _repeated(attributes, "table:number-columns-repeated", MOST_COLUMNS)
                if hidden:
                    self.facts.hidden_columns.update(range(self._column, self._column + count))
                self._column += count
                if self._column > 2 * MOST_COLUMNS:
                    raise ValueError("columns")
            case "table-row":
                self._rows = _repeated(attributes, "table:number-rows-repeated", MOST_ROWS)
                self._column = 0
                if hidden:
                    self.facts.hidden_rows.update(range(self._row, self._row + self._rows))
            case "table-cell" | "covered-table-cell":
                self._cells = _repeated(attributes, "table:number-columns-repeated", MOST_COLUMNS)
                self._has_value = "office:value-type" in attributes
                self._style = attributes.get("table:style-name", "")
                self._note_merged(attributes)
                if attributes.get("calcext:value-type") == "error":
                    self.facts.errors.add((self._row, self._column))

    def text(self, data: str) -> None:
        """Take text."""
        if data.strip() and self._in_comment:
            self.facts.comments.add((self._row, self._column))
        elif data.strip():
            self._has_value = True
            self._has_struck_span |= any(self._spans)

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        if tag in ("table-cell", "covered-table-cell"):
            self._column += self._cells
            if self._has_value:
                self.facts.reach(self._row + self._rows - 1, self._column - 1)
                if self._style in self._struck or self._has_struck_span:
                    self.facts.struck.add((self._row, self._column - self._cells))
            self._has_value = self._has_struck_span = False
        elif tag == "annotation":
            self._in_comment = False
        elif tag == "span" and self._spans:
            self._spans.pop()
        elif tag == "table-row":
            self._row += self._rows
            if self._row > 2 * MOST_ROWS:
                raise ValueError("rows")

    def _note_merged(self, attributes: dict[str, str]) -> None:
        down = _repeated(attributes, "table:number-rows-spanned", MOST_ROWS)
        across = _repeated(attributes, "table:number-columns-spanned", MOST_COLUMNS)
        if down > 1 or across > 1:
            place = (self._row, self._row + down - 1, self._column, self._column + across - 1)
            self.facts.merged.append(place)


def _is_flat(height: str) -> bool:
    """Whether a row is so low that nobody sees it."""
    return bool(re.fullmatch(r"0(\.0+)?", height))


def _repeated(attributes: dict[str, str], name: str, most: int) -> int:
    """Return how often a row, column or cell stands there; raises ValueError for too often."""
    times = int(attributes.get(name, "1"))
    if not 1 <= times <= most:
        raise ValueError(name)
    return times
