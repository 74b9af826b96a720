from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import LineChart, Reference

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.files.result.workbook_appearance import appearance_differences
from balance_classes.files.result.workbook_parts import BookParts
from balance_classes.files.workbook.charts import charted
from balance_classes.files.workbook.result_sheets import workbook
from balance_classes.language import Language
from tests.builders import a_roster, a_student, formed_from

pytestmark = pytest.mark.smoke

EN = Language("en")


def formed(students: int = 24, classes: int = 3) -> Formed:
    """Classes whose attributes are sex, a school of three and a number for every student."""
    return formed_from(
        a_roster(
            *(
                a_student(
                    f"S{i:03d}",
                    sex="female" if i % 2 else "male",
                    previous_school=f"School {i % 3}",
                    ethnicity=f"E{i:02d}",
                    aid="no",
                )
                for i in range(students)
            )
        ),
        classes=classes,
    )


@cache
def written() -> bytes:
    return workbook(formed(), None, EN)


def charts(book: Workbook) -> list[object]:
    return book["Charts"]._charts  # type: ignore[attr-defined]


def test_attributes_of_two_to_ten_levels_have_a_chart() -> None:
    assert charted(formed()) == ("sex", "previous_school")


def test_a_chart_shows_the_cells_of_the_overview_for_all_students_and_each_class() -> None:
    book = load_workbook(io.BytesIO(written()))
    sex, school = charts(book)
    assert [len(chart.series) for chart in (sex, school)] == [2, 3]  # type: ignore[attr-defined]

    def values(ref: str) -> list[object]:
        found = book["Overview"][ref.rpartition("!")[2]]
        return [cell.value for cell in found[0]] if isinstance(found, tuple) else [found.value]

    assert [values(series.tx.strRef.f) for series in sex.series] == [["boys"], ["girls"]]  # type: ignore[attr-defined]
    for series in sex.series:  # type: ignore[attr-defined]
        assert values(series.cat.strRef.f) == ["All", "Class 1", "Class 2", "Class 3"]
        assert values(series.val.numRef.f) == [12, 4, 4, 4]


def test_a_workbook_whose_students_differ_in_nothing_has_no_charts() -> None:
    alike = formed_from(a_roster(*(a_student(f"S{i}", sex="male") for i in range(4))), classes=2)
    book = load_workbook(io.BytesIO(workbook(alike, None, EN)))
    assert "Charts" not in book.sheetnames


def test_charts_do_not_lie_over_one_another_or_over_words() -> None:
    book = load_workbook(io.BytesIO(written()))
    seen: set[tuple[int, int]] = set()
    for chart in charts(book):
        start, end = chart.anchor._from, chart.anchor.to  # type: ignore[attr-defined]
        cells = {
            (row, column)
            for row in range(start.row, end.row)
            for column in range(start.col, end.col)
        }
        assert not cells & seen
        assert all(book["Charts"].cell(row + 1, column + 1).value is None for row, column in cells)
        seen |= cells


def another_chart(book: Workbook) -> None:
    chart = LineChart()
    chart.add_data(Reference(book["Overview"], min_col=4, min_row=9, max_row=11))
    book["All students"].add_chart(chart, "A1")


def another_title(book: Workbook) -> None:
    charts(book)[0].title.tx.rich.p[0].r[0].t = "boarding"  # type: ignore[attr-defined]


def other_cells(book: Workbook) -> None:
    series = charts(book)[0].series[0]  # type: ignore[attr-defined]
    series.val.numRef.f = series.val.numRef.f.replace("$D", "$E")


def another_scale(book: Workbook) -> None:
    charts(book)[0].y_axis.scaling.max = 20  # type: ignore[attr-defined]


def over_words(book: Workbook) -> None:
    charts(book)[0].anchor._from.row = 0  # type: ignore[attr-defined]


def one_fewer(book: Workbook) -> None:
    del charts(book)[0]


@pytest.mark.parametrize(
    "change", [another_chart, another_title, other_cells, another_scale, over_words, one_fewer]
)
def test_a_chart_that_was_added_taken_away_or_shows_something_else(
    change: Callable[[Workbook], None],
) -> None:
    book = load_workbook(io.BytesIO(written()))
    change(book)
    assert differences(saved(book))


def test_charts_that_another_program_saved_again_pass() -> None:
    assert differences(saved(load_workbook(io.BytesIO(written())))) == []


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/drawings/drawing1.xml", b"<clientData", b"<sp/><clientData"),
        ("xl/drawings/drawing1.xml", b"twoCellAnchor", b"absoluteAnchor"),
        ("xl/charts/chart1.xml", b"</chartSpace>", b"<userShapes/></chartSpace>"),
        (
            "xl/charts/chart1.xml",
            b"<v>4</v>",
            b"<v>99</v>",
        ),
        (
            "xl/charts/chart1.xml",
            b"<dLbls>",
            b"<dLbls><numFmt formatCode='&quot;25&quot;' sourceLinked='0'/>",
        ),
        ("xl/charts/chart1.xml", b"</ser>", b"<trendline/></ser>"),
        ("xl/charts/chart1.xml", b"<chart>", b"<chart"),
    ],
)
def test_shapes_false_caches_and_broken_parts(part: str, before: bytes, after: bytes) -> None:
    content = written()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert before in parts[part]
    parts[part] = parts[part].replace(before, after)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert differences(changed.getvalue())


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def differences(content: bytes) -> list[str]:
    name, most = "classes.xlsx", 100_000
    found = appearance_differences(
        name, BookParts(name, content, most), BookParts(name, written(), most), written()
    )
    return [f"{difference.where}: {difference.what}" for difference in found]
