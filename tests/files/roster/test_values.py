"""Values that look right and are not: times, day and month, two systems of days, rare signs."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from balance_classes.domain.canonical import canonical_text
from balance_classes.domain.characters import is_letter_or_number, strange_character
from balance_classes.domain.lottery import letters_and_digits
from balance_classes.domain.roster.roster import MISSING
from balance_classes.files.roster.roster_reading import Examined
from tests.builders import write_csv
from tests.files.tables import files
from tests.files.tables.files import read, xlsx

HEADER = ["学号", "姓名", "性别", "出生日期"]


def told(findings: Sequence[object]) -> str:
    """All findings by cell and sentence, as one text."""
    return "\n".join(files.told(findings))


def born(examined: Examined) -> list[str]:
    assert examined.roster, told(examined.errors)
    return [student.identities["birth_date"] for student in examined.roster.students]


def with_dates(folder: Path, *cells: object, **rules: object) -> Examined:
    rows = [[f"S{n}", f"生{chr(0x4E00 + n)}", "男", cell] for n, cell in enumerate(cells)]
    return read(xlsx(folder / "r.xlsx", [HEADER, *rows]), **rules)


def test_a_time_before_midnight_is_refused_for_it_may_be_the_next_day(tmp_path: Path) -> None:
    examined = with_dates(tmp_path, datetime(2016, 8, 31, 23, 59, 17), date(2016, 9, 2))
    assert "D2: A time stands with the date (23:59:17)" in told(examined.errors)
    assert "D3" not in told(examined.errors)


def test_a_time_that_ended_in_a_text_is_refused_alike(tmp_path: Path) -> None:
    assert "(16:00:00)" in told(with_dates(tmp_path, "2016-08-31T16:00:00").errors)


def test_a_time_of_the_morning_leaves_the_day_and_is_told(tmp_path: Path) -> None:
    examined = with_dates(tmp_path, datetime(2016, 8, 31, 8, 0), datetime(2016, 9, 1, 0, 0))
    assert born(examined) == ["2016-08-31", "2016-09-01"]
    assert "D2: A time stands with the date (08:00:00), and was left out." in told(
        examined.warnings
    )
    assert "D3" not in told(examined.warnings)


def csv(folder: Path, *lines: str) -> Path:
    return write_csv(folder / "r.csv", "\n".join(lines))


def of_1904(path: Path) -> Path:
    """The same workbook, which says that it counts from 1904."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/workbook.xml":
                content = content.replace(b"<workbookPr", b'<workbookPr date1904="1"')
                assert b"date1904" in content
            new.writestr(part, content)
    path.write_bytes(packed.getvalue())
    return path


def test_plain_serials_count_as_their_workbook_does(tmp_path: Path) -> None:
    rows = [HEADER, ["S1", "张三", "男", 41220]]
    assert born(read(xlsx(tmp_path / "new.xlsx", rows))) == ["2012-11-07"]
    assert born(read(of_1904(xlsx(tmp_path / "old.xlsx", rows)))) == ["2016-11-08"]


def test_one_cell_says_for_its_column_which_number_is_the_day(tmp_path: Path) -> None:
    examined = with_dates(tmp_path, "03/04/2016", "25/04/2016")
    assert born(examined) == ["2016-04-03", "2016-04-25"]
    assert "D3: The column's dates are all read in the order of this one: dmy." in told(
        examined.warnings
    )


@pytest.mark.parametrize("cells", [("03/04/2016",), ("25/04/2016", "04/25/2016", "03/04/2016")])
def test_where_no_cell_says_it_or_two_contradict_the_order_is_asked(
    tmp_path: Path, cells: tuple[str, ...]
) -> None:
    assert "which number is the day" in told(with_dates(tmp_path, *cells).errors)


@pytest.mark.parametrize("cell", [datetime(2026, 1, 3), "1-Mar", "3月1日", "Mar-03"])
@pytest.mark.parametrize("header", ["指定班级", "同班", "毕业学校"])
def test_the_name_of_a_class_that_excel_made_a_date_is_refused(
    tmp_path: Path, header: str, cell: object
) -> None:
    rows = [[*HEADER[:3], header, "理由"], ["S1", "张三", "男", cell, "因"]]
    errors = told(read(xlsx(tmp_path / "r.xlsx", rows)).errors)
    assert "D2" in errors and "date" in errors


def test_other_words_for_a_third_sex_and_none_stated_are_declared(tmp_path: Path) -> None:
    path = csv(tmp_path, "学号,姓名,性别", "S1,张三,D", "S2,李四,U", "S3,王五,男")
    assert "unknown" in told(read(path).errors)
    codes = (("sex", "u", "not_stated"), ("sex", "d", "other"))
    roster = read(path, codes=codes).roster
    assert roster
    assert [s.levels["sex"] for s in roster.students] == ["other", "not_stated", "male"]


def test_blank_is_no_for_a_column_that_says_so(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "r.csv",
        "\n".join(["学号,姓名,性别,优抚,EAL", "S1,张三,男,是,Y", "S2,李四,男,,"]),
    )
    rules = {"columns": (("EAL", "EAL"),)}
    plain = read(path, **rules).roster
    assert plain and plain.students[1].levels["legal_preference"] == MISSING
    codes = (("EAL", "", "No"), ("legal_preference", "", "no"))
    declared = read(path, **rules, codes=codes).roster
    assert declared
    assert declared.students[1].levels == {"sex": "male", "legal_preference": "no", "EAL": "No"}


def test_two_exports_one_behind_the_other_are_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    one = '\ufeff"学号","姓名","性别"\n"S1","张三","男"\n'
    path.write_text(one + one.replace("S1", "S2").replace("张三", "李四"), encoding="utf-8")
    roster = read(path).roster
    assert roster
    assert [student.name for student in roster.students] == ["张三", "李四"]


def test_han_characters_of_any_version_of_unicode_are_read(tmp_path: Path) -> None:
    path = csv(tmp_path, "学号,姓名,性别", "S1,王\U0003158e,男", "S2,\U000323b5,女")
    roster = read(path).roster
    assert roster
    assert [student.name for student in roster.students] == ["王\U0003158e", "\U000323b5"]


def test_a_character_of_a_font_of_ones_own_is_named_as_one(tmp_path: Path) -> None:
    path = csv(tmp_path, "学号,姓名,性别", "S1,王\ue123,男")
    assert "a font of one's own (U+E123)" in told(read(path).errors)


@pytest.mark.parametrize("sign", ["\x07", "\x85", "\u0378", "\ufffe", "\U0002fffe", "\U000c0000"])
def test_what_no_text_may_hold_is_the_same_for_every_python(sign: str) -> None:
    assert strange_character(f"a{sign}b") == sign
    with pytest.raises(ValueError, match="U\\+"):
        canonical_text(f"a{sign}b")


def test_what_unicode_14_assigned_may_stand_in_a_text_and_nothing_later() -> None:
    assert not strange_character("a张é\U0001f600\ue000\U0002ebf0\U000323b0")
    assert strange_character("\U0001fae8")  # of Unicode 15
    later = [chr(code) for code in range(0x20000) if unicodedata.category(chr(code)) == "Cn"]
    assert all(map(strange_character, later))


def test_what_most_texts_are_of_is_in_the_table_too() -> None:
    usual = [*range(0x20, 0x7F), 0xB7, *range(0x4E00, 0x9FA6), *map(ord, "（），。：；")]
    text = "".join(map(chr, usual))
    assert not strange_character(text)
    assert not strange_character(f"é{text}")  # which is asked of the table as a whole


def test_every_han_character_counts_as_a_letter_of_a_seed() -> None:
    assert letters_and_digits("a-\U0003158e1") == "a\U0003158e1"
    assert not is_letter_or_number("\ufdd0")


def test_dates_that_excel_made_of_some_texts_alone_are_refused(tmp_path: Path) -> None:
    examined = with_dates(tmp_path, date(2016, 4, 3), "13/04/2016", date(2016, 5, 12))
    assert "D2: Of this column Excel made dates where both numbers are 12" in told(examined.errors)
    typed = with_dates(tmp_path, date(2016, 4, 23), "13/04/2016", "04/05/2016")
    assert born(typed) == ["2016-04-23", "2016-04-13", "2016-05-04"]


def test_a_former_class_that_excel_made_a_count_of_days_is_refused(tmp_path: Path) -> None:
    rows = [
        ["学号", "姓名", "性别", "原班级"],
        ["1", "张三", "男", 46082],
        ["2", "李四", "女", "3-2"],
    ]
    path = xlsx(tmp_path / "r.xlsx", rows)
    found = told(read(path, columns=(("原班级", "原班级"),)).errors)
    assert found == "D2: This number may be a day that Excel made of a class such as 3-1."
