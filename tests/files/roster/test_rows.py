"""Which rows are students: examples, totals and signatures are none, wherever their words stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.files.roster.roster_reading import Examined
from tests.files.tables.files import names, read, repacked, told, xlsx

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


def test_the_title_above_a_further_part_is_told(tmp_path: Path) -> None:
    rows = [*ZH[:2], [], ["二班名单"], [], ZH[0], ZH[2]]
    examined = read(xlsx(tmp_path / "r.xlsx", rows))
    assert names(examined) == ["张三", "李四"]
    assert told(examined.warnings) == ["A4: This row was left out: a total, a note or a signature."]


def test_a_row_that_is_too_low_to_be_seen_is_hidden(tmp_path: Path) -> None:
    def flat(name: str, part: bytes) -> bytes:
        return part.replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"')

    examined = read(repacked(xlsx(tmp_path / "r.xlsx", ZH), flat))
    assert told(examined.warnings) == ["A3: This row is hidden and was read as a student."]


@pytest.mark.parametrize("cell", ["张三", "退学", "与01分开", "√"])
def test_words_in_a_column_without_a_header_stop_a_draw(tmp_path: Path, cell: str) -> None:
    rows = [[*ZH[0], ""], [*ZH[1], ""], [*ZH[2], cell]]
    assert told(read(xlsx(tmp_path / "r.xlsx", rows)).errors) == [
        "F3: This cell stands in a column without a header, which is not read."
    ]


def test_numbers_in_a_column_without_a_header_are_told(tmp_path: Path) -> None:
    rows = [["", *ZH[0]], [1, *ZH[1]], [2, *ZH[2]]]
    examined = read(xlsx(tmp_path / "r.xlsx", rows))
    assert examined.roster and len(examined.warnings) == 1


def test_a_note_behind_a_name_that_somebody_has_gone_is_seen(tmp_path: Path) -> None:
    rows = [ZH[0], *([n, n, name, "男", ""] for n, name in enumerate(NOTED, start=1))]
    found = told(read(xlsx(tmp_path / "r.xlsx", rows)).errors)
    assert [line.split(":")[0] for line in found] == [f"C{n}" for n in range(2, 2 + len(NOTED))]


NOTED = ["李四 转出", "王五-退学", "赵六已转走", "钱七（休）", "孙八 - withdrawn", "周九（转学）"]
