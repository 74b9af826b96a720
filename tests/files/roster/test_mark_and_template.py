from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from balance_classes.domain.result.result_sentences import notes
from balance_classes.files.roster.marked_copy import ERROR, WARNING, marked_copy
from balance_classes.files.roster.template import template
from balance_classes.language import Language
from tests.builders import resident_number, write_csv
from tests.files.tables.files import HEADER, ROWS, read, told, xlsx
from tests.workflows.stage import School

pytestmark = pytest.mark.smoke

BAD = [[*HEADER, "随班就读", "残疾类型"], ["01", "张三", "Q", "汉", "是", "无"], [*ROWS[1], "", ""]]


def test_the_cells_are_coloured_and_commented_and_all_else_stays(tmp_path: Path) -> None:
    def dress(sheet: object) -> None:
        sheet["B2"].font = Font(color="FF00FF00", bold=True)  # type: ignore[index]
        sheet["C2"].comment = Comment("mine", "me")  # type: ignore[index]
        sheet["D3"] = "=1+1"  # type: ignore[index]
        sheet.column_dimensions["B"].width = 33  # type: ignore[attr-defined]

    path = xlsx(tmp_path / "r.xlsx", BAD, dress)
    before = path.read_bytes()
    sheet = load_workbook(io.BytesIO(marked_copy(path, read(path)))).active
    assert path.read_bytes() == before
    assert sheet is not None
    fills = {c.coordinate: c.fill.fgColor.rgb for row in sheet for c in row if c.comment}
    assert fills == {"C2": ERROR, "D3": ERROR, "E2": WARNING}
    assert sheet["C2"].comment.text.startswith("mine\n性别：不认识的代码“Q”")
    assert (sheet["B2"].font.bold, sheet["D3"].value) == (True, "=1+1")
    assert sheet.column_dimensions["B"].width == 33
    assert [[c.value for c in row] for row in sheet.iter_rows(max_row=2)] == [
        [value or None for value in row] for row in BAD[:2]
    ]


def test_a_text_file_is_marked_in_a_workbook_of_its_cells(tmp_path: Path) -> None:
    text = "学号,姓名,性别,备注\n01,张三,Q,=1+1\n"
    path = write_csv(tmp_path / "r.csv", text)
    sheet = load_workbook(io.BytesIO(marked_copy(path, read(path)))).active
    assert sheet is not None
    assert sheet["C2"].fill.fgColor.rgb == ERROR
    assert (sheet["A2"].value, sheet["D2"].value, sheet["D2"].data_type) == ("01", "=1+1", "s")


@pytest.mark.parametrize("code", ["zh", "en"])
def test_of_a_filled_template_nothing_is_told_but_its_example(tmp_path: Path, code: str) -> None:
    path = tmp_path / "intake.xlsx"
    path.write_bytes(template(Language(code)))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    example = [cell.value for cell in sheet[2]]
    examined = read(path)
    fields = {f: at + 1 for (_, f), at in zip(examined.columns, examined.positions, strict=True)}
    unused = () if code == "zh" else ("EAL", "SEN", "IEP", "ELL")
    assert (len(fields), examined.ignored) == ((22, ()) if code == "zh" else (12, unused))
    for i in range(10):
        own = {
            "student_number": f"S{i}",
            "name": f"N{i}" if code == "en" else f"学生{'甲乙丙丁戊己庚辛壬癸'[i]}",
            "sex": example[fields["sex"] - 1],
            "identity_number": resident_number(i, "female", "20200307"),
        }
        for field, column in fields.items():
            sheet.cell(3 + i, column, own.get(field, example[column - 1]))
    book.save(path)
    examined = read(path, stage="primary", year=2026)
    example = "A2: This row was left out: an example."
    found = (told(examined.errors), told(examined.warnings), examined.students)
    assert found == ([], [example], 10)
    school = School(tmp_path)
    formed = school.assign("a=1", subject=_subject(path)).result.formed
    told_of = [str(note) for note in notes(formed) if "Columns not used" not in str(note)]
    assert told_of == ["Rows left out as examples: 1."]


def _subject(path: Path) -> object:
    from balance_classes.workflows.draw.prepare import RosterRequest

    return RosterRequest(path, None, {"stage": "primary", "classes": 2, "year": 2026})


def test_an_english_template_has_nothing_chinese_and_room_for_friends() -> None:
    book = load_workbook(io.BytesIO(template(Language("en"))))
    sheet = book.worksheets[0]
    texts = [str(c.value) for row in (*sheet, *book["Lists"]) for c in row if c.value]
    texts += [str(rule.formula1) for rule in sheet.data_validations.dataValidation]
    assert all(map(str.isascii, texts))
    assert {"EAL", "SEN", "IEP", "ELL", "Friend 1", "Friend 3"} <= {*texts}
    assert (
        "at least one of the friends"
        in sheet[f"{'ABCDEFGHIJKLMNOP'[texts.index('Friend 1')]}1"].comment.text
    )


def test_every_list_of_the_template_holds_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(template(Language("zh")))
    book = load_workbook(path)
    sheet, lists = book.worksheets[0], book["选项"]
    assert lists.sheet_state == "hidden"
    chosen = {}
    for rule in sheet.data_validations.dataValidation:
        letter = str(rule.sqref)[0]
        formula = str(rule.formula1)
        words = (
            formula.strip('"').split(",")
            if formula.startswith('"')
            else [c.value for c in lists[letter] if c.value]
        )
        chosen[sheet[f"{letter}1"].value] = words
    assert chosen["性别"] == ["男", "女", "其他", "未说明"]
    assert chosen["送教上门"] == ["是", "否"]
    assert len(chosen["民族"]) == 58
    number = 0
    for header, words in chosen.items():
        for word in words:
            number += 1
            row = {"学号": "1", "姓名": "a", "性别": "男", header: word}
            other = {"学号": "2", "姓名": "b", "性别": "男"}
            second = [other.get(name, "") for name in row]
            found = read(xlsx(tmp_path / "r.xlsx", [list(row), list(row.values()), second]))
            seatless = (header, word) == ("送教上门", "是") or word == "送教上门"
            said = ["A2: Taught at home: on the register, without a seat."] * seatless
            assert (told(found.errors), told(found.warnings)) == ([], said), word
    assert number > 90
