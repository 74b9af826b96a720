"""The second half: teachers, class names and rooms by a second lot, on the same ledger."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from balance_classes.domain.teachers.pair_event import paired_of
from balance_classes.domain.teachers.paired_classes import Teams
from balance_classes.errors import (
    BalanceError,
    EvidenceError,
    InfeasibleError,
    RosterError,
    UsageError,
)
from balance_classes.files.disk.private_files import is_private
from balance_classes.files.evidence.ledger import read_ledger
from balance_classes.optimisation.teams import teams_for
from balance_classes.workflows.after_draw.pair import PairRequest, PairResult, pair
from balance_classes.workflows.checking.explain import ExplainRequest, explain
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import CLASSES, RULES, School, begun, failed

TEACHERS = """staff number,name,subject,sex,years of service,title,head teacher,classes taught
T1,Ann Lee,Chinese,F,2,first grade,yes,1
T2,Bea Wu,Chinese,F,12,senior teacher,yes,1
T3,Cy Ma,Chinese,M,30,senior teacher,no,1
T4,Di Sun,Maths,F,5,first grade,yes,2
T5,Ed Hu,Maths,M,20,second grade,no,1
T6,Flo Li,Art,F,8,first grade,no,3
"""
READY = """name,subject,team
Ann Lee,Chinese,red
Bea Wu,Chinese,blue
Cy Ma,Chinese,green
Di Sun,Maths,red blue
Ed Hu,Maths,green
"""


class PairedSchool(School):
    """A school that stops at lettered groups, and its teachers."""

    @property
    def subject(self) -> RosterRequest:
        return RosterRequest(self.roster, None, {**RULES, "groups": True})

    def pair(self, *seed: str, teachers: str | None = TEACHERS, **changes: object) -> PairResult:
        path = write_csv(self.home / "teachers.csv", teachers) if teachers else None
        request = PairRequest(
            folder=self.folder,
            teachers=path,
            conflicts=None,
            rooms=(),
            seed=seed,
            ask=None,
            announce=None,
            date="",
            page=None,
            roster=None,
            language=None,
            other_givers="the notary was ill",
        )
        return pair(replace(request, **changes), lambda stage: None)  # type: ignore[arg-type]


def grouped(home: Path) -> PairedSchool:
    """A school that stopped at lettered groups."""
    school = PairedSchool(home / "school")
    begun(_grouped, school.home)
    return school


def _grouped(home: Path) -> None:
    School.at(home)
    PairedSchool(home).assign("first words")


def test_groups_stay_lettered_until_they_are_paired(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    record = json.loads((school.folder / "record.json").read_text("utf-8"))
    assert [entry["name"] for entry in record["classes"]] == ["A", "B", "C"]
    assert school.recount().passed
    school.pair("second words")
    assert "Class 1" in (school.folder / "classes.csv").read_text("utf-8-sig")


def test_a_pairing_is_verified(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    school.pair("notary=second words", rooms=("11", "12", "13"))
    verdict = school.recount()
    assert not failed(verdict)
    keys = {check.key for check in verdict.checks}
    assert {"pair_asked", "pair_posts", "pair_teams", "pair_lot", "pair_1", "pair_tier_1"} <= keys


def test_the_same_words_give_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        school = grouped(tmp_path / name)
        school.pair("second words")
        files = (p for p in school.folder.rglob("*") if p.is_file() and p.name != "run.json")
        contents.append({str(p.relative_to(school.folder)): p.read_bytes() for p in files})
    assert contents[0] == contents[1]
    assert "pair-1.json" in contents[0]


def test_every_class_gets_a_team_with_one_head_teacher(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    paired = paired_of(school.pair("second words").grown.result.formed)
    assert paired and paired.teams
    assert sorted(paired.pairing.team_of_group) == [0, 1, 2]
    for members in paired.teams.members:
        assert Counter(post.head for post in members)[True] == 1
        assert sorted(post.teacher.subject for post in members) == ["Art", "Chinese", "Maths"]


def test_the_same_command_writes_a_page_that_is_not_there(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    school.pair("notary=second words", page=one)
    before = school.ledger.read_bytes()
    school.pair("notary=second words", page=two)
    assert one.read_bytes() == two.read_bytes()
    assert school.ledger.read_bytes() == before
    assert school.recount().passed
    for words, rooms in (("notary=third words", ()), ("notary=second words", ("1", "2", "3"))):
        with pytest.raises(EvidenceError, match="paired already"):
            school.pair(words, rooms=rooms, page=tmp_path / "three.html")
    assert not (tmp_path / "three.html").exists()


def test_without_teachers_only_names_are_drawn(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    result = school.pair("second words", teachers=None)
    assert result.event.paired.teams is None
    assert school.recount().passed
    result = school.pair("third words")  # teachers may follow
    assert result.event.paired.teams
    assert not failed(school.recount())


def test_pinned_classes_take_no_part_in_the_lot_of_names(tmp_path: Path) -> None:
    for word in ("x", "y", "z"):
        formed = grouped(tmp_path / word).pair(word).grown.result.formed
        (placement,) = formed.pinned()
        assert formed.classes[placement.school_class].name == "Class 2"


def test_named_classes_only_get_teachers(tmp_path: Path) -> None:
    school = PairedSchool(tmp_path / "school")
    School.at(school.home)
    before = school.assign("words", subject=RosterRequest(school.roster, None, RULES))
    after = school.pair("second words")
    there, here = before.result.formed, after.grown.result.formed
    assert [c.name for c in here.classes] == ["Class 1", "Class 2", "Class 3"]
    assert [p.school_class for p in here.placements] == [p.school_class for p in there.placements]
    assert not failed(school.recount())
    with pytest.raises(EvidenceError, match="paired already"):
        school.pair("third words")


def test_without_teachers_named_classes_have_nothing_to_draw(tmp_path: Path) -> None:
    school = PairedSchool(tmp_path / "school")
    School.at(school.home)
    school.assign("words", subject=RosterRequest(school.roster, None, RULES))
    with pytest.raises(EvidenceError, match="have their names already"):
        school.pair("second words", teachers=None)


def test_ready_made_teams_are_drawn_as_they_stand(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    teams = school.pair("second words", teachers=READY).event.paired.teams
    assert teams
    red = teams.members[teams.names.index("red")]
    assert [post.teacher.name for post in red] == ["Ann Lee", "Di Sun"]
    assert not failed(school.recount())


def test_subjects_and_rooms_stand_as_in_the_table_of_classes(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    table = "Teaching plan,,,,,\nclass,room,head teacher,PE,Maths,Art\n"
    rows = [f"Class {c},{c}01,P{c},P{c},M{c},A{c}" for c in (3, 2, 1)]
    school.pair("second words", teachers=table + "\n".join(rows) + "\n")
    assert not failed(school.recount())
    book = load_workbook(school.folder / "classes.xlsx")
    header, *taught = list(book["Teachers"].iter_rows(min_row=2, max_row=5, values_only=True))
    assert header[3:8] == ("Room", "head teacher", "PE", "Maths", "Art")
    assert [row[3] for row in taught] == ["101", "201", "301"]
    assert all(len({name[1] for name in row[4:8]}) == 1 for row in taught)


def test_a_room_stays_with_its_teacher(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    school.pair("second words", teachers="teacher,room\nAnn,11\nBea,12\nCy,13\n")
    assert not failed(school.recount())
    with (school.folder / "classes.csv").open(encoding="utf-8-sig") as file:
        pairs = {(row["room"], row["head teacher"]) for row in csv.DictReader(file)}
    assert pairs == {("11", "Ann"), ("12", "Bea"), ("13", "Cy")}


def test_unfit_ready_teams_are_refused_before_the_ledger_hears(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    with pytest.raises(RosterError, match="2 teachers; a team has exactly one"):
        school.pair(
            "second words", teachers=READY.replace("Cy Ma,Chinese,green", "Cy Ma,Chinese,red")
        )
    assert len(read_ledger(school.ledger).lines) == 2


def test_too_few_classes_taught_cannot_come_out(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    with pytest.raises(InfeasibleError, match="Art: 2 classes are taught, and there are 3"):
        school.pair("second words", teachers=TEACHERS.replace("no,3", "no,2"))
    assert len(read_ledger(school.ledger).lines) == 2


def test_a_child_never_comes_into_its_parents_class(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    conflicts = write_csv(tmp_path / "c.csv", "student,teacher,reason\nS003,T4,relative\n")
    result = school.pair("second words", conflicts=conflicts)
    formed, paired = result.grown.result.formed, result.event.paired
    child = next(p for p in formed.placements if p.student.key == "S003")
    team = paired.team_of_class(child.school_class)
    assert paired.teams and team is not None
    assert "T4" not in {post.teacher.key for post in paired.teams.members[team]}
    assert not failed(school.recount())
    file = (school.folder / "pair-1.json").read_text("utf-8")
    assert json.loads(file)["conflicts"] == [{"count": 1, "reason_code": "relative"}]
    assert "S003" not in file and "T4" not in file and "Di Sun" not in file


def test_a_parent_who_teaches_every_class_leaves_no_pairing(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    conflicts = write_csv(tmp_path / "c.csv", "student,teacher,reason\nS003,T6,relative\n")
    with pytest.raises(InfeasibleError, match="No pairing is left"):
        school.pair("second words", conflicts=conflicts)
    assert len(read_ledger(school.ledger).lines) == 2


def test_words_that_were_used_before_are_refused(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    with pytest.raises(UsageError, match="used before"):
        school.pair("First, WORDS")


def test_rooms_are_one_a_class(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    for rooms in (("1", "2"), ("1", "1", "2")):
        with pytest.raises(UsageError, match="Name one room for each class"):
            school.pair("second words", rooms=rooms)


def test_a_rehearsal_is_not_paired(tmp_path: Path) -> None:
    school = PairedSchool(tmp_path / "school")
    School.at(school.home)
    school.assign("words", rehearsal=True, output=school.folder)
    with pytest.raises(EvidenceError, match="rehearsal"):
        school.pair("second words")


def test_a_run_that_was_cut_off_is_continued_with_its_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = grouped(tmp_path)

    def cut(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("balance_classes.workflows.after_draw.event_steps.Opened.finish", cut)
        with pytest.raises(KeyboardInterrupt):
            school.pair()
    begun = read_ledger(school.ledger).lines[-1]
    result = school.pair()
    assert result.event.seed.words == begun.what.seed.words  # type: ignore[union-attr]
    assert not failed(school.recount())


def test_the_page_shows_each_pairing_and_needs_no_network(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    page = tmp_path / "ceremony.html"
    school.pair("second words", page=page, rooms=("11", "12", "13"))
    text = page.read_text("utf-8")
    assert text.count("<section") == 1 + CLASSES + 1
    assert "http" not in text.replace("http-equiv", "")
    assert "Ann Lee" in text
    assert is_private(page)
    assert not failed(school.recount())


def test_an_existing_page_is_not_overwritten(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    page = tmp_path / "ceremony.html"
    page.write_text("mine")
    with pytest.raises(BalanceError, match="never overwritten"):
        school.pair("second words", page=page)
    assert len(read_ledger(school.ledger).lines) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"team": "1"', '"team": "2"'),
        ('"rounds": 1', '"rounds": 2'),
        ('"attempt": 1', '"attempt": 2'),
        ('"names": true', '"names": false'),
        ('"room": "11"', '"room": "12"'),
    ],
)
def test_a_changed_file_is_found(tmp_path: Path, old: str, new: str) -> None:
    school = grouped(tmp_path)
    school.pair("second words", rooms=("11", "12", "13"))
    path = school.folder / "pair-1.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")
    assert "later" in failed(school.recount())


def test_teams_and_lists_are_drawn_again(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    conflicts = write_csv(tmp_path / "c.csv", "student,teacher,reason\nS003,T4,relative\n")
    school.pair("second words", conflicts=conflicts)
    verdict = school.verify()
    assert not failed(verdict)
    assert "pair_1_teams" in {check.key for check in verdict.checks}


def test_teams_that_somebody_chose_are_found_by_drawing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = grouped(tmp_path)

    def chosen(*args: Any, **named: Any) -> Teams:
        teams = teams_for(*args, **named)
        swapped = tuple((1, 0, 2)[team] for team in teams.assignment.group_of)
        return replace(teams, assignment=replace(teams.assignment, group_of=swapped))

    with monkeypatch.context() as patched:
        patched.setattr("balance_classes.workflows.after_draw.second_lot.teams_for", chosen)
        school.pair("second words")
    assert not failed(school.recount())  # as even as any: only drawing again tells
    assert failed(school.verify()) == {"pair_1_teams"}


@pytest.mark.parametrize(
    ("sheet", "old", "new"),
    [
        ("All posts", "T5", "T7"),
        ("All posts", "Ann Lee", "Ann Low"),
        ("All posts", "Maths", "Music"),
        ("Teachers", "Ann Lee", "Bea Wu"),
        ("Class 1", "Room: 11", "Room: 12"),
    ],
)
def test_a_changed_list_of_teachers_is_found(
    tmp_path: Path, sheet: str, old: str, new: str
) -> None:
    school = grouped(tmp_path)
    school.pair("second words", rooms=("11", "12", "13"))
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    cell = next(c for row in book[sheet].iter_rows() for c in row if c.value == old)
    cell.value = new
    book.save(path)
    assert failed(school.recount()) & {"list", "workbook", "pair_asked"}


def test_explain_tells_what_the_lot_gave(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    result = school.pair("second words")
    explained = explain(ExplainRequest(school.folder, "S003", None), lambda stage: None)
    (told,) = explained.since
    assert "Change 1: by lot, group" in str(told)
    names = [c.name for c in result.grown.result.formed.classes]
    assert explained.school_class in names and explained.school_class in str(told)
