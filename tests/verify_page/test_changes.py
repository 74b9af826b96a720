"""Changes after the draw on the page: followed from student to student, every other one refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.forger import Evidence
from tests.verify_page.judge import evidence_of, judged, with_draw_file
from tests.workflows.after_draw.school_year import amended, another, newcomer, placed
from tests.workflows.stage import School

OPEN = "what was asked and drawn in the changes since the draw"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school to which three came, of whom two stay together, and of which one was moved."""
    school = School.at(tmp_path_factory.mktemp("changes") / "school")
    school.seal("parents", "notary")
    school.assign("parents=3 1", "notary=4 6", sealed=school.sealed)
    rows = (newcomer(100, together="A"), newcomer(101, together="A"), newcomer(102))
    placed(school, *rows, leavers="S003\n")
    there = json.loads((school.folder / "record.json").read_bytes())["classes"][0]
    number = next(n for n in there["lottery_numbers"] if n != left(school))
    amended(school, f"lot:{number}", to=another(there["name"]))
    return school


def left(school: School) -> int:
    """Return the lottery number of who left."""
    value = json.loads((school.folder / "place-1.json").read_bytes())
    return int(value["leavers"][0]["lottery_number"])


@pytest.fixture(scope="module")
def files(school: School) -> dict[str, str]:
    """What an inspector has of it."""
    return with_draw_file(school.folder)


def test_newcomers_are_placed_again_and_moves_are_followed(files: dict[str, str]) -> None:
    (verdict,) = judged([{"files": files}])
    assert (verdict["state"], verdict["checks"][-1]) == ("drawn", "changes"), verdict
    assert not any(text.startswith(OPEN) for text in verdict["unknown"])


@pytest.mark.parametrize("newcomers", [None, 7, {}, {"1": None}, {"1": [["S100"]]}])
def test_without_who_came_it_is_named_as_open(files: dict[str, str], newcomers: object) -> None:
    draw = json.loads(files["draw-file.json"]) | {"newcomers": newcomers}
    (verdict,) = judged([{"files": files | {"draw-file.json": json.dumps(draw)}}])
    assert verdict["state"] == "drawn"
    assert any(text.startswith(OPEN) for text in verdict["unknown"])


def test_whoever_else_came_is_found_by_what_was_entered_before_the_lot(
    files: dict[str, str],
) -> None:
    draw = json.loads(files["draw-file.json"])
    draw["newcomers"]["1"][0][1] = "Somebody"
    (verdict,) = judged([{"files": files | {"draw-file.json": json.dumps(draw)}}])
    assert verdict["wrong"] == ["changes"]


def forged(school: School, copy: Path, name: str, change: Any) -> dict[str, str]:
    """The evidence with another change after the draw, signed again."""
    evidence = Evidence(school.folder)
    change(evidence.documents[name])
    evidence.folder = copy
    evidence.write()
    return evidence_of(copy)


def test_other_changes_that_were_signed_again_are_found(
    school: School, files: dict[str, str], tmp_path: Path
) -> None:
    def among(value: Any) -> None:
        newcomers = value["newcomers"]
        newcomers[0]["drawn_among"] = sorted(
            {*newcomers[0]["drawn_among"], newcomers[2]["school_class"], "Class 1", "Class 2"}
        )

    edits = [
        ("place-1.json", among),
        ("place-1.json", lambda value: value.update(choices=value["choices"] + "1")),
        ("place-1.json", lambda value: value.update(method="smallest-class")),
        ("amend-2.json", lambda value: value.update(reason_code="safety")),
        ("amend-2.json", lambda value: value.update(broken=["apart"])),
    ]
    cases = [{"files": files | forged(school, tmp_path, *edit)} for edit in edits]
    assert [verdict["wrong"] for verdict in judged(cases)] == [["changes"]] * len(edits)
