"""Folders that are made to crash or to exhaust whoever judges them, each by its name."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.forger import Evidence

WORKBOOK = "classes.xlsx"
SHEET, STYLES = "xl/worksheets/sheet3.xml", "xl/styles.xml"
MANY = 1_500_000


def _in_record(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """Change the record, and sign everything again."""

    def forge(folder: Path) -> None:
        evidence = Evidence(folder)
        change(evidence.documents["record.json"])
        evidence.documents["seal.json"]["fixed"] = evidence.documents["record.json"]["fixed"]
        evidence.write()

    return forge


def _in_text(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        text = path.read_text("utf-8")
        changed = re.sub(old, lambda _: new, text, count=1)
        assert changed != text
        path.write_text(changed, "utf-8", newline="\n")

    return change


def _in_part(part: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with zipfile.ZipFile(folder / WORKBOOK) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts.setdefault(part, b"@")
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
        with zipfile.ZipFile(folder / WORKBOOK, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return change


def _around(before: bytes, after: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / WORKBOOK
        path.write_bytes(before + path.read_bytes() + after)

    return change


def _as_large_as(file: str, size: int) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / file).open("r+b") as opened:
            opened.truncate(size)

    return change


def _deep(folder: Path) -> None:
    """Make folders within folders, as deep as one path can name."""
    name = "d" * 200
    while len(bytes(folder / name / name)) < 4_000:
        folder /= name
        folder.mkdir()


def _pipe(file: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).unlink()
        if sys.platform == "win32":
            (folder / file).mkdir()
        else:
            os.mkfifo(folder / file)

    return change


def _all_students_alone(record: dict[str, Any]) -> None:
    record["fixed"]["students"] = 10**7
    record["fixed"]["rules"].update(classes=None, cap=1)


FOLDERS: dict[str, Callable[[Path], None]] = {
    "no proofs": _in_record(lambda record: record.update(proofs=[])),
    "a proof more": _in_record(lambda r: r["proofs"].append(r["proofs"][0])),
    "excess of other tiers": _in_record(lambda r: r["dealt_excess"].append(0)),
    "no excess": _in_record(lambda r: r.update(dealt_excess=[])),
    "10^8 classes": _in_record(lambda r: r["fixed"]["rules"].update(classes=10**8)),
    "10^7 students, cap 1": _in_record(_all_students_alone),
    "2^52 students": _in_record(lambda r: r["fixed"].update(students=2**52)),
    "no classes": _in_record(lambda r: r.update(classes=[])),
    "a number of 5,000 digits": _in_text("record.json", r"\d+,", "9" * 5000 + ","),
    "a key twice": _in_text("record.json", "{", '{"version": 1,'),
    "nested without end": _in_text("record.json", "{", "[" * 200_000),
    "200,000 wrong values": _in_text(
        "record.json", r'"classes": \[', '"classes": [' + "1," * 200_000
    ),
    "a ledger of 300 MB": _as_large_as("ledger.jsonl", 300 * 2**20),
    "30 MB of line breaks": lambda f: (f / "ledger.jsonl").write_bytes(b"\n" * 30 * 2**20),
    "a list of 300 MB": _as_large_as("classes.csv", 300 * 2**20),
    "a report of 300 MB": _as_large_as("report.html", 300 * 2**20),
    "a comment nobody expects": _in_part("xl/comments1.xml", b"@", b"<comments/>"),
    "a merge over the whole sheet": _in_part(
        SHEET,
        b"</sheetData>",
        b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    ),
    "1.5 million styles": _in_part(STYLES, b"</cellXfs>", b"<xf/>" * MANY + b"</cellXfs>"),
    "two million cells": _in_part(SHEET, b"</row>", b"<c/>" * 2_000_000 + b"</row>"),
    "a cell far out": _in_part(
        SHEET, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    ),
    "100 MB of nothing": _in_part("xl/media/a.bin", b"@", b"\0" * 100 * 2**20),
    "no workbook at all": lambda f: (f / WORKBOOK).write_bytes(b"PK\3\4" + b"x" * 1000),
    "another page after the workbook": _around(b"", b"<html>class 2</html>"),
    "another archive before the workbook": _around(b"PK\3\4" + b"x" * 99, b""),
    "no XML": _in_part(SHEET, b"<sheetData>", b"<sheetData"),
    "no styles": _in_part(STYLES, b"<cellXfs", b"<other"),
    "entities": _in_part(SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a">]><worksheet'),
    "a million foreign elements": _in_part(
        STYLES, b"</styleSheet>", b'<z:a xmlns:z="u">' + b"<z:a/>" * 10**6 + b"</z:a></styleSheet>"
    ),
    "a width that is no number": _in_part(SHEET, b'width="', b'width="nan" w="'),
    "a sheet called a chart": _in_part(
        "xl/_rels/workbook.xml.rels", b'/worksheet"', b'/chartsheet"'
    ),
    "a list of 60 MB of commas": lambda f: (f / "classes.csv").write_bytes(b"," * 60 * 10**6),
    "a ledger of one line of 60 MB": lambda f: (f / "ledger.jsonl").write_bytes(b"x" * 60 * 10**6),
    "folders without end": _deep,
    "a pipe in the place of the ledger": _pipe("ledger.jsonl"),
    "a pipe in the place of the report": _pipe("report.html"),
    "a wrong number of a style": _in_part(SHEET, b' s="', b' s="99'),
}
