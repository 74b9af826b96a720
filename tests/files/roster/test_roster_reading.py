from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.roster.roster import MISSING, LeftOut, Roster
from balance_classes.errors import RosterError
from balance_classes.files.roster.roster_reading import read_roster
from balance_classes.files.rules.policies import read_policy
from tests.builders import some_rules, write_csv, write_xlsx

HEADER = ["学号", "姓名", "性别", "民族"]
ROWS = [["01", "张 三", "男", "汉"], ["02", "李四", "女", "回族"]]


def read(path: Path, **rules: object) -> Roster:
    return read_roster(path, some_rules(**rules))


def read_rows(folder: Path, rows: list[list[object]], **rules: object) -> Roster:
    return read(write_xlsx(folder / "r.xlsx", rows), **rules)


def findings(folder: Path, rows: list[list[object]], **rules: object) -> list[str]:
    with pytest.raises(RosterError) as error:
        read_rows(folder, rows, **rules)
    return [f"{f.where}: {f.what}" for f in error.value.findings]


def test_a_header_is_found_below_title_lines(tmp_path: Path) -> None:
    roster = read_rows(tmp_path, [["一年级新生 姓名册"], [], HEADER, *ROWS])
    assert [s.name for s in roster.students] == ["张三", "李四"]
    assert [s.row for s in roster.students] == [4, 5]
    assert roster.attributes == ("sex", "ethnicity")
    assert roster.language == "zh"


def test_the_sheet_with_the_most_known_columns_is_the_roster(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["姓名", "性别"])  # type: ignore[union-attr]
    page = book.create_sheet("花名册")
    for row in [HEADER, *ROWS]:
        page.append(row)
    book.save(tmp_path / "r.xlsx")
    assert read(tmp_path / "r.xlsx").sheet == "花名册"


def test_english_headers_are_known_in_any_spelling(tmp_path: Path) -> None:
    text = "Student_ID,Full Name,SEX,birth-date\n1,Ann,F,2016-03-07\n"
    roster = read(write_csv(tmp_path / "r.csv", text))
    assert dict(roster.students[0].levels) == {"sex": "female", "birth_quarter": "q3"}
    assert roster.language == "en"


def test_neither_row_nor_column_order_matters(tmp_path: Path) -> None:
    first = read_rows(tmp_path, [HEADER, *ROWS])
    turned = read_rows(tmp_path, [row[::-1] for row in [HEADER, *ROWS[::-1]]])
    assert first.attributes == turned.attributes
    assert [(s.key, s.name, s.levels) for s in first.students] == [
        (s.key, s.name, s.levels) for s in turned.students
    ]


def test_scores_posts_and_favours_are_left_out_and_named(tmp_path: Path) -> None:
    rows = [[*HEADER, "总分", "父亲职务", "关系", "家庭住址"], [*ROWS[0], 99, "局长", "x", "y"]]
    roster = read_rows(tmp_path, rows)
    assert roster.left_out == (
        LeftOut("总分", "score", "§7"),
        LeftOut("父亲职务", "family", "§14"),
        LeftOut("关系", "favour", "§7"),
    )
    assert roster.ignored == ("家庭住址",)
    assert "局长" not in repr(roster)
    assert "99" not in repr(roster.students)


def test_a_note_in_brackets_does_not_make_a_score_of_a_name(tmp_path: Path) -> None:
    rows = [["学号(测试)", "姓名（考试用）", "性别(与成绩无关)"], ["1", "张三", "男"]]
    roster = read_rows(tmp_path, rows)
    assert (roster.size, roster.left_out) == (1, ())


def test_scores_do_not_get_in_through_a_mapping(tmp_path: Path) -> None:
    rows = [[*HEADER, "综 合"], *([f"{i}", f"n{i}", "男", "汉", f"{50 + i}分"] for i in range(30))]
    for name in ("band", "previous_school", "together", "apart"):
        found = findings(tmp_path, rows, columns=(("综合 ", name),))
        assert "too many different values" in found[0]


def test_a_code_twice_in_a_cell_counts_once(tmp_path: Path) -> None:
    rows = [[*HEADER, "分开"], [*ROWS[0], "A，A、B"], [*ROWS[1], "A B"]]
    assert read_rows(tmp_path, rows).students[0].apart == ("A", "B")


def test_two_columns_of_one_header_are_refused(tmp_path: Path) -> None:
    found = findings(tmp_path, [[*HEADER, "姓名"], [*ROWS[0], "王五"]])
    assert found == ["r.xlsx, sheet Sheet, cell E1: Two columns are headed “姓名”."]


def test_of_two_headers_for_one_field_the_one_declared_first_is_read(tmp_path: Path) -> None:
    rows = [["是否享受一补", *HEADER, "是否低收入家庭"], ["否", *ROWS[0], "是"]]
    roster = read_rows(tmp_path, rows)
    assert roster.students[0].levels["aid"] == "yes"
    assert roster.ignored == ("是否享受一补",)


def test_line_breaks_in_a_header_do_not_hide_it(tmp_path: Path) -> None:
    rows = [["学\n号", "姓 名", "性别\n（必填）", "语文\n成绩"], ["01", "张三", "男", 90]]
    roster = read_rows(tmp_path, rows)
    assert roster.size == 1
    assert [column.kind for column in roster.left_out] == ["score"]


def test_other_class_columns_are_ignored_and_named(tmp_path: Path) -> None:
    roster = read_rows(tmp_path, [[*HEADER, "班级", "class"], [*ROWS[0], "1", "2"]])
    assert roster.ignored == ("班级", "class")


def test_an_empty_attribute_is_a_level_of_its_own(tmp_path: Path) -> None:
    roster = read_rows(tmp_path, [HEADER, ["01", "张三", "男", ""], ROWS[1]])
    assert roster.students[0].levels["ethnicity"] == MISSING
    assert roster.missing() == {"ethnicity": 1}


def test_empty_rows_are_no_students(tmp_path: Path) -> None:
    assert read_rows(tmp_path, [HEADER, ROWS[0], [], [None, " "], ROWS[1]]).size == 2


def test_the_student_number_is_the_key_before_the_identity_number(tmp_path: Path) -> None:
    rows = [["身份证件号", *HEADER], ["11010519491231002X", "01", "张三", "女", "汉"]]
    roster = read_rows(tmp_path, rows)
    assert roster.students[0].key == "01"
    assert roster.identities == ("student_number", "identity_number")


def test_a_number_that_some_lack_gives_way_to_one_that_all_have(tmp_path: Path) -> None:
    rows = [["学号", "身份证件号", "性别", "姓名"], ["", "A1", "男", "x"], ["2", "A2", "女", "y"]]
    assert [s.key for s in read_rows(tmp_path, rows).students] == ["A1", "A2"]


def test_without_numbers_name_and_birth_date_are_the_key(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "出生日期"], ["张三", "男", "20160307"]]
    assert read_rows(tmp_path, rows).students[0].key == "张三 2016-03-07"


def test_all_problems_are_told_at_once_each_with_its_cell(tmp_path: Path) -> None:
    rows = [
        [*HEADER, "出生日期"],
        ["01", "a", "不明", "汉", "x"],
        [6523002016030712345, "b", "", "", ""],
    ]
    assert findings(tmp_path, rows) == [
        "r.xlsx, sheet Sheet, cell C2: sex: the code “不…” is unknown.",
        "r.xlsx, sheet Sheet, cell E2: This is no date.",
        "r.xlsx, sheet Sheet, cell A3: The number is stored as a number, "
        "so that its last digits are lost.",
        "r.xlsx, sheet Sheet, cell C3: The cell is empty: sex.",
    ]


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    assert findings(tmp_path, [HEADER, ROWS[0], ["02", "", "女", ""]]) == [
        "r.xlsx, sheet Sheet, cell B3: The cell is empty: name."
    ]


def test_a_student_twice_is_refused_without_showing_the_number(tmp_path: Path) -> None:
    found = findings(
        tmp_path, [HEADER, ["652300X", "张三", "男", "汉"], ["652300X", "李四", "女", ""]]
    )
    assert found == [
        "r.xlsx, sheet Sheet, cell A3: The same student stands in row 2 (student number)."
    ]


def test_a_roster_without_a_sex_column_needs_no_policy(tmp_path: Path) -> None:
    rows: list[list[object]] = [["学号", "姓名"], ["1", "a"]]
    assert "no column “sex”" in findings(tmp_path, rows)[0]
    assert read_rows(tmp_path, rows, policy=read_policy("none")).size == 1


def test_a_header_without_students_is_refused(tmp_path: Path) -> None:
    assert "no student" in findings(tmp_path, [HEADER])[0]


def test_a_sheet_without_a_header_is_refused(tmp_path: Path) -> None:
    assert "No header" in findings(tmp_path, [["a", "b"], ["c", "d"]])[0]


def test_students_without_number_and_birth_date_cannot_be_told_apart(tmp_path: Path) -> None:
    assert "tell them apart" in findings(tmp_path, [["姓名", "性别"], *[["a", "男"]] * 2])[0]


def test_a_column_of_the_rules_becomes_an_attribute(tmp_path: Path) -> None:
    rows = [[*HEADER, "校区"], [*ROWS[0], "东"], [*ROWS[1], "西"]]
    roster = read_rows(tmp_path, rows, columns=(("校区", "campus"),))
    assert roster.attributes == ("sex", "ethnicity", "campus")


def test_a_declared_column_of_many_numbers_is_refused(tmp_path: Path) -> None:
    rows = [["学号", "姓名", "性别", "A1"], *([str(i), "x", "男", 50 + i] for i in range(30))]
    for field in ("band", "previous_school"):
        found = findings(tmp_path, rows, columns=(("A1", field),))
        assert "too many different values" in found[0]
