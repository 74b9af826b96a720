"""Rows marked as gone, and staff in an export: told, and left out or kept by a rule alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from balance_classes.domain.result.fixed_before_draw import as_sealed
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.files.rules.rules_file import read_rules
from tests.files.tables import files
from tests.files.tables.files import xlsx

FREE = read_rules(None, {"policy": "none"})


def listed(path: Path, header: str, *cells: object, **options: object) -> Examined:
    rows = [[f"S{n}", f"生{chr(0x4E00 + n)}", "男", cell] for n, cell in enumerate(cells)]
    rules = read_rules(None, {"policy": "none", **options})
    return examine(xlsx(path, [["学号", "姓名", "性别", header], *rows]), rules)


def told(findings: object) -> str:
    return "\n".join(files.told(findings))  # type: ignore[arg-type]


MARKED = [
    ("Status", ["Active", "Withdrawn", "Active"]),
    ("Enrolment status", ["Current", "Left", "Current"]),
    ("Enrollment_Status", ["Enrolled", "Inactive", "Enrolled"]),
    ("Active", ["Y", "N", "Y"]),
    ("学籍状态", ["在读", "转出", "在读"]),
    ("学生状态", ["正常", "休学", "正常"]),
    ("是否在读", ["是", "否", "是"]),
    ("是否转出", ["否", "是", "否"]),
    ("Withdrawal date", ["", "2026-05-01", ""]),
    ("转出日期", ["", "2026/5/1", ""]),
    ("备注", ["", "不来了", ""]),
    ("备注", ["", "已转走，去外地", ""]),
    ("Remarks", ["", "moved away in May", ""]),
    ("Role", ["Student", "Teacher", "Student"]),
    ("用户类型", ["学生", "教职工", "学生"]),
]


@pytest.mark.parametrize(("header", "cells"), MARKED)
def test_a_marked_row_stops_a_draw_until_a_rule_says_what_becomes_of_it(
    tmp_path: Path, header: str, cells: list[str]
) -> None:
    examined = listed(tmp_path / "r.xlsx", header, *cells)
    assert [line.split(":")[0] for line in files.told(examined.errors)] == ["D3"]
    assert "marked as" in told(examined.errors)


@pytest.mark.parametrize(("header", "cells"), MARKED)
def test_it_is_left_out_or_kept_by_the_rule_and_told(
    tmp_path: Path, header: str, cells: list[str]
) -> None:
    without = listed(tmp_path / "a.xlsx", header, *cells, gone="leave-out").roster
    assert without and [student.key for student in without.students] == ["S0", "S2"]
    assert ("left_out", 1) in [(caution.kind, caution.count) for caution in without.cautions]
    kept = listed(tmp_path / "b.xlsx", header, *cells, gone="keep")
    assert kept.roster and kept.roster.size == 3
    assert "D3" in told(kept.warnings)


def test_a_note_behind_the_name_is_a_mark(tmp_path: Path) -> None:
    rows = [["学号", "姓名", "性别"], ["S1", "张三", "男"], ["S2", "李四（已转学）", "女"]]
    examined = examine(xlsx(tmp_path / "r.xlsx", rows), read_rules(None, {"policy": "none"}))
    assert "B3: This student is marked as gone." in told(examined.errors)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Leaving date", ["2031-07-01"] * 3),
        ("备注", ["", "", ""]),
        ("Status", ["Active", "", "New"]),
        ("学籍状态", ["转入", "在读", "借读"]),
        ("Role", ["student"] * 3),
    ],
)
def test_who_is_there_is_not_marked(tmp_path: Path, header: str, cells: list[str]) -> None:
    examined = listed(tmp_path / "r.xlsx", header, *cells)
    assert examined.roster and examined.roster.size == 3, told(examined.errors)


def test_the_rule_is_sealed_and_where_it_is_not_named_nothing_is_written_of_it() -> None:
    from dataclasses import asdict

    named = asdict(read_rules(None, {"policy": "none", "gone": "leave-out"}))
    silent = asdict(read_rules(None, {"policy": "none"}))
    assert as_sealed({"rules": named, "classes": []})["rules"]["gone"] == "leave-out"
    assert "gone" not in as_sealed({"rules": silent, "classes": []})["rules"]


def struck(path: Path, cell: str, **options: object) -> Examined:
    """Three students, of whom a cell is struck through."""
    rows = [
        ["学号", "姓名", "性别"],
        ["S1", "张三", "男"],
        ["S2", "李四", "女"],
        ["S3", "王五", "男"],
    ]
    line = Font(strike=True)
    made = xlsx(path, rows, lambda sheet: setattr(sheet[cell], "font", line))
    return examine(made, read_rules(None, {"policy": "none", **options}))


def test_a_student_who_is_struck_through_is_marked_as_gone(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    assert told(struck(path, "B3").errors) == "B3: This student is struck through."
    kept = struck(path, "B3", gone="keep").roster
    assert kept and kept.size == 3
    without = struck(path, "B3", gone="leave-out").roster
    assert without and [student.key for student in without.students] == ["S1", "S3"]


def test_another_cell_that_is_struck_through_is_read_and_told(tmp_path: Path) -> None:
    examined = struck(tmp_path / "r.xlsx", "C3")
    assert examined.roster and examined.roster.size == 3
    assert told(examined.warnings) == "C3: The text of this cell is struck through, and was read."


def test_strikes_are_seen_in_other_workbooks_too(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet, line = book.add_sheet("a"), xlwt.easyxf("font: struck_out on")
    for row, cells in enumerate([["学号", "姓名", "性别"], ["S1", "张三", "男"]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, *([line] if (row, column) == (1, 1) else []))
    book.save(str(tmp_path / "r.xls"))
    examined = examine(tmp_path / "r.xls", read_rules(None, {"policy": "none"}))
    assert told(examined.errors) == "B2: This student is struck through."
    text = OpenDocumentSpreadsheet()
    style = Style(name="ce1", family="table-cell")
    style.addElement(TextProperties(textlinethroughstyle="solid"))
    text.automaticstyles.addElement(style)
    table = Table(name="a")
    text.spreadsheet.addElement(table)
    for row, cells in enumerate([["学号", "姓名", "性别"], ["S1", "张三", "男"]]):
        line_of = TableRow()
        table.addElement(line_of)
        for column, words in enumerate(cells):
            named = {"stylename": style} if (row, column) == (1, 1) else {}
            cell = TableCell(valuetype="string", **named)
            cell.addElement(P(text=words))
            line_of.addElement(cell)
    text.save(str(tmp_path / "r.ods"))
    examined = examine(tmp_path / "r.ods", read_rules(None, {"policy": "none"}))
    assert told(examined.errors) == "B2: This student is struck through."


def test_a_text_that_is_struck_in_part_is_seen(tmp_path: Path) -> None:
    name = CellRichText("李", TextBlock(InlineFont(strike=True), "四"))
    rows = [["学号", "姓名", "性别"], ["S1", "张三", "男"], ["S2", "", "女"]]
    made = xlsx(tmp_path / "r.xlsx", rows, lambda sheet: setattr(sheet["B3"], "value", name))
    assert told(examine(made, FREE).errors) == "B3: This student is struck through."
    lines = [("学号", "姓名", "性别"), ("S1", "<s>张三</s>", "男"), ("S2", "李四", "女")]
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    (tmp_path / "p.xls").write_text(f"<html><table>{page}</table></html>", "utf-8")
    assert told(examine(tmp_path / "p.xls", FREE).errors) == "B2: This student is struck through."


@pytest.mark.parametrize("leaver", [["S2", "某某"], ["", "李四"]])
@pytest.mark.parametrize("sheet", ["转出", "一年级转出名单", "Leavers 2026", "left"])
def test_who_stands_on_a_sheet_of_leavers_too_is_marked(
    tmp_path: Path, sheet: str, leaver: list[str]
) -> None:
    rows = [["学号", "姓名", "性别"], ["S1", "张三", "男"], ["S2", "李四", "女"]]
    book = Workbook()
    for name, cells in (("名册", rows), (sheet, [["学号", "姓名"], leaver])):
        page = book.create_sheet(name)
        for row in cells:
            page.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "r.xlsx")
    examined = examine(tmp_path / "r.xlsx", FREE)
    assert f"B3: This student stands on the sheet “{sheet}” as well." in told(examined.errors)
    without = examine(
        tmp_path / "r.xlsx", read_rules(None, {"policy": "none", "gone": "leave-out"})
    )
    assert without.roster and without.roster.size == 1


def test_a_namesake_with_another_number_is_not_who_left(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["学号", "姓名", "性别"], ["S1", "张三", "男"], ["S2", "李四", "女"]):
        page.append(row)
    gone = book.create_sheet("转出")
    for row in (["学号", "姓名"], ["S9", "李四"]):
        gone.append(row)
    book.save(tmp_path / "r.xlsx")
    assert examine(tmp_path / "r.xlsx", FREE).roster


@pytest.mark.parametrize(
    "name",
    ["Test Student", "测试", "DO NOT USE", "Max Mustermann", "Dr Ann Lee", "王老师", "Bo LEFT"],
)
def test_a_name_of_nobody_or_of_staff_is_marked(tmp_path: Path, name: str) -> None:
    rows = [["id", "name", "sex"], ["1", name, "F"], ["2", "Bo Ray", "M"], ["3", "Cy Fox", "M"]]
    assert "B2: " in told(examine(xlsx(tmp_path / "r.xlsx", rows), FREE).errors)


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Enrolled", "No"), ("报到", "否"), ("去向", "二小"), ("Abgemeldet", "ja"), ("転出", "○")],
)
def test_columns_of_other_countries_say_who_has_gone(
    tmp_path: Path, header: str, cell: str
) -> None:
    assert "gone" in told(listed(tmp_path / "r.xlsx", header, "", cell, "").errors)
