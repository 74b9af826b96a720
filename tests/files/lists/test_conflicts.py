"""A list of conflicts: who must not come into whose class, with a code that is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.teachers.pairing_lot import Conflict, barred_cells, reasons
from balance_classes.errors import RosterError
from balance_classes.files.lists.conflicts import read_conflicts
from tests.builders import a_roster, a_staff, a_student, a_teacher, write_csv

ROSTER = a_roster(
    a_student("S1", "Ann"), a_student("S2", "Bob"), a_student("S3", "Bob"), a_student("S4", "Cy")
)
STAFF = a_staff(a_teacher("A", "Chinese", 2), a_teacher("B", "Maths", 2))


def read(home: Path, text: str) -> tuple[Conflict, ...]:
    return read_conflicts(write_csv(home / "conflicts.csv", text), ROSTER, STAFF)


def test_students_and_teachers_are_named_by_number_or_name(tmp_path: Path) -> None:
    found = read(tmp_path, "student,teacher,reason\ns1,B,relative\nCy,A,relative\nS1,B,relative\n")
    assert found == (Conflict("S1", "B", "relative"), Conflict("S4", "A", "relative"))
    assert reasons(found) == {"relative": 2}


def test_a_conflict_bars_the_group_from_each_team_of_the_teacher() -> None:
    barred = barred_cells([Conflict("S1", "A", "relative")], {"S1": 3}, {"A": (0, 2)})
    assert barred == {(3, 0), (3, 2)}


def test_everything_wrong_is_told_at_once_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(RosterError) as caught:
        read(
            tmp_path,
            "学号,教师,理由\nBob,A,relative\nS9,A,relative\nS1,Z,relative\nS1,A,Ann\nS1,A,\n",
        )
    text = str(caught.value)
    assert "cell A2: student: several are called so." in text
    assert "cell A3: student: there is nobody of this number or name." in text
    assert "cell B4: teacher: there is nobody of this number or name." in text
    assert "cell C5: This is no reason code" in text
    assert "cell C6: This is no reason code" in text
    assert "Bob" not in text


def test_a_list_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="There is no column “teacher”"):
        read(tmp_path, "student,reason\nS1,relative\n")
