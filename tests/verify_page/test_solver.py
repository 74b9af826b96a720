"""Classes that a solver placed: the page checks all that it can, and says what it believes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from balance_classes.domain.canonical import digest
from balance_classes.domain.lottery import lottery_order
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.verify_page.judge import judged, with_draw_file
from tests.verify_page.test_rules import signed
from tests.workflows.stage import School

HEADER = "id,name,sex,Village"
RULES: dict[str, object] = {
    **{"classes": 2, "class_names": ["A", "B"], "policy": "own", "depth": 1, "method": "program"},
    **{"columns": {"Village": "Village"}, "tiers": [["sex"], ["*"]]},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an inspector has of a school that asked for a solver beforehand."""
    school = School(tmp_path_factory.mktemp("solver"))
    rows = [f"S{i:02},Pupil{chr(65 + i)},{'MF'[i % 2]},{'PQR'[i % 3]}" for i in range(15)]
    write_csv(school.roster, "\n".join([HEADER, *rows]) + "\n")
    school.assign("a=1", subject=RosterRequest(school.roster, None, RULES))
    return with_draw_file(school.folder)


def test_it_is_never_called_drawn_and_the_choice_of_the_solver_is_named(
    files: dict[str, str],
) -> None:
    (verdict,) = judged([{"files": files}])
    assert (verdict["state"], verdict["checks"][-1]) == ("placed", "solver"), verdict
    assert any(text.startswith("why a solver put just these") for text in verdict["unknown"])
    assert not any("the draw was not made again" in text for text in verdict["unknown"])


def test_equal_students_who_changed_places_are_found_by_their_tickets(
    files: dict[str, str],
) -> None:
    draw, seed = json.loads(files["draw-file.json"]), json.loads(files["record.json"])["seed"]
    order = lottery_order(seed["value"], "student", [row[0] for row in draw["students"]])

    def kind(number: int) -> list[str]:
        return list(draw["students"][order[number - 1]][3])

    def exchange(record: Any) -> None:
        by_group = sorted(record["classes"], key=lambda each: each["group"])
        first, second = (each["lottery_numbers"] for each in by_group)
        a, b = next((a, b) for a in first for b in second if a < b and kind(a) == kind(b))
        first[first.index(a)], second[second.index(b)] = b, a
        for each in record["classes"]:
            each["lottery_numbers"].sort()
        names = {n: each["name"] for each in record["classes"] for n in each["lottery_numbers"]}
        record["result_digest"] = digest([names[number] for number in sorted(names)])

    (verdict,) = judged([{"files": signed(files, exchange)}])
    assert verdict["wrong"] == ["solver"], verdict


def test_a_solver_that_placed_without_need_is_found(tmp_path: Path) -> None:
    def placed(record: Any) -> None:
        record["placed"], record["settled_at_step"] = "program", 0

    school = School.at(tmp_path / "school")
    school.assign("a=1 2")
    (verdict,) = judged([{"files": signed(with_draw_file(school.folder), placed)}])
    assert verdict["wrong"] == ["solver"], verdict
