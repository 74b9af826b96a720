"""Verify takes the whole folder of a batch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from balance_classes.domain.batch import JOINED
from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.verdict import Verdict
from balance_classes.errors import EvidenceError
from balance_classes.workflows.batch.seal_batch import SealBatchRequest, seal_batch
from balance_classes.workflows.batch.verify_batch import VerifyBatchRequest, verify_batch
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.batch.test_batch import county, drawn, here, not_passed, rows, single, text


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workflows.batch.on_workers.run_locally", here)


def recounted(folder: Path, roster: Path | None = None, *fingerprints: str) -> dict[str, Verdict]:
    request = VerifyBatchRequest(
        folder, (roster,) if roster else (), fingerprints, (), None, 2, None, recount=True
    )
    return dict(verify_batch(request, print))


def verified(folder: Path, roster: Path) -> dict[str, Verdict]:
    return dict(verify_batch(VerifyBatchRequest(folder, (roster,), (), (), None, 2, None), print))


def test_a_whole_batch_is_counted_and_drawn_again(tmp_path: Path) -> None:
    source = county(tmp_path)
    folder = drawn(source).folder
    assert list(recounted(folder, source)) == ["A", "B", "C", ""]
    assert not not_passed(recounted(folder, source))
    assert not not_passed(verified(folder, source))


def test_an_unwitnessed_batch_is_verified_too(tmp_path: Path) -> None:
    folder = drawn(county(tmp_path, "A"), seed=()).folder
    assert not not_passed(recounted(folder))


def test_a_result_of_other_words_does_not_belong_to_the_batch(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    folder = drawn(source).folder
    (folder / "schools/B").rename(tmp_path / "old")
    (source / "B.ledger.jsonl").unlink()
    single(source / "B.csv", folder / "schools/B", "parents=9", "notary=9", "code=B")
    assert not_passed(recounted(folder)) == {"B": {"batch_seed"}}


def test_a_redraw_by_other_words_is_no_fault(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    folder = drawn(source).folder
    drawn(source, redraw=("B",), reason="wrong dice", seed=("parents=9", "notary=9"))
    assert not not_passed(recounted(folder, source))


def test_a_missing_and_a_changed_school_are_found(tmp_path: Path) -> None:
    source = county(tmp_path)
    folder = drawn(source).folder
    (folder / "schools/A/record.json").unlink()
    (folder / "schools/B").rename(tmp_path / "gone")
    write_csv(source / "C.csv", text(rows(2, 13)))
    assert not_passed(recounted(folder, source)) == {
        "A": {"result"}, "B": {"result"}, "C": {"roster"},
    }  # fmt: skip
    assert set(not_passed(verified(folder, source))) == {"A", "B", "C"}


def test_a_posted_fingerprint_is_found_among_the_schools(tmp_path: Path) -> None:
    folder = drawn(county(tmp_path, "AB")).folder
    record = json.loads((folder / "schools/B/record.json").read_text("utf-8"))
    posted = fingerprint(record["digest"])
    assert not not_passed(recounted(folder, None, posted))
    assert not_passed(recounted(folder, None, posted, "0000")) == {"": {"fingerprint"}}


def test_a_folder_that_is_no_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError):
        recounted(tmp_path)


def test_a_school_that_was_listed_and_came_to_no_result_is_told_as_that(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    (source / "notes.csv").write_text("about these rosters", "utf-8")
    folder = drawn(source).folder
    (source / "notes.csv").unlink()
    verdict = recounted(folder)["notes"]
    (difference,) = (d for check in verdict.checks for d in check.differences)
    assert "was among the rosters before the seed" in str(difference.what)


def edited(folder: Path, **changes: object) -> None:
    """Edit what a batch began with, in the form that the program writes."""
    path = folder / "batch.json"
    entries = json.loads(path.read_bytes()) | changes
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True, indent=1)
    path.write_text(f"{text}\n", "utf-8", newline="\n")


def sealed(source: Path, seals: Path) -> str:
    """Seal a county, and return the fingerprint that is posted."""
    asked = SealBatchRequest(
        RosterRequest(source, None, {"classes": 2}), "", "", ("parents", "notary"), "dice", "",
        seals, None, 2, None,
    )  # fmt: skip
    made = seal_batch(asked).seal
    assert made is not None
    return fingerprint(made.digest)


def test_a_school_that_came_late_is_told(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    folder = drawn(source).folder
    write_csv(source / "C.csv", text(rows(2)))
    drawn(source)
    verdicts = recounted(folder, source)
    assert not not_passed(verdicts)
    assert [str(told) for told in verdicts["C"].since] == [str(JOINED)]
    assert [str(told) for told in verdicts[""].since] == ["Late, after the seed was known: C."]


def test_a_school_of_the_rosters_that_the_batch_does_not_know_is_missing(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    folder = drawn(source).folder
    edited(folder, codes=["A"])
    (folder / "schools/B").rename(tmp_path / "gone")
    assert not_passed(recounted(folder, source)) == {"": {"schools"}}
    assert any("batch.json says so" in str(what) for what in recounted(folder)[""].unknown)


@pytest.mark.parametrize("codes", [["A", "A"], ["A", "../A"], ["A", "a"], [""], ["A/../B"]])
def test_codes_that_no_batch_has_are_refused(tmp_path: Path, codes: list[str]) -> None:
    folder = drawn(county(tmp_path, "AB")).folder
    edited(folder, codes=codes)
    with pytest.raises(EvidenceError):
        recounted(folder)


def test_bytes_of_a_batch_that_the_program_did_not_write_are_found(tmp_path: Path) -> None:
    folder = drawn(county(tmp_path, "A")).folder
    with (folder / "batch.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not_passed(recounted(folder)) == {"": {"batch"}}


def test_a_rehearsal_is_not_of_a_batch_that_was_drawn(tmp_path: Path) -> None:
    folder = drawn(county(tmp_path, "A"), rehearsal=True).folder
    words = json.loads((folder / "batch.json").read_bytes())["seed"]["words"]
    value = Seed(tuple(SeedWords(**entry) for entry in words), given=True).value
    edited(folder, rehearsal=False, seed={"given": True, "value": value, "words": words})
    assert not_passed(recounted(folder)) == {"A": {"batch_seed"}}


def test_the_posted_seal_of_a_batch_proves_which_schools_it_began_with(tmp_path: Path) -> None:
    source, seals = county(tmp_path, "AB"), tmp_path / "seals"
    posted = sealed(source, seals)
    folder = drawn(source, sealed=seals).folder
    verdicts = recounted(folder, None, posted)
    assert not not_passed(verdicts)
    assert "seal of this batch" in str(verdicts[""].checks[-1].said)
    assert not any("batch.json says so" in str(what) for what in verdicts[""].unknown)
    edited(folder, codes=["A"])
    (folder / "schools/B").rename(tmp_path / "gone")
    assert not_passed(recounted(folder, None, posted)) == {"": {"fingerprint"}}


def test_lists_beside_the_schools_are_named(tmp_path: Path) -> None:
    folder = drawn(county(tmp_path, "A")).folder
    (folder / "final.xlsx").touch()
    (folder / "schools/B").mkdir()
    verdict = recounted(folder)[""]
    assert verdict.passed
    assert any("other files here: final.xlsx, schools/B" in str(what) for what in verdict.unknown)
