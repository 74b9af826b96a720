from __future__ import annotations

import pytest

from balance_classes.domain.result.formed_classes import Placement
from balance_classes.domain.result.shown_names import masked, told_apart
from balance_classes.domain.roster.roster import Student


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳娜娜", "欧**娜"),
        ("艾力·买买提", "艾*·**提"),
        ("Mary-Ann Smith", "M***-*** ****h"),
        ("王", "*"),
        ("", ""),
        ("E\u0301va", "E\u0301*a"),
    ],
)
def test_a_masked_name_keeps_its_first_and_last_letter(name: str, shown: str) -> None:
    assert masked(name) == shown


def listed(*students: tuple[str, str]) -> list[str]:
    placements = [
        Placement(Student(number, name, {}, 2, identities={"student_number": number}), i, 0)
        for i, (name, number) in enumerate(students, start=1)
    ]
    return [str(text) for text in told_apart(placements)]


def test_names_that_stand_once_stay_as_they_are() -> None:
    assert listed(("李娜", "20220001"), ("王芳", "20220002")) == ["李娜", "王芳"]


def test_namesakes_get_the_shortest_end_of_their_number_that_differs() -> None:
    assert listed(("李娜", "20220107"), ("李娜", "20220108")) == [
        "李娜 (…07)", "李娜 (…08)",
    ]  # fmt: skip
    assert listed(("李娜", "20220108"), ("李娜", "20220208")) == [
        "李娜 (…108)", "李娜 (…208)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "numbers",
    [
        ("11010519491231002X", "440524188001010014"),
        ("G11010519491231002X", "G440524188001010014"),
        ("", ""),
        ("07", "08"),
        ("199990001", "299990001"),
    ],
)
def test_no_end_of_an_identity_and_no_whole_number_is_shown(numbers: tuple[str, str]) -> None:
    shown = listed(*(("李娜", number) for number in numbers))
    assert shown == ["李娜 (1/2)", "李娜 (2/2)"]
