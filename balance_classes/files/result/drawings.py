"""What lies over the cells of a workbook: its own charts, where they were, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from balance_classes.domain.verdict import Difference
from balance_classes.files.result.cell_appearance import LEAST_CONTRAST, LEAST_SIZE, brightness_of
from balance_classes.files.result.workbook_parts import UNWRITTEN, BookParts, local
from balance_classes.language import Text

ANCHOR = "twoCellAnchor"
IN_ANCHOR = {"from", "to", "graphicFrame", "clientData"}
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NEVER_IN_CHARTS = {
    *("userShapes", "blip", "externalData", "pivotSource", "dPt"),
    *("trendline", "errBars", "dropLines", "upDownBars"),
}
"""Shapes, pictures and lines laid over a chart, bars of their own, and values from elsewhere."""
PLAIN_FORMATS = ("General", "@", "0", "0%")
"""Formats of labels that show a number as it is."""
SCALES = ("min", "max", "logBase", "delete", "orientation", "overlap")
"""What makes differences look greater or smaller, lays bars apart, or takes the axis away."""

Place = tuple[int, int, int, int]
"""First column and row, and last column and row."""


@dataclass(frozen=True)
class LaidChart:
    """A chart as it is laid over a sheet: what it shows, and where."""

    place: Place
    shows: tuple[tuple[str, str], ...]
    cached: tuple[tuple[str, tuple[str, ...]], ...]


class _ForeignError(Exception):
    """Something is drawn that this program never draws."""


class SheetCharts:
    """The charts of a workbook, sheet by sheet."""

    def __init__(self, parts: BookParts) -> None:
        self._parts = parts
        self.charts = {sheet.name: tuple(self._charts(sheet.path)) for sheet in parts.sheets()}

    def _charts(self, sheet: str) -> Iterator[LaidChart]:
        for kind, path in self._parts.related(sheet).values():
            if kind == "drawing":
                related = self._parts.related(path)
                for anchor in self._parts.tree(path):
                    yield self._laid_chart(anchor, related)

    def _laid_chart(self, anchor: Any, related: dict[str, tuple[str, str]]) -> LaidChart:
        parts = {local(part.tag): part for part in anchor}
        frames = anchor.findall(".//{*}graphicData")
        if local(anchor.tag) != ANCHOR or set(parts) - IN_ANCHOR or len(frames) != 1:
            raise _ForeignError
        (chart,) = frames[0]
        if frames[0].get("uri") != CHART or local(chart.tag) != "chart":
            raise _ForeignError
        (id_,) = (value for key, value in chart.attrib.items() if local(key) == "id")
        place = tuple(
            int(parts[end].find(f"{{*}}{way}").text)
            for end in ("from", "to")
            for way in ("col", "row")
        )
        tree = self._parts.tree(related[id_][1])
        return LaidChart(place, tuple(_contents(tree)), tuple(_cached_values(tree)))  # type: ignore[arg-type]


def drawing_differences(
    name: str, content: BookParts, written: BookParts, cells: Any
) -> Iterator[Difference]:
    """Yield where the drawings of a workbook are not its own; `cells` are those it should have."""
    try:
        found = SheetCharts(content).charts
    except (_ForeignError, *UNWRITTEN):
        yield Difference(name, Text("Drawings, comments, tables, macros or links were added."))
        return
    for sheet, expected in SheetCharts(written).charts.items():
        where = Text("sheet {sheet}", sheet=sheet)
        laid = found.get(sheet, ())
        shown = [(chart.shows, chart.place) for chart in laid]
        if [shows for shows, _ in shown] != [chart.shows for chart in expected]:
            yield Difference(where, Text("The charts do not show what they were made to show."))
        elif not all(map(_within, laid, expected)):
            yield Difference(where, Text("A chart is not in its place."))
        elif any(cached != _values(cells, ref) for c in laid for ref, cached in c.cached):
            yield Difference(where, Text("A chart shows other values than its cells."))


def _within(found: LaidChart, expected: LaidChart) -> bool:
    """Tell whether a chart covers no more than it did; programs round its edges."""
    return (
        found.place[0] >= expected.place[0]
        and found.place[1] >= expected.place[1]
        and found.place[2] <= expected.place[2]
        and found.place[3] <= expected.place[3]
    )


def _contents(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield what a chart is made of: its kinds, texts, cells and scales, in their order."""
    for part in tree.iter(etree.Element):
        kind = local(part.tag)
        shown = part.text if kind == "formatCode" else part.get("formatCode")
        if kind in NEVER_IN_CHARTS or (shown or "General") not in PLAIN_FORMATS:
            raise _ForeignError
        if kind in LETTERS and _is_unreadable(part):
            raise _ForeignError
        if kind.endswith("Chart") or (kind in SCALES and part.get("val") not in (None, "0")):
            yield kind, _number(part.get("val") or "")
        elif kind == "grouping":
            yield kind, part.get("val")
        elif kind == "ser":
            fills = part.iterfind("{*}spPr/{*}solidFill/{*}srgbClr")
            yield kind, " ".join(fill.get("val").lower() for fill in fills)
        elif kind == "t" and part.text:
            yield kind, part.text
        elif kind == "f":
            yield kind, _plain(part.text or "")


LETTERS = ("defRPr", "rPr", "endParaRPr")


def _is_unreadable(letters: Any) -> bool:
    """Tell whether letters of a chart are tiny, nearly white, or struck through."""
    colours = letters.iterfind("{*}solidFill/{*}srgbClr")
    bright = (brightness_of(colour.get("val")) for colour in colours)
    return (
        int(letters.get("sz", 100 * LEAST_SIZE)) < 100 * LEAST_SIZE
        or letters.get("strike", "noStrike") != "noStrike"
        or letters.find("{*}noFill") is not None
        or any(each is None or 1 - each < LEAST_CONTRAST for each in bright)
    )


def _cached_values(tree: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the values that a chart keeps of its cells, for viewers that do not compute."""
    for ref in (*tree.iterfind(".//{*}strRef"), *tree.iterfind(".//{*}numRef")):
        points = ref.findall(".//{*}pt/{*}v")
        if points:
            yield _plain(ref.find("{*}f").text or ""), tuple(point.text or "" for point in points)


def _values(cells: Any, ref: str) -> tuple[str, ...]:
    """Return the values of cells such as Overview!D9:N9, as texts."""
    sheet, _, place = ref.rpartition("!")
    found = cells[sheet][place]
    rows: Sequence[Any] = found if isinstance(found, tuple) else ((found,),)
    return tuple(str(cell.value) for row in rows for cell in row)


def _plain(ref: str) -> str:
    return re.sub(r"['$]", "", ref)


def _number(text: str) -> str:
    """Return a number as it is compared: 1.0 is 1."""
    return re.sub(r"\.0+$", "", text)
