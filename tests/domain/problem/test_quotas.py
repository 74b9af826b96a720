from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.problem.quotas import even_quota


def test_a_share_of_seven_in_three_classes_is_two_to_three() -> None:
    quota = even_quota("sex", "girls", range(7), [Fraction(20, 3)] * 3)
    assert (quota.low, quota.high) == ((2, 2, 2), (3, 3, 3))


def test_whole_shares_have_one_number_for_a_band() -> None:
    # 49 times 1/49 is less than 1 in floating point.
    quota = even_quota("sex", "girls", range(49), [Fraction(1)] * 49)
    assert set(quota.low) == set(quota.high) == {1}


def test_shares_follow_the_size_of_the_class() -> None:
    quota = even_quota("sex", "girls", range(50), [Fraction(20), Fraction(40), Fraction(40)])
    assert quota.low == quota.high == (10, 20, 20)


def test_excess_is_the_distance_to_the_band() -> None:
    quota = even_quota("sex", "girls", range(7), [Fraction(20, 3)] * 3)
    assert [quota.excess_in(0, count) for count in range(6)] == [2, 1, 0, 0, 1, 2]


@given(st.integers(0, 300), st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_bands_hold_the_members(members: int, sizes: list[int]) -> None:
    members = min(members, sum(sizes))
    quota = even_quota("x", "", range(members), [Fraction(size) for size in sizes])
    assert sum(quota.low) <= members <= sum(quota.high)
    assert all(high - low <= 1 for low, high in zip(quota.low, quota.high, strict=True))
