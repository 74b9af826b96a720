"""The verdict of the page: what it says of what was put in, and never more than was done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.seed_words import Giver, commitment_digest, counted_words
from balance_classes.files.evidence.forms import Record
from balance_classes.files.result.draw_file import DRAW_FILE
from tests.procedure.make_vectors import ALIKE
from tests.verify_page.judge import evidence_of, judged, said, with_draw_file
from tests.workflows.stage import School

GIVERS = ("parents=3 numbers 1-6", "notary")
HEARD = [{"giver": GIVERS[0], "words": "3, 1; 6"}, {"giver": "notary", "words": "Four Two"}]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school that rehearsed, was sealed, and drawn with words of two givers."""
    school = School.at(tmp_path_factory.mktemp("verdict") / "school")
    school.assign("a=1", rehearsal=True)
    school.seal(*GIVERS)
    school.assign("parents=3 1 6", "notary=four two", sealed=school.sealed)
    return school


@pytest.fixture(scope="module")
def files(school: School) -> dict[str, str]:
    """All that an inspector has of it."""
    return with_draw_file(school.folder)


@pytest.fixture(scope="module")
def record(files: dict[str, str]) -> Record:
    """Its record."""
    return Record.read("record.json", files["record.json"].encode())


def test_nothing_put_in_is_nothing_checked() -> None:
    verdict = said({})
    assert (verdict["state"], verdict["checks"]) == ("nothing", [])


def test_evidence_alone_is_counted_and_never_called_drawn(school: School) -> None:
    verdict = said(evidence_of(school.folder))
    assert verdict["state"] == "counted"
    assert any("draw file" in sentence for sentence in verdict["unknown"])


def test_with_the_draw_file_it_is_drawn_again(files: dict[str, str]) -> None:
    verdict = said(files)
    assert verdict["state"] == "drawn"
    assert any("only the fingerprint of the result" in text for text in verdict["unknown"])


def test_only_the_posted_fingerprint_makes_it_the_result_that_was_held(
    files: dict[str, str], record: Record
) -> None:
    posted = fingerprint(record.digest)
    for written in (posted, posted.lower().replace("-", " "), posted.replace("0", "O")):
        assert said(files, fingerprints=[written])["state"] == "yes"
    assert said(files, fingerprints=[fingerprint(record.fixed_digest)])["state"] == "drawn"
    assert said(files, fingerprints=[fingerprint("0" * 64)])["wrong"] == ["fingerprint"]


def test_words_are_held_against_the_seed_as_they_were_heard(
    files: dict[str, str], record: Record
) -> None:
    verdict = said(files, words=HEARD)
    assert (verdict["state"], verdict["seed"]) == ("drawn", record.seed.value)
    other = [HEARD[0], {"giver": "notary", "words": "four three"}]
    assert said(files, words=other)["wrong"] == ["words"]
    assert said(files, words=[{"giver": GIVERS[0], "words": "3 1 7"}, HEARD[1]])["state"] == "wrong"


def test_words_alone_make_the_seed_that_the_record_must_show(record: Record) -> None:
    verdict = said({}, words=HEARD)
    assert (verdict["state"], verdict["seed"]) == ("some", record.seed.value)


def test_a_missing_ledger_or_seal_is_named(files: dict[str, str]) -> None:
    for name, told in (("ledger.jsonl", "the ledger is not here"), ("seal.json", "its file is")):
        verdict = said({key: text for key, text in files.items() if key != name})
        assert verdict["state"] == "drawn"
        assert any(told in sentence for sentence in verdict["unknown"])


@pytest.mark.parametrize(
    ("name", "then", "now", "wrong"),
    [
        ("record.json", '"size": 6', '"size": 7', "record"),
        ("seal.json", '"students": 18', '"students": 19', "seal"),
        ("ledger.jsonl", '"draw":1', '"draw":2', "file"),
        ("ledger.jsonl", "\n", "\r\n", "file"),
        (DRAW_FILE, "PupilA", "PupilZ", "students"),
        (DRAW_FILE, '"students": [', '"pupils": [', "file"),
    ],
)
def test_whatever_is_changed_does_not_fit(
    files: dict[str, str], name: str, then: str, now: str, wrong: str
) -> None:
    assert then in files[name]
    verdict = said(files | {name: files[name].replace(then, now, 1)})
    assert verdict["state"] == "wrong"
    assert wrong in verdict["wrong"]


def test_the_draw_file_of_another_school_is_refused(files: dict[str, str]) -> None:
    draw = json.loads(files[DRAW_FILE])
    draw["students"].reverse()
    assert said(files | {DRAW_FILE: json.dumps(draw)})["wrong"] == ["students"]


def test_another_version_is_not_called_false(files: dict[str, str]) -> None:
    older = files["record.json"].replace('"version": 1', '"version": 9')
    assert said({"record.json": older})["state"] == "version"


def test_what_is_no_file_of_a_draw_is_named_and_not_judged(files: dict[str, str]) -> None:
    verdict = said(files | {"scan.txt": "hello"})
    assert verdict["state"] == "drawn"
    assert "what is in other files: {files}" in verdict["unknown"]


def test_a_rehearsal_is_drawn_again_as_one(tmp_path: Path) -> None:
    school = School.at(tmp_path / "school")
    folder = school.assign("a=1 2 3", rehearsal=True).folder
    verdict = said(with_draw_file(folder), words=[{"giver": "a", "words": "1 2 3"}])
    assert verdict["state"] == "drawn", verdict


def test_words_count_as_the_program_counts_them() -> None:
    spoken = ["three 1", "三 1", "３　１", "a1", "汉字", "②", "🎲 4", "\U00030000", "丨", *ALIKE]
    cases = [{"files": {}, "words": [{"giver": "", "words": words}]} for words in spoken]
    fit = [Giver("").unfit(words) is None for words in spoken]
    assert [verdict["seed"] is not None for verdict in judged(cases)] == fit
    assert any(fit) and not all(fit)
    assert counted_words("３　１") == "31"


def test_forms_take_the_words_that_the_program_takes() -> None:
    form = "a=3 numbers 1-12"
    spoken = ["1 2 3", "010203", "1 2", "1 2 13", "1 2 3 4", "一 2 12", "1,2,3", "x 1 2 3", "123"]
    cases: list[dict[str, Any]] = [
        {"files": {}, "words": [{"giver": form, "words": words}]} for words in spoken
    ]
    fit = [Giver.read(form).unfit(words) is None for words in spoken]
    assert [verdict["seed"] is not None for verdict in judged(cases)] == fit
    assert any(fit) and not all(fit)


def test_seal_and_ledger_are_judged_without_the_record_that_parents_do_not_have(
    files: dict[str, str], record: Record
) -> None:
    public = {name: files[name] for name in ("seal.json", "ledger.jsonl")}
    posted = [fingerprint(record.digest), fingerprint(record.fixed_digest)]
    verdict = said(public, words=HEARD, fingerprints=posted)
    assert (verdict["state"], verdict["seed"]) == ("some", record.seed.value)
    assert "words" in verdict["checks"]
    other = [HEARD[0], {"giver": "notary", "words": "four three"}]
    assert said(public, words=other)["wrong"] == ["words"]
    rehearsed = json.loads(public["ledger.jsonl"].splitlines()[0])["what"]["record"]
    for strange in ("1" * 64, rehearsed):
        assert said(public, fingerprints=[fingerprint(strange)])["wrong"] == ["fingerprint"]
    redrawn = files["ledger.jsonl"].splitlines()[1:]
    assert said(public | {"ledger.jsonl": "\n".join(redrawn)})["state"] == "wrong"


def test_a_giver_who_committed_to_words_gave_these(tmp_path: Path) -> None:
    committed = fingerprint(commitment_digest("notary", "four two"))
    school = School.at(tmp_path / "school")
    school.seal("parents", f"notary=commit {committed}")
    school.assign("parents=3 1 6", "notary=four two", sealed=school.sealed)
    verdict = said(with_draw_file(school.folder))
    assert verdict["state"] == "drawn", verdict
    spoken = [
        {"giver": f"notary=commit {committed}", "words": words} for words in ("Four two", "5")
    ]
    made = judged([{"files": {}, "words": [each]} for each in spoken])
    assert [verdict["seed"] is not None for verdict in made] == [True, False]
