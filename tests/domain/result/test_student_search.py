from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.result.student_search import (
    says_lottery_number,
    student_meant,
    students_meant,
)
from tests.builders import a_student

THREE = [Placement(a_student(str(4 - n), f"P{n}"), n, 0) for n in (1, 2, 3)]


def meant(written: str) -> list[int]:
    return [placement.lottery_number for placement in students_meant(THREE, written)]


def test_a_number_alone_may_be_either() -> None:
    assert meant("1") == [1, 3]


@pytest.mark.parametrize("written", ["lot:1", "签号：1", "LOT: 1"])
def test_a_beginning_says_that_it_is_the_lottery_number(written: str) -> None:
    assert meant(written) == [1]
    assert says_lottery_number(written, 1)


@pytest.mark.parametrize("written", ["number:1", "学号:1", "id:1"])
def test_a_beginning_says_that_it_is_the_number_of_the_student(written: str) -> None:
    assert meant(written) == [3]


def test_a_name_is_found_with_its_beginning_and_without() -> None:
    assert meant("name:p2") == meant("P 2") == [2]
    assert meant("name:1") == []


def test_every_number_of_a_student_is_one_and_may_have_lost_its_zeros() -> None:
    student = replace(
        a_student("007", "P"),
        identities={"student_number": "007", "register_number": "G12", "birth_date": "2016"},
    )
    among = [Placement(student, 9, 0)]
    assert all(students_meant(among, each) for each in ("7", "number:7", "G12"))
    assert not students_meant(among, "2016")


def test_a_person_is_asked_where_a_number_alone_could_be_of_another_list() -> None:
    among = [Placement(a_student(f"S{n}5"), n, 0) for n in (1, 2, 3)]
    nobody = cast(Formed, None)
    asked: list[int] = []

    def choose(_: object, meant: Sequence[Placement]) -> Placement:
        asked.append(len(meant))
        return meant[0]

    assert student_meant(nobody, "2", choose, among).lottery_number == 2
    assert student_meant(nobody, "lot:2", choose, among).lottery_number == 2
    assert student_meant(nobody, "2", None, among).lottery_number == 2
    assert asked == [1]
