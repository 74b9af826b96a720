"""What lies over the cells of a workbook: its own charts, where they were, and nothing else."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from balance_classes.domain.verdict import Difference
from balance_classes.language import Text

ANCHOR = "twoCellAnchor"
IN_ANCHOR = {"from", "to", "graphicFrame", "clientData"}
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NEVER_IN_CHARTS = {
    *("userShapes", "blip", "externalData", "pivotSource"),
    *("trendline", "errBars", "dropLines", "upDownBars"),
}
"""Shapes, pictures and lines laid over a chart, and values from elsewhere."""
PLAIN_FORMATS = ("General", "@", "0", "0%")
"""Formats of labels that show a number as it is."""
SCALES = ("min", "max", "logBase", "delete", "orientation")
"""What makes differences look greater or smaller, or takes the axis away."""

Place = tuple[int, int, int, int]
"""First column and row, and last column and row."""


@dataclass(frozen=True)
class Laid:
    """A chart as it is laid over a sheet: what it shows, and where."""

    place: Place
    shows: tuple[tuple[str, str], ...]
    cached: tuple[tuple[str, tuple[str, ...]], ...]


class _ForeignError(Exception):
    """Something is drawn that this program never draws."""


class Drawn:
    """The charts of a workbook, sheet by sheet."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.charts = {name: tuple(self._charts(path)) for name, path in self._sheets()}

    def _tree(self, path: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self._archive.read(path), parser)

    def _related(self, path: str) -> dict[str, tuple[str, str]]:
        """Return the kind and the path of each part that a part names, by its id."""
        folder, name = posixpath.split(path)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self._archive.namelist():
            return {}
        return {
            rel.get("Id"): (rel.get("Type").rsplit("/", 1)[-1], _joined(folder, rel.get("Target")))
            for rel in self._tree(rels)
            if rel.get("TargetMode") != "External"
        }

    def _sheets(self) -> Iterator[tuple[str, str]]:
        (path,) = (p for kind, p in self._related("").values() if kind == "officeDocument")
        related = self._related(path)
        for sheet in self._tree(path).iterfind(".//{*}sheets/{*}sheet"):
            (id_,) = (value for key, value in sheet.attrib.items() if _local(key) == "id")
            yield sheet.get("name"), related[id_][1]

    def _charts(self, sheet: str) -> Iterator[Laid]:
        for kind, path in self._related(sheet).values():
            if kind == "drawing":
                related = self._related(path)
                for anchor in self._tree(path):
                    yield self._laid(anchor, related)

    def _laid(self, anchor: Any, related: dict[str, tuple[str, str]]) -> Laid:
        parts = {_local(part.tag): part for part in anchor}
        frames = anchor.findall(".//{*}graphicData")
        if _local(anchor.tag) != ANCHOR or set(parts) - IN_ANCHOR or len(frames) != 1:
            raise _ForeignError
        (chart,) = frames[0]
        if frames[0].get("uri") != CHART or _local(chart.tag) != "chart":
            raise _ForeignError
        (id_,) = (value for key, value in chart.attrib.items() if _local(key) == "id")
        place = tuple(
            int(parts[end].find(f"{{*}}{way}").text)
            for end in ("from", "to")
            for way in ("col", "row")
        )
        tree = self._tree(related[id_][1])
        return Laid(place, tuple(_shown(tree)), tuple(_cached(tree)))  # type: ignore[arg-type]


def drawing_differences(
    name: str, content: zipfile.ZipFile, written: zipfile.ZipFile, cells: Any
) -> Iterator[Difference]:
    """Yield where the drawings of a workbook are not its own; `cells` are those it should have."""
    try:
        found = Drawn(content).charts
    except (_ForeignError, KeyError, ValueError, AttributeError, TypeError, etree.LxmlError):
        yield Difference(name, Text("Drawings, comments, macros or links were added."))
        return
    for sheet, expected in Drawn(written).charts.items():
        where = Text("sheet {sheet}", sheet=sheet)
        laid = found.get(sheet, ())
        shown = [(chart.shows, chart.place) for chart in laid]
        if [shows for shows, _ in shown] != [chart.shows for chart in expected]:
            yield Difference(where, Text("The charts do not show what they were made to show."))
        elif not all(map(_within, laid, expected)):
            yield Difference(where, Text("A chart is not in its place."))
        elif any(cached != _values(cells, ref) for c in laid for ref, cached in c.cached):
            yield Difference(where, Text("A chart shows other values than its cells."))


def _within(found: Laid, expected: Laid) -> bool:
    """Tell whether a chart covers no more than it did; programs round its edges."""
    return (
        found.place[0] >= expected.place[0]
        and found.place[1] >= expected.place[1]
        and found.place[2] <= expected.place[2]
        and found.place[3] <= expected.place[3]
    )


def _shown(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield what a chart is made of: its kinds, texts, cells and scales, in their order."""
    for part in tree.iter(etree.Element):
        kind = _local(part.tag)
        shown = part.text if kind == "formatCode" else part.get("formatCode")
        if kind in NEVER_IN_CHARTS or (shown or "General") not in PLAIN_FORMATS:
            raise _ForeignError
        if kind.endswith("Chart") or (kind in SCALES and part.get("val") not in (None, "0")):
            yield kind, _number(part.get("val") or "")
        elif kind == "grouping":
            yield kind, part.get("val")
        elif kind == "t" and part.text:
            yield kind, part.text
        elif kind == "f":
            yield kind, _plain(part.text or "")


def _cached(tree: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
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


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
