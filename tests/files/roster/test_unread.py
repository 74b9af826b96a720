"""Columns that are not read are used, refused or told: none that may matter is just dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance_classes.errors import RosterError
from balance_classes.files.roster.fields import UNUSED
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.files.rules.rules_file import read_rules
from tests.files.tables import files
from tests.files.tables.files import xlsx

NAMES = ["Ann Lee", "Bo Ray", "Cy Fox", "Di Hay", "艾 力", "欧阳小明"]
FREE = read_rules(None, {"policy": "none"})


def told(findings: object) -> str:
    return "\n".join(files.told(findings))  # type: ignore[arg-type]


def listed(path: Path, header: str, *cells: object, **options: object) -> Examined:
    """A list of six students with a column of one's own; cells beyond those named are empty."""
    rows = [
        [f"S01{n}", name, "M", cells[n] if n < len(cells) else ""] for n, name in enumerate(NAMES)
    ]
    rules = read_rules(None, {"policy": "none", **options})
    return examine(xlsx(path, [["Student ID", "Name", "Sex", header], *rows]), rules)


STOPPED = [
    ("Playmate", "Bo Ray"),
    ("Column 4", "bo ray"),
    ("Column 4", "Ray, Bo and Cy Fox"),
    ("安排", "与欧阳小明分开"),
    ("安排", "艾力"),
    ("Best friend", "Zed"),
    ("Preferred partner", "ZZ"),
    ("Must be in a room with", "x"),
    ("Parent request", "yes"),
    ("siblings", "A1"),
    ("不宜同班同学", "某某"),
    ("编班要求", "甲"),
    ("关联学生", "甲"),
    ("备注", "近视"),
    ("Remarks", "needs quiet"),
    ("Notes", "see file"),
    ("Twin", "T1"),
    ("Status", "P2"),
    ("和谁一起", "甲"),
    ("死党", "甲"),
    ("家长意见", "甲"),
    ("Don't mix", "x"),
    ("Bullied by", "x"),
    ("Other", "keep him apart from the twins"),
    ("其它", "与李四分开"),
    ("Konflikt", "x"),
    ("仲良し", "x"),
    ("学籍状态", "特批"),
]


@pytest.mark.parametrize(("header", "cell"), STOPPED)
def test_what_may_be_about_a_place_stops_a_draw(tmp_path: Path, header: str, cell: str) -> None:
    examined = listed(tmp_path / "r.xlsx", header, cell)
    assert "D2: " in told(examined.errors)
    assert header in told(examined.errors)


@pytest.mark.parametrize(("header", "cell"), STOPPED)
def test_one_option_says_that_no_draw_is_to_use_it(tmp_path: Path, header: str, cell: str) -> None:
    examined = listed(tmp_path / "r.xlsx", header, cell, unused=(header,))
    assert examined.roster
    assert (header, UNUSED) in read_rules(None, {"unused": (header,)}).columns


def test_a_key_of_the_rules_says_the_same(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('policy = "none"\n[columns]\n"Friends" = "unused"\n', encoding="utf-8")
    rows = [["Name", "Sex", "Friends"], ["Ann Lee", "F", "Bo Ray"], ["Bo Ray", "M", ""]]
    assert examine(xlsx(tmp_path / "r.xlsx", rows), read_rules(rules, {})).roster


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Wunschpartner",
            "Nicht mit",
            "Geschwister",
            "Séparer de",
            "Amie",
            "Hermanos",
            "Пожелания",
        ),
        *("Вместе с", "Друг", "Достары", "صديق", "توأم", "दोस्त", "친구", "友達"),
    ],
)
def test_a_wish_in_another_language_stops_a_draw(tmp_path: Path, header: str) -> None:
    assert "may be a wish" in str(listed(tmp_path / "r.xlsx", header, "A").errors[0].what)


@pytest.mark.parametrize("header", ["No. of siblings", "Anzahl Geschwister", "兄弟姐妹人数"])
def test_a_count_of_siblings_is_no_wish(tmp_path: Path, header: str) -> None:
    assert listed(tmp_path / "r.xlsx", header, "2").roster


@pytest.mark.parametrize(
    "header", ["Class", "原班级", "所在班级", "Form group", "current_class", "拟编班级"]
)
def test_a_class_of_before_stops_a_draw_where_it_says_anything(tmp_path: Path, header: str) -> None:
    six = listed(tmp_path / "r.xlsx", header, *["1A", "1B"] * 3)
    assert "is a class" in told(six.errors)
    assert listed(tmp_path / "s.xlsx", header, *["1"] * 6).roster


def test_numbers_of_other_students_stop_a_draw_and_a_second_numbering_does_not(
    tmp_path: Path,
) -> None:
    assert "Other students" in told(listed(tmp_path / "a.xlsx", "Ref", "S012", "S012").errors)
    numbering = listed(tmp_path / "b.xlsx", "Ref", *(f"S01{5 - n}" for n in range(6)))
    assert numbering.roster


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Class teacher", ["Bo Ray"] * 6),
        ("班主任", ["欧阳小明"] * 6),
        ("父亲姓名", ["欧阳小明", "某某"]),
        ("曾用名", ["艾力"]),
        ("现住址", ["欧阳小明路 1 号"]),
        ("Hobby", ["chess", "swimming"]),
        ("上学期优点", ["勤劳"]),
        ("Best friend", ["none", "No", "/"]),
        ("Remarks", ["", "-", "N/A"]),
        ("Meal preference", ["rice"]),
        ("Known as", ["Bo Ray"]),
        ("Name again", NAMES),
        ("Status", ["Active", "Enrolled"]),
    ],
)
def test_what_names_nobody_or_asks_nothing_is_left_aside(
    tmp_path: Path, header: str, cells: list[str]
) -> None:
    examined = listed(tmp_path / "r.xlsx", header, *cells)
    assert examined.roster, told(examined.errors)
    assert examined.ignored == (header,)


@pytest.mark.parametrize(
    "header", ["是否\n双胞胎", "双(多)胞胎", "双胞胎（是/否）", "Twin?", "学生双胞胎"]
)
def test_a_column_that_says_who_is_a_twin_reminds(tmp_path: Path, header: str) -> None:
    examined = listed(tmp_path / "r.xlsx", header, "是", "", "是")
    assert examined.roster, told(examined.errors)
    assert "is not read" in told(examined.warnings)


def test_prefixes_and_line_breaks_change_nothing(tmp_path: Path) -> None:
    rows = [
        ["学生\n姓名", "学生的性别", "学生出生日期", "是否 住校", "Student's ethnicity"],
        ["甲一", "男", "2019-10-01", "1", "汉"],
    ]
    examined = examine(xlsx(tmp_path / "r.xlsx", rows), FREE)
    fields = [field for _, field in examined.columns]
    assert fields == ["name", "sex", "birth_date", "boarding", "ethnicity"]


def test_a_number_column_of_ones_own_is_mapped_whatever_its_length(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('policy = "none"\n[columns]\n"Nr" = "student_number"\n', encoding="utf-8")
    rows = [[n, f"Adam {chr(65 + n)}b", "M"] for n in range(1, 20)]
    examined = examine(
        xlsx(tmp_path / "r.xlsx", [["Nr", "name", "sex"], *rows]), read_rules(path, {})
    )
    assert examined.roster and examined.roster.key == "student_number", told(examined.errors)


def test_names_alone_are_enough_where_all_are_different(tmp_path: Path) -> None:
    rows = [["姓名", "性别"], ["张三", "男"], ["李四", "女"]]
    roster = examine(xlsx(tmp_path / "r.xlsx", rows), FREE).roster
    assert roster and roster.key == "name"
    twice = examine(xlsx(tmp_path / "s.xlsx", [*rows, ["张三", "女"]]), FREE)
    assert "A4: The same name stands in row 2" in told(twice.errors)


def test_the_same_student_twice_is_one_finding(tmp_path: Path) -> None:
    rows = [["学号", "学籍号", "姓名", "性别"], *[["S1", "L001", "张三", "男"]] * 2]
    assert len(examine(xlsx(tmp_path / "r.xlsx", rows), FREE).errors) == 1


def test_strange_levels_are_counted_one_by_one(tmp_path: Path) -> None:
    words = ["group A", "group B", "group A", "group A", "group C"]
    rows = [[f"S{n}", "Ann", "F", word] for n, word in enumerate(words)]
    path = xlsx(tmp_path / "r.xlsx", [["id", "name", "sex", "race"], *rows])
    assert examine(path, FREE).levels["ethnicity"] == {"group A": 3, "g…": 1, "g… (2)": 1}


def test_what_is_nearly_a_header_is_named_and_how_to_map_it(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [["List 2026"], ["Sex", "Kid"], ["F", "Ann"]])
    with pytest.raises(RosterError) as error:
        examine(path, FREE)
    (finding,) = error.value.findings
    assert "A2" in str(finding.where) and "Sex" in str(finding.what)
    assert "[columns]" in str(finding.mend)


FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
KNOWN = {
    "性别": "sex",
    "民族": "ethnicity",
    "出生日期": "birth_date",
    "gender": "sex",
    "Date of birth": "birth_date",
    "毕业学校": "previous_school",
}
CELLS = {"sex": "男", "ethnicity": "汉", "birth_date": "2016-03-07", "previous_school": "一小"}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=st.sampled_from(sorted(KNOWN)),
    before=st.sampled_from(["", "学生", " ", "*", "\n", "\ufeff", "学生的"]),
    after=st.sampled_from(["", "（必填）", ":", " ", "\n", "(required)", "*"]),
    broken=st.booleans(),
)
def test_a_known_header_is_used_however_it_is_decorated(
    tmp_path: Path, known: str, before: str, after: str, broken: bool
) -> None:
    shown = before + (f"{known[:2]}\n{known[2:]}" if broken else known) + after
    row = ["S1", "张三", CELLS[KNOWN[known]]]
    examined = examine(xlsx(tmp_path / "r.xlsx", [["学号", "姓名", shown], row]), FREE)
    assert KNOWN[known] in [field for _, field in examined.columns]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.text(alphabet="abcdefgh 甲乙丙丁", min_size=2, max_size=12).filter(str.strip),
    row=st.integers(0, 5),
    other=st.integers(0, 5),
    spelt=st.sampled_from([str, str.upper, lambda name: f" {name} ", lambda name: f"{name}, -"]),
)
def test_whatever_its_header_a_column_that_names_others_is_used_refused_or_told(
    tmp_path: Path, header: str, row: int, other: int, spelt: object
) -> None:
    cells = ["" for _ in NAMES]
    cells[row] = spelt(NAMES[other])  # type: ignore[operator]
    examined = listed(tmp_path / "r.xlsx", header, *cells)
    used = any(shown.strip() == header.strip() for shown, _ in examined.columns)
    found = any(f"D{at}: " in told(examined.errors) for at in (1, row + 2))
    found |= "D1" in told(examined.warnings)
    assert used or found or other == row or examined.left_out


TEACHERS = [
    ["工号", "姓名", "性别", "任教学科", "教龄", "职称", "班主任"],
    ["Staff ID", "Name", "Sex", "Subject", "Years of service"],
]


@pytest.mark.parametrize("header", TEACHERS, ids=["Chinese", "English"])
def test_a_table_of_teachers_is_no_roster_of_students(tmp_path: Path, header: list[str]) -> None:
    rows = [[f"T{n}", name, "M", "Art", n, "", ""][: len(header)] for n, name in enumerate(NAMES)]
    file = xlsx(tmp_path / "staff.xlsx", [header, *rows])
    assert "looks like a table of teachers" in told(examine(file, FREE).errors)


def test_students_who_have_a_subject_and_a_teacher_are_students(tmp_path: Path) -> None:
    header = ["Student ID", "Name", "Sex", "Subject", "Teacher ID"]
    rows = [[f"S01{n}", name, "M", "Art", "T1"] for n, name in enumerate(NAMES)]
    assert not examine(xlsx(tmp_path / "roster.xlsx", [header, *rows]), FREE).errors


def test_columns_of_teachers_that_nobody_is_to_use_stop_nothing(tmp_path: Path) -> None:
    rows = [[name, "M", "Art", "T1"] for name in NAMES]
    file = xlsx(tmp_path / "roster.xlsx", [["Name", "Sex", "Subject", "Teacher ID"], *rows])
    rules = read_rules(None, {"policy": "none", "unused": ["Teacher ID"]})
    assert not examine(file, rules).errors
