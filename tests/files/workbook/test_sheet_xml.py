"""Cells written straight as XML are read back as they were, and nothing is left on the disk."""

from __future__ import annotations

import datetime
import io
import tempfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.files.workbook.workbook_writing import Book

ROW = ["text", " spaced ", "<b>&amp;", "=1+1", "a\nb", 3, 2.5, True, None, "", "末"]


def written(*rows: list[object]) -> bytes:
    book = Book("Title")
    sheet = book.add_sheet("Sheet")
    sheet.add_title("Head", 3)
    for row in rows:
        sheet.add_row(row)
        sheet.add_row(row, "cell")
    return book.content()


def test_values_are_read_back_as_they_were() -> None:
    sheet = load_workbook(io.BytesIO(written(ROW))).active
    assert sheet is not None
    for line in (2, 3):
        found = [sheet.cell(line, column).value for column in range(1, len(ROW) + 1)]
        assert found == [None if value == "" else value for value in ROW]
        assert sheet.cell(line, 4).data_type == "s"
    assert sheet.cell(2, 1).style_id == 0
    assert sheet.cell(3, 1).border.left.style == "thin"
    assert sheet.row_dimensions[1].height == 30


def test_dates_stay_dates() -> None:
    day = datetime.datetime(2016, 3, 7)
    sheet = load_workbook(io.BytesIO(written([day]))).active
    assert sheet is not None
    assert sheet.cell(2, 1).value == day


def test_no_name_is_kept_in_a_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refused)
    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refused)
    assert written(ROW)


def test_equal_contents_are_equal_bytes() -> None:
    assert written(ROW, [1]) == written(ROW, [1])
