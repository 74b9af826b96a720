"""Several sheets, or a folder of files, that are one roster: read as one where that is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from balance_classes.errors import ResultError, RosterError
from balance_classes.files.roster.marked_copy import marked_copy
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.files.rules.rules_file import read_rules
from tests.files.tables.files import HEADER, names, told, xlsx

ONE = [["01", "张三", "男", "汉"], ["02", "李四", "女", "回族"]]
TWO = [["03", "王五", "男", "汉"], ["04", "赵六", "女", "回族"]]
Rows = Sequence[Sequence[object]]


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with several sheets, whose cells are the rows."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def read(path: Path, **options: object) -> Examined:
    return examine(path, read_rules(None, {"policy": "none", **options}))


def both(tmp_path: Path, second: Rows = (HEADER, *TWO)) -> Path:
    return book(tmp_path / "新生.xlsx", {"1班": [["名单"], HEADER, *ONE], "2班": second})


def test_sheets_that_all_look_like_rosters_are_named_and_never_one_of_them_chosen(
    tmp_path: Path,
) -> None:
    examined = read(both(tmp_path))
    assert told(examined.errors) == ["A2: These sheets all look like rosters: 1班, 2班."]
    assert "--sheet all" in str(examined.errors[0].mend)
    assert names(read(both(tmp_path), sheet="2班")) == ["王五", "赵六"]


@pytest.mark.parametrize("word", ["all", "全部"])
def test_all_sheets_are_one_roster_and_their_names_are_to_be_used_or_not(
    tmp_path: Path, word: str
) -> None:
    asked = read(both(tmp_path), sheet=word)
    assert "as “原班级”, which is not used" in told(asked.errors)[0]
    spread = read(both(tmp_path), sheet=word, spread=["原班级"])
    assert names(spread) == ["张三", "李四", "王五", "赵六"]
    assert spread.levels["原班级"] == {"1班": 2, "2班": 2}
    unused = read(both(tmp_path), sheet=word, unused=["原班级"])
    assert unused.roster and "原班级" not in unused.roster.attributes


def test_a_sheet_that_is_named_like_the_word_is_that_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"all": [HEADER, *ONE], "2班": [HEADER, *TWO]})
    assert names(read(path, sheet="all")) == ["张三", "李四"]


def test_cells_are_named_by_the_sheet_that_they_stand_on(tmp_path: Path) -> None:
    second = [["说明"], [], HEADER, ["03", "王五", "男", "汉"], ["01", "赵六", "女", "#N/A"]]
    examined = read(both(tmp_path, second), sheet="all", unused=["原班级"])
    assert [str(finding.where) for finding in examined.errors] == [
        "新生.xlsx, sheet 2班, cell A5",
        "新生.xlsx, sheet 2班, cell D5",
    ]
    assert "The same student stands in row 1班!3" in told(examined.errors)[0]


def test_wishes_reach_over_sheets(tmp_path: Path) -> None:
    header = [*HEADER, "同班"]
    sheets = {
        "1班": [header, [*ONE[0], ""], [*ONE[1], "赵六"]],
        "2班": [header, [*TWO[0], ""], [*TWO[1], ""]],
    }
    roster = read(book(tmp_path / "r.xlsx", sheets), sheet="all", unused=["原班级"]).roster
    assert roster
    together = {student.name: student.together for student in roster.students}
    assert together["李四"] == together["赵六"] != ""
    assert roster.wishes[0].cell == "1班!E3"


def test_columns_are_joined_by_their_headers_in_any_order(tmp_path: Path) -> None:
    turned = [["民族", "性别", "姓名", "学号"], *(row[::-1] for row in TWO)]
    examined = read(both(tmp_path, turned), sheet="all", unused=["原班级"])
    assert names(examined) == ["张三", "李四", "王五", "赵六"]
    assert examined.levels["ethnicity"] == {"回族": 2, "汉族": 2}


def test_a_column_that_one_sheet_lacks_is_told_on_either_side(tmp_path: Path) -> None:
    second = [["学号", "姓名", "性别", "户口性质"], ["03", "王五", "男", "1"]]
    with pytest.raises(RosterError) as caught:
        read(both(tmp_path, second), sheet="all")
    assert told(caught.value.findings) == [
        "A1: The sheet “2班” has no column 民族, which “1班” has.",
        "A2: The sheet “1班” has no column 户口性质, which “2班” has.",
    ]


def test_a_column_of_remarks_on_one_sheet_alone_stops_a_draw(tmp_path: Path) -> None:
    second = [[*HEADER, "备注"], [*TWO[0], "与张三分开"], [*TWO[1], ""]]
    examined = read(both(tmp_path, second), sheet="all", unused=["原班级"])
    assert "The column “备注” holds remarks" in told(examined.errors)[0]


def test_a_forbidden_column_on_one_sheet_alone_is_told_and_none_of_it_is_read(
    tmp_path: Path,
) -> None:
    second = [[*HEADER, "总分"], [*TWO[0], "99.25"], [*TWO[1], "88.75"]]
    examined = read(both(tmp_path, second), sheet="all", unused=["原班级"])
    assert [out.header for out in examined.left_out] == ["总分"]
    assert "99.25" not in repr(examined.table)


def test_other_sheets_are_told_and_hidden_ones_are_no_part(tmp_path: Path) -> None:
    path = both(tmp_path)
    made = load_workbook(path)
    made.create_sheet("说明").append(["请如实填写"])
    old = made.create_sheet("去年")
    for row in [HEADER, ["09", "旧生", "男", "汉"]]:
        old.append(row)
    old.sheet_state = "hidden"
    made.save(path)
    examined = read(path, sheet="all", unused=["原班级"])
    assert names(examined) == ["张三", "李四", "王五", "赵六"]
    assert told(examined.warnings) == ["A2: The sheet “说明” was not read."]


def test_a_copy_has_its_marks_on_the_sheets_where_the_cells_stand(tmp_path: Path) -> None:
    path = both(tmp_path, [HEADER, ["03", "王五", "q", "汉"]])
    examined = read(path, sheet="all", unused=["原班级"])
    (tmp_path / "m.xlsx").write_bytes(marked_copy(path, examined))
    marked = load_workbook(tmp_path / "m.xlsx")
    cells = [(s.title, c.coordinate) for s in marked for row in s for c in row if c.comment]
    assert cells == [("2班", "C2")]


def folder(tmp_path: Path) -> Path:
    path = tmp_path / "分班"
    path.mkdir()
    xlsx(path / "1班.xlsx", [HEADER, *ONE])
    xlsx(path / "2班.xlsx", [["学校名单"], HEADER, *TWO])
    return path


def test_the_files_of_a_folder_are_one_roster_and_give_their_names(tmp_path: Path) -> None:
    examined = read(folder(tmp_path), spread=["原班级"])
    assert names(examined) == ["张三", "李四", "王五", "赵六"]
    assert examined.levels["原班级"] == {"1班": 2, "2班": 2}
    assert examined.file == "分班"


def test_the_digest_of_a_folder_is_that_of_all_its_tables(tmp_path: Path) -> None:
    path = folder(tmp_path)
    first = read(path, unused=["原班级"]).roster
    xlsx(path / "2班.xlsx", [["名单"], HEADER, *TWO])
    second = read(path, unused=["原班级"]).roster
    assert first and second and first.file_sha256 != second.file_sha256
    assert first.as_read() == second.as_read()


def test_a_file_of_a_folder_is_told_where_it_is_no_table_and_refused_where_it_has_no_header(
    tmp_path: Path,
) -> None:
    path = folder(tmp_path)
    (path / "说明.docx").write_text("x")
    (path / "~$1班.xlsx").write_text("x")
    examined = read(path, unused=["原班级"])
    assert [str(f.what) for f in examined.warnings] == [
        "“说明.docx” lies in the folder of the roster, and was not read."
    ]
    xlsx(path / "3班.xlsx", [["无"]])
    with pytest.raises(RosterError, match=r"3班\.xlsx: No header was found"):
        read(path)
    with pytest.raises(ResultError, match="several files"):
        marked_copy(path, examined)


def test_a_folder_without_a_table_is_no_roster(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="There are 0 tables in this folder"):
        read(tmp_path)


def test_a_line_with_a_delimiter_too_many_is_refused_in_a_folder_too(tmp_path: Path) -> None:
    for name, more in (("a", ""), ("b", ",x")):
        text = f"Student number,Name,Sex\n{name}1,Ann {name},female{more}\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RosterError, match=r"b\.csv, sheet b, cell D2: This line has more cells"):
        read(tmp_path)
