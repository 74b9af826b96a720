"""Notices of all schools of a batch: each verified before, and none held up by another."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from balance_classes.domain.batch import INCOMPLETE
from balance_classes.language import Language
from balance_classes.rendering.notice import show_notices
from balance_classes.workflows.batch.notice_batch import (
    NoticeBatchRequest,
    SchoolNotice,
    notice_batch,
)
from balance_classes.workflows.batch.on_workers import Workers
from balance_classes.workflows.checking.notice import NoticeRequest, notice
from tests.workflows.batch.test_batch import contents, county, drawn, here


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workflows.batch.on_workers.run_locally", here)


@pytest.fixture
def asked(tmp_path: Path) -> NoticeRequest:
    """Of the notices of two schools."""
    source = county(tmp_path, "AB")
    folder = drawn(source).folder
    return NoticeRequest(folder, False, None, "12345", "", None, None, source)


def of_all(request: NoticeRequest) -> NoticeBatchRequest:
    sources = (request.roster,) if request.roster else ()
    return NoticeBatchRequest(request, sources, "", Workers(2), print)


def published(request: NoticeRequest) -> dict[str, SchoolNotice]:
    return {each.code: each for each in notice_batch(of_all(request))}


def test_every_school_gets_the_notice_that_it_would_get_alone(
    asked: NoticeRequest, tmp_path: Path
) -> None:
    found = published(asked)
    assert {code: each.exit_code for code, each in found.items()} == {"A": 0, "B": 0}
    for code in "AB":
        alone = tmp_path / f"alone-{code}"
        request = replace(
            asked,
            folder=asked.folder / "schools" / code,
            output=alone,
            roster=tmp_path / f"county/{code}.csv",
        )
        notice(request, lambda stage: None)
        assert contents(alone) == contents(tmp_path / "county-classes-notice" / code)


def test_a_result_that_was_changed_is_not_published_and_the_other_is(asked: NoticeRequest) -> None:
    (asked.folder / "schools/A/classes.csv").write_text("x", "utf-8")
    found = published(asked)
    assert {code: each.exit_code for code, each in found.items()} == {"A": INCOMPLETE, "B": 0}
    assert found["A"].findings


def test_the_same_command_goes_on_and_leaves_what_is_there(asked: NoticeRequest) -> None:
    first = published(asked)["A"].result
    assert first
    for path in first.files:
        path.unlink()
    first.folder.rmdir()
    assert all(each.result for each in published(asked).values())
    before = contents(first.folder.parent)
    assert all(each.result for each in published(asked).values())
    assert contents(first.folder.parent) == before


def test_another_notice_in_its_place_is_told_and_left(asked: NoticeRequest) -> None:
    published(asked)
    other = published(replace(asked, hotline="54321"))
    assert {each.exit_code for each in other.values()} == {INCOMPLETE}
    assert "not that of the result" in str(other["A"].findings[0].what)


def test_people_and_scripts_are_told_of_each_school_and_of_all(
    asked: NoticeRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    (asked.folder / "schools/A/classes.csv").write_text("x", "utf-8")
    english = Language("en")
    assert show_notices(notice_batch(of_all(asked)), (), english, as_json=False) == INCOMPLETE
    told = capsys.readouterr()
    assert told.out.endswith("Schools: 2; without a notice: 1.\n")
    assert told.err.startswith("A: No notice was written.\n")
    show_notices(notice_batch(of_all(asked)), (), english, as_json=True)
    a, b, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert (a["school"], a["ok"], a["notice"]) == ("A", False, None)
    assert (b["notice"]["hotline"], last["missing"]) == ("12345", 1)
