"""What a workbook shows beyond its values: nothing may be hidden, shown otherwise, or laid over.

A workbook that is byte for byte the written one is never looked at here; one that another program
saved again is read as the bytes that it is, part by part, with room for no more than it can need.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from balance_classes.domain.verdict import Difference
from balance_classes.files.result.cell_appearance import Looks, looks_of, run_fault
from balance_classes.files.result.drawings import drawing_differences
from balance_classes.files.result.sheet_extents import Extents, is_odd, page_faults
from balance_classes.files.result.workbook_parts import (
    UNWRITTEN,
    BookParts,
    SheetPart,
    local,
    measure,
)
from balance_classes.language import Text

FOREIGN_PARTS = (
    "xl/drawings/vml", "xl/ctrlProps/", "xl/activeX/", "xl/comments", "xl/threadedComments",
    "xl/externalLinks/", "xl/media/", "xl/embeddings/", "xl/vbaProject", "xl/tables/", "xl/pivot",
    "xl/slicers/", "xl/queryTables/", "xl/richData/", "xl/webextensions/", "customUI/",
)  # fmt: skip
"""Parts of a workbook that this program never writes, nor a program that only saves it again."""
PLAIN_ELEMENTS = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "autoFilter", "mergeCells", "phoneticPr", "conditionalFormatting",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "ignoredErrors", "drawing", "extLst",
}  # fmt: skip
"""What a sheet may hold; each is looked at where it can make eyes see otherwise."""
OF_A_WORKBOOK = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "definedNames", "calcPr", "fileRecoveryPr", "extLst",
}  # fmt: skip
"""What a workbook may hold beside its sheets."""
IN_EXTENSIONS = ("conditionalFormatting", "dataValidation", "sparkline", "slicer")


def appearance_differences(
    name: str, found: BookParts, written: BookParts, content: bytes
) -> Iterator[Difference]:
    """Yield where a workbook hides something or shows more or other than its values.

    `found` is the workbook as it lies there, `written` as it would be written, with its `content`.
    """
    if len({part.casefold() for part in found.names}) < len(found.names):
        yield Difference(name, Text("A part of the workbook is there twice."))
    if any(part.startswith(FOREIGN_PARTS) for part in found.names):
        yield Difference(name, Text("Drawings, comments, tables, macros or links were added."))
    expected = load_workbook(io.BytesIO(content))
    try:
        found.require_no_words_between()
        yield from drawing_differences(name, found, written, expected)
        yield from (Difference(name, what) for what in _book_differences(found, written))
        looks, texts = looks_of(found), _shared_texts(found)
        own = {sheet.name: written.tree(sheet.path) for sheet in written.sheets()}
        for sheet in found.sheets():
            if sheet.name in expected.sheetnames:
                page = _Page(found, sheet, expected[sheet.name], looks, texts)
                yield from page.differences(_Written(own[sheet.name], looks_of(written)))
    except UNWRITTEN:
        yield Difference(name, Text("A part of the workbook is not as any program writes it."))


def _book_differences(found: BookParts, written: BookParts) -> Iterator[Text]:
    sheets, own = tuple(found.sheets()), tuple(written.sheets())
    if [sheet.name for sheet in sheets] != [sheet.name for sheet in own]:
        yield Text("The sheets are not those that were written, in order.")
    if _named(found, "Print_Area") - _named(written, "Print_Area"):
        yield Text("Only a part of a sheet is printed.")
    if _named(found, "Print_Titles") - _named(written, "Print_Titles"):
        yield Text("Other rows or columns than those of the header are printed on each page.")
    if _named(found, "") - _named(written, ""):
        yield Text("A name is defined that was not written.")
    if _said_of_file(found) - _said_of_file(written):
        yield Text("The properties of the file say something that was not written.")
    workbook = found.tree(found.workbook)
    for kind in {local(part.tag) for part in workbook} - OF_A_WORKBOOK:
        yield Text("Something was added that was not written: {what}.", what=kind)
    views = workbook.iterfind("{*}bookViews/{*}workbookView")
    if any(
        view.get("visibility", "visible") != "visible"
        or view.get("showSheetTabs") in ("0", "false")
        for view in views
    ):
        yield Text("The workbook, or the names of its sheets, are hidden.")


def _named(parts: BookParts, kind: str) -> set[str]:
    """Return what names of a kind mean that programs define: what is printed, on each page.

    Rows and columns stand in any order. Without a kind all names that people define.
    """
    texts = (
        (each.text or "").replace("$", "")
        for each in parts.tree(parts.workbook).iterfind("{*}definedNames/{*}definedName")
        if (each.get("name", "").endswith(kind) if kind else not _is_of_programs(each))
    )
    plain = (re.sub(r"'|(?<=:)XFD|(?<=!)A(?=\d)", "", text) for text in texts)
    return {part for text in plain for part in text.split(",")}


def _is_of_programs(name: Any) -> bool:
    return str(name.get("name")).startswith(("_xlnm.", "Excel_BuiltIn_"))


def _said_of_file(parts: BookParts) -> set[str]:
    """Return what the properties of a file say in words, but for who saved it and with what."""
    related = parts.related("").values()
    paths = [path for kind, path in related if kind == "core-properties" and path in parts]
    return {
        each.text.strip()
        for path in paths
        for each in parts.tree(path)
        if isinstance(each.tag, str) and local(each.tag) in SAID_OF_FILE and each.text
    }


SAID_OF_FILE = ("title", "subject", "description", "keywords", "category", "contentStatus")


def _shared_texts(parts: BookParts) -> list[Text | None]:
    """Return what is wrong with each shared text: letters of several looks, or others above."""
    path = parts.main("sharedStrings")
    return [_text_fault(each) for each in parts.tree(path)] if path in parts else []


def _text_fault(text: Any) -> Text | None:
    kinds = {local(each.tag) for each in text if isinstance(each.tag, str)}
    if "rPh" in kinds:
        return Text("Other letters are written above it.")
    whole = "".join(each.text or "" for each in text.iter("{*}t"))
    if MOVED.search(whole):
        return Text("Line breaks or spaces move it out of sight.")
    return next(filter(None, map(run_fault, text.iterfind("{*}r"))), None)


MOVED = re.compile(r"[\r\n]|_x000[AaDd]_|^\s{4}")
"""Breaks and indents that no cell of ours has: the rest of the text stands outside the cell."""


class _Written:
    """A sheet as it would be written: its sizes, where numbers stand, and painted cells."""

    def __init__(self, root: Any, looks: Looks) -> None:
        self.extents = Extents(root)
        cells = [*root.iterfind("{*}sheetData/{*}row/{*}c")]
        self.numbers = {c.get("r") for c in cells if c.get("t", "n") == "n"}
        self.painted = {c.get("r") for c in cells if looks.paints(int(c.get("s", 0)))}


class _Page:
    """One sheet as it lies there, and the same as it would be written."""

    def __init__(
        self,
        parts: BookParts,
        sheet: SheetPart,
        expected: Worksheet,
        looks: Looks,
        texts: list[Text | None],
    ) -> None:
        self._root = parts.tree(sheet.path)
        self._sheet, self._expected = sheet, expected
        self._looks, self._texts = looks, texts

    def differences(self, written: _Written) -> Iterator[Difference]:
        """Yield what is wrong with the sheet, then with its cells."""
        where = Text("sheet {sheet}", sheet=self._sheet.name)
        found = {str(what): what for what in self._of_sheet(written)}
        yield from (Difference(where, what) for what in found.values())
        for row in self._root.iterfind("{*}sheetData/{*}row"):
            for cell in row.iterfind("{*}c"):
                if fault := self._of_cell(cell, written):
                    values = {"sheet": self._sheet.name, "cell": cell.get("r", "")}
                    yield Difference(Text("sheet {sheet}, cell {cell}", **values), fault)

    def _of_sheet(self, written: _Written) -> Iterator[Text]:
        extents, expected = Extents(self._root), self._expected
        if (
            self._sheet.state != "visible"
            or extents.hides
            or extents.cuts(written.extents, expected.max_row, expected.max_column)
        ):
            yield Text("The sheet, or a row or a column of it, is hidden.")
        if any(map(self._paints, self._root.iterfind("{*}sheetData/{*}row"))) or any(
            map(self._paints, self._root.iterfind("{*}cols/{*}col"))
        ):
            yield Text("It is painted, and holds nothing.")
        yield from page_faults(self._root)
        for part in self._root:
            if isinstance(part.tag, str):
                yield from self._of_part(local(part.tag), part)
        if self._page_texts() != _page_texts(self._expected):
            yield Text("The head or foot of the printed page is not as it was written.")

    def _paints(self, line: Any) -> bool:
        """Tell whether a look of all cells of a row or column would be seen in empty ones."""
        return self._looks.paints(int(line.get("s") or line.get("style") or 0))

    def _of_part(self, kind: str, part: Any) -> Iterator[Text]:
        if kind not in PLAIN_ELEMENTS:
            yield Text(
                "Something lies over the cells or beside them that was not written: {what}.",
                what=kind,
            )
        elif kind == "conditionalFormatting":
            yield Text("Formats depend on values; none did.")
        elif kind == "extLst":
            inside = {local(each.tag) for each in part.iter(etree.Element)}
            if any(name.startswith(IN_EXTENSIONS) for name in inside):
                yield Text("Formats depend on values; none did.")
        elif kind == "autoFilter" and part.find("{*}filterColumn") is not None:
            yield Text("A filter hides rows.")
        elif kind == "mergeCells" and any(map(self._covers_something, part)):
            yield Text("Merged cells cover others that hold something.")
        elif kind == "sheetViews" and any(map(is_odd, part)):
            yield Text("The sheet is shown too small, from right to left, or without its zeros.")

    def _covers_something(self, merged: Any) -> bool:
        """Tell whether a merge hides a cell; LibreOffice merges a title with empty ones beside."""
        left, top, right, bottom = (number or 1 for number in range_boundaries(merged.get("ref")))
        last_row = min(bottom, self._expected.max_row)
        last_column = min(right, self._expected.max_column)
        rows = self._expected.iter_rows(top, last_row, left, last_column)
        held = [(cell.row, cell.column) for row in rows for cell in row if cell.value is not None]
        return any(place != (top, left) for place in held)

    def _page_texts(self) -> list[str]:
        """Return what is printed above and below a page, by its thirds, and any other page."""
        found = {kind: HeaderFooterItem() for kind in ("oddHeader", "oddFooter")}
        for each in self._root.iterfind("{*}headerFooter/{*}*"):
            if each.text:
                found[local(each.tag)] = HeaderFooterItem.from_tree(each)
        return [text for page in found.values() for text in _thirds(page)]

    def _of_cell(self, cell: Any, written: _Written) -> Text | None:
        if cell.find("{*}f") is not None:
            return Text("There is a formula; none was written.")
        value, inline = cell.find("{*}v"), cell.find("{*}is")
        look = int(cell.get("s", 0))
        if value is None and inline is None:
            new = self._looks.paints(look) and cell.get("r") not in written.painted
            return Text("It is painted, and holds nothing.") if new else None
        if inline is not None and (what := _text_fault(inline)):
            return what
        shared = cell.get("t") == "s" and value is not None
        if shared and (what := self._texts[int(value.text)]):
            return what
        if cell.get("t", "n") == "n" and inline is None:
            rounded = self._looks.rounds(look) and not measure(value.text or 0).is_integer()
            if rounded or cell.get("r") not in written.numbers:
                return Text("A format shows it otherwise than it is.")
        return self._looks.fault(look)


def _page_texts(sheet: Any) -> list[str]:
    return [text for page in (sheet.oddHeader, sheet.oddFooter) for text in _thirds(page)]


def _thirds(page: Any) -> Iterator[str]:
    """Yield the texts of a head or foot, without the codes of fonts."""
    for third in (page.left, page.center, page.right):
        yield re.sub(r'&"[^"]*"|&K[0-9A-Fa-f]{6}', "", third.text or "").strip()
