"""Lists as schools keep them for themselves: names in two columns, partners by name, slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.roster.roster import Student
from balance_classes.files.roster.check_table import is_slip
from balance_classes.files.roster.roster_reading import Examined
from tests.files.tables.files import read, told, xlsx

SCHOOL = ["First name", "Surname", "DOB", "M/F"]


def examined(folder: Path, *rows: list[object], **rules: object) -> Examined:
    return read(xlsx(folder / "r.xlsx", rows), **rules)


def students(folder: Path, *rows: list[object], **rules: object) -> dict[str, Student]:
    found = examined(folder, *rows, **rules)
    assert found.roster, told(found.errors)
    return {student.name: student for student in found.roster.students}


def test_an_english_list_is_read_as_it_is(tmp_path: Path) -> None:
    rows = [
        ["Year 3 (DRAFT)"],
        [],
        SCHOOL,
        ["Ann", "Lee", "7 Mar 2019", "F"],
        [],
        ["Bob", "O'Brien", "2018-09-01", "Boy"],
        ["Total", "", "", "2"],
        ["1 boys", "1 girls"],
        ["Updated by J. Hart, 12/06/26"],
    ]
    found = examined(tmp_path, *rows)
    assert found.roster, told(found.errors)
    assert {s.name: s.levels["sex"] for s in found.roster.students} == {
        "Ann Lee": "female",
        "Bob O'Brien": "male",
    }


def test_a_chinese_name_in_two_columns_is_joined_the_chinese_way(tmp_path: Path) -> None:
    rows = [["学号", "姓", "名", "性别"], ["1", "张", "三", "男"], ["2", "欧阳", "娜娜", "女"]]
    assert set(students(tmp_path, *rows)) == {"张三", "欧阳娜娜"}


def test_a_part_of_the_name_is_no_name(tmp_path: Path) -> None:
    header = ["id", "Surname", "sex"]
    assert "B1: The column “Surname” is only a part of the name." in told(
        examined(tmp_path, header, ["1", "Lee", "F"]).errors
    )


def test_a_name_without_its_surname_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    header = ["id", "Name", "Surname", "sex"]
    assert told(examined(tmp_path, header, ["1", "Ann", "Lee", "F"]).errors) == [
        "B1: The column “Name” is not the whole name: “Surname” stands beside it."
    ]
    assert set(students(tmp_path, header, ["1", "Ann Lee", "Lee", "F"])) == {"Ann Lee"}


WISHES = ["id", "name", "sex", "Keep with", "Keep apart from"]


def wishing(*wishes: tuple[str, str]) -> list[list[object]]:
    names = ["Ann Lee", "Bob Ray", "Cy Fox", "Di Poe"]
    return [
        WISHES,
        *([i, name, "F", *wish] for i, (name, wish) in enumerate(zip(names, wishes, strict=True))),
    ]  # type: ignore[list-item]


def test_who_names_another_is_together_with_it_and_with_its_block(tmp_path: Path) -> None:
    found = students(tmp_path, *wishing(("Ray, Bob", ""), ("K", ""), ("K", ""), ("", "")))
    assert [found[name].together for name in ("Ann Lee", "Bob Ray", "Cy Fox")] == ["K"] * 3
    assert found["Di Poe"].together == ""


def test_who_names_two_is_apart_from_both_and_they_are_not_apart(tmp_path: Path) -> None:
    found = students(tmp_path, *wishing(("", "Bob Ray (twin) and CY FOX"), *[("", "")] * 3))
    assert found["Ann Lee"].apart == ("AnnLee+BobRay", "AnnLee+CyFox")
    assert found["Bob Ray"].apart == ("AnnLee+BobRay",)
    assert found["Cy Fox"].apart == ("AnnLee+CyFox",)


def test_two_who_name_the_same_student_are_not_apart_from_each_other(tmp_path: Path) -> None:
    found = students(tmp_path, *wishing(("", "Cy Fox"), ("", "Cy Fox"), ("", ""), ("", "")))
    assert not set(found["Ann Lee"].apart) & set(found["Bob Ray"].apart)
    assert len(found["Cy Fox"].apart) == 2


def test_the_order_of_rows_changes_no_code(tmp_path: Path) -> None:
    header, *rows = wishing(("Bob Ray", ""), ("", "Di Poe"), ("", ""), ("", ""))
    there = students(tmp_path, header, *rows)
    back = students(tmp_path, header, *rows[::-1])
    assert {n: (s.together, s.apart) for n, s in there.items()} == {
        n: (s.together, s.apart) for n, s in back.items()
    }


def test_a_name_that_stands_at_its_own_student_is_a_label(tmp_path: Path) -> None:
    found = students(
        tmp_path, *wishing(("Ann Lee", ""), ("Ann Lee", ""), ("Ann Lee", ""), ("", ""))
    )
    assert [s.together for s in found.values()] == ["Ann Lee"] * 3 + [""]


def test_of_two_namesakes_none_is_guessed(tmp_path: Path) -> None:
    rows = [
        WISHES,
        ["1", "Ann Lee", "F", "", "Bob Ray"],
        ["2", "Bob Ray", "M", "", ""],
        ["3", "Bob Ray", "M", "", ""],
    ]
    assert told(examined(tmp_path, *rows).errors) == [
        "E2: The wish may mean several students: row 3 (B** **y), row 4 (B** **y)."
    ]


def test_a_stranger_among_names_names_nobody(tmp_path: Path) -> None:
    found = examined(tmp_path, *wishing(("", ""), ("", "Ann Lee, Zoe Ash"), ("", ""), ("", "")))
    assert [each.split(":")[0] for each in told(found.errors)] == ["E3"]


def test_a_column_of_siblings_says_not_what_is_asked(tmp_path: Path) -> None:
    found = examined(tmp_path, ["id", "name", "sex", "Siblings with"], ["1", "Ann", "F", "Bob"])
    assert told(found.errors) == ["D2: The column “Siblings with” may be a wish, and is not read."]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("gendre", "gender"), ("gander", "gender"), ("ender", "gender"), ("genderr", "gender")],
)
def test_a_slip_is_one_letter(written: str, meant: str) -> None:
    assert is_slip(written, meant)
    assert is_slip(meant, written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gender", "gender"),
        ("nationality", "nationalid"),
        ("rate", "race"),
        ("学生家长", "学生编号"),
    ],
)
def test_what_is_merely_alike_is_no_slip(written: str, meant: str) -> None:
    assert not is_slip(written, meant)


def test_a_header_that_is_nearly_one_is_told(tmp_path: Path) -> None:
    found = examined(tmp_path, ["id", "name", "sex", "Etnicity"], ["1", "Ann", "F", "x"])
    assert told(found.warnings) == ["D1: The column “Etnicity” is not read."]
    assert "ethnicity" in str(found.warnings[0].mend)
    full = ["id", "name", "sex", "Etnicity", "Ethnicity"]
    assert told(examined(tmp_path, full, ["1", "Ann", "F", "x", "y"]).warnings) == []
