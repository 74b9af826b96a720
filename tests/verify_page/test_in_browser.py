"""The page in Chromium, opened from a file: as a parent and as an inspector use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.files.pages.verify_page import VERIFY_PAGE
from balance_classes.files.result.draw_file import DRAW_FILE
from balance_classes.workflows.checking.inspect import InspectRequest, inspect
from tests.verify_page.browser import CHROMIUM, Step, driven
from tests.workflows.checking.test_notice import published
from tests.workflows.stage import School

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
PHONE, DESK = 360, 1280
HEADLINE: Step = {"tell": "document.getElementById('headline').textContent"}
VERDICT: Step = {"tell": "document.getElementById('verdict').className"}
SEXES = """[...document.querySelectorAll('#facts th')].map((head) => head.textContent)
  .filter((text) => /^(sex|性别) /.test(text)).join(", ")"""
DRAW: tuple[Step, ...] = (
    {"click": "#draw"},
    {"until": "document.getElementById('progress').hidden && /drawn|yes|wrong/"
              ".test(document.getElementById('verdict').className)"},
)  # fmt: skip


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school that was sealed and drawn."""
    school = School.at(tmp_path_factory.mktemp("browser") / "school")
    school.seal("parents", "notary")
    school.assign("parents=3 1 6", "notary=four two", sealed=school.sealed)
    return school


@pytest.fixture(scope="module")
def evidence(school: School) -> list[str]:
    """The files that may be published."""
    names = ("record.json", "seal.json", "ledger.jsonl")
    return [str(school.folder / name) for name in names]


@pytest.fixture(scope="module")
def draw(school: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The draw file of an inspector."""
    folder = tmp_path_factory.mktemp("inspector") / "inspection"
    inspect(InspectRequest(school.folder, folder, None), lambda stage: None)
    return folder / DRAW_FILE


def test_a_parent_with_posted_pages_alone_is_not_told_that_the_draw_is_right(
    school: School, tmp_path: Path
) -> None:
    notice = published(school, tmp_path / "out").files[1]
    steps = ({"files": [str(notice), str(school.sealed.with_suffix(".html"))]}, VERDICT, HEADLINE)
    shown = driven(school.folder / VERIFY_PAGE, steps)
    look, headline = shown["told"]
    assert look == "card some", headline
    assert shown["problems"] == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_inspector_draws_again_in_a_worker_and_sees_one_child(
    school: School, evidence: list[str], draw: Path, width: int
) -> None:
    steps: list[Step] = [
        {"files": [*evidence, str(draw)]},
        VERDICT,
        *DRAW,
        VERDICT,
        {"fill": ["#key", "S003"]},
        {"tell": "document.querySelectorAll('#story li').length"},
        {"tell": "document.documentElement.scrollWidth"},
        {"tell": SEXES},
        {"click": "#language"},
        HEADLINE,
        {"click": "#language"},
        HEADLINE,
    ]
    shown = driven(draw.parent / VERIFY_PAGE, steps, width=width)
    before, after, lines, wide, sexes, *languages = shown["told"]
    assert (before, after) == ("card counted", "card drawn")
    assert lines >= 3
    assert wide <= width
    assert sexes in ("sex boys, sex girls", "性别 男生, 性别 女生")
    assert any("相符" in headline for headline in languages)
    assert any("Yes" in headline for headline in languages)
    assert shown["problems"] == []


def test_a_forged_record_is_refused_first_of_all(
    school: School, evidence: list[str], tmp_path: Path
) -> None:
    forged = tmp_path / "record.json"
    text = (school.folder / "record.json").read_text("utf-8")
    forged.write_text(text.replace('"size": 6', '"size": 7', 1), "utf-8")
    steps: list[Step] = [
        {"files": [str(forged), *evidence[1:]]},
        VERDICT,
        {"tell": "document.getElementById('differences').children.length"},
        {"tell": "document.getElementById('again').hidden"},
    ]
    look, differences, hidden = driven(school.folder / VERIFY_PAGE, steps)["told"]
    assert look == "card wrong"
    assert differences > 0
    assert hidden
