"""Tables kept as text: delimited lines, and web pages that were given a workbook's name."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser

from balance_classes.files.intake.content import Content, no_table
from balance_classes.files.intake.sheets import MOST_CELLS, Facts
from balance_classes.language import Text

Rows = list[list[object]]

DELIMITERS = ",\t;|"
SAMPLE_LINES = 200
MOST_SPAN = 100
"""A cell of a web page spans no more rows or columns than this, whatever it says."""


def rows_of_text(content: Content) -> Rows:
    """Return the lines of delimited text as rows; raises RosterError for what is no table."""
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text)
    rows: Rows = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True):
            rows.append([_unquoted(cell) for cell in row])
            cells += len(row)
            _require_room(content, cells)
    except csv.Error as error:
        raise no_table(
            content.name, Text("The file is no table: {reason}.", reason=str(error))
        ) from error
    return rows


def rows_of_page(content: Content) -> list[tuple[Rows, Facts]]:
    """Return the tables of a web page; those of one width are the printed pages of one table.

    Raises RosterError where there is none.
    """
    reader = _PageReader(content)
    reader.feed(_decoded(content))
    reader.close()
    joined: dict[int, tuple[Rows, Facts]] = {}
    for rows, merged in zip(reader.tables, reader.merged, strict=True):
        if not rows:
            continue
        whole, facts = joined.setdefault(max(map(len, rows)), ([], Facts()))
        start = len(whole)
        facts.merged += [(a + start, b + start, c, d) for a, b, c, d in merged]
        whole += rows
    if not joined:
        raise no_table(content.name, Text("This is a web page without a table."))
    return list(joined.values())


def _decoded(content: Content) -> str:
    """Return the text; what is not Unicode must be Chinese, and show it.

    GB18030 takes almost any bytes, so UTF-8, which does not, is tried first. Text of Western
    letters with accents passes as GB18030 now and then, as letters that touch Chinese ones.
    """
    if content.bytes.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]  # Excel's “Unicode text”
    elif b"\x00" in content.bytes:
        raise no_table(content.name, Text("The file is no table."))
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.bytes.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and not _looks_chinese(text):
            break
        return text
    raise no_table(content.name, Text("It is not known in which encoding the text is written."))


def _looks_chinese(text: str) -> bool:
    chinese = len(re.findall(r"[一-鿿]", text))
    mixed = len(re.findall(r"[A-Za-z][一-鿿]|[一-鿿][a-z]", text))
    inside = re.search(r"[A-Za-z][一-鿿][a-z]", text)
    return not inside and (not mixed or chinese > 2 * mixed)


def _delimiter(text: str) -> str:
    """Return the delimiter: as Excel's first line names it, else the one that lines agree on."""
    named = re.match(r"sep=(.)\n", text)
    if named:
        return named[1]
    lines = [line for line in text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES] if line]

    def agreed(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        return max(((times, count) for count, times in counts.items() if count), default=(0, 0))

    return max(DELIMITERS, key=agreed)


def _unquoted(cell: str) -> str:
    """Return a cell without the sign ="…" by which exports keep Excel from taking a number."""
    kept = re.fullmatch(r'="([^"]*)"', cell.strip())
    return kept[1] if kept else cell


def _require_room(content: Content, cells: int) -> None:
    if cells > MOST_CELLS:
        raise no_table(content.name, Text("The table has more than {most} cells.", most=MOST_CELLS))


class _PageReader(HTMLParser):
    """Collects the cells of tables; a cell that spans several places fills the first.

    `merged` has the ranges of such cells for each table. Of a list to choose from the chosen
    entry counts.
    """

    def __init__(self, content: Content) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Rows] = []
        self.merged: list[list[tuple[int, int, int, int]]] = []
        self._unchosen = False
        self._content = content
        self._cells = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._taken: dict[int, int] = {}
        """How many rows further down a column is covered by a cell above."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self._end_cell()
            self.tables.append([])
            self.merged.append([])
            self._taken = {}
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].append([])
            self._taken = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._end_cell()
            about = dict(attrs)
            self._span = (_span(about.get("colspan")), _span(about.get("rowspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")
        elif tag == "option":
            self._unchosen = "selected" not in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in ("option", "select"):
            self._unchosen = False
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._text is not None and not self._unchosen:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        row = self.tables[-1][-1]
        while self._taken.get(len(row), 0) > 0:
            row.append("")
            self._cells += 1
        text = " ".join("".join(self._text).split())
        self._text = None
        across, down = self._span
        self._cells += across
        _require_room(self._content, self._cells)
        if down > 1 or across > 1:
            place = len(self.tables[-1]) - 1
            self.merged[-1].append((place, place + down - 1, len(row), len(row) + across - 1))
        for column in range(len(row), len(row) + across):
            if down > 1:
                # This row counts too, since the next one takes it off.
                self._taken[column] = down
        row += [text, *([""] * (across - 1))]


def _span(value: str | None) -> int:
    return min(int(value), MOST_SPAN) if value and re.fullmatch(r"[1-9]\d{0,5}", value) else 1
