"""One approved change: what it does is shown, what no approval allows is refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from balance_classes.domain.problem.excess import all_excess
from balance_classes.errors import EvidenceError, InfeasibleError, UsageError
from balance_classes.files.result import file_comparison, rebuild, result_reading
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.after_draw.school_year import amended, another, listed, newcomer, placed
from tests.workflows.stage import HEADER, School, as_text, pupils


def test_one_student_is_moved_and_nobody_else(copy: School) -> None:
    before = listed(copy)
    target = another(before["S000"])
    result = amended(copy, "S000", to=target[-1])
    assert listed(copy) == {**before, "S000": target}
    assert copy.recount().passed
    assert copy.verify().passed
    file = json.loads(result.grown.path.read_text("utf-8"))
    assert (file["reason_code"], file["approval"], file["by"]) == ("health", "2026-12", "bureau")
    assert "S000" not in result.grown.path.read_text("utf-8")


def test_two_change_places(copy: School) -> None:
    before = listed(copy)
    other = next(key for key, name in before.items() if name != before["S000"])
    result = amended(copy, "S000", swap=other)
    after = listed(copy)
    assert (after["S000"], after[other]) == (before[other], before["S000"])
    assert [move.lottery_number for move in result.amendment.moves] == sorted(
        move.lottery_number for move in result.amendment.moves
    )
    assert copy.recount().passed


def test_an_exchange_given_again_is_not_undone(copy: School) -> None:
    amended(copy, "S000", swap="S002")
    after = listed(copy)
    with pytest.raises(UsageError, match="Change 1 let these two change places by this approval"):
        amended(copy, "S002", swap="S000")
    assert listed(copy) == after
    amended(copy, "S000", swap="S002", approval="2026-13")
    assert copy.recount().passed


def test_it_is_shown_what_it_does_to_the_balance(copy: School) -> None:
    result = amended(copy, "S000", to=another(listed(copy)["S000"]))
    formed = result.grown.result.formed
    shown = [tier.after for tier in result.grown.file.balance]
    assert shown == list(all_excess(formed.assignment.problem, formed.assignment.class_of))
    assert shown != [tier.before for tier in result.grown.file.balance]


def test_a_cap_is_kept_whoever_approved(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    subject = RosterRequest(school.roster, None, {"classes": 3, "cap": 6, "policy": "none"})
    school.assign("a=1", subject=subject)
    before = school.ledger.read_bytes()
    with pytest.raises(InfeasibleError, match="7 students, at most 6"):
        amended(school, "S000", to=another(listed(school)["S000"]))
    assert school.ledger.read_bytes() == before
    other = next(key for key, name in listed(school).items() if name != listed(school)["S000"])
    assert amended(school, "S000", swap=other)


def test_a_barred_class_stays_closed(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    rows = [[*row[:8], "", "", row[10], ""] for row in pupils()]
    rows[0][9], rows[0][11] = "relative", "1"
    head = f"{HEADER},barred class"
    write_csv(school.roster, "\n".join([head, *(",".join(row) for row in rows)]))
    school.assign("a=1")
    with pytest.raises(InfeasibleError, match="Class 1 is not open"):
        amended(school, "S000", to="Class 1")


def test_a_limit_is_kept(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    rules = tmp_path / "rules.toml"
    rules.write_text('at_most = { boarding = 2 }\npolicy = "none"\nclasses = 3', encoding="utf-8")
    school.assign("a=1", subject=RosterRequest(school.roster, rules, {}))
    with pytest.raises(InfeasibleError, match="3 students, at most 2"):
        amended(school, "S000", to=another(listed(school)["S000"]))


@pytest.mark.parametrize(
    ("student", "wish"), [("S004", "together"), ("S011", "pinned_class"), ("S007", "apart")]
)
def test_a_wish_that_is_set_aside_is_told(copy: School, student: str, wish: str) -> None:
    target = listed(copy)["S009"] if wish == "apart" else another(listed(copy)[student])
    result = amended(copy, student, to=target)
    assert result.amendment.broken == (wish,)
    assert copy.recount().passed


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ""},
        {"to": "Class 1", "swap": "S001"},
        {"to": "Class 9"},
        {"to": "same"},
        {"swap": "S000"},
        {"to": "other", "approval": "…"},
        {"to": "other", "by": " "},
        {"to": "other", "date": "soon"},
    ],
)
def test_what_is_no_approved_change_is_refused(copy: School, changes: dict[str, str]) -> None:
    names = {"same": listed(copy)["S000"], "other": another(listed(copy)["S000"])}
    wish = {key: names.get(value, value) for key, value in changes.items()}
    before = copy.ledger.read_bytes()
    with pytest.raises(UsageError):
        amended(copy, "S000", **wish)
    assert copy.ledger.read_bytes() == before


def test_nobody_who_left_is_moved(copy: School) -> None:
    placed(copy, newcomer(100), leavers="S000\n")
    with pytest.raises(UsageError, match="no such student"):
        amended(copy, "S000", to="Class 1")
    amended(copy, "S100", to=another(listed(copy)["S100"]))
    assert copy.recount().passed


def test_a_move_by_hand_in_every_file_is_found(copy: School) -> None:
    amended(copy, "S000", to=another(listed(copy)["S000"]))
    path = copy.folder / "amend-1.json"
    text = path.read_text("utf-8").replace("2026-12", "2026-13")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceError):
        amended(copy, "S001", to=another(listed(copy)["S001"]))
    assert not copy.recount().passed


def test_the_stage_has_the_rows_that_these_tests_speak_of() -> None:
    rows = as_text(pupils()).splitlines()
    assert "twins" in rows[5]
    assert "Class 2" in rows[12]


def test_a_refused_change_reads_and_judges_the_result_once(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def call(*values: Any, **named: Any) -> Any:
            asked[values[0].name if name == "file_bytes" else name] += 1
            return real(*values, **named)

        monkeypatch.setattr(module, name, call)

    counted(result_reading, "file_bytes")
    counted(rebuild, "formulate")
    counted(file_comparison, "workbook")
    with pytest.raises(UsageError, match="no class"):
        amended(copy, "S000", to="Class 9")
    files = ("record.json", "classes.xlsx", "classes.csv", "report.html")
    assert asked == dict.fromkeys((*files, "formulate", "workbook"), 1)
