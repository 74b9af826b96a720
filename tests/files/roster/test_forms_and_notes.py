"""What is said in a form that is not read, or beside the cells, is refused or told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from balance_classes.errors import RosterError
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.files.rules.rules_file import read_rules
from tests.files.tables import files
from tests.files.tables.files import repacked, xlsx

NAMES = ["艾力", "欧阳小明", "陈静", "李伟", "王芳", "赵敏"]
SEXES = ["男", "女"] * 3
ROWS = [[f"S01{n}", name, sex] for n, (name, sex) in enumerate(zip(NAMES, SEXES, strict=True))]
HEADER = ["学号", "姓名", "性别"]


def told(findings: object) -> str:
    return "\n".join(files.told(findings))  # type: ignore[arg-type]


def read(path: Path, *rows: Sequence[object], edit: Any = None, **options: object) -> Examined:
    rules = read_rules(None, {"policy": "none", **options})
    return examine(xlsx(path / "roster.xlsx", rows, edit), rules)


def without_sex(*more: Sequence[object]) -> list[list[object]]:
    """The students without their sexes, with columns of one's own."""
    return [[*row[:2], *cells] for row, *cells in zip(ROWS, *more, strict=True)]


SEX_ELSEWHERE = [
    (["学号", "姓名", "男/女"], without_sex(SEXES)),
    (["学号", "姓名", "是否女生"], without_sex(["否", "是"] * 3)),
    (["学号", "姓名", "类"], without_sex(SEXES)),
    (["学号", "姓名", "男", "女"], without_sex(["√", ""] * 3, ["", "√"] * 3)),
    (["Student ID", "Name", "Boy"], without_sex(["x", ""] * 3)),
    (["学号", "姓名（性别）"], [[f"S{n}", f"{name}（女）"] for n, name in enumerate(NAMES)]),
    (["学号", "姓名"], [["男生"], *without_sex()[:3], ["女生", ""], *without_sex()[3:]]),
    (["性别（1女2男）", "姓名", "学号"], [[1, name, f"S{n}"] for n, name in enumerate(NAMES)]),
]


@pytest.mark.parametrize("header, rows", SEX_ELSEWHERE, ids=lambda value: str(value)[:20])
def test_a_sex_in_a_form_that_is_not_read_stops_a_draw(
    tmp_path: Path, header: list[str], rows: list[list[object]]
) -> None:
    assert read(tmp_path, header, *rows).errors


def test_a_roster_without_any_sex_says_that_none_is_spread(tmp_path: Path) -> None:
    examined = read(tmp_path, ["学号", "姓名", "独生子女"], *without_sex(["是", "否"] * 3))
    assert not examined.errors
    assert "boys and girls will not be spread" in told(examined.warnings)


def test_kinds_of_an_attribute_as_headers_stop_a_draw(tmp_path: Path) -> None:
    rows = [[*row, "√", "", ""] for row in ROWS]
    examined = read(tmp_path, [*HEADER, "汉族", "回族", "奖"], *rows)
    assert told(examined.errors).count("is a kind of") == 2


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sign=st.sampled_from(["〃", '"', "″", "同上", "Ditto", " 同上 "]),
    row=st.integers(1, 5),
    header=st.sampled_from(["民族", "户口性质", "同班", "留守儿童"]),
)
def test_a_sign_for_as_above_is_never_a_value(
    tmp_path: Path, sign: str, row: int, header: str
) -> None:
    cells = ["", "", "", "", "", ""]
    cells[row] = sign
    rows = [[*each, cell] for each, cell in zip(ROWS, cells, strict=True)]
    assert read(tmp_path, [*HEADER, header], *rows).errors


def test_blanks_below_each_new_value_stop_a_draw(tmp_path: Path) -> None:
    cells = ["汉族", "", "回族", "", "藏族", ""]
    rows = [[*each, cell] for each, cell in zip(ROWS, cells, strict=True)]
    assert "the value above was meant" in told(read(tmp_path, [*HEADER, "民族"], *rows).errors)


def test_blanks_where_some_alone_are_told_are_blanks(tmp_path: Path) -> None:
    for cells in (["", "回族", "", "藏族", "", ""], ["回族", "", "", "回族", "", "藏族"]):
        rows = [[*each, cell] for each, cell in zip(ROWS, cells, strict=True)]
        assert not read(tmp_path, [*HEADER, "民族"], *rows).errors


SAYING = [
    "说明：艾力与李伟分在同一班",
    "注：标黄的学生已转走，不参加编班",
    "★为双胞胎",
    "备注：前5名安排在一(1)班",
    "Names in red have left",
    "Keep Ann and Bo apart",
]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.sampled_from(SAYING), above=st.booleans(), column=st.integers(0, 2))
def test_a_line_about_who_is_where_is_never_passed_over(
    tmp_path: Path, text: str, above: bool, column: int
) -> None:
    line = [""] * column + [text]
    rows = [line, HEADER, *ROWS] if above else [HEADER, *ROWS, [], line]
    assert read(tmp_path, *rows).errors


@pytest.mark.parametrize(
    "line",
    [
        "2026年秋季一年级新生花名册（不含转出学生）",
        "带*为必填项",
        "合计60人，其中转出3人",
        "填表人：王老师",
        "七年级一班 班主任：王老师 考试安排在9月1日",
        "Year 3 register 2026 (without leavers)",
    ],
)
def test_titles_totals_and_hints_of_a_form_stop_nothing(tmp_path: Path, line: str) -> None:
    assert not read(tmp_path, [line], HEADER, *ROWS).errors


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(2, 7), column=st.integers(1, 4))
def test_a_comment_at_a_student_stops_a_draw_until_it_is_seen_to(
    tmp_path: Path, row: int, column: int
) -> None:
    def comment(sheet: Any) -> None:
        sheet.cell(row, column).comment = Comment("不要与陈静同班", "教务处")

    rows = [[*HEADER, "备用"], *([*each, "甲"] for each in ROWS)]
    assert "A comment hangs" in told(read(tmp_path, *rows, edit=comment).errors)
    assert not read(tmp_path, *rows, edit=comment, unused=["批注"]).errors


@pytest.mark.parametrize("kept", [0.5, 0])
def test_comments_that_are_named_and_cannot_be_read_are_no_absence_of_comments(
    tmp_path: Path, kept: float
) -> None:
    def comment(sheet: Any) -> None:
        sheet["B3"].comment = Comment("不要与陈静同班", "教务处")

    path = xlsx(tmp_path / "roster.xlsx", [HEADER, *ROWS], comment)
    repacked(path, lambda name, part: part[: int(len(part) * kept)] if "comments" in name else part)
    with pytest.raises(RosterError, match="damaged"):
        examine(path, read_rules(None, {"policy": "none"}))


def test_comments_at_the_header_and_those_of_a_marked_copy_stop_nothing(tmp_path: Path) -> None:
    def comment(sheet: Any) -> None:
        sheet["B1"].comment = Comment("填写户口簿上的姓名", "教务处")
        sheet["B3"].comment = Comment("姓名：……", "balance-classes")

    assert not read(tmp_path, HEADER, *ROWS, edit=comment).errors


@pytest.mark.parametrize("name", ["艾力★", "△艾力", "艾力*", "※艾力"])
def test_a_sign_at_a_name_stops_a_draw(tmp_path: Path, name: str) -> None:
    rows = [["S999", name, "男"], *ROWS]
    assert "A sign stands at this name" in told(read(tmp_path, HEADER, *rows).errors)


def test_masked_names_are_names(tmp_path: Path) -> None:
    rows = [[number, f"{name[0]}**", sex] for number, name, sex in ROWS]
    assert not read(tmp_path, HEADER, *rows).errors


def test_students_in_a_colour_of_their_own_are_told(tmp_path: Path) -> None:
    def colour(sheet: Any) -> None:
        sheet["B3"].fill = PatternFill("solid", fgColor="FFFFFF00")
        sheet["B4"].font = Font(color="FFFF0000")

    warned = told(read(tmp_path, HEADER, *ROWS, edit=colour).warnings)
    assert warned.count("in a colour of their own: 1") == 2


def test_a_sheet_of_striped_rows_has_no_student_in_a_colour(tmp_path: Path) -> None:
    def stripes(sheet: Any) -> None:
        for row in range(2, 8, 2):
            for column in range(1, 4):
                sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFDDEBF7")

    assert not read(tmp_path, HEADER, *ROWS, edit=stripes).warnings
