from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.rules.class_names import (
    even_sizes,
    fewest_classes,
    find_class,
    letters,
    numbered_names,
    size_band,
)


def test_the_fewest_classes_are_students_by_cap_rounded_up() -> None:
    assert [fewest_classes(n, 45) for n in (1, 45, 46, 450, 451)] == [1, 1, 2, 10, 11]


def test_chinese_classes_are_named_by_grade_and_number() -> None:
    assert numbered_names(7, 2, "zh") == ("七(1)班", "七(2)班")


def test_english_classes_are_lettered_beyond_z() -> None:
    assert numbered_names(1, 27, "en")[-2:] == ("1Z", "1AA")
    assert [letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    "written", ["七(2)班", "七（2）班", " 七(2) 班", "2", "2班", "(2)班", "二班"]
)
def test_a_class_is_found_however_its_name_is_written(written: str) -> None:
    assert find_class(written, ["七(1)班", "七(2)班"]) == 1


@pytest.mark.parametrize(("written", "number"), [("十班", 10), ("十二班", 12), ("二十三班", 23)])
def test_the_number_of_a_class_may_be_spelt(written: str, number: int) -> None:
    names = [f"七({n})班" for n in range(1, 30)]
    assert find_class(written, names) == number - 1


@pytest.mark.parametrize("written", ["七(3)班", "二三班", "班", "0", "3", "八(2)班", ""])
def test_an_unknown_class_is_not_guessed(written: str) -> None:
    assert find_class(written, ["七(1)班", "七(2)班"]) is None


def test_a_number_is_no_place_in_the_list() -> None:
    assert find_class("1", ["乙班", "丙班", "甲班"]) is None
    assert find_class("2", ["七(3)班", "七(2)班"]) == 1
    assert find_class("1", ["1A", "1B"]) is None


def test_small_rooms_are_filled_and_the_others_share_the_rest_evenly() -> None:
    assert even_sizes(100, [20, 45, 45]) == (20, 40, 40)
    assert even_sizes(10, [4, 4, 4]) == (Fraction(10, 3),) * 3


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20), st.data())
def test_even_sizes_add_up_and_keep_the_caps(caps: list[int], data: st.DataObject) -> None:
    students = data.draw(st.integers(1, sum(caps)))
    sizes = even_sizes(students, caps)
    assert sum(sizes) == students
    assert all(size <= cap for size, cap in zip(sizes, caps, strict=True))
    # Nobody below the level could have been given more by taking from a fuller class.
    assert all(size == cap or size == max(sizes) for size, cap in zip(sizes, caps, strict=True))


def test_caps_that_seat_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        even_sizes(91, [45, 45])


@pytest.mark.parametrize(
    ("even", "band"),
    [
        (Fraction(40), (39, 41)),
        (Fraction(403, 10), (39, 41)),
        (Fraction(81, 2), (40, 42)),
        (Fraction(407, 10), (40, 42)),
    ],
)
def test_a_tolerance_of_two_widens_the_band_nearest_around_the_even_size(
    even: Fraction, band: tuple[int, int]
) -> None:
    assert size_band(even, cap=50, tolerance=2, min_size=1) == band


def test_a_tolerance_of_one_asks_for_the_even_sizes() -> None:
    assert size_band(Fraction(40), 50, 1, 1) == (40, 40)
    assert size_band(Fraction(403, 10), 50, 1, 1) == (40, 41)


def test_the_band_ends_at_the_cap_and_begins_at_the_minimum_size() -> None:
    assert size_band(Fraction(40), cap=40, tolerance=2, min_size=1) == (39, 40)
    assert size_band(Fraction(40), cap=50, tolerance=2, min_size=40) == (40, 41)
    assert size_band(Fraction(1), cap=50, tolerance=2, min_size=1) == (1, 2)
