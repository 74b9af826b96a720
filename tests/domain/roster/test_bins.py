from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.roster.bins import bins_of, mean_of

NUMBERS = st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=60)


def test_a_bin_holds_the_next_share_of_the_numbers_by_rank() -> None:
    assert bins_of([9, 1, 5, 7], 2) == ["bin_2_of_2", "bin_1_of_2", "bin_1_of_2", "bin_2_of_2"]


def test_who_has_no_number_is_a_level_of_its_own_and_no_rank() -> None:
    assert bins_of([3, None, 4], 2) == ["bin_1_of_2", "", "bin_2_of_2"]


def test_equal_numbers_share_one_bin_though_all_are_equal() -> None:
    assert set(bins_of([5] * 8, 4)) == {"bin_3_of_4"}


def test_equal_numbers_go_where_their_middle_lies() -> None:
    assert bins_of([1, 2, 2, 2, 2, 2], 2) == ["bin_1_of_2", *["bin_2_of_2"] * 5]
    assert bins_of([1, 1, 1, 1, 2], 2) == [*["bin_1_of_2"] * 4, "bin_2_of_2"]
    months = [
        bins_of([m for m in range(12) for _ in range(5)], 4).count(f"bin_{b}_of_4")
        for b in (1, 2, 3, 4)
    ]
    assert months == [15] * 4


def test_more_bins_than_numbers_leave_bins_empty() -> None:
    assert bins_of([1, 2, 3], 12) == ["bin_03_of_12", "bin_07_of_12", "bin_11_of_12"]


@given(NUMBERS, st.integers(2, 12))
def test_bins_follow_the_numbers_and_never_part_equal_ones(
    numbers: list[int | None], bins: int
) -> None:
    levels = bins_of(numbers, bins)
    stated = sorted((n, level) for n, level in zip(numbers, levels, strict=True) if n is not None)
    assert [level for _, level in stated] == sorted(level for _, level in stated)
    assert len(dict(stated)) == len(set(stated))
    assert all((level == "") == (n is None) for n, level in zip(numbers, levels, strict=True))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=80, unique=True), st.integers(2, 12))
def test_bins_of_different_numbers_differ_by_at_most_one(numbers: list[int], bins: int) -> None:
    levels = bins_of(numbers, bins)
    counts = [levels.count(level) for level in set(levels)]
    assert max(counts) - min(counts) <= 1


def test_a_mean_has_one_decimal_and_halves_go_up() -> None:
    assert mean_of([1, 1, 1, 1, 2]) == "1.2"
    assert mean_of([0] * 19 + [1]) == "0.1"
    assert mean_of([77, 78, 78, 78, 78, 79]) == "78.0"


def test_a_mean_of_fewer_than_five_is_not_told() -> None:
    assert mean_of([70, 71, 72, 73]) == ""


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=60))
def test_a_mean_is_the_exact_one_rounded_to_the_nearest_tenth(numbers: list[int]) -> None:
    off = Fraction(mean_of(numbers)) - Fraction(sum(numbers), len(numbers))
    assert -Fraction(1, 20) < off <= Fraction(1, 20)
