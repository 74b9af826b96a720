"""What is refused after a draw: doubled and unknown students, no seats, results that are none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from balance_classes.errors import (
    EvidenceError,
    InfeasibleError,
    ResultError,
    RosterError,
    UsageError,
)
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.after_draw.school_year import listed, newcomer, placed
from tests.workflows.stage import School, pupils


def test_a_code_that_nobody_else_has_is_refused(copy: School) -> None:
    with pytest.raises(RosterError, match="at this student only"):
        placed(copy, newcomer(100, together="T77"))


def test_who_has_a_class_already_is_no_newcomer(copy: School) -> None:
    row = newcomer(100)
    row[0] = "S005"
    with pytest.raises(RosterError, match="has a class already: lottery number"):
        placed(copy, row)
    row = newcomer(100)
    row[1] = pupils()[5][1]
    with pytest.raises(RosterError, match="identity number"):
        placed(copy, row)
    assert copy.recount().passed


def test_a_column_that_the_draw_had_must_be_there(copy: School) -> None:
    path = write_csv(copy.home / "short.csv", "student_id,name,sex\nS100,New,M\n")
    with pytest.raises(RosterError, match="no column “boarding”"):
        placed(copy, newcomer(100), newcomers=path)


def test_a_leaver_whom_nobody_knows_is_named_by_row(copy: School) -> None:
    with pytest.raises(RosterError, match="row 3: No student in the classes"):
        placed(copy, leavers="S003\nS999\n")
    with pytest.raises(RosterError, match="row 3: The same student"):
        placed(copy, leavers="S003\nS003\n")


def small(tmp_path: Path) -> School:
    """A school whose classes of six are full."""
    school = School.at(tmp_path / "full")
    subject = RosterRequest(school.roster, None, {"classes": 3, "cap": 6, "policy": "none"})
    school.assign("a=1", subject=subject)
    return school


def test_no_seat_left_says_what_would_help(tmp_path: Path) -> None:
    school = small(tmp_path)
    before = school.ledger.read_bytes()
    with pytest.raises(InfeasibleError, match=r"Have 0, need 1: free seats.*a cap of 7 approved"):
        placed(school, newcomer(100))
    assert school.ledger.read_bytes() == before
    result = placed(school, newcomer(100), cap=7, cap_reason="approved, 2026-9")
    assert "cap was raised to 7: approved, 2026-9" in str(result.placing.sentence())
    assert school.recount().passed


def test_the_seat_of_a_leaver_is_free(tmp_path: Path) -> None:
    school = small(tmp_path)
    there = listed(school)["S003"]
    placed(school, newcomer(100), leavers="S003\n")
    assert listed(school)["S100"] == there


def test_a_pin_to_a_full_class_is_told_with_what_helps(tmp_path: Path) -> None:
    school = small(tmp_path)
    gone = next(key for key, name in listed(school).items() if name == "Class 1")
    row = newcomer(100, pinned_class="Class 2", reason="wheelchair")
    with pytest.raises(InfeasibleError, match=r"row 2.*clear the pinned class of row 2"):
        placed(school, row, leavers=f"{gone}\n")


def test_a_folder_that_cannot_be_written_is_left_as_it_was(copy: School) -> None:
    (copy.folder / "before-1").mkdir()
    names = sorted(path.name for path in copy.folder.iterdir())
    with pytest.raises(ResultError):
        placed(copy, newcomer(100))
    assert sorted(path.name for path in copy.folder.iterdir()) == names
    assert [path.name for path in copy.home.iterdir() if path.name.startswith(".")] == []


def test_a_tampered_result_takes_no_newcomers(copy: School) -> None:
    path = copy.folder / "classes.csv"
    path.write_bytes(path.read_bytes().replace(b"Class 1", b"Class 2", 1))
    path.write_bytes(path.read_bytes().replace(b"Class 3", b"Class 1"))
    with pytest.raises(EvidenceError, match="Run verify") as refused:
        placed(copy, newcomer(100))
    assert len(refused.value.findings) == 3


def test_rehearsals_replaced_draws_and_old_copies_take_no_newcomers(copy: School) -> None:
    subject = RosterRequest(copy.roster, None, {})
    tried = copy.home / "tried"
    copy.assign("notary=1", "parents=2", sealed=copy.sealed, subject=subject, rehearsal=True,
                output=tried)  # fmt: skip
    with pytest.raises(EvidenceError, match="rehearsal"):
        placed(copy, newcomer(100), folder=tried)
    shutil.copytree(copy.folder, copy.home / "old")
    placed(copy, newcomer(100))
    with pytest.raises(EvidenceError, match="stands on the ledger already"):
        placed(copy, newcomer(101), folder=copy.home / "old")
    copy.assign("notary=1", "parents=2", sealed=copy.sealed, subject=subject, redraw=True,
                lapse=True, reason="fire", output=copy.home / "second")  # fmt: skip
    with pytest.raises(EvidenceError, match="was replaced"):
        placed(copy, newcomer(101))


def test_the_ledger_must_be_found(copy: School) -> None:
    moved = copy.home / "archive"
    moved.mkdir()
    copy.folder.rename(moved / "result")
    with pytest.raises(EvidenceError, match="--roster"):
        placed(copy, newcomer(100), folder=moved / "result")
    assert placed(copy, newcomer(100), folder=moved / "result", roster=copy.roster)


@pytest.mark.parametrize(
    "changes",
    [
        {"newcomers": None},
        {"seed": ("a=1",), "ask": lambda *_: ()},
        {"terms": None},
    ],
)
def test_options_that_contradict_each_other(copy: School, changes: dict[str, object]) -> None:
    from balance_classes.domain.after_draw.newcomers import Terms

    if "terms" in changes:
        changes = {"terms": Terms("even", 99)}
    with pytest.raises(UsageError):
        placed(copy, newcomer(100), **changes)


def test_a_rule_of_at_most_so_many_binds_newcomers(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    rules = tmp_path / "rules.toml"
    rules.write_text('at_most = { boarding = 2 }\npolicy = "none"\nclasses = 3', encoding="utf-8")
    school.assign("a=1", subject=RosterRequest(school.roster, rules, {}))
    with pytest.raises(InfeasibleError):
        placed(school, newcomer(100, boarding="yes"))
    placed(school, newcomer(101))
    assert school.recount().passed
