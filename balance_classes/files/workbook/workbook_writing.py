"""How any workbook is written: its bytes depend on its contents alone, its cells stay text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from balance_classes.files.workbook.cell_styles import styles
from balance_classes.files.workbook.page_fit import (
    A4,
    EDGE_ACROSS,
    EDGE_DOWN,
    FONTS,
    LETTER,
    ONE_PAGE_SCALE,
    PLAIN_SIZE,
    ROW_HEIGHTS,
    across,
    broken,
    column_width,
    lines_in,
    page_height,
    pages_wide,
    title_lines,
)
from balance_classes.files.workbook.sheet_xml import InMemoryWriter, SheetRows

STILL = datetime.datetime(2000, 1, 1)
"""Stands where openpyxl would stamp the time of saving, so that equal results are equal bytes."""
UNIX = 3
"""What every entry says of the system that wrote it (APPNOTE.TXT 4.4.2); zipfile would ask."""
LONGEST_SHEET_NAME = 31
LONGEST_HEADER = 100
TITLE_HEIGHT, NEXT_TITLE_HEIGHT = 30.0, 24.0
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
"""Of an attribute. `xml.sax.saxutils` loads all that fetches pages from the web."""


class _StillZip(zipfile.ZipFile):
    """An archive whose entries carry no time and no machine's name for its system.

    `sheets` are the writers of sheets by output.
    """

    sheets: Mapping[Any, InMemoryWriter]
    said: Mapping[str, Sequence[str]]
    """What the charts of a drawing show, in words, by its name: openpyxl has no place for it."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **values: Any) -> None:
        """Write an entry dated to the start of zip's calendar."""
        entry = zipfile.ZipInfo(str(zinfo_or_arcname))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = UNIX
        for number, said in enumerate(self.said.get(entry.filename, ()), start=1):
            name = f'name="Chart {number}"'
            told = f'{name} descr="{said.translate(_ENTITIES)}"'
            data = data.replace(name.encode(), told.encode())
        super().writestr(entry, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **values: Any) -> None:
        """Write a sheet, for which openpyxl would name its temporary file."""
        self.writestr(arcname, self.sheets[filename].content())


class Book:
    """A workbook under construction, sheet by sheet and row by row."""

    def __init__(self, title: str, kept: Iterable[str] = (), language: str = "en") -> None:
        self._book = Workbook(write_only=True)
        self._language = language
        plain = Font(name=FONTS[language], size=PLAIN_SIZE)
        # The first font is that of all cells without a look of their own.
        book: Any = self._book
        book._fonts = IndexedList([plain])
        book._named_styles["Normal"].font = plain
        self._book.properties = DocumentProperties(
            title=title, creator="balance-classes", created=STILL, modified=STILL
        )
        self._sheets: list[Sheet] = []
        # Excel keeps “History” for itself; other names may be kept for sheets that come later.
        self._names = {"history", *(name.casefold() for name in kept)}

    def add_sheet(self, name: str) -> Sheet:
        """Return a new sheet, its name made fit for a workbook and unlike all others."""
        return self._added(self._free_name(name))

    def add_kept_sheet(self, name: str) -> Sheet:
        """Return a new sheet by a name that was kept for it."""
        return self._added(name)

    def _added(self, name: str) -> Sheet:
        plain: Any = self._book.create_sheet(name)
        plain.sheet_format.defaultRowHeight = ROW_HEIGHTS[self._language]
        sheet = Sheet(plain, self._language)
        self._sheets.append(sheet)
        return sheet

    def content(self) -> bytes:
        """Return the bytes of the workbook."""
        buffer = io.BytesIO()
        with _StillZip(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            drawn = (sheet.said for sheet in self._sheets if sheet.said)
            archive.said = {f"xl/drawings/drawing{n}.xml": said for n, said in enumerate(drawn, 1)}
            archive.sheets = {writer.out: writer for writer in map(Sheet.writer, self._sheets)}
            ExcelWriter(self._book, archive).write_data()
        return buffer.getvalue()

    @staticmethod
    def fit_name(name: str) -> str:
        """Return a sheet's name made fit for a workbook."""
        fit = re.sub(r"[\[\]:*?/\\\x00-\x1f]|[^\u0000-\uffff]", "_", name)
        return fit.strip("' ")[:LONGEST_SHEET_NAME].strip("' ") or "_"

    def _free_name(self, name: str) -> str:
        fit = self.fit_name(name)
        free, number = fit, 2
        while free.casefold() in self._names:
            suffix = f" {number}"
            free, number = fit[: LONGEST_SHEET_NAME - len(suffix)] + suffix, number + 1
        self._names.add(free.casefold())
        return free


class Sheet:
    """One sheet, written from its first row to its last."""

    def __init__(self, sheet: Any, language: str) -> None:
        self._sheet, self._language = sheet, language
        self._rows = SheetRows(sheet)
        self._looks = styles(FONTS[language])
        self._styles: dict[str, int] = {"": 0}
        self._widths: tuple[float, ...] = ()
        self._columns, self._height = 0, 0.0
        self._landscape, self._kept, self._fitted = False, 0, False
        self._page_height, self._used, self._repeated = 0.0, 0.0, 0.0
        self.rows = 0
        """How many rows have been written."""
        self.said: list[str] = []
        """What each chart shows, in words."""

    @property
    def name(self) -> str:
        """The name by which formulas and charts call the sheet."""
        return str(self._sheet.title)

    @property
    def text_width(self) -> float:
        """How many characters a line of words may be wide: as the table, and as one page."""
        return min(sum(self._widths), across(self._language, landscape=self._landscape))

    def writer(self) -> InMemoryWriter:
        """Return what openpyxl writes the sheet with, when all rows are there."""
        if self._fitted:
            self._fit()
        writer = InMemoryWriter(self._sheet, self._rows)
        self._sheet._writer = writer
        return writer

    def set_widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns, in characters."""
        self._widths = tuple(widths)
        for column, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(column)].width = width

    def print_on_a4(
        self, header: str, page: str, *, landscape: bool, kept: int = 0, scale: int | None = None
    ) -> None:
        """Print the sheet on A4, with a header and page x of y on each page.

        `page` is text with {page} and {pages} in it. The columns are fitted to the width of a
        page, or of as many pages as it takes to read them, the first `kept` ones on each; a sheet
        that would run over by a few lines is made to fit its one page. A sheet with a `scale`, in
        percent, was made to measure, with page breaks of its own, which Excel overlooks where it
        fits a sheet to a width.
        """
        sheet = self._sheet
        self._landscape, self._kept, self._fitted = landscape, kept, scale is None
        sheet.page_setup.paperSize = A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        if scale:
            sheet.page_setup.scale = scale
            self._page_height = page_height(scale, landscape=landscape)
        sheet.page_margins = PageMargins(
            EDGE_ACROSS, EDGE_ACROSS, EDGE_DOWN, EDGE_DOWN, header=0.3, footer=0.3
        )
        sheet.print_options.horizontalCentered = True
        if header:  # where & begins a code
            sheet.oddHeader.center.text = header[:LONGEST_HEADER].replace("&", "&&")
        sheet.oddFooter.center.text = page.replace("&", "&&").format(page="&P", pages="&N")

    def print_on_letter(self) -> None:
        """Print the sheet on US Letter in place of A4: wider by 6 mm, shorter by 18."""
        self._sheet.page_setup.paperSize = LETTER

    def _fit(self) -> None:
        """Say over how many pages the sheet is printed, now that its rows are known."""
        sheet, most = self._sheet, across(self._language, landscape=self._landscape)
        wide = pages_wide(self._widths[: self._columns], self._kept, most)
        most_high = page_height(ONE_PAGE_SCALE, landscape=self._landscape)
        high = wide == 1 and self._height <= most_high
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, int(high)
        if wide > 1:
            sheet.print_title_cols = f"A:{get_column_letter(self._kept)}" if self._kept else None

    def repeat_rows(self, first: int, last: int) -> None:
        """Print some rows on every page; on a sheet with a scale, right after they are written."""
        self._sheet.print_title_rows = f"{first}:{last}"
        self._repeated = self._used

    def filter(self, header: int, columns: int, rows: int) -> None:
        """Let the table below a header row be sorted and filtered by its columns."""
        self._sheet.auto_filter.ref = f"A{header}:{get_column_letter(columns)}{header + rows}"

    def freeze(self, cell: str) -> None:
        """Keep the rows above and the columns before a cell in sight."""
        self._sheet.freeze_panes = cell

    def add_high_row(self, height: float) -> None:
        """Add an empty row of a height in points: charts are laid over rows of a known height."""
        self._add([None], "plain", height)

    def add_chart(self, chart: Any, said: str) -> None:
        """Lay a chart of openpyxl's over the sheet, where it is anchored; `said` is it in words."""
        self._sheet.add_chart(chart)
        self.said.append(said)

    def break_page(self) -> None:
        """Begin a new page after the last row that was written."""
        self._sheet.row_breaks.append(Break(self.rows))
        self._used = self._repeated

    def keep_together(self, rows: Iterable[float]) -> None:
        """Begin a new page unless rows of these points fit on this one, of a sheet with a scale."""
        if self._used + sum(rows) > self._page_height and self._used > self._repeated:
            self.break_page()

    def add_title(self, text: str, columns: int) -> None:
        """Write the first rows: a title centred over so many columns, or those of one page."""
        ends = list(accumulate(self._widths[:columns]))
        columns = sum(end <= self.text_width for end in ends) or columns
        for line in title_lines(text, ends[columns - 1] if ends else 2 * len(text)):
            height = NEXT_TITLE_HEIGHT if self.rows else TITLE_HEIGHT
            self._add([line, *([None] * (columns - 1))], "title", height)

    def add_text(self, text: str, style: str = "") -> None:
        """Write a text over as many rows as it needs, none wider than the table and one page.

        A text that ran beyond its table would shrink the print.
        """
        size = self._looks[style]["font"].size if style else PLAIN_SIZE
        for line in broken(text, int(self.text_width * PLAIN_SIZE / size)):
            self.add_row([line], style)

    def add_row(self, values: Iterable[Any], style: str | Sequence[str] = "") -> None:
        """Write a row; `style` names one style for all cells, or one a cell."""
        self._add([*values], style, None)

    def add_high_enough(self, values: Iterable[Any], style: str | Sequence[str]) -> None:
        """Write a row of wrapped cells that is as high as the longest of them needs."""
        cells = [*values]
        height = self.height_of(cells)
        self._add(cells, style, height if height > ROW_HEIGHTS[self._language] else None)

    def add_list(self, header: Sequence[str], rows: Sequence[Sequence[Any]], most: float) -> None:
        """Write a plain list from the first row on, its columns as wide as they need be.

        `most` is the widest; the header is repeated on every page and stays in sight.
        """
        columns = zip(header, zip(*rows, strict=True), strict=True) if rows else ()
        self.set_widths([column_width(heading, values, most) for heading, values in columns])
        self.repeat_rows(1, 1)
        self.freeze("A2")
        self.add_high_enough(header, "header")
        for row in rows:
            self.add_high_enough(row, "label")

    def height_of(self, values: Iterable[Any]) -> float:
        """Return the points that a row of wrapped cells needs."""
        pairs = zip(values, self._widths, strict=False)
        lines = (lines_in(value, width) for value, width in pairs if isinstance(value, str))
        return ROW_HEIGHTS[self._language] * max(lines, default=1)

    def _add(self, cells: list[Any], style: str | Sequence[str], height: float | None) -> None:
        self.rows += 1
        if self._page_height and not height:
            height = ROW_HEIGHTS[self._language]
        if height:
            self._sheet.row_dimensions[self.rows].height = height
        self._height += height or ROW_HEIGHTS[self._language]
        self._used += height or 0.0
        if self._used > self._page_height:
            self._used = self._repeated + (height or 0.0)
        looks = [style] * len(cells) if isinstance(style, str) else style
        if len(cells) > 1:  # a line of words alone runs over the columns beside it
            self._columns = max(self._columns, len(cells))
        self._rows.add(cells, [self._style(name) for name in looks])

    def _style(self, name: str) -> int:
        """Return openpyxl's number of a style; made once, for it costs more than many cells."""
        if name not in self._styles:
            model: Any = WriteOnlyCell(self._sheet)
            for part, value in self._looks[name].items():
                setattr(model, part, value)
            self._styles[name] = model.style_id
        return self._styles[name]
