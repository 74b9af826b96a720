from __future__ import annotations

import multiprocessing
from functools import partial
from pathlib import Path

import pytest

from balance_classes.errors import EvidenceError
from balance_classes.files.evidence.document import START
from balance_classes.files.evidence.forms import SealEvent
from balance_classes.files.evidence.ledger import Ledger, append, ledger_path, read_ledger


def sealed(ledger: Ledger, number: int = 0) -> Ledger:
    return ledger.with_event(SealEvent(fixed=f"{number:064x}", date=""))


def append_many(path: Path, first: int) -> None:
    for number in range(first, first + 20):
        append(path, partial(sealed, number=number))


def test_the_ledger_lies_beside_the_roster() -> None:
    assert ledger_path(Path("a/新生.v2.xlsx")) == Path("a/新生.v2.ledger.jsonl")


def test_every_line_holds_the_hash_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger.jsonl"
    for number in range(3):
        append(path, partial(sealed, number=number))
    lines = read_ledger(path).lines
    assert [line.line for line in lines] == [1, 2, 3]
    assert [line.previous for line in lines] == [START, lines[0].head(), lines[1].head()]
    assert read_ledger(path).head == lines[2].head()


def test_lines_that_stand_are_never_written_again(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger.jsonl"
    append(path, sealed)
    first = path.read_bytes()
    append(path, sealed)
    assert path.read_bytes().startswith(first)
    append(path, lambda ledger: ledger)
    assert len(read_ledger(path).lines) == 2


def test_a_line_that_was_cut_off_by_a_power_failure_never_was(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger.jsonl"
    append(path, sealed)
    whole = path.read_bytes()
    append(path, sealed)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(EvidenceError, match="line 2"):
        read_ledger(path)
    append(path, lambda ledger: ledger)
    append(path, partial(sealed, number=7))
    assert path.read_bytes().startswith(whole)
    assert len(read_ledger(path).lines) == 2


def test_a_broken_ledger_is_not_continued(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger.jsonl"
    append(path, sealed)
    path.write_bytes(path.read_bytes().replace(b"0000", b"0001", 1))
    before = path.read_bytes()
    with pytest.raises(EvidenceError, match="line 1"):
        append(path, sealed)
    assert path.read_bytes() == before


def test_another_version_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger.jsonl"
    append(path, sealed)
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))
    with pytest.raises(EvidenceError, match="another version"):
        read_ledger(path)


def test_two_processes_do_not_come_between_each_other(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger.jsonl"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=append_many, args=(path, 100 * n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert len(read_ledger(path).lines) == 60


def test_a_ledger_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="The ledger cannot be written"):
        append(tmp_path / "none" / "x.ledger.jsonl", sealed)


def test_a_link_in_place_of_a_ledger_is_not_followed(tmp_path: Path) -> None:
    elsewhere, path = tmp_path / "other.jsonl", tmp_path / "x.ledger.jsonl"
    path.symlink_to(elsewhere)
    for use in (read_ledger, lambda at: append(at, sealed)):
        with pytest.raises(EvidenceError, match="link to another place"):
            use(path)
    assert not elsewhere.exists()
