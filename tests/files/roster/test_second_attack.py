"""What a second attack on the intake found, each held for good."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.errors import RosterError, RulesError
from balance_classes.files.roster.marked_copy import marked_copy
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.files.tables.tables import read_tables
from tests.builders import write_csv
from tests.files.tables.files import HEADER, ROWS, names, ods, read, repacked, told, xlsx

PLAIN = ["学号", "姓名", "性别"]


def one(folder: Path, header: list[str], *row: object, **rules: object) -> list[str]:
    return told(read(xlsx(folder / "r.xlsx", [header, list(row)]), **rules).errors)


def test_the_students_own_column_is_read_and_of_equal_ones_none(tmp_path: Path) -> None:
    rows = [["学生姓名", "性别", "学号", "家长", "姓名"], ["张三", "男", "1", "x", "张大"]]
    assert names(read(xlsx(tmp_path / "r.xlsx", rows))) == ["张三"]
    header = ["学号", "姓名", "性别", "身份证号码", "监护人", "证件号码"]
    assert one(tmp_path, header, "1", "张三", "男", "", "x", "E123456") == [
        "F1: Two columns are headed “证件号码”."
    ]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("是否留守儿童（父母双方外出务工）", "left_behind"),
        ("户口性质（以父母户口为准）", "household"),
        ("姓名 Name", "name"),
        ("姓名/Name", "name"),
        ("Name (family name first)", "name"),
    ],
)
def test_a_note_or_a_second_language_hides_no_column(
    tmp_path: Path, header: str, field: str
) -> None:
    head = [word for word in HEADER if field != "name" or word != "姓名"]
    row = [value for word, value in zip(HEADER, ROWS[0], strict=True) if word in head]
    examined = read(
        xlsx(tmp_path / "r.xlsx", [[*head, header], [*row, "否" if field != "name" else "张三"]])
    )
    assert field in [name for _, name in examined.columns]


def test_a_second_line_in_another_language_is_no_student(tmp_path: Path) -> None:
    rows = [PLAIN, ["Student ID", "Name", "Sex"], ["1", "张三", "男"]]
    assert names(read(xlsx(tmp_path / "r.xlsx", rows))) == ["张三"]


def test_pages_with_wide_titles_and_footers_are_one_roster(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{i:02}<td>生{chr(0x4E00 + i)}<td>男" for i in range(10))
    page = "<table><tr><td colspan=6>新生<tr><td>学号<td>姓名<td>性别" + rows + "</table>"
    more = rows.replace("<td>0", "<td>1")
    last = f"<table>{more}<tr><td>制表<td><td><td>x</table>"
    assert len(names(read(write_csv(tmp_path / "r.xls", page + last)))) == 20


def test_a_sheet_that_goes_on_without_a_header_is_not_forgotten(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    book = load_workbook(path)
    more = book.create_sheet("续")
    for i in range(5):
        more.append([f"1{i}", "赵六", "女", "汉"])
    book.save(path)
    assert told(read(path).errors) == ["A1: The sheet “续” has no header, and looks like students."]


def test_a_cell_spans_all_rows_it_says(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{i}<td>生{chr(0x4E00 + i)}<td>男" + ("<td rowspan=150>住校" if i == 0 else "")
        for i in range(150)
    )
    page = f"<table><tr><td>学号<td>姓名<td>性别<td>就读方式{rows}</table>"
    assert read(write_csv(tmp_path / "r.xls", page)).levels["boarding"] == {"boards": 150}


@pytest.mark.parametrize(
    ("value", "said"),
    [("NONE", ""), ("WANGWEI", "no digit"), (date(2026, 1, 12), "turned into a date")],
)
def test_words_and_dates_are_no_numbers(tmp_path: Path, value: object, said: str) -> None:
    found = one(tmp_path, [*PLAIN, "身份证号"], "1", "a", "男", value)
    assert bool(found) == bool(said)
    assert all(said in text for text in found)


def test_dates_have_bounds_in_cells_too(tmp_path: Path) -> None:
    header = [*PLAIN, "出生日期"]
    for day in (date(1900, 1, 3), date(2109, 9, 3)):
        assert one(tmp_path, header, "1", "a", "男", day) == ["D2: This is no date."]


@pytest.mark.parametrize(
    "value",
    [
        "03/09/2019",
        "3 Sep 2019",
        "Sep 3, 2019",
        "2019年9月3日生",
        "138-1234-5678",
        "652301-201909-030018",
    ],
)
def test_private_values_are_no_levels(tmp_path: Path, value: str) -> None:
    assert one(tmp_path, [*PLAIN, "毕业学校"], "1", "a", "男", value)


def test_a_name_is_no_level_however_it_is_spelt(tmp_path: Path) -> None:
    for name, level in (("阿依努尔·买买提", "阿依努尔•买买提"), ("Emma Jones", "emma  jones")):
        (found,) = one(tmp_path, [*PLAIN, "毕业学校"], "1", name, "男", level)
        assert "A student's name" in found


def test_rules_that_miss_their_column_are_told_and_codes_twice_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    missed = read(path, columns=(("校区2", "campus"), ("编码2", "student_number")))
    assert told(missed.warnings) == ["A1: The rules name a column “编码2”, which is not there."]
    assert told(missed.errors) == ["A1: The column “校区2” is to be spread, and is not there."]
    rules = tmp_path / "rules.toml"
    rules.write_text('[codes.sex]\n"k" = "male"\n"K" = "female"\n', encoding="utf-8")
    with pytest.raises(RulesError, match="capitals or width"):
        read_rules(rules, {})


def test_a_cell_merged_over_two_attributes_is_refused(tmp_path: Path) -> None:
    rows = [[*PLAIN, "随迁子女", "民族"], *(["1", "a", "男", "否", ""], ["2", "b", "男", "", ""])]
    path = xlsx(tmp_path / "r.xlsx", rows, lambda sheet: sheet.merge_cells("D2:E3"))
    assert told(read(path).errors) == ["D2: A cell is merged over several columns."]


def test_nobody_who_needs_a_seat_is_no_roster(tmp_path: Path) -> None:
    assert "nobody needs a seat" in one(tmp_path, [*PLAIN, "送教上门"], "1", "a", "男", "是")[0]


def test_names_in_two_columns_are_joined(tmp_path: Path) -> None:
    found = one(tmp_path, ["id", "First name", "Surname", "sex"], "1", "Ann", "Lee", "F")
    assert found == []


def test_a_comma_at_the_end_of_lines_is_no_shift(tmp_path: Path) -> None:
    text = "学号,姓名,性别\n1,张三,男,\n2,Li雷lei,女,\n3,王五,男,,\n"
    assert len(names(read(write_csv(tmp_path / "r.csv", text)))) == 3
    many = "".join(f"{i},生{chr(0x4E00 + i)}明,男\n" for i in range(4, 60))
    assert len(names(read(write_csv(tmp_path / "g.csv", text + many, "gb18030")))) == 59


def test_characters_that_cannot_be_written_do_not_stop_the_copy(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", "学号,姓名,性别,备注\n1,张\x07三,男,x\x07y\n")
    assert marked_copy(path, read(path)).startswith(b"PK")


def test_what_would_take_long_does_not(tmp_path: Path) -> None:
    began = time.perf_counter()
    spaces = write_csv(tmp_path / "s.csv", f"学号,姓名,性别\n1,{' ' * 100_000}x,男\n")
    assert "longer than" in told(read(spaces).errors)[0]
    brackets = write_csv(tmp_path / "b.csv", f"学号,姓名,性别\n{'(' * 100_000},,\n")
    assert told(read(brackets).errors)
    for text in ("<a " * 20_000, "<!--" * 20_000, "<![CDATA[" * 20_000, "</" * 20_000):
        with pytest.raises(RosterError):
            read_tables(write_csv(tmp_path / "r.html", f"<html>{text}"))
    wide = write_csv(tmp_path / "w.csv", ",".join(map(str, range(20_000))) + "\n")
    with pytest.raises(RosterError):
        read_tables(wide)
    path = xlsx(tmp_path / "m.xlsx", [HEADER, *ROWS])
    cells = b"<mergeCells>" + b'<mergeCell ref="A1:B1"/>' * 30_000 + b"</mergeCells>"
    repacked(path, lambda name, part: part.replace(b"</sheetData>", b"</sheetData>" + cells))
    with pytest.raises(RosterError):
        read_tables(path)
    page = ods(tmp_path / "h.ods", [HEADER, *ROWS])
    row = b'<table:table-row table:visibility="collapse" table:number-rows-repeated="1048576"/>'
    repacked(page, lambda name, part: part.replace(b"</table:table>", row * 50 + b"</table:table>"))
    with pytest.raises(RosterError):
        read_tables(page)
    assert time.perf_counter() - began < 30  # it was hours


def test_the_levels_of_json_hold_nothing_private(tmp_path: Path) -> None:
    rows = [[*PLAIN, "毕业学校"], ["1", "a", "男", "2019-09-03"], ["2", "b", "男", "一幼"]]
    levels = json.dumps(read(xlsx(tmp_path / "r.xlsx", rows)).levels, ensure_ascii=False)
    assert "2019" not in levels
