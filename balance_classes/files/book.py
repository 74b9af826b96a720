"""A workbook whose bytes depend on its contents alone, and cells that stay text."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from balance_classes.files.sheet_rows import InMemoryWriter, SheetRows

STILL = datetime.datetime(2000, 1, 1)
"""Stands where openpyxl would stamp the time of saving, so that equal results are equal bytes."""
UNIX = 3
"""What every entry says of the system that wrote it (APPNOTE.TXT 4.4.2); zipfile would ask."""
A4 = 9
LONGEST_SHEET_NAME = 31
LONGEST_HEADER = 100
TITLE_HEIGHT, LINE_HEIGHT = 30, 15
ROWS_PORTRAIT, ROWS_LANDSCAPE = 65, 44
"""Up to so many rows a sheet is shrunk to one page and can still be read."""

_LINE = Side(style="thin", color="B7B7B7")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE = Alignment(horizontal="center", vertical="center")
_WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True)
_SHRUNK = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
_LEFT = Alignment(horizontal="left", vertical="center")
FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
"""A font for each language that every Windows has; other systems put their own in its place."""
ROW_HEIGHTS = {"zh": 16.5, "en": 15.0}
"""Points that a row of this font needs; less would cut off the feet of letters."""


@cache
def styles(font: str) -> dict[str, dict[str, Any]]:
    """Return the looks that a cell may have, by name, in a font."""
    return {
        "title": {
            "font": Font(name=font, bold=True, size=16),
            # Centred over the empty cells beside it, so that no cell has to be merged.
            "alignment": Alignment(horizontal="centerContinuous", vertical="center"),
        },
        "header": {
            "font": Font(name=font, bold=True),
            "fill": PatternFill("solid", fgColor="DCE6F1"),
            "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
            "border": _BORDER,
        },
        "header left": {
            "font": Font(name=font, bold=True),
            "fill": PatternFill("solid", fgColor="DCE6F1"),
            "alignment": _LEFT,
        },
        "cell": {"alignment": _CENTRE, "border": _BORDER},
        "name": {"alignment": _SHRUNK, "border": _BORDER},
        "label": {"alignment": _LEFT, "border": _BORDER},
        "excess": {
            "alignment": _CENTRE,
            "border": _BORDER,
            "font": Font(name=font, bold=True, color="9C0006"),
            "fill": PatternFill("solid", fgColor="FFC7CE"),
        },
        "changed": {
            "alignment": _CENTRE,
            "border": _BORDER,
            "fill": PatternFill("solid", fgColor="FFF2CC"),
        },
        "remark": {"alignment": _WRAPPED, "border": _BORDER},
        "problem": {
            "alignment": _WRAPPED,
            "border": _BORDER,
            "font": Font(name=font, color="9C0006"),
            "fill": PatternFill("solid", fgColor="FFC7CE"),
        },
        "section": {"font": Font(name=font, bold=True, size=12)},
        "plain": {},
        "wrap": {"alignment": Alignment(vertical="top", wrap_text=True)},
    }


def broken(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` characters, broken at spaces where it has any."""
    lines, line, used = [], "", 0
    for part in re.findall(r"[（“]?[\x21-\x7e]+|\s+|.", text):
        size = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in part)
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            if part.isspace():
                continue
        line, used = line + part, used + size
    return [*lines, line]


class _StillZip(zipfile.ZipFile):
    """An archive whose entries carry no time and no machine's name for its system.

    `sheets` are the writers of sheets by output.
    """

    sheets: Mapping[Any, InMemoryWriter]

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **values: Any) -> None:
        """Write an entry dated to the start of zip's calendar."""
        entry = zipfile.ZipInfo(str(zinfo_or_arcname))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = UNIX
        super().writestr(entry, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **values: Any) -> None:
        """Write a sheet, for which openpyxl would name its temporary file."""
        self.writestr(arcname, self.sheets[filename].content())


class Book:
    """A workbook under construction, sheet by sheet and row by row."""

    def __init__(self, title: str, kept: Iterable[str] = (), language: str = "en") -> None:
        self._book = Workbook(write_only=True)
        self._font, self._row_height = FONTS[language], ROW_HEIGHTS[language]
        plain = Font(name=self._font, size=11)
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
        plain.sheet_format.defaultRowHeight = self._row_height
        sheet = Sheet(plain, self._font)
        self._sheets.append(sheet)
        return sheet

    def content(self) -> bytes:
        """Return the bytes of the workbook."""
        buffer = io.BytesIO()
        with _StillZip(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
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

    def __init__(self, sheet: Any, font: str) -> None:
        self._sheet = sheet
        self._rows = SheetRows(sheet)
        self._looks = styles(font)
        self._styles: dict[str, int] = {"": 0}
        self.rows = 0
        """How many rows have been written."""

    @property
    def name(self) -> str:
        """The name by which formulas and charts call the sheet."""
        return str(self._sheet.title)

    def writer(self) -> InMemoryWriter:
        """Return what openpyxl writes the sheet with, when all rows are there."""
        writer = InMemoryWriter(self._sheet, self._rows)
        self._sheet._writer = writer
        return writer

    def set_widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns, in characters; before the first row."""
        for column, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(column)].width = width

    def print_on_a4(self, header: str, page: str, rows: int | None, *, landscape: bool) -> None:
        """Fit the sheet to the width of A4, with a header and page x of y on each page.

        `page` is text with {page} and {pages} in it. A sheet of `rows` rows that would run over
        by a few lines is made to fit its one page; None for one that was made to measure, with
        page breaks of its own, which Excel overlooks where it fits a sheet to a width.
        """
        sheet = self._sheet
        sheet.page_setup.paperSize = A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        if rows is not None:
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            fits = rows <= (ROWS_LANDSCAPE if landscape else ROWS_PORTRAIT)
            sheet.page_setup.fitToHeight = 1 if fits else 0
        sheet.page_margins = PageMargins(0.5, 0.5, 0.75, 0.75, header=0.35, footer=0.35)
        sheet.print_options.horizontalCentered = True
        # In headers & begins a code.
        sheet.oddHeader.center.text = header[:LONGEST_HEADER].replace("&", "&&")
        sheet.oddFooter.center.text = page.format(page="&P", pages="&N")

    def repeat_rows(self, first: int, last: int) -> None:
        """Print some rows on every page."""
        self._sheet.print_title_rows = f"{first}:{last}"

    def filter(self, header: int, columns: int, rows: int) -> None:
        """Let the table below a header row be sorted and filtered by its columns."""
        self._sheet.auto_filter.ref = f"A{header}:{get_column_letter(columns)}{header + rows}"

    def freeze(self, cell: str) -> None:
        """Keep the rows above and the columns before a cell in sight."""
        self._sheet.freeze_panes = cell

    def add_high_row(self, height: float) -> None:
        """Add an empty row of a height in points: charts are laid over rows of a known height."""
        self._sheet.row_dimensions[self.rows + 1].height = height
        self.add_row([None], "plain")

    def add_chart(self, chart: Any) -> None:
        """Lay a chart of openpyxl's over the sheet, where it is anchored."""
        self._sheet.add_chart(chart)

    def break_page(self) -> None:
        """Begin a new page after the last row that was written."""
        self._sheet.row_breaks.append(Break(self.rows))

    def add_title(self, text: str, columns: int) -> None:
        """Write the first row: a title centred over so many columns."""
        self._sheet.row_dimensions[1].height = TITLE_HEIGHT
        self.add_row([text, *([None] * (columns - 1))], "title")

    def add_text(self, text: str, width: int) -> None:
        """Write a text over as many rows as it needs, each at most `width` characters wide.

        Chinese characters count twice. A text that ran beyond its table would shrink the print.
        """
        for line in broken(text, width):
            self.add_row([line])

    def add_row(
        self, values: Iterable[Any], style: str | Sequence[str] = "", *, lines: int = 1
    ) -> None:
        """Write a row; `style` names one style for all cells, or one a cell.

        A row with a cell that is wrapped is given so many `lines` of height.
        """
        if lines > 1:
            self._sheet.row_dimensions[self._rows.next_row].height = LINE_HEIGHT * lines
        cells = list(values)
        self.rows += 1
        looks = [style] * len(cells) if isinstance(style, str) else style
        self._rows.add(cells, [self._style(name) for name in looks])

    def _style(self, name: str) -> int:
        """Return openpyxl's number of a style; made once, for it costs more than many cells."""
        if name not in self._styles:
            model: Any = WriteOnlyCell(self._sheet)
            for part, value in self._looks[name].items():
                setattr(model, part, value)
            self._styles[name] = model.style_id
        return self._styles[name]
