"""Pairing and placing rehearsed: a folder of its own, marked, and nothing that counts touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.errors import EvidenceError
from balance_classes.files.evidence.ledger import read_ledger
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from tests.workflows.after_draw.school_year import newcomer, placed
from tests.workflows.after_draw.test_pair import PairedSchool, grouped
from tests.workflows.stage import School

LISTS = {"classes.csv", "classes.xlsx", "report.html"}
MARK = "[REHEARSAL]"


def contents(home: Path) -> dict[str, bytes]:
    """Return every file of a school but for the tables it is given."""
    files = (path for path in home.rglob("*") if path.is_file())
    given = {"teachers.csv", "newcomers.csv"}
    return {str(p.relative_to(home)): p.read_bytes() for p in files if p.name not in given}


def standing(home: Path) -> School:
    school = School.at(home / "school")
    school.drawn()
    return school


def marked(folder: Path) -> bool:
    """Tell whether every page of the workbook, and the report, say that it is a rehearsal."""
    sheets = load_workbook(folder / "classes.xlsx").worksheets
    heads = ["".join(p.text or "" for p in (s.oddHeader.left, s.oddHeader.center)) for s in sheets]
    report = (folder / "report.html").read_text("utf-8")
    return all(MARK in head for head in heads) and MARK in report


def test_a_rehearsed_pairing_touches_neither_result_nor_ledger(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    before = contents(school.home)
    result = school.pair("second words", rehearsal=True)
    assert result.folder == school.home / "intake-rehearsal"
    assert {path.name for path in result.folder.iterdir()} == LISTS
    assert marked(result.folder)
    after = contents(school.home)
    assert {name: after[name] for name in before} == before
    assert {Path(name).parts[0] for name in after.keys() - before} == {"intake-rehearsal"}


def test_a_rehearsed_placing_touches_neither_result_nor_ledger(tmp_path: Path) -> None:
    school = standing(tmp_path)
    before = contents(school.home)
    result = placed(school, newcomer(100), leavers="S003\n", rehearsal=True)
    assert {path.name for path in result.folder.iterdir()} == LISTS
    assert marked(result.folder)
    assert "S100" in (result.folder / "classes.csv").read_text("utf-8-sig")
    after = contents(school.home)
    after.pop("leavers.csv")
    assert {name: after[name] for name in before} == before


def test_lists_of_a_rehearsal_are_told_as_such(tmp_path: Path) -> None:
    school = standing(tmp_path)
    tried = placed(school, newcomer(100), rehearsal=True).folder
    with pytest.raises(EvidenceError, match="a rehearsal of pair or place"):
        recount(VerifyRequest(tried, None, (), (), None))


def test_the_words_of_a_rehearsal_foretell_nothing(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    tried = school.pair("second words", rehearsal=True).event
    drawn = school.pair("second words").event
    assert tried.seed.words == drawn.seed.words
    assert tried.seed.value != drawn.seed.value
    assert [p.teacher.key for p in tried.paired.teams.posts] != [  # type: ignore[union-attr]
        p.teacher.key
        for p in drawn.paired.teams.posts  # type: ignore[union-attr]
    ]
    assert school.recount().passed


def test_rehearsals_are_numbered_and_may_be_repeated(tmp_path: Path) -> None:
    school = standing(tmp_path)
    folders = [placed(school, newcomer(100), rehearsal=True).folder.name for _ in range(3)]
    assert folders == ["intake-rehearsal", "intake-rehearsal2", "intake-rehearsal3"]
    placed(school, newcomer(100))
    assert school.recount().passed


def test_a_rehearsed_draw_can_be_paired_in_a_rehearsal_and_in_no_other_way(tmp_path: Path) -> None:
    school = PairedSchool(tmp_path / "school")
    School.at(school.home)
    tried = school.assign("words", rehearsal=True).folder
    with pytest.raises(EvidenceError, match="--rehearsal"):
        school.pair("second words", folder=tried)
    result = school.pair("second words", folder=tried, rehearsal=True)
    assert result.folder.name == "intake-rehearsal2"
    assert "Class 1" in (result.folder / "classes.csv").read_text("utf-8-sig")
    assert not read_ledger(school.ledger).draws


def test_what_cannot_be_paired_is_refused_in_a_rehearsal_too(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    school.pair("second words")
    with pytest.raises(EvidenceError, match="paired already"):
        school.pair("third words", rehearsal=True)
    sheet = school.folder / "classes.csv"
    sheet.write_text(sheet.read_text("utf-8-sig").replace("S003", "S004"), encoding="utf-8-sig")
    with pytest.raises(EvidenceError, match="verify"):
        school.pair("third words", rehearsal=True)


def test_the_page_of_a_rehearsed_ceremony_is_marked(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    for rehearsal in (True, False):
        page = school.home / f"page-{rehearsal}.html"
        school.pair("second words", rehearsal=rehearsal, page=page)
        assert (MARK in page.read_text("utf-8")) == rehearsal
