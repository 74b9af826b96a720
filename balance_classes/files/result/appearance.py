"""What a workbook shows beyond its values: nothing may be hidden, shown otherwise, or laid over."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from balance_classes.domain.verdict import Difference
from balance_classes.files.result.drawings import drawing_differences
from balance_classes.language import Text

PLAIN_FORMATS = ("General", "@", "0")
"""Formats that show a value as it is; any other could show something else."""
FOREIGN_PARTS = (
    "xl/drawings/vml",
    "xl/ctrlProps/",
    "xl/activeX/",
    "xl/comments",
    "xl/threadedComments",
    "xl/externalLinks/",
    "xl/media/",
    "xl/embeddings/",
    "xl/vbaProject",
)
"""Parts of a workbook that this program never writes, nor a program that only saves it again."""
WHITE_THEME = 0


def appearance_differences(path: Path, content: bytes, written: bytes) -> Iterator[Difference]:
    """Yield where a workbook hides something or shows more or other than its values.

    `content` is the workbook as it lies there, `written` as it would be written.
    """
    archive, own = (zipfile.ZipFile(io.BytesIO(each)) for each in (content, written))
    parts = archive.namelist()
    if len(set(parts)) < len(parts):
        yield Difference(path.name, Text("A part of the workbook is there twice."))
    if any(part.startswith(FOREIGN_PARTS) for part in parts):
        yield Difference(path.name, Text("Drawings, comments, macros or links were added."))
    expected = load_workbook(io.BytesIO(written))
    drawn = tuple(drawing_differences(path.name, archive, own, expected))
    if drawn:  # openpyxl stumbles over drawings that are not whole
        yield from drawn
        return
    found = load_workbook(io.BytesIO(content))
    if found.sheetnames != expected.sheetnames:
        yield Difference(path.name, Text("The sheets are not those that were written, in order."))
        return
    for name in expected.sheetnames:
        where = Text("sheet {sheet}", sheet=name)
        for what in _sheet_differences(found[name], expected[name]):
            yield Difference(where, what)
        yield from _cell_differences(name, found[name])


def _sheet_differences(found: Worksheet, expected: Worksheet) -> Iterator[Text]:
    hidden = [*found.row_dimensions.values(), *found.column_dimensions.values()]
    if found.sheet_state != "visible" or any(dimension.hidden for dimension in hidden):
        yield Text("The sheet, or a row or a column of it, is hidden.")
    if any(_covers_something(expected, merged) for merged in found.merged_cells.ranges):
        yield Text("Merged cells cover others that hold something.")
    if len(found.conditional_formatting):
        yield Text("Formats depend on values; none did.")
    if _page_texts(found) != _page_texts(expected):
        yield Text("The head or foot of the printed page is not as it was written.")


def _covers_something(expected: Worksheet, merged: Any) -> bool:
    """Tell whether a merge hides a cell; LibreOffice merges a title with the empty ones beside."""
    _, *others = merged.cells
    return any(expected.cell(*place).value is not None for place in others)


def _page_texts(sheet: Worksheet) -> list[str]:
    """Return what is printed above and below a page, without the codes of fonts."""
    parts = [part for page in (sheet.oddHeader, sheet.oddFooter) for part in _thirds(page)]
    return [re.sub(r'&"[^"]*"|&K[0-9A-F]{6}', "", part.text or "").strip() for part in parts]


def _thirds(page: Any) -> tuple[Any, Any, Any]:
    return page.left, page.center, page.right


def _cell_differences(sheet: str, found: Worksheet) -> Iterator[Difference]:
    for row in found.iter_rows():
        for cell in row:
            what = None
            if cell.data_type == "f":
                what = Text("There is a formula; none was written.")
            elif cell.value is not None and cell.number_format not in PLAIN_FORMATS:
                what = Text("A format shows it otherwise than it is.")
            elif cell.value is not None and _is_white(cell.font.color):
                what = Text("It is written in white.")
            if what:
                values = {"sheet": sheet, "cell": cell.coordinate}
                yield Difference(Text("sheet {sheet}, cell {cell}", **values), what)


def _is_white(color: Any) -> bool:
    if color is None:
        return False
    if color.type == "theme":
        return bool(color.theme == WHITE_THEME)
    return color.type == "rgb" and str(color.rgb)[-6:].upper() == "FFFFFF"
