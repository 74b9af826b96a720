"""P-values beyond the last lot: held against exact tails, never much too small."""

from __future__ import annotations

from math import log10

import numpy as np
import pytest
from scipy import stats

from balance_classes.statistics.correction import corrected, tail

LOTS = 4_999


def fitted(real: float, lots: np.ndarray) -> float:
    found = tail(np.concatenate([[real], lots]))
    assert found is not None
    return found


@pytest.mark.parametrize("p", [1e-4, 1e-5, 1e-6, 1e-8])
@pytest.mark.parametrize(
    "law", [stats.chi2(1), stats.chi2(2), stats.chi2(4), stats.chi2(12), stats.norm()]
)
def test_a_tail_is_that_of_the_law_or_too_large(law: object, p: float) -> None:
    found = [
        fitted(law.isf(p), law.rvs(LOTS, random_state=number))  # type: ignore[attr-defined]
        for number in range(20)
    ]
    # Too small by a factor of three at most, and never by the mean of its logarithm.
    assert min(found) > p / 10
    assert np.mean(np.log10(found)) > log10(p)


def test_the_tail_of_a_two_by_two_table_is_fishers_or_too_large() -> None:
    law = stats.hypergeom(90, 30, 30)
    even = 10
    for count in (19, 20, 21):
        exact = law.sf(count - 1) + law.cdf(2 * even - count)
        lots = law.rvs(LOTS, random_state=count).astype(float)
        assert 1 <= fitted((count - even) ** 2, (lots - even) ** 2) / exact < 300


def test_where_lots_reach_the_real_list_no_tail_is_fitted() -> None:
    lots = np.random.default_rng(1).normal(size=LOTS)
    assert tail(np.concatenate([[np.sort(lots)[-10]], lots])) is None
    assert tail(np.concatenate([[9.0], lots[:199]])) is None


def test_a_correction_over_many_tests_and_schools_can_be_survived() -> None:
    lots = np.random.default_rng(2).chisquare(3, size=(20, LOTS + 1))
    lots[:, 0] = 3.0
    lots[7, 0] = 45.0
    found = corrected(lots)
    assert found[7] * 300 * 9 < 0.05
    assert (found[np.arange(20) != 7] > 0.1).all()
