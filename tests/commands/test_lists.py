"""What a school takes home: its own roster with classes, and lists of each class."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from balance_classes.cli import commands
from tests.builders import write_xlsx

HEADER = ["学号", "姓名", "性别", "总分", "备注"]
ROWS = [[f"{i:03d}", f"学生{i}", "男女"[i % 2], f"{90 - i}", f"=注{i}"] for i in range(12)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a roster under a title, drawn into two classes."""
    home = tmp_path_factory.mktemp("home")
    roster = write_xlsx(home / "新生.xlsx", [["示例小学", "", "", "", ""], HEADER, *ROWS])
    result = run("assign", roster, "--classes", 2, "--unused", "备注", "--seed", "a=1")
    assert result.exit_code == 0, result.output
    yield home


def lists(home: Path, out: Path, *more: object) -> Result:
    return run("lists", home / "新生-分班", home / "新生.xlsx", "-o", out, *more)


def classes(home: Path) -> dict[str, str]:
    text = (home / "新生-分班" / "classes.csv").read_text("utf-8-sig").splitlines()
    return {row["学号"]: row["班级"] for row in csv.DictReader(text)}


def test_the_roster_comes_back_whole_with_the_class_of_each_student(
    drawn: Path, tmp_path: Path
) -> None:
    assert lists(drawn, tmp_path / "out").exit_code == 0
    sheet = load_workbook(tmp_path / "out" / "名册（含班级）.xlsx").active
    title, header, *rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
    assert (title[0], header) == ("示例小学", [*HEADER, "编入班级"])
    assert [row[:5] for row in rows] == ROWS
    assert {row[0]: row[5] for row in rows} == classes(drawn)


def test_class_lists_have_name_and_sex_totals_and_room_for_the_teacher(
    drawn: Path, tmp_path: Path
) -> None:
    lists(drawn, tmp_path / "out")
    book = load_workbook(tmp_path / "out" / "班级名单.xlsx")
    listed = {}
    for sheet in book:
        words = [[str(v) for v in row if v is not None] for row in sheet.values]
        start = words.index(["序号", "姓名", "性别"])
        told = " ".join(word for row in words[:start] for word in row)
        assert "班主任：____" in told
        assert "6 人、男生 3 人、女生 3 人" in told
        assert len(words[start + 1 :]) == 6
        listed |= {row[1]: sheet.title for row in words[start + 1 :]}
    names = {number: f"学生{int(number)}" for number in classes(drawn)}
    assert listed == {names[number]: name for number, name in classes(drawn).items()}


def test_columns_order_and_paper_are_chosen(drawn: Path, tmp_path: Path) -> None:
    chosen = ("--list-columns", "学号，备注", "--order", "名册", "--paper", "letter")
    assert lists(drawn, tmp_path / "out", *chosen).exit_code == 0
    for sheet in load_workbook(tmp_path / "out" / "班级名单.xlsx"):
        rows = [list(row) for row in sheet.values]
        (start,) = [n for n, row in enumerate(rows) if row[1] == "学号"]
        numbers = [row[1] for row in rows[start + 1 :]]
        assert numbers == sorted(numbers)
        assert sheet.page_setup.paperSize == 1


@pytest.mark.parametrize(("columns", "told"), [("总分", "成绩"), ("座位", "没有“座位”这一列")])
def test_a_column_that_no_list_may_have_or_that_is_not_there_is_refused(
    drawn: Path, tmp_path: Path, columns: str, told: str
) -> None:
    refused = lists(drawn, tmp_path / "out", "--list-columns", columns)
    assert (refused.exit_code, told in refused.output) == (2, True)
    assert not (tmp_path / "out").exists()


def test_another_roster_than_the_drawn_one_is_refused(drawn: Path, tmp_path: Path) -> None:
    other = write_xlsx(tmp_path / "新生.xlsx", [HEADER, *ROWS])
    refused = run("lists", drawn / "新生-分班", other, "-o", tmp_path / "out")
    assert refused.exit_code == 3
    assert not (tmp_path / "out").exists()


def test_the_roster_that_came_back_is_held_against_the_result(drawn: Path, tmp_path: Path) -> None:
    lists(drawn, tmp_path / "out")
    back = tmp_path / "out" / "名册（含班级）.xlsx"

    def verified() -> Result:
        return run("verify", drawn / "新生-分班", "--recount", "--notice", back, "--lang", "en")

    assert verified().exit_code == 0, verified().output
    book = load_workbook(back)
    first, second = book.active["F3"], next(c for c in book.active["F"][3:] if c.value != "1班")
    first.value, second.value = second.value, "(3)班"
    book.active.delete_rows(14)
    book.save(back)
    told = verified()
    assert told.exit_code == 6
    assert "Rows whose class is not the result's, or who are not in it: 2 (3, " in told.output
    assert "Students of the result who are not on it: 1." in told.output


def test_a_roster_as_a_clerk_dresses_it_comes_back_and_is_held_against_the_result(
    tmp_path: Path,
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["姓名", "性别", "分开"],
        ["", "", ""],
        *([f"生{i}", i % 2 + 1, ""] for i in range(8)),
    ):
        sheet.append(row)
    for column in "ABC":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet["A4"].font = Font(color="FFFF0000")
    book.save(tmp_path / "r.xlsx")
    drawn = run(
        "assign", tmp_path / "r.xlsx", "--classes", 2, "--policy", "own", "--seed", "a=1",
        "-o", tmp_path / "d",
    )  # fmt: skip
    assert drawn.exit_code == 0, drawn.output
    assert "颜色没有读取" in drawn.output
    run("lists", tmp_path / "d", tmp_path / "r.xlsx", "-o", tmp_path / "out")
    back = tmp_path / "out/名册（含班级）.xlsx"
    assert run("verify", tmp_path / "d", "--recount", "--notice", back).exit_code == 0
    for listed in load_workbook(tmp_path / "out/班级名单.xlsx"):
        assert {row[2] for row in list(listed.values)[4:]} == {"1", "2"}
