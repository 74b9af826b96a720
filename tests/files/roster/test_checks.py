"""Each check: what it finds, in which cell, and what it leaves alone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from balance_classes.domain.roster.roster import Caution
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.errors import InfeasibleError
from balance_classes.files.roster.roster_reading import CHECKS
from tests.builders import resident_number, some_rules
from tests.files.tables.files import HEADER, ROWS, names, read, told, xlsx

PLAIN = ["学号", "姓名", "性别"]
ID = [*PLAIN, "出生日期", "身份证件类型", "身份证件号"]
BOY, GIRL = resident_number(1, "male"), resident_number(1, "female")


def errors(folder: Path, *rows: list[object], **rules: object) -> list[str]:
    return told(read(xlsx(folder / "r.xlsx", rows), **rules).errors)


def warnings(folder: Path, *rows: list[object], **rules: object) -> list[str]:
    examined = read(xlsx(folder / "r.xlsx", rows), **rules)
    assert examined.roster, told(examined.errors)
    assert sum(c.count for c in examined.roster.cautions if c.kind != "twins") >= len(
        examined.warnings
    )
    return told(examined.warnings)


def test_every_check_says_what_it_is_for() -> None:
    assert all(check.__doc__ for check in CHECKS)


@pytest.mark.parametrize(
    "number",
    [BOY, "11010519491231002X", "440524188001010014", "130503670401001", "E12345678", "无"],
)
def test_right_numbers_pass(tmp_path: Path, number: str) -> None:
    sex = {"11010519491231002X": "女"}.get(number, "男")
    assert errors(tmp_path, [*PLAIN, "身份证件号"], ["1", "a", sex, number]) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (BOY[:-1] + ("0" if BOY[-1] != "0" else "1"), "contradicts its own check character"),
        ("652300202013010014", "contradicts its own check character"),
        (BOY[:-1], "17 characters instead of 18"),
        (BOY + "1", "19 characters instead of 18"),
        ("6.52302E+17", "stored as a number"),
        (652302201603071234, "stored as a number"),
        (BOY[:8] + "\u200d" + BOY[8:], "unusual character (U+200D)"),
        ("\u0405" + BOY[1:], "unusual character (U+0405)"),
    ],
)
def test_wrong_numbers_are_refused(tmp_path: Path, number: object, said: str) -> None:
    (found,) = errors(tmp_path, [*PLAIN, "身份证件号"], ["1", "a", "男", number])
    assert found.startswith("D2: ")
    assert said in found
    assert str(number)[3:10] not in found


def test_a_number_contradicts_birth_date_and_sex(tmp_path: Path) -> None:
    rows = [
        ID,
        ["1", "a", "女", "20160308", "1", BOY],
        ["2", "b", "男", "20160307", "1", resident_number(2, "male")],
    ]
    assert errors(tmp_path, *rows) == [
        "C2: sex: the identity number says otherwise.",
        "D2: birth date: the identity number says otherwise.",
    ]


def test_other_documents_are_not_judged_as_resident_numbers(tmp_path: Path) -> None:
    rows = [
        ID,
        ["1", "a", "男", "", "A", "123456789012345678"],
        ["2", "b", "女", "", "Z", ""],
        ["3", "c", "女", "", "护照", "E12345678"],
        ["4", "d", "女", "", "1", ""],
    ]
    assert warnings(tmp_path, *rows) == ["F5: A resident without an identity number."]


def test_several_numbers_that_end_in_000_are_rounded(tmp_path: Path) -> None:
    header = [*PLAIN, "身份证件号"]
    right = "652300201603078000"  # one that ends in 000 by right; its order number is even
    rows = [[str(i), f"n{i}", "男", f"65230020160307{i}000"] for i in (1, 3)]
    assert errors(tmp_path, header, *rows, ["9", "n9", "女", right]) == [
        f"D{row}: The number ends in 000, as 3 do: its last digits are lost." for row in (2, 3, 4)
    ]
    assert errors(tmp_path, header, ["9", "n9", "女", right]) == []


def test_nobody_stands_twice_in_any_column_of_numbers(tmp_path: Path) -> None:
    header = [*PLAIN, "身份证件号", "学籍号"]
    rows = [
        ["1", "a", "男", "E1", "J123456"],
        ["2", "b", "男", "e 1", "J123456"],
        ["1", "c", "男", "", ""],
    ]
    assert errors(tmp_path, header, *rows) == [
        "D3: The same student stands in row 2 (identity number).",
        "A4: The same student stands in row 2 (student number).",
    ]


def test_the_same_name_and_birth_date_is_a_warning(tmp_path: Path) -> None:
    header = [*PLAIN, "出生日期"]
    rows = [["1", "张 三", "男", "2016-3-7"], ["2", "张三", "男", datetime(2016, 3, 7)]]
    assert warnings(tmp_path, header, *rows) == ["B3: The same name and birth date stand in row 2."]


def test_register_numbers_of_unusual_form(tmp_path: Path) -> None:
    header = [*PLAIN, "学籍号"]
    numbers = [f"G{BOY}", "L652300201603071234", "J65230012345678", "L12", f"G{BOY[:-1]}Y"]
    rows = [[str(i), f"n{i}", "男", number] for i, number in enumerate(numbers)]
    assert warnings(tmp_path, header, *rows) == [
        f"D{row}: The register number has an unusual form." for row in (5, 6)
    ]


def test_a_third_sex_and_one_not_stated_are_levels_and_0_is_one_beside_1_and_2(
    tmp_path: Path,
) -> None:
    rows = [["1", "a", "1"], ["2", "b", "2"], ["3", "c", "0"], ["4", "d", "9"], ["5", "e", "其他"]]
    examined = read(xlsx(tmp_path / "gb.xlsx", [PLAIN, *rows]))
    assert examined.levels["sex"] == {"female": 1, "male": 1, "not_stated": 2, "other": 1}
    # Beside 1 alone, 0 is a girl in some schools' lists and a boy in others.
    half = [["1", "a", "1"], ["2", "b", "0"]]
    assert errors(tmp_path, PLAIN, *half) == ["C3: sex: the code “0” is unknown."]


def test_unknown_codes_stop_and_unknown_words_are_told(tmp_path: Path) -> None:
    header = [*PLAIN, "民族", "就读方式"]
    assert errors(tmp_path, header, ["1", "a", "男", "60", "7"], ["2", "b", "Q", "汉", "2"]) == [
        "D2: ethnicity: the code “60” is unknown.",
        "E2: boarding: the code “7” is unknown.",
        "C3: sex: the code “Q” is unknown.",
    ]
    path = xlsx(tmp_path / "w.xlsx", [header, ["1", "a", "男", "维吾尔旅", "走渎"]])
    examined = read(path)
    assert [str(f.mend) for f in examined.warnings] == [
        "Perhaps 维吾尔 is meant.",
        "Perhaps 走读 is meant.",
    ]
    assert examined.levels["ethnicity"] == {"维…": 1}


def test_letters_of_other_countries_are_levels_of_their_own(tmp_path: Path) -> None:
    rows = [["id", "name", "sex", "ethnicity", "free lunch"], ["1", "Ann", "F", "W", "F"]]
    examined = read(xlsx(tmp_path / "r.xlsx", rows))
    assert examined.levels == {"sex": {"female": 1}, "ethnicity": {"W": 1}, "aid": {"F": 1}}
    assert told(examined.warnings) == [
        "E2: aid: the word “F” is unknown and was taken as it stands, here and in all for 1."
    ]


def test_inclusive_schooling_without_a_disability(tmp_path: Path) -> None:
    header = [*PLAIN, "残疾类型", "随班就读"]
    rows = [
        ["1", "a", "男", "无", "视力残疾随班就读"],
        ["2", "b", "男", "视力残疾", "视力残疾随班就读"],
    ]
    assert warnings(tmp_path, header, *rows) == ["E2: Inclusive schooling, but no disability."]


def test_ages_are_told_where_the_year_is_known(tmp_path: Path) -> None:
    header = [*PLAIN, "出生日期", "入学年月"]
    born = ["2014-09-01", "2014-08-31", "2016-08-31", "2016-09-01"]
    rows = [[str(i), f"n{i}", "男", day, "202209"] for i, day in enumerate(born)]
    said = [
        "D3: 8 years old on 31 August 2022, not 6 to 7 (§1).",
        "D5: 5 years old on 31 August 2022, not 6 to 7 (§1).",
    ]
    assert warnings(tmp_path, header, *rows, stage="primary") == said
    assert warnings(tmp_path, header, *rows, stage="junior") == []
    bare = [row[:4] for row in [header, *rows]]
    assert warnings(tmp_path, *bare, stage="primary") == []
    assert warnings(tmp_path, *bare, stage="primary", year=2022) == said


def test_more_students_than_the_plan() -> None:
    with pytest.raises(InfeasibleError, match=r"Have 480, need 481: places of the .*plan \(§6\)"):
        plan_classes(481, some_rules(plan=480, stage="junior"), "zh")
    assert plan_classes(480, some_rules(plan=480, stage="junior"), "zh")


@pytest.mark.parametrize(
    ("header", "value"), [("送教上门", "是"), ("随班就读", "送教上门"), ("就读方式", "送教上门")]
)
def test_who_is_taught_at_home_has_no_seat(tmp_path: Path, header: str, value: str) -> None:
    path = xlsx(tmp_path / "r.xlsx", [[*HEADER, header], [*ROWS[0], value], [*ROWS[1], ""]])
    examined = read(path)
    assert names(examined) == ["李四"]
    assert examined.students == 1
    assert examined.roster
    assert Caution("home_taught", "", 1) in examined.roster.cautions


def test_public_and_private_pupils_do_not_share_a_roster(tmp_path: Path) -> None:
    rows = [["1", "a", "男", "公办"], ["2", "b", "男", "民办"]]
    (found,) = errors(tmp_path, [*PLAIN, "办学性质"], *rows)
    assert found.startswith("D3: Public and private")
    assert errors(tmp_path, [*PLAIN, "办学性质"], rows[0]) == []


def test_special_columns_that_cannot_be_right(tmp_path: Path) -> None:
    header = [*PLAIN, "同班", "分开", "指定班级", "理由"]
    rows = [
        ["1", "a", "男", "T", "", "", ""],
        ["2", "b", "男", "", "A B", "", ""],
        ["3", "c", "男", "", "A", "1", " "],
    ]
    assert errors(tmp_path, header, *rows) == [
        "D2: The code in the column “together” stands at this student only.",
        "E3: The code in the column “kept apart” stands at this student only.",
        "F4: A class is pinned without a reason.",
    ]


def test_a_column_of_twins_is_told(tmp_path: Path) -> None:
    examined = read(xlsx(tmp_path / "r.xlsx", [[*PLAIN, "双胞胎"], ["1", "a", "男", "是"]]))
    assert examined.roster
    assert examined.roster.cautions == (Caution("twins", "双胞胎", 1),)


def test_dates_need_a_format_only_where_they_are_ambiguous(tmp_path: Path) -> None:
    header = [*PLAIN, "出生日期"]
    days = [
        "20160403",
        "2016/4/3",
        "2016.04.03",
        "2016年4月3日",
        "3 Apr 2016",
        "April 3, 2016",
        42463,
        date(2016, 4, 3),
        "2016-04-03 00:00:00",
        "２０１６-４-３",
    ]
    rows = [[str(i), f"n{i}", "男", day] for i, day in enumerate(days)]
    examined = read(xlsx(tmp_path / "r.xlsx", [header, *rows]))
    assert examined.roster
    assert {s.identities["birth_date"] for s in examined.roster.students} == {"2016-04-03"}
    row = ["1", "a", "男", "03/04/2016"]
    assert errors(tmp_path, header, row) == [
        "D2: It is not known which number is the day and which the month."
    ]
    for date_format, day in (("dmy", "2016-04-03"), ("mdy", "2016-03-04")):
        examined = read(xlsx(tmp_path / "r.xlsx", [header, row]), date_format=date_format)
        assert examined.roster
        assert examined.roster.students[0].identities["birth_date"] == day
    for wrong in ("31/04/2016", "2016-02-30", "1900-01-01", "九月", 5):
        (found,) = errors(tmp_path, header, ["1", "a", "男", wrong], date_format="dmy")
        assert found == "D2: This is no date."


def test_a_school_has_its_own_codes_and_ages(tmp_path: Path) -> None:
    rows = [
        ["Nr", "Name", "Geschlecht", "Alter"],
        ["1", "Jörg", "K", 6],
        ["2", "Anna", "d", "7 years"],
    ]
    rules = {
        "columns": (("Alter", "age"), ("Geschlecht", "sex"), ("Nr", "student_number")),
        "codes": (("sex", "d", "female"), ("sex", "k", "male")),
    }
    examined = read(xlsx(tmp_path / "r.xlsx", rows), **rules)
    assert examined.levels == {"sex": {"female": 1, "male": 1}, "age": {"6": 1, "7": 1}}
    rows[1][3] = 6.5  # type: ignore[call-overload]
    (found,) = told(read(xlsx(tmp_path / "r.xlsx", rows), **rules).errors)
    assert found == "D2: This is no age in whole years."


@pytest.mark.parametrize(
    "name", ["张\u202e三", "\u200b张三", "李\u2066四", "a\u200bb", "=1+1", "x" * 201, "张\x07"]
)
def test_names_that_show_something_else_are_refused(tmp_path: Path, name: str) -> None:
    found = read_name_error(tmp_path, name)
    assert found.startswith("B2: ") or name == "\u200b张三"


def read_name_error(folder: Path, name: str) -> str:
    text = f"学号,姓名,性别\n1,{name},男\n"
    (folder / "r.csv").write_text(text, encoding="utf-8")
    return next(iter(told(read(folder / "r.csv").errors)), "")


@pytest.mark.parametrize("name", ["艾力·买买提", "دىلنۇر", "मु‍न्ना", "欧阳 娜娜", "O’Neil", "Zoë"])
def test_names_of_all_scripts_pass(tmp_path: Path, name: str) -> None:
    assert read_name_error(tmp_path, name) == ""


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "=1+1", "@x"])
def test_levels_that_are_errors_or_formulas_are_refused(tmp_path: Path, value: str) -> None:
    text = f"学号,姓名,性别,毕业学校\n1,a,男,{value}\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    (found,) = told(read(tmp_path / "r.csv").errors)
    assert found.startswith("D2: ")


def test_no_message_shows_a_private_value(tmp_path: Path) -> None:
    header = [*ID, "学籍号", "残疾类型", "随班就读", "民族"]
    wrong = BOY[:-1] + "Y"
    rows = [
        ["20260001", "诸葛无名", "女", "2016-03-09", "1", BOY, "L77777", "无", "是", "诸葛族"],
        ["20260001", "诸葛无名", "女", "2016-03-09", "1", wrong, "L77777", "无", "是", "某某某"],
    ]
    examined = read(xlsx(tmp_path / "r.xlsx", [header, *rows]), stage="primary", year=2022)
    said = " ".join(f"{f.what} {f.mend}" for f in (*examined.errors, *examined.warnings))
    assert len(examined.errors) > 3
    for private in (
        "诸葛无名",
        BOY,
        wrong,
        "20260001",
        "2016-03-09",
        "20160307",
        "L77777",
        "诸葛族",
    ):
        assert private not in said
