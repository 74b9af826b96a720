"""Which rows are students: examples, totals and signatures are none, wherever their words stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.files.roster.roster import Examined
from tests.files.tables.files import names, read, told, xlsx

ZH = [
    ["序号", "学号", "姓名", "性别", "备注"],
    [1, "01", "张三", "男", ""],
    [2, "02", "李四", "女", ""],
]
EN = [["No", "Pupil number", "Name", "Sex"], [1, "S1", "Ann Lee", "F"], [2, "S2", "Bob Ray", "M"]]


def among(path: Path, row: list[object]) -> Examined:
    """A roster with one row more: in the language of its words."""
    chinese = any("一" <= sign <= "鿿" for cell in row for sign in str(cell))
    return read(xlsx(path, [*(ZH if chinese else EN), row]))


@pytest.mark.parametrize(
    "row",
    [
        ["示例", "2026001", "张小明", "男", ""],
        ["", "示例", "张小明", "男", ""],
        ["", "2026001", "例:张小明", "男", ""],
        ["", "2026001", "例如：张小明", "男", ""],
        ["", "2026001", "张小明（示例）", "男", ""],
        ["", "2026001", "【样例】张小明", "男", ""],
        ["", "2026001", "张小明", "男", "示例，填写时请删除"],
        ["", "S0", "e.g. John Smith", "M"],
        ["", "S0", "Example: John Smith", "M"],
        ["", "S0", "John Smith (example)", "M"],
        ["", "S0", "John Smith - example, delete", "M"],
        ["Sample", "S0", "John Smith", "M"],
    ],
)
def test_an_example_is_told_and_never_a_student(tmp_path: Path, row: list[object]) -> None:
    examined = among(tmp_path / "r.xlsx", row)
    assert len(names(examined)) == 2
    assert told(examined.warnings) == ["A4: This row was left out: an example."]


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "合计", "2"],
        ["", "", "", "合计", "2人"],
        ["总数", "", "2"],
        ["", "平均", "", ""],
        ["制表人", "", "李梅", "女"],
        ["审核人：", "", "赵刚", "男"],
        ["", "制表", "王芳", "审核", "李明"],
        ["", "班主任", "王芳", "女"],
        ["", "", "", "制表日期：2026年8月"],
        ["", "", "男:1 女:1"],
        ["本班共有学生2人，其中男生1人"],
        ["（完）"],
        ["", "", "以下空白"],
        ["", "", "Total", ""],
        ["", "Grand total", "2"],
        ["", "", "Printed by", "Mrs Smith"],
        ["", "Printed by", "Ann Brown", "F"],
        ["", "", "", "Page 1 of 2"],
        ["Generated 01/02/2026 10:00"],
        ["", "End of report"],
        ["Class teacher", "", "Mary Poppins", "F"],
        ["", "", "Boys 1 Girls 1", ""],
    ],
)
def test_a_total_or_a_signature_is_told_wherever_it_stands(
    tmp_path: Path, row: list[object]
) -> None:
    examined = among(tmp_path / "r.xlsx", row)
    assert len(names(examined)) == 2
    assert told(examined.warnings) == ["A4: This row was left out: a total, a note or a signature."]


def test_names_that_begin_like_a_footer_are_names(tmp_path: Path) -> None:
    odd = ["Sample, John", "Page, Ann", "Count, Bo", "End, Al", "Total, Al", "Egan, Al"]
    rows = [["No", "Name", "Sex"], *([n, name, "F"] for n, name in enumerate(odd))]
    assert sorted(names(read(xlsx(tmp_path / "r.xlsx", rows)))) == sorted(odd)
