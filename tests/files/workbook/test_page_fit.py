"""Every page fits A4 and can be read, also with many columns, many classes and long names."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.notice import Contact, SinceDraw, notice_of
from balance_classes.files.pages.notice import notice_page, notice_workbook
from balance_classes.files.workbook.page_fit import DIGITS, column_width, lines_in, pages_wide
from balance_classes.files.workbook.result_sheets import workbook
from balance_classes.files.workbook.workbook_writing import Book, Sheet
from balance_classes.language import Language
from tests.builders import FIRST_DRAW, a_roster, a_student, formed_from

LANGUAGES = pytest.mark.parametrize("language", [Language("zh"), Language("en")])
PLAIN, SMALLEST = 11, 8
"""Points of letters at full size, and the least that can be read."""
LONG_NAME = "阿卜杜拉·阿卜杜热合曼·穆罕默德伊敏·努尔艾合买提江·吐尔逊"
SHORT_NAMES = ("王伟", "买买提·吐尔逊", "欧阳子涵", "Anna Lee")


def formed(students: int = 120, classes: int = 3, *, names: Sequence[str] = SHORT_NAMES) -> Formed:
    """Students with all that a register may say of them."""
    return formed_from(
        a_roster(
            *(
                a_student(
                    f"2026{i:06d}",
                    f"{names[i % len(names)]}{i}",
                    sex="female" if i % 2 else "male",
                    ethnicity=("汉族", "维吾尔族", "柯尔克孜族")[i % 3],
                    hukou=("农业", "非农业")[i % 2],
                    previous_school=f"新疆维吾尔自治区昌吉回族自治州第{i % 4}中心小学",
                    left_behind=("非留守", "双亲留守")[i % 2],
                    boarding="boarder" if i % 3 else "day",
                    aid="no",
                    disability="none",
                )
                for i in range(students)
            )
        ),
        "dice",
        FIRST_DRAW,
        stage="primary",
        classes=classes,
        school="新疆维吾尔自治区昌吉回族自治州呼图壁县第一双语实验小学",
    )


def printed_points(sheet: Worksheet, language: Language) -> float:
    """Return how large the letters of a sheet are printed that is fitted to pages in width."""
    widths = [
        sheet.column_dimensions[get_column_letter(c)].width for c in range(1, sheet.max_column + 1)
    ]
    long, short = 297, 210
    side = long if sheet.page_setup.orientation == "landscape" else short
    margins = sheet.page_margins.left + sheet.page_margins.right
    room = (side / 25.4 - margins) * 96 / DIGITS[language.code]
    if sheet.page_setup.scale:
        assert sum(widths) * sheet.page_setup.scale / 100 <= room
        return PLAIN * sheet.page_setup.scale / 100
    titles = sheet.print_title_cols
    kept = ord(titles[-1]) - ord("A") + 1 if titles else 0
    at_smallest = room * PLAIN / SMALLEST
    assert pages_wide(widths, kept, at_smallest) == int(sheet.page_setup.fitToWidth or 1)
    return PLAIN * min(1.0, room * int(sheet.page_setup.fitToWidth or 1) / sum(widths))


@LANGUAGES
@pytest.mark.parametrize("classes", [3, 24])
def test_no_sheet_is_printed_in_smaller_letters_than_can_be_read(
    language: Language, classes: int
) -> None:
    book = load_workbook(io.BytesIO(workbook(formed(classes=classes), None, language)))
    for sheet in book:
        assert printed_points(sheet, language) >= SMALLEST, sheet.title


def test_the_internal_list_lies_across_with_its_header_on_every_page() -> None:
    book = load_workbook(io.BytesIO(workbook(formed(), None, Language("zh"))))
    sheet = book["总名单"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "A2"


def test_columns_of_many_classes_go_over_pages_that_repeat_what_each_row_is() -> None:
    book = load_workbook(io.BytesIO(workbook(formed(classes=24), None, Language("zh"))))
    sheet = book["概览"]
    assert sheet.page_setup.fitToWidth == 2
    assert sheet.print_title_cols == "$A:$D"


def test_a_title_is_broken_rather_than_cut() -> None:
    book = Book("t", language="zh")
    sheet = book.add_sheet("t")
    sheet.set_widths([8, 44, 18])
    sheet.add_title("新疆维吾尔自治区昌吉回族自治州呼图壁县第一双语实验小学 一(1)班", 3)
    assert sheet.rows == 2


@pytest.mark.parametrize(("classes", "pages"), [(3, 1), (30, 3)])
def test_columns_are_counted_over_pages(classes: int, pages: int) -> None:
    assert pages_wide([10, 10, *([5] * classes)], 2, 75) == pages


def test_a_column_is_as_narrow_as_its_heading_in_two_lines_and_never_cuts_an_english_word() -> None:
    assert column_width("户口性质", ["农业"], 20) == 4 + 1.5
    assert column_width("kept together", ["a"], 20) == 8 + 1.5
    assert column_width("class", [1], 20) == 5 + 1.5
    assert column_width("理由", ["很" * 30], 20) == 20


def test_long_words_take_more_lines() -> None:
    assert lines_in("王伟", 10) == 1
    assert lines_in("A" * 30, 11) == 3
    assert lines_in(LONG_NAME, 32) == 2


def notice_sheet(names: Sequence[str], language: Language) -> Worksheet:
    notice = notice_of(formed(150, 5, names=names), None, Contact(), SinceDraw({}))
    sheet = load_workbook(io.BytesIO(notice_workbook(notice, language))).active
    assert isinstance(sheet, Worksheet)
    return sheet


@LANGUAGES
@pytest.mark.parametrize("names", [SHORT_NAMES, (LONG_NAME,)])
def test_the_notice_begins_a_page_rather_than_break_a_class_over_two(
    language: Language, names: Sequence[str]
) -> None:
    sheet = notice_sheet(names, language)
    assert printed_points(sheet, language) >= SMALLEST
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # Excel would overlook the breaks
    assert sheet.print_title_rows
    heads = [row[0].row for row in sheet.iter_rows() if row[0].fill.fgColor.rgb == "00DCE6F1"]
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert breaks
    page = (297 / 25.4 - 2 * sheet.page_margins.top) * 72 * 100 / sheet.page_setup.scale
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert all(heights)
    for first, last in zip([0, *breaks], [*breaks, sheet.max_row], strict=True):
        repeated = heights[0] if first else 0
        assert sum(heights[first:last]) + repeated <= page
    for break_ in breaks:
        after = sheet.cell(break_ + 1, 1)
        assert after.row in heads or after.font.bold


def test_names_that_are_long_stand_in_fewer_columns_and_are_never_shrunk() -> None:
    short, long = (notice_sheet(names, Language("zh")) for names in (SHORT_NAMES, (LONG_NAME,)))
    assert short.max_column == 7
    assert long.max_column == 1
    assert not any(cell.alignment.shrink_to_fit for row in long for cell in row)


def test_the_page_has_columns_for_its_names() -> None:
    widths = []
    for names in (SHORT_NAMES, (LONG_NAME,)):
        notice = notice_of(formed(60, 3, names=names), None, Contact(), SinceDraw({}))
        page = notice_page(notice, Language("zh")).decode()
        found = page.split("minmax(min(")[1].split("rem")[0]
        widths.append(float(found))
    assert widths[0] < 10 < widths[1]


def test_rows_of_words_alone_do_not_make_a_sheet_wide() -> None:
    book = Book("t")
    sheet: Sheet = book.add_sheet("t")
    sheet.set_widths([10, 10])
    sheet.print_on_a4("t", "{page} {pages}", landscape=False)
    sheet.add_text("word " * 30)
    sheet.add_row(["a", "b"], "cell")
    found = load_workbook(io.BytesIO(book.content())).active
    assert found is not None
    assert all(len(str(row[0].value)) <= 20 for row in found.iter_rows())
