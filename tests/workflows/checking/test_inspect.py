"""What an inspector is written: the draw file and the page, for the owner only."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from balance_classes.domain.canonical import digest
from balance_classes.errors import EvidenceError, UsageError
from balance_classes.files.evidence.forms import Record
from balance_classes.files.pages.verify_page import VERIFY_PAGE, verify_page
from balance_classes.files.result.draw_file import DRAW_FILE
from balance_classes.workflows.checking.inspect import InspectRequest, inspect
from tests.workflows.stage import School


@pytest.fixture
def school(tmp_path: Path) -> School:
    school = School.at(tmp_path / "school")
    school.drawn()
    return school


def test_the_draw_file_is_what_the_record_says_was_hashed(school: School, tmp_path: Path) -> None:
    written = inspect(InspectRequest(school.folder, tmp_path / "out", None), lambda stage: None)
    draw = json.loads((written.folder / DRAW_FILE).read_bytes())
    record = Record.read("record.json", (school.folder / "record.json").read_bytes())
    assert digest([draw["students"], draw["problem"]]) == record.fixed.roster_digest
    assert {path.name for path in written.folder.iterdir()} == {DRAW_FILE, VERIFY_PAGE}
    for path in (written.folder, *written.folder.iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077


def test_it_is_never_written_beside_what_may_be_published(school: School) -> None:
    with pytest.raises(UsageError):
        inspect(InspectRequest(school.folder, school.folder / "x", None), lambda stage: None)
    assert not list(school.folder.rglob(DRAW_FILE))


def test_a_result_that_does_not_verify_has_no_draw_file(school: School, tmp_path: Path) -> None:
    (school.folder / "classes.csv").write_text("x", "utf-8")
    with pytest.raises(EvidenceError):
        inspect(InspectRequest(school.folder, tmp_path / "out", None), lambda stage: None)


def test_a_page_that_is_not_this_versions_is_named_as_not_checked(school: School) -> None:
    assert school.recount().unchecked == ()
    (school.folder / VERIFY_PAGE).write_bytes(verify_page().replace(b"wrong", b"right"))
    verdict = school.recount()
    assert verdict.passed
    assert any(VERIFY_PAGE in str(text.values) for text in verdict.unchecked)
