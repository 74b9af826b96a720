from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from balance_classes.errors import RosterError
from balance_classes.files.lists.class_lists import ListColumns, ReadLists, read_class_lists
from tests.builders import some_rules, write_csv, write_xlsx

HEADER = ["学号", "姓名", "性别", "班级"]
ROWS = [
    ["1", "张三", "男", "一(10)班"],
    ["2", "李四", "女", "一(2)班"],
    ["3", "王五", "男", "一（2）班"],
]


def read(*paths: Path, rules: dict[str, object] | None = None, **columns: object) -> ReadLists:
    return read_class_lists(paths, some_rules(**(rules or {})), ListColumns(**columns))  # type: ignore[arg-type]


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def findings(*paths: Path, **columns: object) -> list[str]:
    with pytest.raises(RosterError) as error:
        read(*paths, **columns)
    return [f"{f.where}: {f.what}" for f in error.value.findings]


def test_a_file_is_a_school_and_its_classes_stand_in_natural_order(tmp_path: Path) -> None:
    (classes,) = read(write_xlsx(tmp_path / "一小.xlsx", [HEADER, *ROWS])).classes
    assert (classes.school, classes.classes, classes.sizes) == (
        "一小",
        ("一(2)班", "一(10)班"),
        (2, 1),
    )
    assert classes.attributes == ("sex",)


def test_columns_of_school_and_grade_part_the_students_of_one_file(tmp_path: Path) -> None:
    text = "school,grade,class,student id,sex\nB,1,x,1,F\nA,1,x,2,M\nA,2,x,3,M\nA,1,y,4,F\n"
    classes = read(write_csv(tmp_path / "all.csv", text)).classes
    assert [(each.school, each.sizes) for each in classes] == [
        ("A 1", (1, 1)), ("A 2", (1,)), ("B 1", (1,)),
    ]  # fmt: skip


def test_a_folder_holds_a_list_a_file_and_what_is_hidden_there_is_none(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", ".c.xlsx"):
        write_xlsx(tmp_path / name, [HEADER, *ROWS])
    (tmp_path / "notes.docx").write_bytes(b"no list")
    assert [each.school for each in read(tmp_path).classes] == ["a", "b"]


def test_without_a_class_column_each_sheet_is_a_class(tmp_path: Path) -> None:
    header = ["序号", "姓名", "性别"]
    path = book(
        tmp_path / "b.xlsx",
        {
            "二班": [["名单"], header, [1, "张三", "男"]],
            "一班": [["名单"], header, [1, "李四", "女"], [2, "王五", "男"]],
        },
    )
    (classes,) = read(path).classes
    assert dict(zip(classes.classes, classes.sizes, strict=True)) == {"一班": 2, "二班": 1}


def test_sheets_with_a_class_each_are_one_school_and_with_several_each_is_one(
    tmp_path: Path,
) -> None:
    one = book(tmp_path / "one.xlsx", {"s1": [HEADER, ROWS[0]], "s2": [HEADER, ROWS[1]]})
    assert [len(each.classes) for each in read(one).classes] == [2]
    several = book(tmp_path / "two.xlsx", {"s1": [HEADER, *ROWS], "s2": [HEADER, *ROWS]})
    assert [each.school for each in read(several).classes] == ["two s1", "two s2"]


def test_a_sheet_with_other_columns_is_not_read_and_told(tmp_path: Path) -> None:
    notice = [["姓名", "班级"], ["张三", "一(10)班"], ["李四", "一(2)班"]]
    read_book = read(book(tmp_path / "b.xlsx", {"公示": notice, "总名单": [HEADER, *ROWS]}))
    assert [each.size for each in read_book.classes] == [3]
    assert [str(note) for note in read_book.notes] == ["b.xlsx: the sheet “公示” was not read."]


def test_columns_may_be_named_and_strata_are_no_attributes(tmp_path: Path) -> None:
    text = "pupil id,sex,set,place,type\n1,F,a,X,small\n2,M,b,X,large\n"
    (classes,) = read(
        write_csv(tmp_path / "l.csv", text),
        school_class="set",
        school="place",
        strata=("type",),
    ).classes
    assert (classes.school, classes.classes) == ("X", ("a", "b"))
    assert (classes.attributes, classes.strata) == (("sex",), ("type",))
    assert classes.stratum_of == ("small", "large")


def test_forbidden_columns_are_named_and_their_values_are_nowhere(tmp_path: Path) -> None:
    rows = [[*HEADER, "父亲职务", "总分"], [*ROWS[0], "局长", 98], [*ROWS[1], "农民", 57]]
    lists = read(write_xlsx(tmp_path / "l.xlsx", rows))
    (classes,) = lists.classes
    assert [(out.header, out.kind) for out in classes.forbidden] == [
        ("父亲职务", "family"), ("总分", "score"),
    ]  # fmt: skip
    assert not any(value in repr(classes) for value in ("局长", "农民", "98", "57"))


def test_only_a_named_column_of_scores_breaks_no_rule(tmp_path: Path) -> None:
    rows = [[*HEADER, "父亲职务", "总分"], [*ROWS[0], "局长", 98], [*ROWS[1], "农民", 57]]
    path = write_xlsx(tmp_path / "l.xlsx", rows)
    (classes,) = read(path, scores=("总分", "父亲职务")).classes
    assert [out.header for out in classes.forbidden] == ["父亲职务"]


def test_who_has_no_class_is_counted_and_left_out(tmp_path: Path) -> None:
    (classes,) = read(
        write_xlsx(tmp_path / "l.xlsx", [HEADER, *ROWS, ["4", "赵六", "女", ""]])
    ).classes
    assert (classes.size, classes.unplaced) == (3, 1)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    one = write_xlsx(tmp_path / "a.xlsx", [HEADER, ["1", "张三", "雄", "x"]])
    two = write_xlsx(tmp_path / "b.xlsx", [["学号", "姓名", "性别"], ["1", "张三", "男"]])
    found = findings(one, two, tmp_path / "missing.xlsx")
    assert len(found) == 3
    assert found[0].startswith("a.xlsx, sheet Sheet, cell C2:")
    assert found[1] == "b.xlsx: There is no column “class”."


def test_a_student_who_stands_twice_in_a_school_is_told(tmp_path: Path) -> None:
    assert findings(write_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS, ROWS[0]])) == [
        "a.xlsx, sheet Sheet, cell A5: The same student stands in a.xlsx, sheet Sheet, cell A2 "
        "(student number)."
    ]


def test_a_sheet_may_be_named_and_must_be_there(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", {"old": [HEADER, *ROWS], "new": [HEADER, ROWS[0]]})
    assert [each.size for each in read(path, rules={"sheet": "new"}).classes] == [1]
    with pytest.raises(RosterError, match="There is no visible sheet"):
        read(path, rules={"sheet": "newer"})


def test_named_columns_of_class_and_school_must_be_there(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS])
    assert findings(path, school_class="分班", school="校区") == [
        "a.xlsx, sheet Sheet, cell A1: There is no column “分班”.",
        "a.xlsx, sheet Sheet, cell A1: There is no column “校区”.",
    ]


def test_a_stratum_that_no_list_has_is_told(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS])
    assert findings(path, strata=("语言",)) == [
        "a.xlsx, sheet Sheet, cell A1: There is no column “语言”."
    ]


def test_a_folder_without_lists_is_told(tmp_path: Path) -> None:
    assert findings(tmp_path) == [f"{tmp_path}: There is no class list with a student in it."]
