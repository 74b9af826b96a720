"""Newcomers and leavers after a draw: nobody else moves, and all of it is checked."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.formed import Formed
from balance_classes.domain.later import tally
from balance_classes.errors import (
    EvidenceError,
    InfeasibleError,
    ResultError,
    RosterError,
    UsageError,
)
from balance_classes.files.kept import read_kept
from balance_classes.files.rebuild import rebuild
from balance_classes.workflows.prepare import RosterRequest
from balance_classes.workflows.verify import VerifyRequest, verify
from tests.builders import write_csv
from tests.workflows.stage import School, as_text, failed, pupils
from tests.workflows.year import amended, newcomer, placed


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    found = School.at(tmp_path_factory.mktemp("standing"))
    found.drawn()
    return found


@pytest.fixture
def copy(school: School, tmp_path: Path) -> School:
    shutil.copytree(school.home, tmp_path / "copy")
    return School(tmp_path / "copy")


def listed(school: School) -> dict[str, str]:
    text = (school.folder / "classes.csv").read_text("utf-8-sig")
    return dict(list(csv.reader(text.splitlines()))[1:])


def test_nobody_who_has_a_class_moves(copy: School) -> None:
    before = listed(copy)
    result = placed(copy, newcomer(100), newcomer(101), leavers="S003\n")
    after = listed(copy)
    assert set(after) == (set(before) - {"S003"}) | {"S100", "S101"}
    assert all(after[key] == name for key, name in before.items() if key != "S003")
    assert tally(result.grown.result.formed).newcomers == 2
    assert tally(result.grown.result.formed).leavers == 1
    assert copy.verify().passed
    assert copy.reproduce().passed


def test_the_record_of_the_draw_stays_and_the_former_lists_are_kept(copy: School) -> None:
    names = ("classes.xlsx", "classes.csv", "ledger.jsonl")
    before = {name: (copy.folder / name).read_bytes() for name in names}
    record = (copy.folder / "record.json").read_bytes()
    (copy.folder / "minutes.txt").write_text("posted in the hall", encoding="utf-8")
    placed(copy, newcomer(100))
    assert (copy.folder / "record.json").read_bytes() == record
    assert (copy.folder / "minutes.txt").exists()
    assert {n: (copy.folder / "before-1" / n).read_bytes() for n in names} == before
    assert all((copy.folder / name).read_bytes() != content for name, content in before.items())
    for path in copy.folder.rglob("*"):
        assert path.is_dir() or path.name == "minutes.txt" or path.stat().st_mode & 0o077 == 0


def test_newcomers_are_marked_and_leavers_are_on_no_class_list(copy: School) -> None:
    result = placed(copy, newcomer(100), leavers="S003\n")
    book = load_workbook(copy.folder / "classes.xlsx")
    name = result.grown.result.formed.classes[
        result.placing.newcomers[0].placement.school_class
    ].name
    marks = {row[1]: row[3] for row in book[name].values if isinstance(row[0], int)}
    assert marks["Newcomer100"] == "newcomer (1)"
    assert [mark for mark in marks.values() if mark] == ["newcomer (1)"]
    shown = {cell for c in (1, 2, 3) for row in book[f"Class {c}"].values for cell in row}
    assert "PupilD" not in shown
    everybody = {row[4]: row[2] for row in book["All students"].values}
    assert everybody["S003"] == "left (1)"
    changes = list(book["Changes"].values)
    assert [row[3] for row in changes[1:]] == ["PupilD", "Newcomer100"]
    notice = [row[0] for row in book["Notice"].values]
    assert any("1 came" in str(text) for text in notice)


def test_the_file_of_a_change_holds_no_name_and_no_hash_of_its_roster(copy: School) -> None:
    row = newcomer(100, pinned_class="Class 1", reason="wheelchair")
    result = placed(copy, row, leavers="S003\n")
    text = result.grown.path.read_text("utf-8")
    assert not any(word in text for word in (*row[:3], "PupilD", "S003", "wheelchair"))
    assert json.loads(text)["source"]["file_sha256"] == ""
    assert json.loads(text)["pinned"] == [{"lottery_number": 19, "school_class": "Class 1"}]


def test_lottery_numbers_go_on_and_those_of_leavers_are_never_given_again(copy: School) -> None:
    placed(copy, newcomer(100), newcomer(101))
    placed(copy, leavers="S100\nS101\n")
    result = placed(copy, newcomer(102))
    assert [n.placement.lottery_number for n in result.placing.newcomers] == [21]
    assert copy.verify().passed
    assert [path.name for path in sorted(copy.folder.glob("*-*.json"))] == [
        "place-1.json", "place-2.json", "place-3.json",
    ]  # fmt: skip


def test_the_same_words_and_files_place_the_same(copy: School, tmp_path: Path) -> None:
    shutil.copytree(copy.home, tmp_path / "again")
    other = School(tmp_path / "again")
    one, two = (placed(s, newcomer(100), newcomer(101)) for s in (copy, other))
    assert one.grown.path.read_bytes() == two.grown.path.read_bytes()
    for name in ("classes.xlsx", "classes.csv", "ledger.jsonl"):
        assert (copy.folder / name).read_bytes() == (other.folder / name).read_bytes()


def test_a_newcomer_joins_the_block_of_a_placed_student(copy: School) -> None:
    there = listed(copy)["S004"]
    placed(copy, newcomer(100, together="twins"), newcomer(101))
    assert listed(copy)["S100"] == there


def test_a_newcomer_is_kept_apart_from_placed_students(copy: School) -> None:
    there = {listed(copy)[key] for key in ("S007", "S009")}
    placed(copy, newcomer(100, apart="quarrel"))
    assert listed(copy)["S100"] not in there


def test_a_code_that_nobody_else_has_is_refused(copy: School) -> None:
    with pytest.raises(RosterError, match="at this student only"):
        placed(copy, newcomer(100, together="nobody"))


@pytest.mark.parametrize("level", ["Dai", "HAN"])
def test_a_new_level_is_spread_and_other_capitals_are_no_new_level(
    copy: School, level: str
) -> None:
    result = placed(copy, newcomer(100, ethnicity=level))
    levels = dict(result.grown.result.formed.roster.level_counts("ethnicity"))
    assert ("Dai" in levels) == (level == "Dai")
    assert "HAN" not in levels
    assert copy.verify().passed


def test_a_level_by_another_code_is_the_one_it_is_shown_as(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    text = as_text(pupils()).replace("ethnicity", "campus")
    write_csv(school.roster, text.replace("Han", "yes"))
    rules = tmp_path / "rules.toml"
    rules.write_text('classes = 3\n[columns]\n"campus" = "campus"', encoding="utf-8")
    school.assign("a=1", subject=RosterRequest(school.roster, rules, {}))
    new = as_text([newcomer(100, ethnicity="是"), newcomer(101, ethnicity="no")])
    path = write_csv(tmp_path / "new.csv", new.replace("ethnicity", "campus"))
    result = placed(school, newcomer(100), newcomers=path)
    assert set(result.grown.result.formed.roster.level_counts("campus")) == {
        "yes", "no", "Uyghur", "Hui",
    }  # fmt: skip
    assert school.verify().passed


def test_the_file_of_a_change_tells_no_trait_of_a_newcomer(copy: School) -> None:
    result = placed(copy, newcomer(100, ethnicity="Dai"))
    text = result.grown.path.read_text("utf-8")
    assert not any(word in text for word in ("Dai", "female", '"male"', "boards", '"day"'))


def test_posted_lists_do_not_say_who_was_moved_for_his_health(copy: School) -> None:
    name = next(f"Class {c}" for c in (1, 2, 3) if f"Class {c}" != listed(copy)["S000"])
    amended(copy, "S000", to=name)
    book = load_workbook(copy.folder / "classes.xlsx")
    marks = [row[3] for row in book[name].values if isinstance(row[0], int) and len(row) > 3]
    assert not any(marks)
    internal = {row[4]: row[2] for row in book["All students"].values}
    assert internal["S000"] == "approved change (1)"


def test_who_has_a_class_already_is_no_newcomer(copy: School) -> None:
    row = newcomer(100)
    row[0] = "S005"
    with pytest.raises(RosterError, match="has a class already: lottery number"):
        placed(copy, row)
    row = newcomer(100)
    row[1] = pupils()[5][1]
    with pytest.raises(RosterError, match="identity number"):
        placed(copy, row)
    assert copy.verify().passed


def test_a_column_that_the_draw_had_must_be_there(copy: School) -> None:
    path = write_csv(copy.home / "short.csv", "student_id,name,sex\nS100,New,M\n")
    with pytest.raises(RosterError, match="no column “boarding”"):
        placed(copy, newcomer(100), newcomers=path)


def test_scores_of_newcomers_are_never_read(copy: School) -> None:
    head, *rows = as_text([newcomer(100)]).splitlines()
    path = write_csv(
        copy.home / "scores.csv", f"{head},score\n" + "\n".join(f"{r},99" for r in rows)
    )
    result = placed(copy, newcomer(100), newcomers=path)
    source = json.loads(result.grown.path.read_text("utf-8"))["source"]
    assert [out["header"] for out in source["left_out"]] == ["score"]


@pytest.mark.parametrize(
    "text",
    ["S003\nS005\n", "name\nPupilD\npupil f\n", "Who left\nNo.,name,class\n1,PupilD,1\n2,PupilF,1"],
)
def test_leavers_are_found_by_number_or_name(copy: School, text: str) -> None:
    path = write_csv(copy.home / "gone.csv", text)
    placed(copy, leavers_file=path)
    assert not {"S003", "S005"} & set(listed(copy))


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
    assert "cap was raised to 7: approved, 2026-9" in str(result.placing.told())
    assert school.verify().passed


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


def test_smallest_class_looks_at_sizes_alone(copy: School) -> None:
    gone = next(key for key, name in listed(copy).items() if name == "Class 3")
    result = placed(copy, newcomer(100), leavers=f"{gone}\n", method="smallest-class")
    assert listed(copy)["S100"] == "Class 3"
    assert "smallest class" in str(result.placing.told())
    assert copy.verify().passed


def test_words_alone_or_none_are_told_as_what_they_are(copy: School) -> None:
    result = placed(copy, newcomer(100), seed=())
    assert result.placing.seed is not None
    assert not result.placing.seed.given
    assert copy.verify().passed


def test_a_run_that_was_cut_off_goes_on_with_the_seed_of_the_ledger(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("balance_classes.workflows.later.write_later", broken)
        with pytest.raises(KeyboardInterrupt) as stopped:
            placed(copy, newcomer(100), seed=())
        assert stopped.value.begun  # type: ignore[attr-defined]
    lines = copy.ledger.read_bytes()
    with pytest.raises(EvidenceError, match="stands on the ledger already"):
        placed(copy, newcomer(100), seed=("parents=another",))
    with pytest.raises(EvidenceError, match="stands on the ledger already"):
        placed(copy, newcomer(102), seed=())
    placed(copy, newcomer(100), seed=())
    assert copy.ledger.read_bytes() == lines
    assert copy.verify().passed


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
    with pytest.raises(EvidenceError, match="Run verify"):
        placed(copy, newcomer(100))


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
                reason="fire", output=copy.home / "second")  # fmt: skip
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
    from balance_classes.domain.newcomers import Terms

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
    assert school.verify().passed


def test_events_of_two_kinds_follow_one_another(copy: School) -> None:
    placed(copy, newcomer(100), newcomer(101))
    one, other = listed(copy)["S100"], next(n for k, n in listed(copy).items() if k == "S000")
    name = next(f"Class {c}" for c in (1, 2, 3) if f"Class {c}" != one)
    amended(copy, "S100", to=name)
    placed(copy, leavers="S100\n")
    assert other == listed(copy)["S000"]
    assert copy.verify().passed
    assert copy.reproduce().passed
    assert failed(copy.verify("0000")) == {"fingerprint"}


def numbered_school(tmp_path: Path) -> School:
    """A school told apart by name and birth date, whose ages and ways to school are spread."""
    school = School(tmp_path)
    rows = [
        f"学生{chr(0x4E00 + i)},{'女' if i % 2 else '男'},2016-{i % 12 + 1:02d}-{i % 27 + 1:02d},"
        f"{'' if i == 5 else i * 137 % 4000}米"
        for i in range(36)
    ]
    text = "\n".join(["姓名,性别,出生日期,上下学距离", *rows]).replace(",米", ",")
    write_csv(tmp_path / "新生.csv", text)
    rules = tmp_path / "rules.toml"
    rules.write_text(
        'classes = 3\nyear = 2022\ntolerance = 2\nhard = ["apart", "same_sound"]\n'
        "numbers = { age_months = 4, distance = 3 }",
        encoding="utf-8",
    )
    school.assign("a=1", subject=RosterRequest(tmp_path / "新生.csv", rules, {}))
    return school


def test_numbers_fall_into_the_bins_of_the_draw(tmp_path: Path) -> None:
    school = numbered_school(tmp_path)
    folder = tmp_path / "新生-分班"
    head = "姓名,性别,出生日期,上下学距离"
    new = write_csv(
        tmp_path / "new.csv",
        f"{head}\n新来甲,女,2012-01-05,9公里\n新来乙,男,2016-06-01,\n学生一,男,2016-07-01,3米\n",
    )
    gone = write_csv(tmp_path / "gone.csv", "姓名,出生日期\n学生丁,2016-02-02\n")
    before = {p.lottery_number: p.student.levels for p in rebuilt(folder).placements}
    result = placed(school, newcomers=new, leavers_file=gone, folder=folder,
                    roster=tmp_path / "新生.csv")  # fmt: skip
    formed = result.grown.result.formed
    levels = {p.student.name: p.student.levels for p in formed.placements if p.lottery_number > 36}
    assert levels["新来甲"]["age_months"] == "bin_4_of_4"
    assert levels["新来甲"]["distance"] == "bin_3_of_3"
    assert levels["新来乙"]["distance"] == ""
    assert all(
        before[p.lottery_number] == p.student.levels
        for p in formed.placements
        if p.lottery_number <= 36
    )
    assert verify(VerifyRequest(folder, tmp_path / "新生.csv", (), (), None)).verdict.passed


def test_who_has_name_and_birth_date_of_a_placed_student_is_refused(tmp_path: Path) -> None:
    school = numbered_school(tmp_path)
    row = "学生一,男,2016-01-01,3米"
    new = write_csv(tmp_path / "new.csv", f"姓名,性别,出生日期,上下学距离\n{row}\n")
    with pytest.raises(RosterError, match="has a class already"):
        placed(school, newcomers=new, folder=tmp_path / "新生-分班", roster=tmp_path / "新生.csv")
    again = write_csv(tmp_path / "new.csv", "姓名,性别,上下学距离\n新来甲,男,3米\n")
    with pytest.raises(RosterError, match="birth"):
        placed(school, newcomers=again, folder=tmp_path / "新生-分班", roster=tmp_path / "新生.csv")


def rebuilt(folder: Path) -> Formed:
    return rebuild(read_kept(folder))


def test_the_draw_can_be_written_again_and_replaced_after_changes(copy: School) -> None:
    placed(copy, newcomer(100))
    subject = RosterRequest(copy.roster, None, {})
    words = ("notary=4 6", "parents=3 1")
    copy.assign(*words, sealed=copy.sealed, subject=subject, output=copy.home / "again")
    verdict = copy.verify(folder=copy.home / "again")
    assert verdict.passed
    assert any("more has happened: 1" in str(note) for note in verdict.notes)
    replaced = copy.assign("notary=1", "parents=2", sealed=copy.sealed, subject=subject,
                           redraw=True, reason="fire")  # fmt: skip
    assert replaced.superseded is not None
    assert (replaced.superseded / "place-1.json").exists()
    assert copy.verify(folder=replaced.superseded).passed
    placed(copy, newcomer(101))
    assert copy.verify().passed
    assert copy.reproduce().passed


def test_who_left_and_comes_back_returns_to_its_class(copy: School) -> None:
    there = listed(copy)["S003"]
    placed(copy, leavers="S003\n")
    row = [*pupils()[3]]
    result = placed(copy, row)
    assert listed(copy)["S003"] == there
    assert result.placing.newcomers[0].placement.lottery_number == 19
    placed(copy, leavers="S003\n")
    row[0] = "S303"
    placed(copy, row)
    assert listed(copy)["S303"] == there
    placed(copy, leavers="S303\n")
    row[8] = next(f"Class {c}" for c in (1, 2, 3) if f"Class {c}" != there)
    row[9] = "wish"
    with pytest.raises(InfeasibleError, match="clear the pinned class"):
        placed(copy, row)
    assert copy.verify().passed


def test_lists_tell_pins_and_whether_the_seed_was_witnessed(copy: School) -> None:
    result = placed(copy, newcomer(100, pinned_class="Class 1", reason="x"), seed=())
    shown = [str(row[0]) for row in load_workbook(copy.folder / "classes.xlsx")["Overview"].values]
    assert any("Pinned with a reason: 1." in text and "not witnessed" in text for text in shown)
    assert result.placing.newcomers[0].drawn_among == (0,)
