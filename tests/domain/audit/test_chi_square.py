from __future__ import annotations

import pytest
from scipy import stats

from balance_classes.domain.audit.segregation import chi_square, chi_square_tail

NEIGHBOURHOODS = [[90, 60, 104, 95], [30, 50, 51, 20], [30, 40, 45, 35]]
"""White-, blue- and no-collar workers of four neighbourhoods: Wikipedia, Chi-squared test."""


def test_the_published_example_is_met() -> None:
    found = chi_square([NEIGHBOURHOODS])
    assert (found.degrees, round(found.statistic, 2)) == (6, 24.57)
    expected = stats.chi2_contingency(NEIGHBOURHOODS, correction=False)
    assert found.statistic == pytest.approx(expected.statistic)
    assert found.p == pytest.approx(expected.pvalue)


@pytest.mark.parametrize("degrees", [1, 2, 3, 10, 57, 400, 2_001, 2_500])
def test_the_tail_is_scipys_however_many_degrees(degrees: int) -> None:
    for factor in (0.01, 0.5, 0.9, 1.0, 1.1, 1.5, 4.0):
        expected = float(stats.chi2.sf(factor * degrees, degrees))
        assert chi_square_tail(factor * degrees, degrees) == pytest.approx(expected, abs=1e-11)


def test_strata_add_up_and_empty_rows_and_columns_do_not_count() -> None:
    padded = [[*row, 0] for row in NEIGHBOURHOODS] + [[0] * 5]
    assert chi_square([padded]) == chi_square([NEIGHBOURHOODS])
    twice = chi_square([NEIGHBOURHOODS, NEIGHBOURHOODS])
    assert twice.degrees == 12
    assert twice.statistic == pytest.approx(2 * chi_square([NEIGHBOURHOODS]).statistic)


def test_nothing_to_compare_is_no_sign() -> None:
    assert chi_square([[[3, 4]]]).p == 1
    assert chi_square([]).p == 1
