"""Charts of the composition: every class a small picture of all students, or it would show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.utils import get_column_letter, quote_sheetname

from balance_classes.domain.result.count_table import CountLine, count_groups
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.labels import field_label
from balance_classes.files.workbook.overview import WORDS_BEFORE, CountTable, Say
from balance_classes.files.workbook.workbook_writing import Sheet
from balance_classes.language import Text

COLOURS = (
    *("4C78A8", "F2A65A", "7FB77E", "B279A2", "E0C34C"),
    *("72B7B2", "D67279", "9D7660", "A0A0A0", "C3D69B"),
)
"""Fills of the levels, the most frequent first; apart in grey print too, next to each other."""
UPRIGHT = -5_400_000
"""A quarter turn, in 60,000ths of a degree (ECMA-376, part 1, 20.1.10.3)."""
LYING = 6
"""The names of up to so many classes lie below their columns; of more they stand."""
NARROW, MOST_LABELLED = 12, 40
"""Up to so many classes two charts stand side by side, and up to so many have their counts."""
ROWS, ROW_HEIGHT = 11, 18.5
"""A chart takes so many rows of so many points; two of them fill a page."""
COLUMNS, COLUMN_WIDTH = 10, 9
"""Columns of the sheet, over whose width the charts are laid: fonts differ, and so do widths."""
SMALL = 20
"""A level of fewer than one in so many students is too narrow for counts; the overview has them."""
MOST_ALIKE = 90
"""In percent: with more students in one level a picture says nothing."""
EDGE = 60_000
"""Space beside a chart, in EMU: about 1.7 mm."""


Kept = tuple[str, Sequence[str], Sequence[int]]
"""What a series keeps of its cells: its name, the heads of the columns, its counts."""


def charted(formed: Formed) -> tuple[str, ...]:
    """Return the attributes that have a chart: sex first, then as on the overview.

    Of an attribute that nearly all have in one level a picture would show only that.
    """
    groups = count_groups(formed)
    few = [g for g in groups if g in formed.roster.attributes and len(groups[g]) > 1]
    return tuple(
        group
        for group in few
        if len(groups[group]) <= len(COLOURS)
        and max(line.total for line in groups[group]) * 100 <= formed.roster.size * MOST_ALIKE
    )


def add_charts(sheet: Sheet, formed: Formed, table: CountTable, title: str, say: Say) -> None:
    """Add a chart for each attribute; all of them show cells of the overview."""
    sheet.set_widths([COLUMN_WIDTH] * COLUMNS)
    sheet.add_title(title, COLUMNS)
    sheet.add_text(say(EXPLAINED))
    beside = 2 if table.classes <= NARROW else 1
    groups = charted(formed)
    for position, group in enumerate(groups):
        row, column = divmod(position, beside)
        if column == 0:
            if row and row % 2 == 0:
                sheet.break_page()
            top = sheet.rows
            for _ in range(ROWS):
                sheet.add_high_row(ROW_HEIGHT)
        lines, names = (
            count_groups(formed)[group],
            [say(Text("All")), *(c.name for c in formed.classes)],
        )
        chart = composition(table, lines, names, say)
        left, right = (edge * COLUMNS // beside for edge in (column, column + 1))
        chart.anchor = _over(left, top, right, top + ROWS)
        sheet.add_chart(chart, say(_told(lines, names)))


def _told(lines: Sequence[CountLine], names: Sequence[str]) -> Text:
    """Return in words what a chart shows, for those who do not see it."""
    return Text(
        "{attribute}: {levels}",
        attribute=field_label(lines[0].group),
        levels=tuple(
            Text(
                "{level} {counts}",
                level=line.label(),
                counts=" ".join(
                    f"{name} {n}" for name, n in zip(names, (line.total, *line.counts), strict=True)
                ),
            )
            for line in lines
        ),
    )


EXPLAINED = Text(
    "Each column is one class, the first is all students: the more alike they are, the more even "
    "are the classes. The numbers are students."
)


def composition(
    table: CountTable, lines: Sequence[CountLine], names: Sequence[str], say: Say
) -> Any:
    """Return the chart of one attribute: the shares of its levels, of all and of each class.

    `names` are the heads of the columns; values are kept, for viewers that compute nothing.
    """
    group = lines[0].group
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "percentStacked", 100, 35
    chart.title = say(field_label(group))
    chart.title.tx.rich.p[0].pPr = _letters(1200, bold=True)
    chart.title.overlay = False
    chart.legend.position, chart.legend.txPr = "r", _text(800)
    first, _ = table.groups[group]
    most = sum(line.total for line in lines)
    for number, line in enumerate(lines):
        kept = (say(line.label()), names, (line.total, *line.counts))
        series = _series(table, first + number, number, kept)
        if table.classes <= MOST_LABELLED and line.total * SMALL >= most:
            series.dLbls = _counts()
        chart.series.append(series)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(800)
    # Side by side, names of more classes than so many would be cut to their first character.
    chart.x_axis.txPr = _text(800, turned=UPRIGHT if table.classes > LYING else 0)
    chart.y_axis.majorGridlines.spPr = _fill(None, "D9D9D9")
    chart.y_axis.number_format, chart.y_axis.majorUnit = "0%", 0.25
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    plot = 0.62 if table.classes <= NARROW else 0.83
    chart.layout = _layout(x=0.08, y=0.2, w=plot, h=0.56, layoutTarget="inner")
    chart.legend.layout = _layout(x=plot + 0.09, y=0.2, w=0.9 - plot, h=0.56)
    return chart


def _series(table: CountTable, row: int, number: int, kept: Kept) -> Any:
    sheet = quote_sheetname(table.sheet)
    first, last = (get_column_letter(WORDS_BEFORE + c) for c in (0, table.classes))
    label, names, counts = kept

    def cells(at: int) -> str:
        return f"{sheet}!${first}${at}:${last}${at}"

    return Series(
        idx=number,
        order=number,
        tx=SeriesLabel(strRef=_words(f"{sheet}!$B${row}", [label])),
        cat=AxDataSource(strRef=_words(cells(table.header), names)),
        val=NumDataSource(numRef=_numbers(cells(row), counts)),
        spPr=_fill(COLOURS[number], "FFFFFF"),
        invertIfNegative=False,
    )


def _words(cells: str, words: Sequence[str]) -> StrRef:
    points = [StrVal(idx=at, v=word) for at, word in enumerate(words)]
    return StrRef(cells, strCache=StrData(ptCount=len(points), pt=points))


def _numbers(cells: str, numbers: Sequence[int]) -> NumRef:
    points = [NumVal(idx=at, v=str(number)) for at, number in enumerate(numbers)]
    return NumRef(cells, numCache=NumData(formatCode="General", ptCount=len(points), pt=points))


def _over(left: int, top: int, right: int, bottom: int) -> TwoCellAnchor:
    """Return the place over columns `left` to `right` and rows `top` to `bottom` (from 0)."""
    return TwoCellAnchor(
        _from=AnchorMarker(col=left, row=top, colOff=EDGE, rowOff=EDGE),
        to=AnchorMarker(col=right, row=bottom, colOff=0, rowOff=0),
    )


@cache  # openpyxl makes one in the time of many cells, and changes none
def _counts() -> DataLabelList:
    shown = {"showSerName": False, "showCatName": False, "showLegendKey": False}
    return DataLabelList(showVal=True, showPercent=False, **shown, txPr=_text(800))


def _layout(**place: Any) -> Layout:
    """Return a place in a chart, in parts of its width and height."""
    return Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", **place))


@cache
def _letters(size: int, *, bold: bool = False) -> ParagraphProperties:
    return ParagraphProperties(defRPr=CharacterProperties(sz=size, b=bold))


@cache
def _text(size: int, *, turned: int | None = None) -> RichText:
    # Without an empty run, which openpyxl would read again as the word None.
    body = None if turned is None else RichTextProperties(rot=turned, vert="horz")
    return RichText(
        bodyPr=body, p=[Paragraph(pPr=_letters(size), r=[], endParaRPr=CharacterProperties())]
    )


@cache
def _fill(fill: str | None, line: str) -> GraphicalProperties:
    properties = GraphicalProperties(ln=LineProperties(solidFill=line, w=9525))
    if fill:
        properties.solidFill = fill
    return properties
