"""Tables kept as text: delimited lines, and web pages that were given a workbook's name."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from balance_classes.files.intake.content import Content, no_table
from balance_classes.files.intake.sheets import MOST_CELLS
from balance_classes.language import Text

Rows = list[list[object]]

DELIMITERS = ",\t;|"
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


def rows_of_page(content: Content) -> list[Rows]:
    """Return the tables of a web page, each as rows; raises RosterError where there is none."""
    reader = _PageReader(content)
    reader.feed(_decoded(content))
    reader.close()
    tables = [rows for rows in reader.tables if rows]
    if not tables:
        raise no_table(content.name, Text("This is a web page without a table."))
    return tables


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
    return not mixed or chinese > 2 * mixed


def _delimiter(text: str) -> str:
    """Return the delimiter: as Excel's first line names it, else the most frequent one."""
    named = re.match(r"sep=(.)\n", text)
    return named[1] if named else max(DELIMITERS, key=text.count)


def _unquoted(cell: str) -> str:
    """Return a cell without the sign ="…" by which exports keep Excel from taking a number."""
    kept = re.fullmatch(r'="([^"]*)"', cell.strip())
    return kept[1] if kept else cell


def _require_room(content: Content, cells: int) -> None:
    if cells > MOST_CELLS:
        raise no_table(content.name, Text("The table has more than {most} cells.", most=MOST_CELLS))


class _PageReader(HTMLParser):
    """Collects the cells of tables; a cell that spans several places fills the first."""

    def __init__(self, content: Content) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Rows] = []
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

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._text is not None:
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
        for column in range(len(row), len(row) + across):
            if down > 1:
                # This row counts too, since the next one takes it off.
                self._taken[column] = down
        row += [text, *([""] * (across - 1))]


def _span(value: str | None) -> int:
    return min(int(value), MOST_SPAN) if value and re.fullmatch(r"[1-9]\d{0,5}", value) else 1
