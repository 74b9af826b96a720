from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.audit.segregation import dissimilarity, information

TABLES = st.integers(2, 5).flatmap(
    lambda levels: st.lists(
        st.lists(st.integers(0, 12), min_size=levels, max_size=levels).filter(any),
        min_size=2,
        max_size=6,
    )
)


def test_equal_shares_are_0_and_classes_wholly_apart_are_1() -> None:
    assert dissimilarity([[10, 5], [20, 10]]) == pytest.approx(0)
    assert information([[10, 5], [20, 10]]) == pytest.approx(0)
    assert dissimilarity([[9, 0, 0], [0, 7, 0], [0, 0, 4]]) == pytest.approx(1)
    assert information([[9, 0, 0], [0, 7, 0], [0, 0, 4]]) == pytest.approx(1)


def test_d_of_two_groups_is_duncans_half_sum_of_differences_of_shares() -> None:
    assert dissimilarity([[30, 10], [10, 30]]) == pytest.approx(0.5)
    table = [[8, 3], [5, 9], [2, 6]]
    one, other = (sum(column) for column in zip(*table, strict=True))
    assert dissimilarity(table) == pytest.approx(
        sum(abs(a / one - b / other) for a, b in table) / 2
    )


def test_h_is_the_share_of_entropy_that_classes_take_away() -> None:
    within = -(0.75 * log2(0.75) + 0.25 * log2(0.25))
    assert information([[30, 10], [10, 30]]) == pytest.approx(1 - within)


def test_a_single_level_or_class_is_not_segregated() -> None:
    for index in (dissimilarity, information):
        assert index([[4], [9]]) == 0
        assert index([[4, 9]]) == pytest.approx(0)


@given(TABLES)
def test_both_lie_between_0_and_1_and_do_not_see_the_order(table: list[list[int]]) -> None:
    for index in (dissimilarity, information):
        value = index(table)
        assert -1e-12 <= value <= 1 + 1e-12
        assert index(table[::-1]) == pytest.approx(value, abs=1e-12)
        assert index([row[::-1] for row in table]) == pytest.approx(value, abs=1e-12)
