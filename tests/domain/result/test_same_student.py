"""Who came back: a school number can be given anew, and is no way into another class."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balance_classes.domain.result.later_states import same_student
from balance_classes.domain.roster.roster import Student
from tests.builders import a_student

CHILD = replace(
    a_student("S001", "王小明", sex="male"),
    identities={"student_number": "S001", "identity_number": "", "birth_date": "2016-03-07"},
)


def known_as(key: str, **identities: str) -> Student:
    return replace(CHILD, key=key, identities={**CHILD.identities, **identities})


def test_a_child_under_another_school_number_is_the_same_by_name_and_birth_date() -> None:
    assert same_student(CHILD, known_as("S900", student_number="S900"))


@pytest.mark.parametrize("born", ["2016-03-08", "2015-03-07"])
def test_who_was_born_on_another_day_is_another_child(born: str) -> None:
    other = known_as("S900", student_number="S900", birth_date=born)
    assert not same_student(CHILD, other)


def test_where_no_birth_date_is_known_a_name_with_all_its_levels_tells() -> None:
    other = replace(CHILD, key="S900", identities={"student_number": "S900"})
    assert same_student(CHILD, other)
    assert not same_student(CHILD, replace(other, levels={"sex": "female"}))
    assert not same_student(CHILD, replace(other, name="王小红"))


def test_two_identity_numbers_tell_namesakes_of_one_day_apart() -> None:
    one = known_as("S001", identity_number="A1")
    other = known_as("S900", student_number="S900", identity_number="B2")
    assert not same_student(one, other)
