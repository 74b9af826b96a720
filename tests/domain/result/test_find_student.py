from __future__ import annotations

import pytest

from balance_classes.domain.result.find_student import says_lottery_number, students_meant
from balance_classes.domain.result.formed import Placement
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
