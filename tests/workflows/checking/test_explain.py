from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.problem.excess import all_excess
from balance_classes.errors import EvidenceError, UsageError
from balance_classes.language import Language
from balance_classes.workflows.checking.explain import ExplainRequest, ExplainResult, Way, explain
from balance_classes.workflows.checking.ledger import ledger
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.after_draw.school_year import amended, listed, newcomer, placed
from tests.workflows.stage import RULES, School, as_text, pupils

ENGLISH = Language("en")


def told(school: School, student: str) -> ExplainResult:
    return explain(ExplainRequest(school.folder, student, None), lambda stage: None)


@pytest.fixture(scope="module")
def everybody(school: School) -> list[ExplainResult]:
    """What is told of every second student of the school, which takes a draw each."""
    return [told(school, str(number)) for number in range(1, 19, 2)]


def ways(everybody: list[ExplainResult]) -> list[Way]:
    return [told_of.way for told_of in everybody if told_of.way is not None]


def test_the_way_leads_from_the_deal_to_the_class(everybody: list[ExplainResult]) -> None:
    for told_of, way in zip(everybody, ways(everybody), strict=True):
        at = way.spread_to
        for move in way.moves:
            assert move.source == at
            at = move.target
        assert at == way.group
        assignment = told_of.formed.assignment
        name = assignment.problem.classes[assignment.class_of_group[at]].name
        assert name == way.school_class == told_of.school_class
        assert told_of.since == ()


def test_what_an_exchange_served_is_what_it_changed(everybody: list[ExplainResult]) -> None:
    moves = [move for way in ways(everybody) for move in way.moves]
    assert moves
    for move in moves:
        for served in move.served:
            assert served.gain != 0
            assert abs(served.before - served.after) <= 3


def test_a_student_is_found_by_lottery_number_name_or_number(school: School) -> None:
    way = told(school, "PupilC")
    assert told(school, "S002").lottery_number == way.lottery_number
    assert told(school, str(way.lottery_number)).lottery_number == way.lottery_number


def test_capitals_and_spaces_hide_nobody(school: School) -> None:
    name = told(school, "7").student.name
    assert told(school, f" {name.swapcase()} ").lottery_number == 7


def test_the_lot_that_named_the_class_counts_the_classes_alike(
    school: School, everybody: list[ExplainResult]
) -> None:
    pinned = told(school, "S011").way
    assert pinned is not None
    assert (pinned.school_class, pinned.lots) == ("Class 2", 1)
    assert {way.lots for way in ways(everybody)} == {1, 2}


def test_the_story_goes_on_after_the_draw(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.drawn()
    placed(school, newcomer(100), leavers="S003\n")
    before = told(school, "S005").school_class
    joins = next(f"Class {c}" for c in (1, 2, 3) if f"Class {c}" != before)
    amended(school, "S005", to=joins)
    came = told(school, "S100")
    assert came.way is None
    assert "Change 1: it came into Class" in str(came.since[0])
    assert "Change 1: it left Class" in str(told(school, "S003").since[0])
    moved = told(school, "S005")
    assert moved.school_class == joins
    assert moved.way is not None
    assert moved.way.school_class == before
    (story,) = moved.since
    assert str(story) == (
        f"Change 2: it was moved from {before} to {joins}, approval 2026-12 of bureau; "
        "reason: health or access."
    )


def test_who_left_and_came_back_is_one_student(copy: School) -> None:
    there = listed(copy)["S004"]
    number = told(copy, "S004").lottery_number
    placed(copy, leavers="S004\n")
    placed(copy, pupils()[4], newcomer(100), seed=("parents=8 8",))
    now = copy_number(copy, "S004")
    assert now > 18
    twin = told(copy, "S005")
    assert twin.together == (now,)
    for asked in ("S004", "PupilE", str(number), str(now)):
        found = told(copy, asked)
        assert found.lottery_number == now
        assert found.way is not None
        assert found.way.lottery_number == number
        assert list(map(str, found.since)) == [
            f"Change 1: it left {there}.",
            f"Change 2: it came back as lottery number {now}, into {there}, which it had left.",
        ]
        assert found.together == (twin.lottery_number,)


def copy_number(school: School, key: str) -> int:
    rows = load_workbook(school.folder / "classes.xlsx")["All students"].values
    return max(int(str(row[1])) for row in rows if row[4] == key)


def test_a_lettered_group_is_called_a_group(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    subject = RosterRequest(school.roster, None, {**RULES, "groups": True})
    school.assign("a=1", subject=subject)
    here = listed(school)["S000"]
    other = next(name for name in "ABC" if name != here)
    amended(school, "S000", to=other)
    placed(school, newcomer(100), leavers="S001\n")
    assert f"moved from group {here} to group {other}," in str(told(school, "S000").since[0])
    assert "Change 2: it left group" in str(told(school, "S001").since[0])
    assert "Change 2: it came into group" in str(told(school, "S100").since[0])


def test_nobody_and_several_are_told(school: School, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such student"):
        told(school, "Nobody")
    other = School.at(tmp_path)
    rows = pupils()
    rows[2][2] = rows[3][2] = "Same Name"
    write_csv(other.roster, as_text(rows))
    other.assign("a=1")
    with pytest.raises(UsageError, match=r"lottery number \d+ \(Class \d\), lottery number"):
        told(other, "Same  Name")


def test_a_result_that_was_tampered_with_is_not_explained(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    school = School.at(tmp_path)
    school.assign("a=1")
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    sheet = book["All students"]
    sheet["A2"], sheet["A3"] = sheet["A3"].value, sheet["A2"].value
    names = {sheet["A2"].value, sheet["A3"].value}
    book.save(path)
    if len(names) > 1:
        with pytest.raises(EvidenceError):
            told(school, "1")


def test_the_ledger_is_read_from_roster_and_folder(school: School) -> None:
    assert (
        ledger(school.roster, None, ENGLISH).ledger == ledger(school.folder, None, ENGLISH).ledger
    )
    assert len(ledger(school.roster, None, ENGLISH).ledger.lines) == 3


def test_where_nothing_happened_there_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="There is no ledger"):
        ledger(School.at(tmp_path).roster, None, ENGLISH)


def test_the_excess_after_all_exchanges_is_that_of_the_result(school: School) -> None:
    assignment = told(school, "1").formed.assignment
    assert all_excess(assignment.problem, assignment.class_of)[1:] == tuple(
        proof.excess for proof in assignment.proofs
    )


def test_what_was_asked_for_a_student_is_told(school: School) -> None:
    pinned, twin, apart = told(school, "S011"), told(school, "S004"), told(school, "S007")
    assert (pinned.student.pinned_class, pinned.student.reason) == ("Class 2", "wheelchair")
    assert twin.together == (told(school, "S005").lottery_number,)
    assert apart.apart == (told(school, "S009").lottery_number,)
    assert (pinned.together, pinned.apart) == ((), ())


def test_a_ledger_alone_can_be_read(school: School) -> None:
    beside = ledger(school.roster, None, ENGLISH).ledger
    assert ledger(school.folder / "ledger.jsonl", None, ENGLISH).ledger == beside
