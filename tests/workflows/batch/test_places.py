"""What a manifest says beside the rules stands on the overview, and places are summed up."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.batch import Total
from balance_classes.domain.batch import totals as sums_of
from balance_classes.language import Language
from balance_classes.rendering.batch import show_batch
from balance_classes.workflows.batch.batch import BatchResult
from tests.builders import write_csv, write_xlsx
from tests.commands.test_batch import start_none
from tests.workflows.batch.test_batch import county, drawn, outcome, text

LINES: list[list[object]] = [
    ["code", "roster", "classes", "Township", "Head", "Telephone", "Beds"],
    ["A", "county/A.csv", 2, "North", "Ms Xu", "0994", 40],
    ["B", "county/B.csv", 3, "South", "", "0995", 0],
    ["C", "county/none.csv", 2, "North", "Mr Bai", "0996", ""],
]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    start_none(monkeypatch)


@pytest.fixture
def result(tmp_path: Path) -> BatchResult:
    county(tmp_path, "AB")
    return drawn(write_xlsx(tmp_path / "m.xlsx", LINES))


def test_each_place_is_summed_up_and_then_all_schools(result: BatchResult) -> None:
    assert sums_of(result.outcomes) == (
        Total("Township", "North", 2, 1, 12, 2, 6, 6, 0),
        Total("Township", "South", 1, 1, 12, 3, 4, 4, 0),
        Total("", "", 3, 2, 24, 5, 4, 6, 0),
    )


def test_without_places_there_are_no_sums(tmp_path: Path) -> None:
    assert sums_of(drawn(county(tmp_path)).outcomes) == ()


def test_the_overview_has_the_columns_of_the_manifest_and_a_sheet_of_sums(
    result: BatchResult,
) -> None:
    book = load_workbook(result.summaries[0])
    lines, places = ([*sheet.iter_rows(values_only=True)] for sheet in book)
    header = next(line for line in lines if line[0] == "Code")
    assert header[-4:] == ("Township", "Head", "Telephone", "Beds")
    cells = {line[0]: line[-4:] for line in lines[lines.index(header) + 1 :]}
    assert cells == {
        "A": ("North", "Ms Xu", "0994", 40),
        "B": ("South", None, "0995", 0),
        "C": ("North", "Mr Bai", "0996", None),
    }
    assert places[1][:4] == ("Township", "Schools", "Finished", "Students")
    assert [line[0] for line in places[2:] if line[0]] == ["North", "South", "all schools"]
    page = result.summaries[1].read_text("utf-8")
    assert "Ms Xu" in page
    assert "all schools" in page


def test_columns_that_are_no_rules_are_told_for_one_may_be_a_rule_misspelt(
    result: BatchResult, capsys: pytest.CaptureFixture[str]
) -> None:
    show_batch(result, Language("en"), as_json=False, quiet=False)
    told = "no rules, shown as they are: Head, Telephone, Beds."
    assert told in capsys.readouterr().out


def test_the_same_is_carried_from_a_manifest_in_toml(tmp_path: Path) -> None:
    county(tmp_path, "A")
    manifest = tmp_path / "m.toml"
    manifest.write_text(
        '[[schools]]\ncode = "A"\nroster = "county/A.csv"\nclasses = 2\ntownship = "North"\n'
    )
    (found, whole) = sums_of(drawn(manifest).outcomes)
    assert (found.value, found.students, whole.students) == ("North", 12, 12)


def test_a_cell_that_cannot_be_shown_is_told_at_its_place_and_stops_its_school_alone(
    tmp_path: Path,
) -> None:
    county(tmp_path, "AB")
    lines = text([["code", "roster", "classes", "Head"], ["A", "county/A.csv", 2, "Xu"]])
    result = drawn(write_csv(tmp_path / "m.csv", lines + "B,county/B.csv,2,B\x07ai\n"))
    assert [o.state for o in result.outcomes] == ["drawn", "failed"]
    assert "cell D3" in str(outcome(result, "B").findings[0].where)
