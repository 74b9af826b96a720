from __future__ import annotations

from datetime import date, datetime

import pytest

from balance_classes.domain.roster.roster import MISSING
from balance_classes.files.roster.cell_values import (
    CellError,
    read_identity,
    read_level,
    read_name,
    read_text,
)
from balance_classes.files.roster.dates import birth_quarter, read_date
from balance_classes.files.roster.fields import declared_fields
from balance_classes.language import Language


def test_a_whole_number_loses_its_trailing_zero() -> None:
    assert [read_text(cell) for cell in (7.0, 7, "7.0", 2.5)] == ["7", "7", "7.0", "2.5"]


def test_text_is_normalised_and_stripped() -> None:
    assert read_text("\u3000e\u0301 ") == "é"


@pytest.mark.parametrize("cell", ["a\x07b", "a\x00", "\U000e0fff"])
def test_characters_that_cannot_be_shown_are_refused(cell: str) -> None:
    with pytest.raises(CellError, match="cannot be shown"):
        read_text(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("艾力•买买提", "艾力·买买提"),
        ("艾力・买买提", "艾力·买买提"),
        ("Mary  Ann Lee", "Mary Ann Lee"),
        ("J. Lee", "J. Lee"),
    ],
)
def test_names_are_equal_however_they_are_spaced_and_dotted(cell: str, name: str) -> None:
    assert read_name(cell) == name


def test_an_identity_kept_as_a_number_is_refused() -> None:
    with pytest.raises(CellError, match="last digits are lost"):
        read_identity(652300201603071200)
    assert read_identity("65230020160307123x") == "65230020160307123X"
    assert read_identity(20220001) == "20220001"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a"])
def test_an_identity_that_would_run_as_a_formula_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="begins with"):
        read_identity(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2016-03-07",
        "2016/3/7",
        "2016.03.07",
        "20160307",
        20160307,
        "2016年3月7日",
        42436,
        "42436",
        datetime(2016, 3, 7),
        date(2016, 3, 7),
    ],
)
def test_a_date_is_read_in_the_forms_of_real_rosters(cell: object) -> None:
    assert read_date(cell) == date(2016, 3, 7)


@pytest.mark.parametrize("cell", ["2016-13-01", "2016-02-30", "spring", "1"])
def test_what_is_no_clear_date_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="no date"):
        read_date(cell)


@pytest.mark.parametrize(
    ("field", "cell", "level"),
    [
        ("sex", "男", "male"),
        ("sex", 2, "female"),
        ("sex", 1.0, "male"),
        ("sex", "F", "female"),
        ("sex", "X", "other"),
        ("sex", "divers", "other"),
        ("sex", 9, "not_stated"),
        ("sex", "未说明的性别", "not_stated"),
        ("ethnicity", "汉", "汉族"),
        ("ethnicity", "汉族", "汉族"),
        ("ethnicity", "17", "哈萨克族"),
        ("ethnicity", "Han", "Han"),
        ("household", 1, "agricultural"),
        ("boarding", "2", "boards"),
        ("boarding", "no", "day"),
        ("left_behind", "双亲留守", "both_parents_away"),
        ("migrant", "是", "yes"),
        ("disability", "无", "none"),
        ("disability", "听力", "hearing"),
        ("birth_quarter", "NA:NA", MISSING),
        ("aid", "", MISSING),
        ("aid", "N/A", MISSING),
    ],
)
def test_codes_and_words_give_the_same_level(field: str, cell: object, level: str) -> None:
    assert read_level(cell, declared_fields()[field]) == level


def test_an_unknown_sex_is_refused_with_the_codes_there_are() -> None:
    with pytest.raises(CellError) as error:
        read_level("3", declared_fields()["sex"])
    assert str(error.value.mend) == (
        "Write one of: male, female, other, not stated, 1, 2, x, 9; or say in the rules file what "
        'it stands for: [codes.sex] "K" = "male", "D" = "female".'
    )
    assert "男、女、其他、未说明、1、2" in Language("zh").say(error.value.mend)
    assert "1" in str(error.value.mend)


@pytest.mark.parametrize(
    ("born", "quarter"),
    [
        ((2015, 9, 1), "q1"),
        ((2015, 11, 30), "q1"),
        ((2015, 12, 1), "q2"),
        ((2016, 3, 1), "q3"),
        ((2016, 8, 31), "q4"),
    ],
)
def test_quarters_begin_on_the_first_of_september(born: tuple[int, int, int], quarter: str) -> None:
    assert birth_quarter(date(*born)) == quarter
