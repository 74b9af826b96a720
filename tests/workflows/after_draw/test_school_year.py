"""A year of a school: sealed, drawn, paired with its teachers, newcomers, leavers, a change by
approval; at each step verified, drawn again, and tampered with. In the slow set it is one of 240
students and 46 teachers.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.result.later_states import tally
from balance_classes.errors import EvidenceError, InfeasibleError
from balance_classes.workflows.after_draw.pair import PairRequest, pair
from balance_classes.workflows.after_draw.place import PlaceResult
from balance_classes.workflows.draw.prepare import RosterRequest
from balance_classes.workflows.draw.seal import SealRequest, seal
from tests.builders import resident_number, write_csv
from tests.workflows.after_draw.school_year import amended, placed
from tests.workflows.stage import School, failed

HEADER = "student_id,identity_number,name,sex,boarding,ethnicity,previous school,together,apart"
ETHNICITIES = ("Han", "Han", "Uyghur", "Han", "Kazakh", "Hui", "Han")
SIZES = [(160, 4), pytest.param((240, 6), marks=pytest.mark.slow)]
"""Students and classes."""
CAP = 45

SUBJECTS = {
    "Chinese": 6, "Maths": 6, "English": 6, "Science": 6, "Sport": 5, "Ethics": 5,
    "Music": 4, "Art": 4, "History": 4,
}  # fmt: skip
"""How many teachers each subject has: 46, some of them in several classes; one a class at most."""


def teachers(classes: int) -> str:
    """Return a table of the teachers of so many classes, with a head teacher for each class."""
    lines = ["staff number,name,subject,sex,years of service,title,head teacher,classes taught"]
    for subject, most in SUBJECTS.items():
        many = min(most, classes)
        for at in range(many):
            number = len(lines)
            cells = (
                f"T{number:02d}",
                f"Teacher {number:02d}",
                subject,
                "M" if number % 3 == 0 else "F",
                str(number * 7 % 31),
                ("senior teacher", "first grade", "second grade")[number % 3],
                "yes" if number <= classes else "no",
                str(classes // many + (at < classes % many)),
            )
            lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def row(number: int, together: str = "") -> str:
    """Return the line of a pupil, whose levels follow from its number."""
    cells = (
        f"P{number:04d}",
        resident_number(
            number, "female" if number % 2 else "male", f"201603{8 + number // 500:02d}"
        ),
        f"Pupil {number:04d}",
        "F" if number % 2 else "M",
        "yes" if number % 5 == 0 else "no",
        ETHNICITIES[number * number % 7],
        f"School {number * 7 % 11}",
        together,
        "feud" if number in (30, 31, 32) else "",
    )
    return ",".join(cells)


def roster(numbers: range, twins: tuple[int, ...] = ()) -> str:
    return "\n".join([HEADER, *(row(n, "twins" if n in twins else "") for n in numbers)]) + "\n"


def tampered(school: School, where: Path, change: Callable[[School], None]) -> set[str]:
    """Return the checks that a copy does not pass after a change of it."""
    home = where / "tampered"
    shutil.copytree(school.home, home)
    copy = School(home)
    change(copy)
    try:
        return failed(copy.recount())
    except EvidenceError:
        return {"refused"}
    finally:
        shutil.rmtree(home)


def in_file(name: str, old: str, new: str) -> Callable[[School], None]:
    def change(school: School) -> None:
        path = school.folder / name
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode())

    return change


def arrived(school: School, newcomers: str, leavers: str = "") -> PlaceResult:
    path = write_csv(school.home / "newcomers.csv", newcomers)
    return placed(school, newcomers=path, leavers=leavers, seed=("parents=2 2",))


def two_exchanged(school: School) -> None:
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    sheet = book["All students"]
    other = next(cell for cell in sheet["A"][2:] if cell.value != sheet["A2"].value)
    sheet["A2"].value, other.value = other.value, sheet["A2"].value
    book.save(path)


def two_teachers_exchanged(school: School) -> None:
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    sheet = book["All posts"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "lottery number")
    one, other = sheet[f"{column}2"], sheet[f"{column}3"]
    one.value, other.value = other.value, one.value
    book.save(path)


def honest(school: School) -> None:
    verdict = school.recount()
    assert verdict.passed, failed(verdict)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_year_is_followed_from_the_seal_to_the_last_change(
    size: tuple[int, int], tmp_path: Path
) -> None:
    students, classes = size
    school = School(tmp_path / "year")
    school.home.mkdir()
    write_csv(school.roster, roster(range(students), twins=(10, 11)))
    rules = {"classes": classes, "cap": CAP, "grade": 1, "groups": True}
    sealing = RosterRequest(school.roster, None, rules)
    seal(SealRequest(sealing, ("parents", "notary"), "dice", "2026-08-10", None, None))
    subject = RosterRequest(school.roster, None, {})
    school.assign("parents=3 1", "notary=4 6", sealed=school.sealed, subject=subject)
    honest(school)
    drawn = (school.folder / "record.json").read_bytes()
    assert tampered(school, tmp_path, two_exchanged) >= {"classes", "workbook"}
    assert tampered(school, tmp_path, in_file("seal.json", "dice", "dico")) >= {"seal"}

    paired = pair(
        PairRequest(
            folder=school.folder,
            teachers=write_csv(school.home / "teachers.csv", teachers(classes)),
            conflicts=write_csv(
                school.home / "conflicts.csv", "student,teacher,reason\nP0009,T20,relative\n"
            ),
            rooms=tuple(str(100 + c) for c in range(classes)),
            seed=("parents=5 5", "notary=1 2"),
            ask=None,
            announce=None,
            date="2026-08-20",
            page=school.home / "ceremony.html",
            roster=None,
            language=None,
        ),
        lambda stage: None,
    )
    honest(school)
    teams = paired.event.paired.teams
    assert teams and teams.staff.size == sum(min(most, classes) for most in SUBJECTS.values())
    assert all(proof.proven for proof in teams.assignment.proofs)
    assert tampered(school, tmp_path, two_exchanged) >= {"classes", "workbook"}
    assert tampered(school, tmp_path, in_file("pair-1.json", '"room": "101"', '"room": "102"')) >= {
        "later"
    }
    assert tampered(school, tmp_path, two_teachers_exchanged) >= {"pair_posts"}
    assert tampered(school, tmp_path, in_file("before-1/classes.csv", ",A", ",B")) == {"before_1"}

    came = arrived(school, roster(range(500, 507)), "P0003\nP0077\nP0111\n")
    honest(school)
    now = came.grown.result.formed
    assert (tally(now).newcomers, tally(now).leavers, now.roster.size) == (7, 3, students + 4)
    sizes = [len(placed_there) for placed_there in now.class_lists]
    assert max(sizes) - min(sizes) <= 1
    assert tampered(school, tmp_path, two_exchanged) >= {"classes", "workbook"}
    change = in_file("place-2.json", '"method": "even"', '"method": "smallest-class"')
    assert tampered(school, tmp_path, change) >= {"later"}
    assert tampered(school, tmp_path, in_file("classes.csv", "1A", "1B")) == {"classes.csv"}

    student = now.placements[100]
    joins = now.classes[(student.school_class + 1) % classes].name
    moved = amended(school, student.lottery_number, to=joins, by="bureau", approval="2026-31")
    honest(school)
    assert tally(moved.grown.result.formed).changed == 1
    assert (school.folder / "record.json").read_bytes() == drawn
    assert tampered(school, tmp_path, two_exchanged) >= {"classes", "workbook"}
    assert tampered(school, tmp_path, in_file("amend-3.json", "2026-31", "2026-32")) >= {"later"}
    assert tampered(school, tmp_path, in_file("ledger.jsonl", "2 2", "2 3")) >= {"ledger"}
    former = in_file("before-3/classes.csv", "1A", "1B")
    assert tampered(school, tmp_path, former) == {"before_3"}
    assert school.verify().passed  # which draws all of it again

    with pytest.raises(InfeasibleError, match=f"Have {CAP * classes - students - 4}, need 100"):
        arrived(school, roster(range(600, 700)))
