"""The ledger side of assign: the same draw, another draw, a rehearsal, a run that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.lottery import SeedWords
from balance_classes.domain.result.result_sentences import posted_sentences
from balance_classes.domain.seed_words import Giver
from balance_classes.errors import BalanceError, EvidenceError, InfeasibleError, UsageError
from balance_classes.files.evidence.ledger import read_ledger
from balance_classes.language import Language, Text
from tests.builders import write_csv
from tests.workflows.stage import School, as_text, pupils


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "run.json"}


def test_the_line_with_the_seed_is_on_the_disk_before_anything_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School.at(tmp_path)
    seen = []

    def no_draw(*_: object) -> object:
        seen.extend(read_ledger(school.ledger).draws)
        raise KeyboardInterrupt

    monkeypatch.setattr("balance_classes.workflows.draw.assign.draw", no_draw)
    with pytest.raises(KeyboardInterrupt):
        school.assign("notary=4 6")
    assert [event.seed.words for _, event in seen] == [(SeedWords("notary", "4 6"),)]


@pytest.mark.parametrize("seed", [("notary=4 6",), ()])
def test_a_run_that_was_cut_off_is_continued_with_its_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: tuple[str, ...]
) -> None:
    school = School.at(tmp_path)

    def cut(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("balance_classes.workflows.draw.assign.write_result", cut)
        with pytest.raises(KeyboardInterrupt):
            school.assign(*seed)
    before = school.ledger.read_bytes()
    assert school.assign().result.record.draw.number == 1  # type: ignore[union-attr]
    assert school.ledger.read_bytes() == before
    assert school.recount().passed


def test_the_same_draw_again_is_the_same_bytes_and_no_new_line(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.assign()
    before = school.ledger.read_bytes()
    school.assign(output=tmp_path / "again")
    assert contents(tmp_path / "again") == contents(school.folder)
    assert school.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("roster", "has changed since"),
        ("rules", "by other rules or givers"),
        ("seed", "from another seed"),
    ],
)
def test_another_draw_is_refused_and_leaves_no_trace(
    tmp_path: Path, change: str, words: str
) -> None:
    school = School.at(tmp_path)
    school.assign("a=1")
    before = school.ledger.read_bytes()
    changes: dict[str, object] = {"output": tmp_path / "other"}
    if change == "roster":
        write_csv(school.roster, as_text(pupils()[:-1]))
    if change == "rules":
        changes["subject"] = school.subject.__class__(school.roster, None, {"classes": 2})
    with pytest.raises(EvidenceError, match=words):
        school.assign("a=2" if change == "seed" else "a=1", **changes)
    assert school.ledger.read_bytes() == before
    assert not (tmp_path / "other").exists()


def test_a_redraw_is_told_everywhere_and_keeps_the_old_result(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    first = school.assign("a=1")
    old = contents(school.folder)
    second = school.assign("a=2", redraw=True, reason="power cut")
    entry = second.result.record.draw
    assert entry is not None
    assert (entry.number, entry.replaces, entry.reason) == (2, 1, "power cut")
    assert entry.replaced == first.result.record.digest
    assert second.superseded == (tmp_path / "superseded" / "intake-classes-1",)
    assert contents(tmp_path / "superseded" / "intake-classes-1") == old
    assert school.recount().passed
    replaced = school.recount(folder=second.superseded[0])
    assert replaced.passed
    assert any("This result was replaced: draw 1 of 2" in str(note) for note in replaced.since)


def test_a_redraw_needs_a_reason_and_something_to_replace(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    for wrong in ({"redraw": True}, {"reason": "why"}, {"redraw": True, "reason": "\u3000"}):
        with pytest.raises(UsageError, match="belong together"):
            school.assign("a=1", **wrong)
    with pytest.raises(EvidenceError, match="nothing to replace"):
        school.assign("a=1", redraw=True, reason="why")
    school.assign("a=1")
    with pytest.raises(EvidenceError, match="are the same draw"):
        school.assign("a=1", redraw=True, reason="why")


def test_a_redraw_without_words_draws_a_new_seed(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    first = school.assign()
    second = school.assign(redraw=True, reason="why")
    assert first.result.record.seed.value != second.result.record.seed.value


def test_a_rehearsal_is_marked_and_the_draw_after_it_tells_its_fingerprint(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    first = school.assign("a=1", rehearsal=True)
    assert first.folder.name == "intake-rehearsal"
    assert school.assign("a=1", rehearsal=True).folder.name == "intake-rehearsal2"
    assert first.result.record.rehearsal
    assert school.recount(folder=first.folder).passed
    other = school.assign("a=2", rehearsal=True)
    drawn = school.assign("a=1")
    assert drawn.result.record.result_digest != first.result.record.result_digest
    tried = tuple(each.result.record.digest for each in (first, other))
    assert drawn.result.posted and drawn.result.posted.rehearsed == tried
    told = Text("Rehearsals before this draw: {count} ({last}).",
                count=2, last=tuple(map(fingerprint, tried)))  # fmt: skip
    assert told in posted_sentences(drawn.result.formed, drawn.result.posted)
    school.assign("a=3", rehearsal=True)
    assert school.recount(fingerprint(drawn.result.record.digest)).passed
    assert not school.recount(fingerprint(tried[0])).passed


def test_rehearsals_never_fill_the_ledger_that_a_draw_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School.at(tmp_path)
    school.assign("a=1", rehearsal=True)
    monkeypatch.setattr("balance_classes.workflows.draw.begin.MOST_REHEARSALS", 1)
    with pytest.raises(EvidenceError, match="1 rehearsals already"):
        school.assign("a=2", rehearsal=True)
    assert not (tmp_path / "intake-rehearsal2").exists()
    assert school.assign("a=2").result.record.draw


def test_impossible_rules_leave_no_line(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    rows = pupils()
    for row in rows[:9]:
        row[6] = "T9"
    write_csv(school.roster, as_text(rows))
    with pytest.raises(InfeasibleError):
        school.assign("a=1")
    assert not school.ledger.exists()


def test_people_are_asked_in_the_sealed_order_once_all_else_is_right(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents", "notary")
    asked: list[list[str]] = []

    def ask(language: Language, givers: tuple[Giver, ...]) -> list[SeedWords]:
        asked.append([giver.name for giver in givers])
        return [SeedWords(giver.name, giver.name) for giver in givers]

    with pytest.raises(BalanceError):
        school.assign(ask=ask, sealed=school.sealed, output=tmp_path / "none" / "there")
    assert asked == []
    result = school.assign(ask=ask, sealed=school.sealed)
    assert asked == [["parents", "notary"]]
    assert result.result.record.seed.given


@pytest.mark.parametrize("words", ["--", "a=", "\u0007"])
def test_words_that_cannot_be_a_seed_are_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(UsageError):
        School.at(tmp_path).assign(words)


def test_a_wrong_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no date"):
        School.at(tmp_path).assign("a=1", date="12.8.2026")
