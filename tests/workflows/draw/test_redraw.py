"""A redraw after changes: what lapses is told before and afterwards, in every language's folder."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from balance_classes.errors import EvidenceError, ResultError, UsageError
from balance_classes.language import Language
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.workflows.after_draw.school_year import amended, newcomer, placed
from tests.workflows.stage import School

WORDS = ("notary=1", "parents=2")


def redrawn(school: School, *words: str, **changes: object) -> list[str]:
    wish = {"sealed": school.sealed, "redraw": True, "reason": "fire", **changes}
    subject = RosterRequest(school.roster, None, {})
    result = school.assign(*(words or WORDS), subject=subject, **wish)
    return sorted(path.name for path in result.superseded)


def test_what_would_lapse_is_named_before_a_seed_is_asked_for(copy: School) -> None:
    placed(copy, newcomer(100))
    amended(copy, "S000", swap="S002")
    before = copy.ledger.read_bytes()
    with pytest.raises(EvidenceError) as refused:
        redrawn(copy)
    (finding,) = refused.value.findings
    assert str(finding.what) == (
        "With draw 1 would lapse what happened since: change 1 (newcomers and leavers, "
        "10 September 2026), change 2 (approved change, 8 October 2026)."
    )
    assert "--lapse" in str(finding.mend)
    assert copy.ledger.read_bytes() == before
    assert copy.recount().passed


def test_what_lapsed_is_told_on_every_list(copy: School) -> None:
    placed(copy, newcomer(100))
    redrawn(copy, lapse=True)
    said = "With draw 1 lapsed the changes after it: 1."
    book = load_workbook(copy.folder / "classes.xlsx")
    for sheet in ("Overview", "Class 1"):
        shown = [str(row[0]) for row in book[sheet].values]
        assert any(said in text for text in shown), sheet
    assert said in (copy.folder / "report.html").read_text("utf-8")
    assert copy.recount().passed
    assert copy.verify().passed
    placed(copy, newcomer(100))
    assert copy.recount().passed
    assert copy.verify().passed


def test_a_change_that_was_begun_lapses_too(copy: School, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            "balance_classes.workflows.after_draw.event_steps.write_later", lambda *_: 1 / 0
        )
        with pytest.raises(ZeroDivisionError):
            placed(copy, newcomer(100))
    with pytest.raises(EvidenceError, match="would lapse"):
        redrawn(copy)
    redrawn(copy, lapse=True)
    assert copy.recount().passed


def test_the_replaced_result_goes_under_whatever_name_it_has(copy: School) -> None:
    chinese = copy.home / "intake-分班"
    assert redrawn(copy, language=Language("zh")) == ["intake-classes-1"]
    assert not copy.folder.exists()
    assert copy.recount(folder=chinese).passed
    copy.assign(*WORDS, sealed=copy.sealed, subject=RosterRequest(copy.roster, None, {}))
    assert redrawn(copy, "notary=3", "parents=3") == ["intake-classes-2", "intake-分班-2"]
    assert not chinese.exists()
    assert copy.recount().passed


def test_a_link_in_place_of_superseded_is_not_followed(copy: School) -> None:
    (copy.home / "elsewhere").mkdir()
    (copy.home / "superseded").symlink_to(copy.home / "elsewhere")
    with pytest.raises(ResultError, match="link to another place"):
        redrawn(copy)
    assert not [*(copy.home / "elsewhere").iterdir()]


def test_a_draw_that_is_written_again_tells_what_it_does_not_hold(copy: School) -> None:
    placed(copy, newcomer(100))
    amended(copy, "S000", swap="S002")
    subject = RosterRequest(copy.roster, None, {})
    result = copy.assign("notary=4 6", "parents=3 1", sealed=copy.sealed, subject=subject,
                         output=copy.home / "again")  # fmt: skip
    assert list(map(str, result.since)) == [
        "Since then more has happened: 2 changes; this is an old copy."
    ]


def test_nothing_lapses_without_a_redraw(copy: School) -> None:
    with pytest.raises(UsageError, match="--lapse belongs to --redraw"):
        copy.assign(*WORDS, lapse=True)
