"""The floor: the least a program with these libraries can do for a roster and a workbook.

It imports what `balance-classes assign` imports, reads the same roster, and writes the same
cells with the same styles. It forms no classes. Arguments: roster, cells (JSON), workbook; with the
roster alone it writes nothing, as `balance-classes check`.
"""

from __future__ import annotations

import json
import sys
from copy import copy
from pathlib import Path
from typing import Any

import click
import highspy
import jinja2
import numpy
import openpyxl
import pandas as pd
import pulp
import python_calamine
import rich.console
import rich.table
import threadpoolctl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from pydantic import BaseModel  # pydantic loads itself only when a name of its own is asked for

LIBRARIES = (
    *(click, highspy, jinja2, numpy, pulp, BaseModel, python_calamine, rich, threadpoolctl),
)
"""Imported for their cost alone."""

LINE = Side(style="thin")


def main(roster: str, cells: str = "", workbook: str = "") -> None:
    """Read the roster, then write the cells: a list of sheets, each a name and its rows."""
    pd.read_excel(roster, sheet_name=None, header=None, dtype=object, engine="calamine")
    if not cells:
        return
    sheets = json.loads(Path(cells).read_text(encoding="utf-8"))
    book = openpyxl.Workbook(write_only=True)
    styles: dict[int, Any] = {}
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_cell(sheet, value, style, styles) for value, style in row])
    book.save(workbook)


def _cell(sheet: Any, value: Any, style: int, styles: dict[int, Any]) -> Any:
    """Return a cell; every style is looked up once, so that a styled cell has a fixed cost."""
    if not style:
        return value
    cell: Any = WriteOnlyCell(sheet, value)
    if style not in styles:
        cell.font = Font(bold=True, size=10 + style)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
        styles[style] = cell._style
    cell._style = copy(styles[style])
    return cell


if __name__ == "__main__":
    main(*sys.argv[1:])
