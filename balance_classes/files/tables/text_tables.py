"""Tables kept as text: delimited lines, and web pages that were given a workbook's name."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Any

from balance_classes.files.tables.file_kinds import Content, no_table
from balance_classes.files.tables.sheet_facts import MOST_CELLS, Facts
from balance_classes.language import Text

Rows = list[list[object]]

DELIMITERS = ",\t;|"
SAMPLE_LINES = 200
MOST_SPAN = 100
"""A cell of a web page spans no more columns than this, whatever it says."""


def rows_of_text(content: Content) -> Rows:
    """Return the lines of delimited text as rows; raises RosterError for what is no table."""
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    # One export behind another has its mark at the beginning of a line.
    text = re.sub(r"^\ufeff+", "", text, flags=re.MULTILINE)
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
            content.name, Text("The file is no table: {reason}.", reason=_wrong(error))
        ) from error
    return rows


def _wrong(error: csv.Error) -> Text:
    """Return what is wrong with delimited text, in words of ours."""
    if "larger" in str(error):
        return Text("a cell is too long")
    return Text("its quotation marks do not close as they should")


def rows_of_page(content: Content) -> list[tuple[Rows, Facts]]:
    """Return the tables of a web page; those of one width are the printed pages of one table.

    The width is that of most rows: titles and footers may span more. Raises RosterError where
    there is no table.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(_decoded(content).encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise no_table(content.name, Text("This is a web page without a table.")) from error
    joined: dict[int, tuple[Rows, Facts]] = {}
    room = MOST_CELLS
    for table in root.iter("table"):
        rows, found = _cells_of(content, table, room)
        if not rows:
            continue
        room -= sum(map(len, rows))
        width = Counter(map(_filled_width, rows)).most_common(1)[0][0]
        whole, facts = joined.setdefault(width, ([], Facts()))
        start = len(whole)
        facts.merged += [(a + start, b + start, c, d) for a, b, c, d in found.merged]
        facts.struck |= {(row + start, column) for row, column in found.struck}
        whole += rows
    if not joined:
        raise no_table(content.name, Text("This is a web page without a table."))
    return list(joined.values())


def _filled_width(row: list[object]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)


def _cells_of(content: Content, table: Any, room: int) -> tuple[Rows, Facts]:
    """Return the rows of a table, and what is merged and struck.

    A merged cell fills its first place.
    """
    rows: Rows = []
    facts = Facts()
    taken: dict[int, int] = {}
    lines = [line for line in table.iter("tr") if next(line.iterancestors("table")) is table]
    for number, line in enumerate(lines):
        row: list[object] = []
        for cell in line.iterchildren("td", "th"):
            while taken.get(len(row), 0) > number:
                row.append("")
            across = _span(cell.get("colspan"), MOST_SPAN)
            down = min(_span(cell.get("rowspan"), len(lines)), len(lines) - number)
            if down > 1 or across > 1:
                facts.merged.append((number, number + down - 1, len(row), len(row) + across - 1))
                for column in range(len(row), len(row) + across):
                    taken[column] = number + down
            if any(map(_is_struck, cell.iter())):
                facts.struck.add((number, len(row)))
            row += [_text_of(cell), *([""] * (across - 1))]
        room -= len(row)
        _require_room(content, MOST_CELLS - room)
        rows.append(row)
    return rows, facts


def _is_struck(element: Any) -> bool:
    """Whether an element of a web page strikes the text in it through."""
    drawn = "line-through" in str(element.get("style") or "").casefold()
    return (drawn or element.tag in ("s", "strike", "del")) and bool(element.text_content().strip())


def _text_of(cell: Any) -> str:
    """Return the text of a cell on one line; of a list to choose from the chosen entry counts."""
    for option in list(cell.iter("option")):
        if option.get("selected") is None:
            option.drop_tree()
    for rule in cell.iter("br"):
        rule.tail = f" {rule.tail or ''}"
    return " ".join(str(cell.text_content()).split())


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
    inside = len(re.findall(r"[A-Za-z][一-鿿][a-z]", text))
    return chinese >= 20 * inside and (not mixed or chinese > 2 * mixed)


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


def _span(value: str | None, most: int) -> int:
    """Return how many places a cell spans; 0 means to the end."""
    if not value or not re.fullmatch(r"\d{1,6}", value.strip()):
        return 1
    return min(int(value) or most, most)
