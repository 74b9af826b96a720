from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.files.workbook.page_fit import broken
from balance_classes.files.workbook.result_sheets import workbook
from balance_classes.files.workbook.workbook_writing import UNIX, Book
from balance_classes.language import Language
from tests.builders import FIRST_DRAW, a_roster, a_student, formed_from

pytestmark = pytest.mark.smoke

EN, ZH = Language("en"), Language("zh")


def formed(**changes: object) -> Formed:
    """Nine students in two classes, one with a name that would run as a formula."""
    students = [
        a_student(
            f"2022000{i}",
            "=1+1" if i == 0 else f"N{i}",
            sex="female" if i % 2 else "male",
            disability="none" if i else "听力",
        )
        for i in range(9)
    ]
    rules = {"stage": "primary", "classes": 2, "school": "示例小学", **changes}
    return formed_from(a_roster(*students), "dice", FIRST_DRAW, **rules)


POSTED = Posted(record="1" * 64, line=2, head="2" * 64)


def opened(language: Language = EN) -> Workbook:
    return load_workbook(io.BytesIO(workbook(formed(), POSTED, language)))


def rows(book: Workbook, sheet: str) -> list[list[object]]:
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def test_sheets_come_in_the_order_in_which_they_are_used() -> None:
    assert opened().sheetnames == [
        "Overview", "Charts", "1A", "1B", "All students", "Rules and evidence",
    ]  # fmt: skip
    assert opened(ZH).sheetnames == ["概览", "图表", "1A", "1B", "总名单", "规则与凭证"]


class _Later(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _Later:
        return cls(2033, 5, 18, tzinfo=tz)


def test_the_same_result_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook(formed(), POSTED, ZH)
    monkeypatch.setattr("datetime.datetime", _Later)
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert workbook(formed(), POSTED, ZH) == first


class _OfWindows(zipfile.ZipInfo):
    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        self.create_system = 0


def test_no_entry_of_the_archive_tells_the_system_it_was_written_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zipfile, "ZipInfo", _OfWindows)
    content = workbook(formed(), POSTED, ZH)
    monkeypatch.undo()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.create_system for entry in archive.infolist()} == {UNIX}


def test_a_class_list_shows_number_name_and_sex_only() -> None:
    sheet = rows(opened(), "1A")
    assert sheet[0][0] == "示例小学 1A"
    assert sheet[1] == ["No.", "Name", "Sex"]
    students = [row for row in sheet[2:] if isinstance(row[0], int)]
    assert [row[0] for row in students] == list(range(1, len(students) + 1))
    assert {row[2] for row in students} == {"female", "male"}


def test_class_lists_print_on_a4_with_header_pages_and_a_line_to_sign() -> None:
    sheet = opened()["1A"]
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$1:$2"
    assert (
        sheet.oddFooter.center.text
        == "Policy: Changji prefecture, admission notice of 2022    page &P of &N"
    )
    assert "示例小学" in sheet.oddHeader.center.text
    assert any(row[0] == "Signatures:" for row in sheet.iter_rows(values_only=True))


def test_a_class_list_says_which_draw_it_was_and_what_was_posted() -> None:
    text = str(rows(opened(), "1A"))
    assert "Draw 1 of 1." in text
    assert f"Fingerprint of the result: {fingerprint(POSTED.record)}." in text
    assert f"Ledger: line 2, head {fingerprint(POSTED.head)}." in text


def test_what_is_posted_is_written_by_notice_alone() -> None:
    assert "Notice" not in opened().sheetnames


def test_a_rehearsal_is_marked_on_every_sheet_that_is_shown() -> None:
    rehearsed = replace(formed(), entry=None)
    book = load_workbook(io.BytesIO(workbook(rehearsed, None, ZH)))
    for name in ("概览", "1A", "1B"):
        assert rows(book, name)[0][0].startswith("【演练】")  # type: ignore[attr-defined]
    assert all("【演练】" in str(sheet.oddHeader.center.text) for sheet in book)


def test_the_internal_list_is_plain_and_complete() -> None:
    sheet = rows(opened(), "All students")
    assert sheet[0] == [
        "class", "lottery number", "name", "student number", "sex", "disability",
    ]  # fmt: skip
    assert sorted(row[1] for row in sheet[1:]) == list(range(1, 10))  # type: ignore[type-var]
    assert all(isinstance(row[3], str) for row in sheet[1:])


def test_numbers_stand_in_full_in_the_internal_list_alone() -> None:
    book = opened()
    for name in book.sheetnames:
        text = str(rows(book, name))
        assert ("20220003" in text) == (name == "All students")


def test_disability_stands_in_no_list_to_hang_up() -> None:
    book = opened()
    for name in ("1A", "1B"):
        assert "听力" not in str(rows(book, name))


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    book = opened()
    for sheets in (("1A", "1B"), ("All students",)):
        cells = [c for name in sheets for row in book[name] for c in row if c.value == "=1+1"]
        assert [cell.data_type for cell in cells] == ["s"]


def test_the_overview_sets_each_count_beside_its_share() -> None:
    sheet = opened()["Overview"]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in table if row[0] == "Attribute")
    assert header == ["Attribute", "Level", "Even share", "All", "1A", "1B"]
    girls = next(row for row in table if row[1] == "girls")
    assert girls[2:6] == ["2", 4, 2, 2]


def test_sheet_names_are_made_fit_and_unique(tmp_path: Path) -> None:
    book = Book("t")
    for name in ("a/b:c", "A_B_C", "x" * 40, "x" * 40, "", "'"):
        book.add_sheet(name).add_row(["cell"])
    path = tmp_path / "t.xlsx"
    path.write_bytes(book.content())
    assert load_workbook(path).sheetnames == [
        "a_b_c", "A_B_C 2", "x" * 31, "x" * 29 + " 2", "_", "_ 2",
    ]  # fmt: skip


def test_no_date_of_saving_is_kept() -> None:
    assert opened().properties.modified.year == 2000


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ["short"]),
        ("", [""]),
        ("two words more", ["two words", "more"]),
        ("取代第一次抽签", ["取代第一次", "抽签"]),
        ("第 2 次，ABCD-EFGH", ["第 2 次，", "ABCD-EFGH"]),
        ("ABCDEFGHIJKLMN", ["ABCDEFGHIJKLMN"]),
        ("语文：林可馨，历史", ["语文：林可", "馨，历史"]),
        ("七(1)班：《一二》。", ["七(1)班：", "《一二》。"]),
    ],
)
def test_a_text_is_broken_where_it_would_run_beyond_its_table(text: str, lines: list[str]) -> None:
    assert broken(text, 10) == lines
