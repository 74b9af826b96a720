from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from balance_classes.errors import RosterError
from balance_classes.files.lists.class_lists import ListColumns, ReadLists, read_class_lists
from balance_classes.files.lists.class_words import class_in, count_in
from balance_classes.files.lists.list_sheets import list_pages
from balance_classes.files.tables.tables import Table
from tests.builders import some_rules, write_csv

Rows = list[list[object]]


def read(path: Path) -> ReadLists:
    return read_class_lists([path], some_rules(), ListColumns())  # type: ignore[arg-type]


def made(folder: Path, rows: Rows, merged: str = "", sheet: str = "名单") -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    for cells in merged.split():
        page.merge_cells(cells)
    book.save(folder / "l.xlsx")
    return folder / "l.xlsx"


def seated(lists: ReadLists) -> dict[str, list[str]]:
    """The names of each class, over all schools."""
    found: dict[str, list[str]] = {}
    for lines in lists.lines:
        for line in lines:
            found.setdefault(line.school_class, []).append(line.student.name)
    return {name: sorted(names) for name, names in found.items()}


def refused(path: Path) -> list[str]:
    with pytest.raises(RosterError) as error:
        read(path)
    return [f"{str(f.where).rpartition(' ')[2]} {f.what}" for f in error.value.findings]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("一(1)班", "一(1)班"), ("一（1）班", "一(1)班"), ("七年级2班", "七年级2班"),
        ("十二班", "十二班"), ("701班", "701班"),
        ("实验小学一(1)班学生名单（45人）", "一(1)班"), ("班级：一(2)班", "一(2)班"),
        ("班级 1", "班级1"),
        ("2024级3班 (班主任：王老师)", "2024级3班"), ("1A", "1A"), ("Class 1", "Class 1"),
        ("Year 7 B", "Year 7 B"), ("Class 3B (28 pupils)", "Class 3B"), ("一（2）", "一(2)"),
        ("班级", ""), ("class", ""), ("张班", ""), ("班主任", ""), ("1", ""), ("李一", ""),
        ("合计", ""),
    ],
)  # fmt: skip
def test_a_class_is_known_by_its_words(cell: str, name: str) -> None:
    assert class_in(cell) == name


def test_a_title_may_state_how_many_there_are() -> None:
    told = ("一(1)班（45人）", "共45人", "合计：45", "45")
    assert [count_in(each) for each in told] == [45, 45, 45, None]


def test_lists_side_by_side_have_their_classes_in_merged_titles(tmp_path: Path) -> None:
    rows: Rows = [
        ["实验小学2024年分班名单", "", "", "", "", "", ""],
        ["一(1)班（3人）", "", "", "", "一(2)班（2人）", "", ""],
        ["序号", "姓名", "性别", "", "序号", "姓名", "性别"],
        [1, "张三", "男", "", 1, "赵六", "女"],
        [2, "李四", "女", "", 2, "钱七", "男"],
        [3, "王五", "男", "", 3, "", ""],
        ["合计", 3, "", "", "合计", 2, ""],
        ["教务处 2024年9月", "", "", "", "", "", ""],
    ]
    lists = read(made(tmp_path, rows, "A1:G1 A2:C2 E2:G2 A8:G8"))
    assert seated(lists) == {"一(1)班": ["张三", "李四", "王五"], "一(2)班": ["赵六", "钱七"]}
    assert lists.classes[0].attributes == ("sex",)
    assert [str(note) for note in lists.notes] == [
        "l.xlsx, sheet 名单: read as classes (2): 一(1)班 (3), 一(2)班 (2)."
    ]


def test_the_header_of_each_list_may_name_its_class(tmp_path: Path) -> None:
    rows: Rows = [
        ["班级 1", "姓名", "性别", "班级 2", "姓名", "性别"],
        ["1", "张三", "男", "1", "赵六", "女"],
        ["2", "李四", "女", "", "", ""],
    ]
    assert seated(read(made(tmp_path, rows))) == {"班级1": ["张三", "李四"], "班级2": ["赵六"]}
    rows = [
        ["一(1)班", "性别", "一(2)班", "性别"],
        ["张三", "男", "赵六", "女"],
        ["李四", "女", "", ""],
    ]
    assert seated(read(made(tmp_path, rows))) == {"一(1)班": ["张三", "李四"], "一(2)班": ["赵六"]}


def test_classes_named_otherwise_are_known_by_one_title_a_list(tmp_path: Path) -> None:
    rows: Rows = [
        ["Oak", "", "Elm", ""],
        ["name", "sex", "name", "sex"],
        ["Ann Lee", "F", "Bob Ray", "M"],
        ["Cy Dow", "M", "", ""],
    ]
    assert seated(read(made(tmp_path, rows))) == {"Oak": ["Ann Lee", "Cy Dow"], "Elm": ["Bob Ray"]}


def test_lists_stand_in_a_grid_and_a_class_may_go_on_beside_itself(tmp_path: Path) -> None:
    head: list[object] = ["姓名", "性别", "姓名", "性别"]
    rows: Rows = [
        ["一(1)班", "", "一(2)班", ""], head, ["张三", "男", "赵六", "女"],
        ["", "", "", ""],
        ["一(3)班", "", "一(4)班", ""], head, ["李四", "男", "钱七", "女"],
    ]  # fmt: skip
    assert seated(read(made(tmp_path, rows))) == {
        "一(1)班": ["张三"], "一(2)班": ["赵六"], "一(3)班": ["李四"], "一(4)班": ["钱七"],
    }  # fmt: skip
    rows = [["姓名", "性别", "班级", "姓名", "性别", "班级"],
            ["张三", "男", "1", "赵六", "女", "2"], ["李四", "女", "1", "", "", ""]]  # fmt: skip
    assert seated(read(made(tmp_path, rows))) == {"1": ["张三", "李四"], "2": ["赵六"]}


def test_lists_below_each_other_have_a_line_with_their_class(tmp_path: Path) -> None:
    head: list[object] = ["序号", "姓名", "性别"]
    rows: Rows = [
        ["一(1)班"], head, [1, "张三", "男"], [2, "李四", "女"], [],
        ["一(2)班"], head, [1, "赵六", "女"],
    ]  # fmt: skip
    assert seated(read(made(tmp_path, rows))) == {"一(1)班": ["张三", "李四"], "一(2)班": ["赵六"]}
    told = "This student stands above the first line that names a class."
    third: Rows = [["一(3)班"], head, [1, "孙八", "男"]]
    assert refused(made(tmp_path, [*rows[1:], *third])) == [f"B2 {told}", f"B3 {told}"]


def test_a_column_a_class_is_read_with_totals_and_different_lengths(tmp_path: Path) -> None:
    rows: Rows = [
        ["序号", "一(1)班", "一(2)班", "一(3)班"],
        [1, "张三", "赵六", "孙八"],
        [2, "李四", "", "周九"],
        [3, "王五", "", ""],
        ["合计", 3, 1, 2],
    ]
    lists = read(made(tmp_path, rows))
    assert lists.classes[0].sizes == (3, 1, 2)
    assert seated(lists)["一(3)班"] == ["周九", "孙八"]
    cells = {line.student.name: line.table.cell(line.row, 0) for line in lists.lines[0]}
    assert (cells["张三"], cells["赵六"], cells["周九"]) == ("B2", "C2", "D3")


def test_a_column_a_class_in_english(tmp_path: Path) -> None:
    rows: Rows = [["1A", "1B"], ["Ann Lee", "Bob Ray"], ["Cy Dow", ""]]
    lists = read(made(tmp_path, rows))
    assert seated(lists) == {"1A": ["Ann Lee", "Cy Dow"], "1B": ["Bob Ray"]}
    assert lists.language == "en"


def test_a_column_a_class_whose_names_are_the_schools_own(tmp_path: Path) -> None:
    rows: Rows = [["Foxes", "Owls"], ["Ann Lee", "Bob Ray"], ["Cy Dow", "Di O'Shea"]]
    assert seated(read(made(tmp_path, rows))) == {
        "Foxes": ["Ann Lee", "Cy Dow"], "Owls": ["Bob Ray", "Di O'Shea"],
    }  # fmt: skip
    rows = [["分班名单"], ["序号", "向日葵", "蒲公英"], [1, "张三", "赵六"], [2, "李四四", "钱七"],
            ["合计", 2, 2]]  # fmt: skip
    assert seated(read(made(tmp_path, rows))) == {
        "向日葵": ["张三", "李四四"],
        "蒲公英": ["赵六", "钱七"],
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["Mother", "Father"], ["Ann Lee", "Bob Ray"], ["Cy Dow", "Di Poe"]],
        [["Town", "Street"], ["Long Beach", "High Street"]] + [["Long Beach", "Low Street"]] * 5,
        [["Foxes", "Owls"], ["Ann Lee", "12 Main Road"], ["Cy Dow", "Di Poe"]],
        [["Foxes", "Owls"], ["Ann Lee", ""], ["Cy Dow", ""]],
        [["1", "2"], ["Ann Lee", "Bob Ray"], ["Cy Dow", "Di Poe"]],
        [["Ed Roe", "Flo Moe"], ["Ann Lee", "Bob Ray"], ["Cy Dow", "Di Poe"]],
        [["周九", "向日"], ["张三", "赵六"], ["李四", "钱七"]],
        [["", "Owls"], ["Ann Lee", "Bob Ray"], ["Cy Dow", "Di Poe"]],
    ],
    ids=[
        *("parents", "places", "an address", "an empty class", "numbers"),
        *("no header", "no header in Chinese", "a class without a name"),
    ],
)
def test_columns_that_may_be_something_else_are_no_classes(tmp_path: Path, rows: Rows) -> None:
    assert refused(made(tmp_path, rows)) == ["l.xlsx There is no column “class”."]


def test_names_below_no_class_are_told_with_their_cell(tmp_path: Path) -> None:
    rows: Rows = [["Foxes", "", "Owls"], ["Ann Lee", "Bob Ray", "Cy Dow"], ["Di Poe", "", "Ed Roe"]]
    told = "This cell stands beside a list, in a column without a header."
    assert refused(made(tmp_path, rows)) == [f"B2 {told}"]


def test_counts_of_classes_are_no_list_of_names(tmp_path: Path) -> None:
    rows: Rows = [["性别", "一(1)班", "一(2)班"], ["男", 20, 21], ["女", 22, 21]]
    assert refused(made(tmp_path, rows)) == ["l.xlsx There is no column “class”."]


def test_a_total_that_is_not_met_is_told_with_its_cell(tmp_path: Path) -> None:
    rows: Rows = [["一(1)班", "一(2)班"], ["张三", "赵六"], ["共1人", "共2人"]]
    assert refused(made(tmp_path, rows)) == [
        "B3 Class 一(2)班: 2 students are stated here, and 1 were read."
    ]


def test_lists_without_a_class_and_cells_without_a_header_are_refused(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "性别", "姓名", "性别"], ["张三", "男", "赵六", "女"]]
    told = "Lists stand side by side here, and it is not said which class this one is."
    assert refused(made(tmp_path, rows)) == [f"A1 {told}", f"C1 {told}"]
    assert refused(made(tmp_path, [["一(1)班", "", "男生", ""], *rows])) == [f"C2 {told}"]
    rows = [["一(1)班", "", "一(2)班", ""], ["张三", "男", "赵六", "女"], ["李四", "女", "", ""]]
    told = "This cell stands beside a list, in a column without a header."
    assert refused(made(tmp_path, rows)) == [f"B2 {told}", f"D2 {told}"]


def test_an_office_or_a_text_after_a_gap_is_no_student(tmp_path: Path) -> None:
    rows: Rows = [["一(1)班", "一(2)班"], ["张三", "赵六"], ["李四", ""], ["实验小学教务处", ""]]
    told = "This text stands below a list of bare names and may be no student."
    assert refused(made(tmp_path, rows)) == [f"A4 {told}"]
    assert refused(made(tmp_path, [*rows[:3], [], ["", "王老师"]])) == [f"B5 {told}"]


def test_what_is_wrong_in_a_list_is_told_with_its_true_cell(tmp_path: Path) -> None:
    rows: Rows = [
        ["一(1)班", "", "一(2)班", ""],
        ["姓名", "性别", "姓名", "性别"],
        ["张三", "男", "赵六", "雄"],
    ]
    (told,) = refused(made(tmp_path, rows))
    assert told.startswith("D3 ")


def test_text_pasted_into_cells_or_a_file_is_read(tmp_path: Path) -> None:
    lines = ["实验小学分班名单", "一(1)班（3人）", "序号 姓名 性别", "1 张三 男",
             "2 李 四 女 3 王五五 男", "一(2)班", "1 赵六 女",
             "共1人", "共4人", "第1页"]  # fmt: skip
    classes = {"一(1)班": ["张三", "李四", "王五五"], "一(2)班": ["赵六"]}
    assert seated(read(made(tmp_path, [[line] for line in lines]))) == classes
    text = write_csv(tmp_path / "l.txt", "\n".join(lines))
    assert seated(read(text)) == classes
    english = "Class 1\n1 Ann Lee F\n2 Bob van Ray M\nClass 2\n1 Cy Dow M\n"
    assert seated(read(write_csv(tmp_path / "e.txt", english))) == {
        "Class 1": ["Ann Lee", "Bob van Ray"], "Class 2": ["Cy Dow"],
    }  # fmt: skip


UNLIKE = "This line of text is not read as a student like the others."
GAPS = "The serial numbers of class 一(1)班 have gaps or doubles."
FEWER = "Class 一(1)班: 2 students are stated here, and 1 were read."


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["1 张三 男", "2 李四"], f"A3 {UNLIKE}"),
        (["1 张三 男", "3 李四 女"], f"A1 {GAPS}"),
        (["1 张三 男", "2 ##"], f"A3 {UNLIKE}"),
        (["1 张三 男 汉族", "2 李四 女"], f"A2 {UNLIKE}"),
        (["1 张三 男", "共2人"], f"A3 {FEWER}"),
    ],
)  # fmt: skip
def test_text_that_lost_a_line_is_refused(tmp_path: Path, lines: list[str], told: str) -> None:
    text = "\n".join(["一(1)班", *lines, "一(2)班", "1 赵六 女", "2 钱七 男"])
    assert told in refused(write_csv(tmp_path / "l.txt", text))


def test_a_sheet_a_class_is_read_as_before_whatever_stands_beside_it(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("一(1)班", "一(2)班"):
        page = book.create_sheet(name)
        for row in (["一(1)班"], ["姓名", "性别"], ["张三", "男"]):
            page.append(row)
    page = book.create_sheet("公示")
    for line in (["一(1)班", "一(2)班"], ["张三", "张三"]):
        page.append(line)
    book.save(tmp_path / "l.xlsx")
    lists = read(tmp_path / "l.xlsx")
    assert seated(lists) == {"一(1)班": ["张三"], "一(2)班": ["张三"]}
    assert [str(note) for note in lists.notes] == ["l.xlsx: the sheet “公示” was not read."]


def test_an_odd_class_has_a_sheet_alone_and_all_sheets_have_the_same_columns(
    tmp_path: Path,
) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in (["一(1)班", "", "一(2)班", ""], ["姓名", "性别"] * 2, ["张三", "男", "赵六", "女"]):
        page.append(row)
    page = book.create_sheet("下")
    for row in (["一(3)班"], ["姓名", "性别"], ["李四", "男"]):
        page.append(row)
    book.save(tmp_path / "l.xlsx")
    assert seated(read(tmp_path / "l.xlsx")) == {
        "一(1)班": ["张三"], "一(2)班": ["赵六"], "一(3)班": ["李四"],
    }  # fmt: skip
    page = book.create_sheet("又")
    for row in (["一(4)班", "一(5)班"], ["钱七", "孙八"]):
        page.append(row)
    book.save(tmp_path / "l.xlsx")
    assert refused(tmp_path / "l.xlsx") == [
        "A1 This list has other columns than those of other sheets, or names no class."
    ]


NAMES = [a + b for a in "赵钱孙李周吴郑王" for b in "一二三四五六七八九十甲乙"]


def side_by_side(sizes: list[int], grown: bool) -> Rows:
    names = iter(NAMES)
    columns = [[next(names) for _ in range(size)] for size in sizes]
    titles = [cell for at in range(len(sizes)) for cell in (f"一({at + 1})班", "", "")]
    rows: Rows = [
        ["分班名单"] if grown else [],
        list(titles),
        ["序号", "姓名", "性别"] * len(sizes),
    ]
    for at in range(max(sizes)):
        cells = (
            [at + 1, each[at], "男女"[at % 2]] if at < len(each) else [""] * 3 for each in columns
        )
        rows.append([cell for three in cells for cell in three])
    return [*rows, ["合计", sizes[0], ""]] if grown else rows


def a_column_a_class(sizes: list[int], grown: bool) -> Rows:
    names = iter(NAMES)
    columns = [[next(names) for _ in range(size)] for size in sizes]
    first: list[object] = ["序号"] if grown else []
    rows: Rows = [[*first, *(f"一({at + 1})班" for at in range(len(sizes)))]]
    for at in range(max(sizes)):
        cells = [each[at] if at < len(each) else "" for each in columns]
        rows.append([*([at + 1] if grown else []), *cells])
    return rows


def below_each_other(sizes: list[int], grown: bool) -> Rows:
    names = iter(NAMES)
    rows: Rows = []
    for at, size in enumerate(sizes):
        rows += [[f"一({at + 1})班"], ["姓名", "性别"]]
        rows += [[next(names), "男女"[k % 2]] for k in range(size)]
        rows += [["合计", size], []] if grown else []
    return rows


def lines_of_text(sizes: list[int], grown: bool) -> Rows:
    names = iter(NAMES)
    rows: Rows = []
    for at, size in enumerate(sizes):
        rows += [[f"一({at + 1})班" + (f"（{size}人）" if grown else "")]]
        rows += [[f"{k + 1} {next(names)} {'男女'[k % 2]}"] for k in range(size)]
    return rows


LAYOUTS = (side_by_side, a_column_a_class, below_each_other, lines_of_text)


def pages(rows: Rows) -> dict[str, str]:
    """The class of each name on a sheet; raises RosterError where it is refused."""
    width = max(map(len, rows))
    table = Table("l.xlsx", "名单", [[*row, *[""] * (width - len(row))] for row in rows])
    chosen, _ = list_pages([table], {}, some_rules())
    found = {}
    for plain, header in chosen:
        name, school_class = header.column("name"), header.column("class")
        assert name and school_class
        for row in plain.rows[header.last_row + 1 :]:
            found[str(row[name.position])] = str(row[school_class.position])
    return found


@settings(max_examples=40)
@given(
    layout=st.sampled_from(LAYOUTS),
    sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5),
    grown=st.booleans(),
)
def test_every_layout_seats_everybody_in_the_class_of_its_list(
    layout: Callable[[list[int], bool], Rows], sizes: list[int], grown: bool
) -> None:
    names = iter(NAMES)
    asked = {next(names): f"一({at + 1})班" for at, size in enumerate(sizes) for _ in range(size)}
    assert {n: c for n, c in pages(layout(sizes, grown)).items() if c} == asked


@settings(max_examples=100)
@given(
    layout=st.sampled_from(LAYOUTS),
    sizes=st.lists(st.integers(2, 5), min_size=2, max_size=4),
    grown=st.booleans(),
    data=st.data(),
)
def test_with_one_cell_cleared_nobody_else_is_lost_or_moved(
    layout: Callable[[list[int], bool], Rows], sizes: list[int], grown: bool, data: st.DataObject
) -> None:
    rows = layout(sizes, grown)
    filled = [(r, c) for r, cells in enumerate(rows) for c, cell in enumerate(cells) if cell != ""]
    row, column = data.draw(st.sampled_from(filled))
    rows[row][column] = ""
    text = " ".join(str(cell) for cells in rows for cell in cells)
    try:
        found = pages(rows)
    except RosterError:
        return
    names = iter(NAMES)
    asked = {next(names): f"一({at + 1})班" for at, size in enumerate(sizes) for _ in range(size)}
    here = {name: school_class for name, school_class in asked.items() if name in text}
    assert not found or {n: c for n, c in found.items() if n in asked} == here
