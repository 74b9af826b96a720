"""Roster files as they come: made by the programs that make the real ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from balance_classes.files.roster.roster_reading import Examined, examine
from tests.builders import some_rules

HEADER = ["学号", "姓名", "性别", "民族"]
ROWS = [["01", "张三", "男", "汉"], ["02", "李四", "女", "回族"]]

Rows = Sequence[Sequence[object]]


def xlsx(path: Path, rows: Rows, edit: Callable[[Worksheet], object] | None = None) -> Path:
    """An .xlsx of one sheet, edited as a person would."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if edit:
        edit(sheet)
    book.save(path)
    return path


def xls(path: Path, rows: Rows) -> Path:
    """An .xls as Excel 97 wrote it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("花名册")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    book.save(str(path))
    return path


def ods(path: Path, rows: Rows) -> Path:
    """An .ods as LibreOffice reads and writes it."""
    pd.DataFrame(list(rows)).to_excel(path, engine="odf", header=False, index=False)
    return path


def locked(path: Path, source: Path, password: str) -> Path:
    """A copy of an .xlsx under a password."""
    with source.open("rb") as plain, path.open("wb") as out:
        OOXMLFile(plain).encrypt(password, out)
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes | None], **more: bytes) -> Path:
    """The same .xlsx with its parts changed (None: left out), and more parts."""
    source = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in more.items():
            new.writestr(name, content)
    return path


def read(path: Path, **rules: object) -> Examined:
    """The roster of a file as it is understood under some rules."""
    return examine(path, some_rules(**rules))


def names(examined: Examined) -> list[str]:
    """The names of the students, by key."""
    assert examined.roster, [f"{f.where}: {f.what}" for f in examined.errors]
    return [student.name for student in examined.roster.students]


def told(findings: Sequence[object]) -> list[str]:
    """Findings by cell and sentence."""
    return [f"{str(f.where).split('cell ')[-1]}: {f.what}" for f in findings]  # type: ignore[attr-defined]
