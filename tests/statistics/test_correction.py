from __future__ import annotations

import numpy as np
import pytest

from balance_classes.statistics.correction import corrected, corrected_by_largest, p_values


def test_a_p_value_is_one_and_the_lots_as_large_over_one_and_all_lots() -> None:
    assert p_values(np.array([3.0, 1.0, 3.0, 4.0, 2.0]))[0] == pytest.approx((1 + 2) / (1 + 4))


def test_a_statistic_alone_needs_no_correction() -> None:
    row = np.arange(100.0)[::-1] % 17
    assert corrected([row])[0] == p_values(row)[0]


def test_statistics_that_go_together_cost_nothing_and_unrelated_ones_as_bonferroni() -> None:
    lots = np.random.default_rng(1).random(4_000)
    lots[0] = 0.99
    assert corrected([lots] * 5).tolist() == [p_values(lots)[0]] * 5
    unrelated = np.random.default_rng(2).random((5, 4_000))
    unrelated[:, 0] = [0.99, 0.2, 0.5, 0.7, 0.1]
    assert corrected(unrelated)[0] == pytest.approx(1 - 0.99**5, abs=0.012)


def test_corrected_values_are_never_smaller_and_keep_the_order() -> None:
    statistics = np.random.default_rng(3).random((6, 500))
    plain, adjusted = np.array([p_values(row)[0] for row in statistics]), corrected(statistics)
    assert (adjusted >= plain).all()
    assert (np.diff(adjusted[np.argsort(plain)]) >= 0).all()


def test_a_class_is_compared_with_the_class_that_stands_out_most() -> None:
    largest = np.array([3.0, 1.0, 2.0, 2.5])
    found = corrected_by_largest(np.array([3.0, 2.0, 0.5]), largest)
    assert found.tolist() == [0.25, 0.75, 1.0]
