"""Rules of all kinds through the whole way: drawn, verified, and missed if broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.result.result_sentences import notes
from balance_classes.files.result.result_reading import read_kept
from balance_classes.workflows.checking.explain import ExplainRequest, explain
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import School, failed

RULES = """
classes = 3
class_names = ["Oak", "Elm", "Ash"]
at_most = { inclusion = 1 }
caps = { Ash = 4 }
"""


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school with a child barred from two classes, inclusive schooling and a small room."""
    lines = ["id,name,sex,inclusion,disability,barred class,reason"]
    for i in range(15):
        inclusion = "visual,visual" if i in (3, 4) else "none,none"
        wish = "Oak Elm,parent teaches" if i == 7 else ","
        lines.append(f"S{i:02},Pupil{chr(65 + i)},{'MF'[i % 2]},{inclusion},{wish}")
    found = School(tmp_path)
    write_csv(found.roster, "\n".join(lines) + "\n")
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    found.assign("a=1", subject=RosterRequest(found.roster, tmp_path / "rules.toml", {}))
    return found


def test_they_are_kept_told_and_verified(school: School) -> None:
    assert school.recount().passed
    assert school.verify().passed
    subject = RosterRequest(school.roster, school.home / "rules.toml", {})
    formed = school.assign("a=1", subject=subject, output=school.home / "again").result.formed
    assert len(formed.class_lists[2]) == 4
    assert [formed.classes[p.school_class].name for p in formed.barred()] == ["Ash"]
    visual = [p.school_class for p in formed.placements if p.student.levels["inclusion"] != "none"]
    assert len(set(visual)) == 2
    said = [str(note) for note in notes(formed)]
    assert "Students barred from a class, with a reason: 1." in said
    assert "inclusive schooling: at most 1 a class." in said


@pytest.mark.parametrize("column", ["barred classes", "reason", "inclusive schooling"])
def test_a_changed_wish_is_missed(school: School, column: str) -> None:
    def change(sheet: object) -> None:
        header = [cell.value for cell in sheet[1]]  # type: ignore[index]
        at = header.index(column) + 1
        row = next(r for r in range(2, 17) if sheet.cell(r, at).value not in (None, "", "none"))  # type: ignore[attr-defined]
        sheet.cell(row, at, {"inclusive schooling": "none"}.get(column, "Elm"))  # type: ignore[attr-defined]

    assert edited(school, change)


def edited(school: School, change: Callable[[object], None]) -> set[str]:
    """Change the internal list, and return the checks that are not passed then."""
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    change(book["All students"])
    book.save(path)
    return failed(school.recount())


SPREAD = """
classes = 3
tolerance = 2
min_size = 7
year = 2026
numbers = { age_months = 4, distance = 3 }
tiers = [["sex"], ["distance"], ["*"], ["same_tone"]]
"""


def spread_over(home: Path) -> School:
    """A school whose rules spread age and distance; one child has no distance."""
    lines = ["id,name,sex,birth date,distance to school (m)"]
    for i in range(24):
        distance = "" if i == 5 else f"{300 + 97 * i}"
        lines.append(f"S{i:02},Pupil{chr(65 + i)},{'MF'[i % 2]},2020-{i % 8 + 1:02}-03,{distance}")
    school = School(home)
    write_csv(school.roster, "\n".join(lines) + "\n")
    (home / "rules.toml").write_text(SPREAD, encoding="utf-8")
    school.assign("a=1", subject=RosterRequest(school.roster, home / "rules.toml", {}))
    return school


def test_numbers_are_spread_told_by_means_and_verified(tmp_path: Path) -> None:
    school = spread_over(tmp_path)
    assert school.recount().passed
    assert school.verify().passed
    record = read_kept(school.folder).record
    assert record.fixed.numbers == ("age_months", "distance")
    age, distance = record.means
    assert (age.stated, distance.stated) == (24, 23)
    exact = Fraction(sum(300 + 97 * i for i in range(24) if i != 5), 23)
    assert abs(Fraction(distance.overall) - exact) <= Fraction(1, 20)
    assert all(60 < float(mean) < 90 for mean in age.classes)
    told = explain(ExplainRequest(school.folder, "S05", None), lambda stage: None)
    assert told.lottery_number in range(1, 25)


def test_the_record_the_seal_and_the_report_hold_no_single_number(tmp_path: Path) -> None:
    school = spread_over(tmp_path)
    text = (school.folder / "record.json").read_text("utf-8")
    report = (school.folder / "report.html").read_text("utf-8")
    text += re.sub(r"<style>.*?</style>", "", report, flags=re.DOTALL)
    text = re.sub(r"[0-9a-f]{64}", "", text)
    numbers = re.findall(r"\d+", text)
    assert not {str(300 + 97 * i) for i in range(24)} & set(numbers)


def test_the_overview_shows_the_numbers_of_a_bin_and_the_means(tmp_path: Path) -> None:
    school = spread_over(tmp_path)
    sheet = load_workbook(school.folder / "classes.xlsx")["Overview"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    bins = [row for row in rows if row[0] == "distance to school"]
    assert [row[1] for row in bins][:2] == ["not stated", "bin 1 of 3: 300–1076"]
    mean = next(row for row in rows if row[:2] == ["metres to school", "mean"])
    record = read_kept(school.folder).record
    assert mean[2:7] == [record.means[1].overall, 23, *record.means[1].classes]


@pytest.mark.parametrize("column", ["metres to school", "distance to school", "birth date"])
def test_a_changed_number_or_bin_is_missed(tmp_path: Path, column: str) -> None:
    school = spread_over(tmp_path)
    other = {
        "metres to school": 401,
        "distance to school": "bin 1 of 3",
        "birth date": "2019-09-03",
    }

    def change(sheet: object) -> None:
        header = [cell.value for cell in sheet[1]]  # type: ignore[index]
        cells = [sheet.cell(row, header.index(column) + 1) for row in range(2, 26)]  # type: ignore[attr-defined]
        next(cell for cell in cells if cell.value != other[column]).value = other[column]

    assert edited(school, change)


def test_a_changed_distance_in_the_roster_is_found_though_its_bin_is_the_same(
    tmp_path: Path,
) -> None:
    school = spread_over(tmp_path)
    text = school.roster.read_text("utf-8")
    school.roster.write_text(text.replace(",300\n", ",301\n"), "utf-8")
    assert "roster" in failed(school.recount())
