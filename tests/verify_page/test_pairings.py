"""Pairings on the page: drawn again from what was asked, and every other one refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from balance_classes.domain.canonical import digest
from tests.builders import write_csv
from tests.verify_page.judge import judged, with_draw_file
from tests.workflows.after_draw.test_pair import READY, grouped

CONFLICTS = "student,teacher,reason\nS003,T1,relative\nS004,T4,decision\n"
OPEN = "whether teachers and class names come from the words of their lot"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an inspector has of a school that was paired with teachers, two of them with a bar."""
    school = grouped(tmp_path_factory.mktemp("paired"))
    conflicts = write_csv(school.home / "conflicts.csv", CONFLICTS)
    school.pair("notary=second words", "mayor=6 1", conflicts=conflicts, rooms=("11", "12", "13"))
    return with_draw_file(school.folder)


def forged(files: dict[str, str], change: Any) -> dict[str, str]:
    """The files with another pairing, signed again, and the ledger with it."""
    value = json.loads(files["pair-1.json"])
    change(value)
    value["digest"] = digest({k: v for k, v in value.items() if k not in ("source", "digest")})
    lines = files["ledger.jsonl"].splitlines()
    last = json.loads(lines[-1])
    last["what"]["digest"] = value["digest"]
    ledger = "\n".join(
        [*lines[:-1], json.dumps(last, ensure_ascii=False, sort_keys=True, separators=(",", ":"))]
    )
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return files | {"pair-1.json": f"{text}\n", "ledger.jsonl": f"{ledger}\n"}


def test_a_pairing_is_drawn_again(files: dict[str, str]) -> None:
    (verdict,) = judged([{"files": files}])
    assert (verdict["state"], verdict["checks"][-1]) == ("drawn", "pairings"), verdict
    assert not any(text.startswith(OPEN) for text in verdict["unknown"])


def test_without_what_was_asked_it_is_named_as_open(files: dict[str, str]) -> None:
    draw = json.loads(files["draw-file.json"])
    del draw["pairings"]
    (verdict,) = judged([{"files": files | {"draw-file.json": json.dumps(draw)}}])
    assert verdict["state"] == "drawn"
    assert any(text.startswith(OPEN) for text in verdict["unknown"])


@pytest.mark.parametrize("pairings", [None, 7, [], {"1": None}, {"1": [1, 2]}])
def test_what_is_no_account_of_a_pairing_is_never_taken_for_one(
    files: dict[str, str], pairings: object
) -> None:
    draw = json.loads(files["draw-file.json"]) | {"pairings": pairings}
    (verdict,) = judged([{"files": files | {"draw-file.json": json.dumps(draw)}}])
    opened = any(text.startswith(OPEN) for text in verdict["unknown"])
    assert opened or verdict["wrong"] == ["pairings"]


def test_what_was_asked_is_held_against_the_ledger(files: dict[str, str]) -> None:
    draw = json.loads(files["draw-file.json"])
    draw["pairings"]["1"][5] = []  # no conflicts
    (verdict,) = judged([{"files": files | {"draw-file.json": json.dumps(draw)}}])
    assert verdict["wrong"] == ["pairings"]


def test_another_pairing_that_was_signed_again_is_found(files: dict[str, str]) -> None:
    def teams(value: Any) -> None:
        one, other, *_ = value["pairings"]
        one["team"], other["team"] = other["team"], one["team"]

    def rounds(value: Any) -> None:
        value["rounds"] += 1

    def posts(value: Any) -> None:
        one, other, *_ = value["staff"]["teams"]
        one["posts"], other["posts"] = other["posts"], one["posts"]

    def bars(value: Any) -> None:
        value["barred"] = value["barred"][1:]

    changes = [lambda value: None, teams, rounds, posts, bars]
    honest, *others = judged([{"files": forged(files, change)} for change in changes])
    assert honest["state"] == "drawn", honest
    assert [verdict["wrong"] for verdict in others] == [["pairings"]] * len(others)


def test_ready_made_teams_and_names_alone_are_drawn_again(tmp_path: Path) -> None:
    cases = []
    for name, teachers in (("ready", READY), ("names", None)):
        school = grouped(tmp_path / name)
        school.pair("second words", teachers=teachers)
        cases.append({"files": with_draw_file(school.folder)})
    for verdict in judged(cases):
        assert (verdict["state"], verdict["checks"][-1]) == ("drawn", "pairings"), verdict
