"""What a reader sees is what was verified: workbooks that hold the right values and show others."""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import FilterColumn
from openpyxl.worksheet.table import Table

from balance_classes.errors import EvidenceError
from balance_classes.files.result.workbook_appearance import appearance_differences
from balance_classes.files.result.workbook_parts import BookParts
from balance_classes.files.workbook.workbook_writing import Book
from balance_classes.workflows.checking.recount import honest
from tests.workflows.stage import School, failed

Change = Callable[[Workbook], None]


def saved(path: Path, change: Change) -> None:
    """Change a workbook as a program that saves it again would."""
    book = load_workbook(path)
    change(book)
    book.save(path)


def rewritten(path: Path, part: str, old: str, new: str) -> None:
    """Change the bytes of a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert re.search(old.encode(), parts[part])
    parts[part] = re.sub(old.encode(), new.encode(), parts[part], count=1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_workbook_that_another_program_saved_again_passes(copy: School) -> None:
    saved(copy.folder / "classes.xlsx", lambda book: None)
    assert copy.recount().passed


def _tiny(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(size=1)


def _struck(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(strike=True)


def _pictures(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(name="Wingdings")


def _like_its_ground(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(color="336699")
    book["Class 1"]["B4"].fill = PatternFill("solid", fgColor="336699")


def _black_ground(book: Workbook) -> None:
    book["Class 1"]["B4"].fill = PatternFill("solid", fgColor="000000")


def _nearly_white(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(color="FEFEFE")


def _flat_row(book: Workbook) -> None:
    book["Class 1"].row_dimensions[4].height = 0.5


def _narrow_column(book: Workbook) -> None:
    book["Class 1"].column_dimensions["B"].width = 0.1


def _turned(book: Workbook) -> None:
    book["Class 1"]["B4"].alignment = Alignment(textRotation=180)


def _table(book: Workbook) -> None:
    book["Class 1"].add_table(Table(displayName="T1", ref="A3:C9", headerRowCount=0))


def _runs(book: Workbook) -> None:
    cell = book["Class 1"]["B4"]
    cell.value = CellRichText(TextBlock(InlineFont(color="FFFFFF"), str(cell.value)))


def _tiny_run(book: Workbook) -> None:
    _in_two_fonts(book, InlineFont(rFont="Calibri", sz=1))


def _picture_run(book: Workbook) -> None:
    _in_two_fonts(book, InlineFont(rFont="Wingdings", sz=11))


def _struck_run(book: Workbook) -> None:
    _in_two_fonts(book, InlineFont(rFont="Calibri", strike=True))


def _font_a_script(book: Workbook) -> None:
    _in_two_fonts(book, InlineFont(rFont="Noto Sans CJK SC", sz=11, family=2, charset=1))


def _in_two_fonts(book: Workbook, font: InlineFont) -> None:
    cell = book["Class 1"]["B4"]
    text = str(cell.value)
    plain = InlineFont(rFont="Calibri", sz=11)
    cell.value = CellRichText(TextBlock(font, text[:2]), TextBlock(plain, text[2:]))


def _print_area(book: Workbook) -> None:
    book["Class 1"].print_area = "A1:C3"


def _filter(book: Workbook) -> None:
    sheet = book["All students"]
    sheet.auto_filter.ref = "A1:C9"
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=0))


def _prompt(book: Workbook) -> None:
    rule = DataValidation(type="whole", promptTitle="Note", prompt="in truth in class 2")
    rule.add("B4")
    book["Class 1"].add_data_validation(rule)


def _link(book: Workbook) -> None:
    book["Class 1"]["B4"].hyperlink = "#'Class 2'!A1"


def _right_to_left(book: Workbook) -> None:
    book["Class 1"].sheet_view.rightToLeft = True


def _no_zeros(book: Workbook) -> None:
    book["Overview"].sheet_view.showZeros = False


def _name(book: Workbook) -> None:
    book.defined_names["Final"] = DefinedName("Final", attr_text='"in truth in class 2"')


def _properties(book: Workbook) -> None:
    book.properties.description = "in truth in class 2"


def _header_of_even_pages(book: Workbook) -> None:
    book["Class 1"].evenHeader.center.text = "void"


def _white_head(book: Workbook) -> None:
    book["Class 1"].oddHeader.center.color = "FFFFFF"


def _tiny_head(book: Workbook) -> None:
    book["Class 1"].oddHeader.center.size = 1


def _raised(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(vertAlign="superscript", size=6)


def _blank_font(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(name="Adobe Blank")


def _tiny_print(book: Workbook) -> None:
    book["Class 1"].page_setup.scale = 10


def _frozen(book: Workbook) -> None:
    book["Class 1"].freeze_panes = "A40"


def _frozen_out_of_sight(book: Workbook) -> None:
    book["All students"].sheet_view.topLeftCell = "A5"


def _cut_column(book: Workbook) -> None:
    book["Class 1"].column_dimensions["B"].width = 1.5


def _cut_row(book: Workbook) -> None:
    book["Class 1"].row_dimensions[4].height = 6.5


def _shrunk(book: Workbook) -> None:
    book["Class 1"]["B4"].alignment = Alignment(shrink_to_fit=True)


def _crossed_out(book: Workbook) -> None:
    book["Class 1"]["B4"].border = Border(diagonal=Side("thick"), diagonalUp=True)


def _painted(book: Workbook) -> None:
    book["Class 1"]["E4"].fill = PatternFill("solid", fgColor="000000")


def _printed_on_each_page(book: Workbook) -> None:
    book["Class 1"].print_title_rows = "4:4"


def _pushed_down(book: Workbook) -> None:
    book["Class 1"]["B4"].value = f"\n\n{book['Class 1']['B4'].value}"


def _pushed_aside(book: Workbook) -> None:
    book["Class 1"]["B4"].value = f"{' ' * 60}{book['Class 1']['B4'].value}"


def _true_for_one(book: Workbook) -> None:
    book["Class 1"]["A4"].value = True


def _no_tabs(book: Workbook) -> None:
    book.views[0].showSheetTabs = False


def _system_ground(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(color=Color(indexed=65))


def _ground_of_system_text(book: Workbook) -> None:
    book["Class 1"]["B4"].fill = PatternFill("solid", fgColor=Color(indexed=64))


def _huge(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(size=400)


def _read_from_the_right(book: Workbook) -> None:
    book["Class 1"]["B4"].alignment = Alignment(readingOrder=2)


def _painted_column(book: Workbook) -> None:
    book["Class 1"].column_dimensions["B"].fill = PatternFill("solid", fgColor="000000")


def _colours_by_condition(book: Workbook) -> None:
    rule = CellIsRule("notEqual", ["0"], font=Font(color="FFFFFF"))
    book["Class 1"].conditional_formatting.add("B4", rule)


@pytest.mark.parametrize(
    "change",
    [
        _name, _properties, _header_of_even_pages, _white_head, _tiny_head, _raised, _blank_font,
        _tiny_print, _frozen, _frozen_out_of_sight, _cut_column, _cut_row, _shrunk, _crossed_out,
        _painted, _printed_on_each_page, _pushed_down, _pushed_aside, _true_for_one, _no_tabs,
        _colours_by_condition, _system_ground, _ground_of_system_text, _huge, _read_from_the_right,
        _painted_column,
        _tiny, _struck, _pictures, _like_its_ground, _black_ground, _nearly_white, _flat_row,
        _narrow_column, _turned, _table, _runs, _tiny_run, _picture_run,
        _struck_run, _print_area, _filter, _prompt, _link, _right_to_left, _no_zeros,
    ],
)  # fmt: skip
def test_what_makes_eyes_see_otherwise_is_found(copy: School, change: Change) -> None:
    saved(copy.folder / "classes.xlsx", change)
    assert failed(copy.recount()) == {"workbook"}


def test_a_font_for_each_script_as_libreoffice_writes_it_is_no_fault(copy: School) -> None:
    saved(copy.folder / "classes.xlsx", _font_a_script)
    assert copy.recount().passed


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet3.xml", "</t></is>", "</t><rPh sb='0' eb='1'><t>S</t></rPh></is>"),
        ("xl/worksheets/sheet2.xml", "</worksheet>", "<picture id='rId9'/></worksheet>"),
        ("xl/worksheets/sheet3.xml", "<sheetFormatPr ", "<sheetFormatPr zeroHeight='1' "),
        ("xl/worksheets/sheet3.xml", 'width="[^"]*"', 'width="nan"'),
        ("xl/workbook.xml", "</workbook>", "<customWorkbookViews/></workbook>"),
        ("xl/styles.xml", "<font>", "<z:a xmlns:z='u'/>" * 2_000 + "<font>"),
        ("xl/charts/chart1.xml", 'srgbClr val="4C78A8"', 'srgbClr val="FFFFFF"'),
        ("xl/charts/chart1.xml", '(<overlap val=)"100"', r'\1"-100"'),
        ("xl/charts/chart1.xml", "<overlap ", "<dPt><idx val='0'/></dPt><overlap "),
        ("xl/charts/chart1.xml", "<a:defRPr ", "<a:defRPr strike='sngStrike' "),
    ],
)
def test_what_no_program_that_saves_again_writes_is_found(
    copy: School, part: str, old: str, new: str
) -> None:
    path = copy.folder / "classes.xlsx"
    saved(path, lambda book: None)
    rewritten(path, part, old, new)
    assert failed(copy.recount()) == {"workbook"}


ONE_TEXT = "(<t[^>]*>)(Pupil[A-Z])"
"""A name in a class list as this program writes it."""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ONE_TEXT, r"\1\2<!-- --> in class 2"),
        (ONE_TEXT, r"\1\2<?a b?> in class 2"),
        (ONE_TEXT, r"\1\2<z:a xmlns:z='u'/> in class 2"),
        (ONE_TEXT, r"\1\2</t><t> in class 2"),
        ('<c r="B4"', '<c r="B9"'),
        ("(<row r=.4.*?</row>)", r"<z:a xmlns:z='u'>\1</z:a>"),
        ("(<sheetData>.*?</sheetData>)", r"\1\1"),
        ("</is></c>", "</is><v>2</v></c>"),
    ],
)
def test_what_some_programs_show_and_others_overlook_is_found(
    copy: School, old: str, new: str
) -> None:
    rewritten(copy.folder / "classes.xlsx", "xl/worksheets/sheet3.xml", old, new)
    try:
        assert failed(copy.recount()) == {"workbook"}
    except EvidenceError as error:
        assert "damaged" in str(error)


def test_a_good_look_of_another_namespace_hides_no_bad_one(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    saved(path, _nearly_white)
    rewritten(path, "xl/styles.xml", "<fonts", "<z:fonts xmlns:z='u'><z:font/></z:fonts><fonts")
    assert failed(copy.recount()) == {"workbook"}


def test_rows_and_columns_of_each_page_may_be_named_in_any_order() -> None:
    book = Book("Title")
    sheet = book.add_sheet("One, two")
    sheet.set_widths([30] * 20)
    sheet.print_on_a4("", "{page}", landscape=False, kept=2)
    sheet.repeat_rows(1, 1)
    sheet.add_row(["x"] * 20)
    content = book.content()
    own, found = (BookParts("book.xlsx", each, 100) for each in (content, content))
    names = own.read(own.workbook)
    other = re.sub(rb">('One, two'![^<]*),('One, two'![^<]*)<", rb">\2,\1<", names)
    assert other != names
    found._parts[found.workbook] = other
    assert not [*appearance_differences("book.xlsx", found, own, content)]


@pytest.mark.parametrize(
    "name",
    [
        "final.rtf", "final.png", "lists.zip", "README.md", "list", "classes (final).xlsx",
        "thumbs.db.xlsx", "~$final.xlsx", ".hidden.csv", "sub/list.csv", "copy/classes.xlsx",
    ],
)  # fmt: skip
def test_whatever_else_lies_in_the_folder_is_named(copy: School, name: str) -> None:
    (copy.folder / name).parent.mkdir(exist_ok=True)
    (copy.folder / name).write_text("somebody: class 2", "utf-8")
    verdict = copy.recount()
    assert verdict.passed
    assert any(f"other files here: {name}" in str(what) for what in verdict.unknown)
    assert verdict.scope is not None
    assert "was not checked" in str(verdict.scope.closing(passed=True))
    assert honest(copy.folder)


@pytest.mark.parametrize(
    "name", ["~$classes.xlsx", ".~classes.xlsx", ".~lock.classes.csv#", "._record.json",
             ".DS_Store", "Thumbs.db", "desktop.ini"],
)  # fmt: skip
def test_what_systems_leave_behind_is_not_told(copy: School, name: str) -> None:
    (copy.folder / name).write_bytes(b"\x05clerk" + b" " * 160)
    verdict = copy.recount()
    assert verdict.passed
    assert not verdict.unchecked


def test_a_lock_that_could_hold_a_list_is_named(copy: School) -> None:
    shutil.copy(copy.folder / "classes.xlsx", copy.folder / "~$classes.xlsx")
    assert any("~$classes.xlsx" in str(what) for what in copy.recount().unknown)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_place_of_a_file_can_show_another_one_tomorrow(copy: School) -> None:
    (copy.folder / "classes.csv").rename(copy.home / "elsewhere.csv")
    (copy.folder / "classes.csv").symlink_to(copy.home / "elsewhere.csv")
    assert failed(copy.recount()) == {"folder"}
    (copy.folder / "lists").symlink_to(copy.home, target_is_directory=True)
    assert any("other files here: lists" in str(what) for what in copy.recount().unknown)


def test_more_files_than_can_be_named_are_counted(copy: School) -> None:
    for number in range(120):
        (copy.folder / f"{number}.txt").touch()
    verdict = copy.recount()
    assert verdict.passed
    assert "more than 100 other files" in str(verdict.unknown[0])
