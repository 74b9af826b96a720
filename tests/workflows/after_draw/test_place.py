"""Newcomers and leavers after a draw: nobody else moves, and all of it is checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from balance_classes.domain.result.later_states import tally
from balance_classes.errors import (
    EvidenceError,
    InfeasibleError,
    RosterError,
    UsageError,
)
from balance_classes.files.disk.private_files import is_private
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import resident_number, write_csv
from tests.workflows.after_draw.school_year import amended, listed, newcomer, placed
from tests.workflows.stage import HEADER, School, as_text, failed, pupils


def test_nobody_who_has_a_class_moves(copy: School) -> None:
    before = listed(copy)
    result = placed(copy, newcomer(100), newcomer(101), leavers="S003\n")
    after = listed(copy)
    assert set(after) == (set(before) - {"S003"}) | {"S100", "S101"}
    assert all(after[key] == name for key, name in before.items() if key != "S003")
    assert tally(result.grown.result.formed).newcomers == 2
    assert tally(result.grown.result.formed).leavers == 1
    assert copy.recount().passed
    assert copy.verify().passed


def test_the_record_of_the_draw_stays_and_the_former_lists_are_kept(copy: School) -> None:
    names = ("classes.xlsx", "classes.csv", "ledger.jsonl")
    before = {name: (copy.folder / name).read_bytes() for name in names}
    of_the_draw = ("record.json", "report.html")
    kept = [(copy.folder / name).read_bytes() for name in of_the_draw]
    placed(copy, newcomer(100))
    assert [(copy.folder / name).read_bytes() for name in of_the_draw] == kept
    assert {n: (copy.folder / "before-1" / n).read_bytes() for n in names} == before
    assert all((copy.folder / name).read_bytes() != content for name, content in before.items())
    for path in copy.folder.rglob("*"):
        assert path.is_dir() or is_private(path)


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
    shown = [row[0] for row in book[name].values]
    assert any("1 came" in str(text) for text in shown)


def test_the_file_of_a_change_holds_no_name_and_no_hash_of_its_roster(copy: School) -> None:
    row = newcomer(100, pinned_class="Class 1", reason="wheelchair")
    result = placed(copy, row, leavers="S003\n")
    text = result.grown.path.read_text("utf-8")
    assert not any(word in text for word in (*row[:3], "PupilD", "S003", "wheelchair"))
    assert json.loads(text)["source"]["file_sha256"] == ""
    assert json.loads(text)["pinned"] == [{"lottery_number": 19, "school_class": "Class 1"}]


def test_words_that_were_known_before_are_refused(copy: School) -> None:
    placed(copy, newcomer(100), seed=("parents=6 1",))
    with pytest.raises(UsageError, match="These words were used before"):
        placed(copy, newcomer(101), seed=("parents=6 1",))


def test_lottery_numbers_go_on_and_those_of_leavers_are_never_given_again(copy: School) -> None:
    placed(copy, newcomer(100), newcomer(101))
    placed(copy, leavers="S100\nS101\n")
    result = placed(copy, newcomer(102), seed=("parents=6 1",))
    assert [n.placement.lottery_number for n in result.placing.newcomers] == [21]
    assert copy.recount().passed
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


@pytest.mark.parametrize("level", ["Dai", "HAN"])
def test_a_new_level_is_spread_and_other_capitals_are_no_new_level(
    copy: School, level: str
) -> None:
    result = placed(copy, newcomer(100, ethnicity=level))
    levels = dict(result.grown.result.formed.roster.level_counts("ethnicity"))
    assert ("Dai" in levels) == (level == "Dai")
    assert "HAN" not in levels
    assert copy.recount().passed


def test_levels_of_a_schools_own_are_the_words_that_stand_there(tmp_path: Path) -> None:
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
        "yes", "是", "no", "Uyghur", "Hui",
    }  # fmt: skip
    assert school.recount().passed


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


@pytest.mark.parametrize(
    "text",
    [
        "离校学生\nS003\nS005\n",
        "姓名\nPupilD\nPupilF\n",
        "PupilD\nPupilF\n",
        "示例,\n2026年9月离校学生名单,\n学号,姓名\nS003,PupilD\nS005,PupilF\n",
        "\n2026学年转出学生\n\nPupilD\nPupilF\n",
        "Students who left\nS003\nS005\n",
    ],
)
def test_titles_and_headers_of_leavers_are_no_leavers(copy: School, text: str) -> None:
    placed(copy, leavers_file=write_csv(copy.home / "gone.csv", text))
    assert not {"S003", "S005"} & set(listed(copy))
    assert len(listed(copy)) == len(pupils()) - 2


@pytest.mark.parametrize("first", ["S099", "20220017", "和月", "王学生", "Pupil Dd"])
def test_a_misspelt_leaver_is_told_and_not_taken_for_a_header(copy: School, first: str) -> None:
    path = write_csv(copy.home / "gone.csv", f"{first}\nPupilF\n")
    with pytest.raises(RosterError, match="below a header such as 学号"):
        placed(copy, leavers_file=path)


def test_smallest_class_looks_at_sizes_alone(copy: School) -> None:
    gone = next(key for key, name in listed(copy).items() if name == "Class 3")
    result = placed(copy, newcomer(100), leavers=f"{gone}\n", method="smallest-class")
    assert listed(copy)["S100"] == "Class 3"
    assert "smallest class" in str(result.placing.sentence())
    assert copy.recount().passed


def test_words_alone_or_none_are_told_as_what_they_are(copy: School) -> None:
    result = placed(copy, newcomer(100), seed=())
    assert result.placing.seed is not None
    assert not result.placing.seed.given
    assert copy.recount().passed


def test_a_run_that_was_cut_off_goes_on_with_the_seed_of_the_ledger(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("balance_classes.workflows.after_draw.event_steps.write_later", broken)
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
    assert copy.recount().passed


def test_events_of_two_kinds_follow_one_another(copy: School) -> None:
    placed(copy, newcomer(100), newcomer(101))
    one, other = listed(copy)["S100"], next(n for k, n in listed(copy).items() if k == "S000")
    name = next(f"Class {c}" for c in (1, 2, 3) if f"Class {c}" != one)
    amended(copy, "S100", to=name)
    placed(copy, leavers="S100\n")
    assert other == listed(copy)["S000"]
    assert copy.recount().passed
    assert copy.verify().passed
    assert failed(copy.recount("0000")) == {"fingerprint"}


def test_the_draw_can_be_written_again_and_replaced_after_changes(copy: School) -> None:
    placed(copy, newcomer(100))
    subject = RosterRequest(copy.roster, None, {})
    words = ("notary=4 6", "parents=3 1")
    copy.assign(*words, sealed=copy.sealed, subject=subject, output=copy.home / "again")
    verdict = copy.recount(folder=copy.home / "again")
    assert verdict.passed
    assert any("more has happened: change 1" in str(note) for note in verdict.since)
    replaced = copy.assign("notary=1", "parents=2", sealed=copy.sealed, subject=subject,
                           lapse=True, redraw=True, reason="fire")  # fmt: skip
    (aside,) = replaced.superseded
    assert (aside / "place-1.json").exists()
    assert copy.recount(folder=aside).passed
    placed(copy, newcomer(101))
    assert copy.recount().passed
    assert copy.verify().passed


def test_who_left_and_comes_back_returns_to_its_class(copy: School) -> None:
    there = listed(copy)["S003"]
    placed(copy, leavers="S003\n")
    row = [*pupils()[3]]
    result = placed(copy, row)
    assert listed(copy)["S003"] == there
    assert result.placing.newcomers[0].placement.lottery_number == 19
    assert str(result.placing.sentence()) == (
        "Change 2: 1 came back into the class that they had left; 0 left."
    )
    assert {str(mark) for mark in result.placing.marks().values()} == {"came back"}
    now = tally(result.grown.result.formed)
    assert (now.newcomers, now.leavers, now.returned) == (0, 1, 1)
    placed(copy, leavers="S003\n")
    row[0] = "S303"
    both = placed(copy, row, newcomer(100), seed=("parents=6 1",))
    assert "Of them 1 had left and came back into their class." in str(both.placing.sentence())
    assert listed(copy)["S303"] == there
    placed(copy, leavers="S303\n")
    row[8] = next(f"Class {c}" for c in (1, 2, 3) if f"Class {c}" != there)
    row[9] = "wish"
    with pytest.raises(InfeasibleError, match="clear the pinned class"):
        placed(copy, row, seed=("parents=2 2",))
    assert copy.recount().passed


def test_lists_tell_whether_the_seed_was_witnessed_and_no_pin_of_one(copy: School) -> None:
    result = placed(copy, newcomer(100, pinned_class="Class 1", reason="x"), seed=())
    overview = load_workbook(copy.folder / "classes.xlsx")["Overview"]
    shown = " ".join(str(row[0]) for row in overview.values)
    assert "Pinned" not in shown.split("Change 1:")[1]
    assert "not witnessed" in shown
    assert result.placing.newcomers[0].drawn_among == (0,)


def test_dates_of_newcomers_may_be_written_in_another_order_than_those_drawn(copy: School) -> None:
    identity = resident_number(100, "male")
    year, month, day = identity[6:10], identity[10:12], identity[12:14]
    header = "student_id,identity_number,name,sex,boarding,ethnicity,DOB"
    row = f"S100,{identity},Newcomer,M,no,Han,{day}/{month}/{year}"
    path = write_csv(copy.home / "coming.csv", f"{header}\n{row}")
    with pytest.raises(RosterError, match="--date-format dmy"):
        placed(copy, newcomers=path)
    placed(copy, newcomers=path, date_format="dmy")
    assert "S100" in listed(copy)
    assert copy.recount().passed


def test_a_column_of_newcomers_that_is_not_read_is_refused_until_it_is_unused(copy: School) -> None:
    head, *rows = as_text([newcomer(100)]).splitlines()
    lines = [f"{head},remarks", *(f"{row},moves soon" for row in rows)]
    path = write_csv(copy.home / "new.csv", "\n".join(lines) + "\n")
    with pytest.raises(RosterError, match="holds remarks"):
        placed(copy, newcomer(100), newcomers=path)
    placed(copy, newcomer(100), newcomers=path, unused=("remarks",))
    assert copy.recount().passed


def test_newcomers_may_stand_on_several_sheets(copy: School) -> None:
    book = Workbook()
    for name, number in (("3A", 100), ("3B", 101)):
        page = book.create_sheet(name)
        page.append(HEADER.split(","))
        page.append(newcomer(number))
    book.remove(book.worksheets[0])
    book.save(copy.home / "new.xlsx")
    both = {"newcomers": copy.home / "new.xlsx", "sheet": "all"}
    with pytest.raises(RosterError, match="Each sheet or file gives its name"):
        placed(copy, **both)
    result = placed(copy, **both, unused=("Former class",))
    assert [part.name for part in result.parts] == ["3A", "3B"]
    assert {"S100", "S101"} <= set(listed(copy))
    assert copy.verify().passed


def test_of_several_sheets_one_is_named(copy: School) -> None:
    book = Workbook()
    for name, number in (("Old", 100), ("New", 101)):
        page = book.create_sheet(name)
        page.append(HEADER.split(","))
        page.append(newcomer(number))
    book.remove(book.worksheets[0])
    book.save(copy.home / "new.xlsx")
    placed(copy, newcomers=copy.home / "new.xlsx", sheet="New")
    assert {"S100", "S101"} & set(listed(copy)) == {"S101"}
