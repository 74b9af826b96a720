"""A table of teachers: what is read, and what is told of what cannot be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.teachers.staff import Staff
from balance_classes.errors import RosterError
from balance_classes.files.lists.teachers import read_teachers
from tests.builders import some_rules, write_csv, write_xlsx

CHINESE = """工号,姓名,任教学科,性别,教龄,职称,班主任,任教班数,考核成绩,备注
001,王一,语文,女,12,一级教师,是,2,95,
002,李二,数学,男,0年,中学高级教师,否,2班,90,
"""
ENGLISH = """staff number,name,subject,sex,years of service,title,head teacher,classes taught
A1,Mei Li,Chinese,F,12,first grade,yes,2
A2,Jo Wu,Maths,M,,senior teacher,no,2
"""


def read(home: Path, text: str) -> Staff:
    return read_teachers(write_csv(home / "teachers.csv", text), some_rules())


def told(home: Path, text: str) -> str:
    with pytest.raises(RosterError) as caught:
        read(home, text)
    return str(caught.value)


def test_a_chinese_table_is_read(tmp_path: Path) -> None:
    staff = read(tmp_path, CHINESE)
    one, two = staff.teachers
    assert (one.key, one.name, one.subject, one.classes) == ("001", "王一", "语文", 2)
    assert (one.years, one.head, dict(one.levels)) == (
        12,
        True,
        {"title": "title_first", "sex": "female"},
    )
    assert (two.years, two.head, dict(two.levels)["title"]) == (0, False, "title_senior")
    assert (staff.language, staff.key, staff.heads, staff.ready) == (
        "zh",
        "staff_number",
        True,
        False,
    )


def test_an_english_table_is_read(tmp_path: Path) -> None:
    staff = read(tmp_path, ENGLISH)
    assert [(t.key, t.classes, t.years, t.head) for t in staff.teachers] == [
        ("A1", 2, 12, True),
        ("A2", 2, None, False),
    ]
    assert staff.attributes == ("years", "title", "sex")
    assert staff.language == "en"


def test_results_of_teachers_are_never_read(tmp_path: Path) -> None:
    staff = read(tmp_path, CHINESE)
    assert [out.header for out in staff.left_out] == ["考核成绩"]
    assert staff.ignored == ("备注",)


def test_a_subject_that_is_merged_over_its_teachers_holds_for_all(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["姓名", "学科"], ["王一", "语文"], ["李二", None], ["张三", "数学"]):
        page.append(row)
    page.merge_cells("B2:B3")
    book.save(tmp_path / "t.xlsx")
    staff = read_teachers(tmp_path / "t.xlsx", some_rules())
    assert [(t.name, t.subject) for t in staff.teachers] == [
        ("张三", "数学"),
        ("李二", "语文"),
        ("王一", "语文"),
    ]


def test_without_staff_numbers_names_tell_teachers_apart(tmp_path: Path) -> None:
    staff = read(tmp_path, "name,subject\nMei Li,Chinese\nJo Wu,Maths\n")
    assert staff.key == "name"
    assert [teacher.classes for teacher in staff.teachers] == [1, 1]


def test_ready_made_teams_are_read_in_their_order(tmp_path: Path) -> None:
    staff = read(tmp_path, "姓名,学科,教师组\n王一,语文,3、1\n李二,数学,1\n张三,数学,3\n")
    assert staff.ready
    teams = {t.name: (t.teams, t.classes) for t in staff.teachers}
    assert teams == {"王一": (("3", "1"), 2), "李二": (("1",), 1), "张三": (("3",), 1)}


def test_one_person_may_teach_two_subjects(tmp_path: Path) -> None:
    staff = read(tmp_path, "工号,姓名,学科\n1,王一,语文\n1,王一,道德与法治\n")
    assert staff.size == 1
    assert staff.subjects == ("语文", "道德与法治")


def test_everything_wrong_is_told_at_once_with_its_cell(tmp_path: Path) -> None:
    text = told(
        tmp_path,
        "工号,姓名,学科,性别,教龄,班主任,任教班数\n"
        "1,王一,语文,女,many,是,2\n"
        "2,李二,,男,3,maybe,0\n"
        "3,张三,数学,q,4,否,1\n"
        "3,张三,数学,男,4,否,1\n"
        "4,赵四,王一,男,4,否,1\n",
    )
    for cell, what in (
        ("E2", "no whole number from 0 to 60"),
        ("C3", "nothing stands here"),
        ("F3", "the code “m…” is unknown"),
        ("G3", "no whole number from 1 to 1000"),
        ("D4", "the code “q” is unknown"),
        ("A5", "stands in the table twice with the same subject"),
        ("C6", "a teacher's name stands here"),
    ):
        assert any(f"cell {cell}" in line and what in line for line in text.splitlines()), (
            cell,
            text,
        )
    assert "王一" not in text


def test_two_rows_of_one_number_that_differ_are_told(tmp_path: Path) -> None:
    text = told(tmp_path, "工号,姓名,学科,教龄\n1,王一,语文,3\n1,王一,数学,30\n")
    assert "differ in more than the subject" in text


def test_head_teacher_twice_is_told(tmp_path: Path) -> None:
    text = told(tmp_path, "工号,姓名,学科,班主任\n1,王一,语文,是\n1,王一,数学,是\n")
    assert "named a head teacher twice" in text


def test_teams_that_do_not_fit_the_classes_taught_are_told(tmp_path: Path) -> None:
    text = told(
        tmp_path, "姓名,学科,任教班数,教师组\n王一,语文,2,1\n李二,数学,,\n张三,英语,2,1 1\n"
    )
    assert "1 team is named for 2 classes taught." in text
    assert "Teams are named for others, and none for this teacher." in text
    assert "A team is named twice." in text


def test_a_table_without_subjects_is_refused(tmp_path: Path) -> None:
    assert "There is no column for: subject." in told(tmp_path, "姓名,性别\n王一,女\n")


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    assert "No header was found" in told(tmp_path, "hello,world\n1,2\n")


def test_two_sheets_of_teachers_are_not_chosen_between(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_xlsx(tmp_path / "t.xlsx", [["姓名", "学科"], ["王一", "语文"]], "一")
    book = load_workbook(path)
    page = book.create_sheet("二")
    page.append(["姓名", "学科"])
    page.append(["李二", "数学"])
    book.save(path)
    with pytest.raises(RosterError, match="both look like tables of teachers"):
        read_teachers(path, some_rules())


MATRIX = """示例县第一中学2026年七年级任课安排表,,,,,
序号,班级,班主任,语文,数学,英语
1,七(1)班,王 一,王一,李二,赵四（兼）
2,七(2)班,李二,王一,李二,钱五
合计,,,,,
"""


def test_the_table_of_classes_by_subjects_is_read_as_ready_made_teams(tmp_path: Path) -> None:
    staff = read(tmp_path, MATRIX)
    assert [(t.name, t.subject, t.classes, t.head, t.teams) for t in staff.teachers] == [
        ("李二", "数学", 2, True, ("2", "1")),
        ("王一", "语文", 2, True, ("1", "2")),
        ("赵四", "英语", 1, False, ("1",)),
        ("钱五", "英语", 1, False, ("2",)),
    ]
    assert (staff.ready, staff.heads, staff.key) == (True, True, "name")
    assert staff.subjects == ("语文", "数学", "英语")


def test_a_head_teacher_teaches_in_the_class(tmp_path: Path) -> None:
    told_of = told(tmp_path, MATRIX.replace("2,七(2)班,李二", "2,七(2)班,孙六"))
    assert "cell C4" in told_of
    assert "teaches no subject of this class" in told_of


def test_names_and_rooms_alone_are_class_teachers(tmp_path: Path) -> None:
    staff = read(tmp_path, "班主任安排,,\n序号,姓名,教室\n1,王 一,101\n2,李二,102\n制表人：,,\n")
    assert [(t.name, t.subject, t.classes, t.head) for t in staff.teachers] == [
        ("李二", "班主任", 1, True),
        ("王一", "班主任", 1, True),
    ]
    assert (staff.in_rooms, [t.teams for t in staff.teachers]) == (True, [("102",), ("101",)])
