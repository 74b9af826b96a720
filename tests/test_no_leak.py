"""Whoever has record, notice and ledger learns no name and no number, also not by trying."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from balance_classes.domain.canonical import PROCEDURE, canonical_json, fingerprint
from balance_classes.domain.lottery import ticket
from balance_classes.files.disk.private_files import is_private
from tests.workflows.after_draw.school_year import amended, newcomer, placed
from tests.workflows.stage import School, pupils

NEWCOMER = newcomer(100, ethnicity="Dai")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The text of record, seal, ledger and all changes, and the value of the seed."""
    school = School.at(tmp_path_factory.mktemp("published"))
    result = school.drawn()
    there = placed(school, NEWCOMER).placing.newcomers[0].placement.school_class
    amended(school, "S100", to=f"Class {(there + 1) % 3 + 1}")
    names = ("record.json", "seal.json", "ledger.jsonl", "place-1.json", "amend-2.json")
    text = "\n".join((school.folder / name).read_text("utf-8") for name in names)
    return text, result.result.record.seed.value


def test_no_name_and_no_number_stands_in_them(published: tuple[str, str]) -> None:
    text, _ = published
    for row in [*pupils(), NEWCOMER]:
        assert not any(value in text for value in row[:3])
        assert not any(value in text for value in (row[6], row[7]) if value)


def candidates() -> Iterator[str]:
    """Yield what somebody would try for each student: numbers, names, and both together."""
    for number, identity, name, *_ in [*pupils(), NEWCOMER]:
        values = (number, identity, name)
        for several in itertools.chain.from_iterable(
            itertools.permutations(values, length) for length in (1, 2, 3)
        ):
            for joint in ("", " ", ",", ":", "|"):
                yield joint.join(several)


def hashes(text: str, seed: str) -> Iterator[str]:
    """Yield hashes of a candidate, in the forms the procedure knows and in the obvious ones."""
    for form in (text, f"{seed}{text}", f"{text}{seed}", canonical_json([text])):
        for algorithm in (hashlib.sha256, hashlib.md5, hashlib.sha1):
            yield algorithm(form.encode()).hexdigest()
    for purpose in ("student", "deal", "name", "seats", "newcomer 1", "place 1"):
        yield ticket(seed, purpose, text)
    for purpose in ("seed", "rehearsal", "student"):
        form = canonical_json([PROCEDURE, purpose, text])
        yield hashlib.sha256(form.encode()).hexdigest()


def test_no_candidate_is_found_by_its_hash(published: tuple[str, str]) -> None:
    text, seed = published
    shown = set(re.findall(r"[0-9a-f]{16,}", text))
    parts = {found[:16] for found in shown}
    for candidate in candidates():
        for digest in hashes(candidate, seed):
            assert digest[:16] not in parts
            assert fingerprint(digest.ljust(64, "0")) not in text


def test_every_hash_in_them_covers_all_students_or_none(published: tuple[str, str]) -> None:
    # A new hash in record, seal or ledger must be looked at here before it is published.
    text, _ = published
    named = set(re.findall(r'"(\w+)"\s*:\s*"[0-9a-f]{64}"', text))
    assert named == {
        "asked", "before", "digest", "file_sha256", "fixed", "fixed_digest", "head", "lists",
        "previous", "record", "result_digest", "roster", "roster_digest", "rules_digest",
        "students", "value",
    }  # fmt: skip


def test_files_with_names_are_for_the_owner_only(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    result = school.drawn()
    placed(school, NEWCOMER)
    for path in (*result.folder.rglob("*"), school.sealed, school.ledger):
        assert is_private(path), path
