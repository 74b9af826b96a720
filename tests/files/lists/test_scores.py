from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from balance_classes.errors import RosterError
from balance_classes.files.lists.class_lists import ListColumns, ReadLists, read_class_lists
from balance_classes.files.lists.scores import read_score, scores_in_lists, scores_of_file
from tests.builders import some_rules, write_csv, write_xlsx

pytestmark = pytest.mark.smoke

LIST = "student_id,name,sex,class,reading_score\n1,Ann,F,A,70\n2,Bob,M,B,absent\n3,Cy,M,B,81.5\n"


def lists(folder: Path, text: str = LIST, *scores: str) -> ReadLists:
    path = write_csv(folder / "list.csv", text)
    return read_class_lists([path], some_rules(), ListColumns(scores=scores))


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        *((70, 70.0), ("81.5", 81.5), ("８０分", 80.0)),
        *(("缺考", None), ("", None), (True, None), ("A", None)),
    ],
)
def test_a_score_is_a_number_and_anything_else_is_none(cell: object, score: float | None) -> None:
    assert read_score(cell) == score


def test_a_named_column_of_the_list_has_the_scores_in_the_order_of_its_students(
    tmp_path: Path,
) -> None:
    read = lists(tmp_path, LIST, "reading_score")
    scores = scores_in_lists(read, ["reading_score"]).scores[0]["reading_score"]
    by_key = {s.key: v for s, v in zip(read.classes[0].students, scores, strict=True)}
    assert by_key == {"1": 70.0, "2": None, "3": 81.5}


def test_scores_never_stand_in_a_student_or_a_list(tmp_path: Path) -> None:
    shown = repr(lists(tmp_path, LIST, "reading_score").classes)
    assert "81.5" not in shown
    assert "reading" not in shown


def test_a_file_of_scores_is_matched_by_number_whatever_its_order(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "s.xlsx", [["学号", "总分"], ["3", 81], ["9", 55], ["1", 70]])
    read = lists(tmp_path)
    matched = scores_of_file(path, read, ())
    by_key = dict(
        zip((s.key for s in read.classes[0].students), matched.scores[0]["总分"], strict=True)
    )
    assert by_key == {"1": 70.0, "2": None, "3": 81.0}
    assert matched.unmatched == 1


def test_names_serve_where_there_is_no_number_and_namesakes_have_no_score(tmp_path: Path) -> None:
    rows = [["姓名", "语文"], ["Ann", 70], ["Bob", 60], ["Bob", 90], ["Cy", 81]]
    matched = scores_of_file(write_xlsx(tmp_path / "s.xlsx", rows), lists(tmp_path), ())
    assert sorted(v for v in matched.scores[0]["语文"] if v is not None) == [70.0, 81.0]


def two_schools(folder: Path) -> ReadLists:
    for name, sex in (("A", "F"), ("B", "M")):
        write_csv(folder / f"{name}.csv", f"student_id,sex,class\n1,{sex},x\n2,{sex},y\n")
    return read_class_lists([folder / "A.csv", folder / "B.csv"], some_rules(), ListColumns())


def test_the_same_numbers_of_two_schools_need_a_column_of_schools(tmp_path: Path) -> None:
    read = two_schools(tmp_path)
    rows: list[list[object]] = [["学号", "总分"], ["1", 70], ["2", 80]]
    with pytest.raises(RosterError, match="the scores name no school"):
        scores_of_file(write_xlsx(tmp_path / "s.xlsx", rows), read, ())
    named = [["学校", "学号", "总分"]]
    named += [[school, n, v] for school, n, v in (("A", "1", 70), ("A", "2", 80), ("B", "1", 50))]
    named += [["B", "2", 60], ["C", "1", 99]]
    matched = scores_of_file(write_xlsx(tmp_path / "t.xlsx", named), read, ())
    assert [sorted(each["总分"], key=str) for each in matched.scores] == [
        [70.0, 80.0],
        [50.0, 60.0],
    ]
    assert matched.unmatched == 1


def test_scores_may_stand_on_several_sheets(tmp_path: Path) -> None:
    book = Workbook()
    for number, rows in enumerate(([["1", 70]], [["2", 60], ["3", 81]])):
        page = book.create_sheet(f"class {number}")
        for row in [["学号", "总分"], *rows]:
            page.append(row)
    book.save(tmp_path / "s.xlsx")
    matched = scores_of_file(tmp_path / "s.xlsx", lists(tmp_path), ())
    assert sorted(v for v in matched.scores[0]["总分"] if v) == [60.0, 70.0, 81.0]


def test_a_column_without_numbers_is_no_score(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="has no numbers for these students"):
        scores_in_lists(lists(tmp_path, LIST, "name"), ["name"])


@pytest.mark.parametrize(
    ("rows", "columns", "what"),
    [
        ([["学号", "姓名"], ["1", "Ann"]], (), "No column of scores was found."),
        ([["学号", "总分"], ["1", 70]], ("语文",), "There is no column “语文”."),
        ([["学籍号", "总分", "性别"], ["G1", 70, "女"]], (), "The scores have no column by which"),
    ],
)
def test_what_cannot_be_used_is_told(
    tmp_path: Path, rows: list[list[object]], columns: tuple[str, ...], what: str
) -> None:
    with pytest.raises(RosterError, match=what):
        scores_of_file(write_xlsx(tmp_path / "s.xlsx", rows), lists(tmp_path), columns)


def test_a_column_of_scores_that_no_list_has_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="There is no column “marks”"):
        scores_in_lists(lists(tmp_path), ["marks"])
