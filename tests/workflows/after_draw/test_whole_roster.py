"""The whole new roster: who came and who left is found, shown, and goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from openpyxl import load_workbook

from balance_classes.errors import EvidenceError, RosterError, UsageError
from balance_classes.files.result.handout_lists import Look
from balance_classes.workflows.after_draw.place import Coming
from balance_classes.workflows.checking.lists import ListsRequest, lists
from tests.builders import write_csv
from tests.workflows.after_draw.school_year import listed, newcomer, placed
from tests.workflows.stage import School, as_text, pupils


@dataclass
class Asked:
    """A person who is shown who comes and who leaves."""

    shown: list[Coming] = field(default_factory=list)

    def __call__(self, coming: Coming) -> None:
        self.shown.append(coming)


def rows_without(*numbers: str) -> list[list[str]]:
    return [row for row in pupils() if row[0] not in numbers]


def test_who_came_and_who_left_is_found_and_nobody_else_moves(copy: School) -> None:
    before, person = listed(copy), Asked()
    placed(copy, *rows_without("S003"), newcomer(100), whole=True, confirm=person)
    (coming,) = person.shown
    assert [student.key for student in coming.came] == ["S100"]
    assert [placement.student.key for placement in coming.left] == ["S003"]
    after = listed(copy)
    assert {key: name for key, name in after.items() if key in before} == {
        key: name for key, name in before.items() if key != "S003"
    }
    assert "S100" in after
    assert copy.recount().passed


def test_a_person_is_asked_where_most_have_classes_and_a_script_is_told(copy: School) -> None:
    with pytest.raises(RosterError, match="say so: --whole"):
        placed(copy, *rows_without("S003"), newcomer(100))
    person = Asked()
    placed(copy, *rows_without("S003"), newcomer(100), confirm=person)
    assert len(person.shown) == 1


def test_another_number_makes_no_other_child(copy: School) -> None:
    (row,) = [row for row in pupils() if row[0] == "S003"]
    renamed = newcomer(103)
    renamed[2] = row[2]
    with pytest.raises(RosterError, match="under another number"):
        placed(copy, *rows_without("S003"), renamed, whole=True)


def test_lists_take_the_whole_roster_of_now_and_no_other(copy: School) -> None:
    whole = [*rows_without("S003"), newcomer(100)]
    placed(copy, *whole, whole=True)
    roster = copy.home / "newcomers.csv"
    request = ListsRequest(copy.folder, roster, Look((), "roster", "a4"), None, None)
    written = lists(request, lambda stage: None)
    sheet = load_workbook(written.files[0]).worksheets[0]
    shown = sheet.iter_rows(min_row=2, values_only=True)
    assert {row[0]: row[-1] for row in shown} == listed(copy)
    write_csv(roster, as_text([*whole[1:], newcomer(101)]))
    with pytest.raises(EvidenceError, match=r"class: 1 \(19\); .* classes: 1 \("):
        lists(request, lambda stage: None)


def test_a_namesake_who_left_is_known_by_the_old_class(copy: School) -> None:
    placed(copy, *(newcomer(n, name="Ann Lee") for n in (100, 101, 102)))
    classes = listed(copy)
    old = {classes[key]: key for key in ("S100", "S101", "S102")}
    assert len(old) == 3
    several = write_csv(copy.home / "left.csv", "No.,name\n2,Ann Lee\n")
    with pytest.raises(RosterError, match="the birth date or the class"):
        placed(copy, leavers_file=several, seed=())
    one = write_csv(copy.home / "left.csv", "No.,name,class\n1,Ann Lee,Class 2\n")
    placed(copy, leavers_file=one, seed=())
    assert classes.keys() - listed(copy).keys() == {old["Class 2"]}


def test_a_roster_without_news_is_refused(copy: School) -> None:
    with pytest.raises(UsageError, match="nobody is missing"):
        placed(copy, *pupils(), whole=True)


def test_what_stands_otherwise_of_who_has_a_class_is_told_and_not_taken_over(copy: School) -> None:
    rows = pupils()
    (row,) = [row for row in rows if row[0] == "S001"]
    row[5] = "Hui" if row[5] == "Han" else "Han"
    ((number, fields),) = placed(copy, *rows, newcomer(100), whole=True).otherwise
    assert fields == ("ethnicity",)
    with pytest.raises(UsageError, match=rf"not taken over: lottery number {number} \(ethnicity\)"):
        placed(copy, *rows, newcomer(100), whole=True)
