"""P-values by permutation, and their correction for several statistics of the same lots.

P. H. Westfall and S. S. Young, Resampling-based multiple testing (1993), algorithm 2.8: the least
p-value of all is compared with the least p-values under lots, step by step. Statistics that go
together (a score's mean and its top quarter) cost less than with Holm or Bonferroni.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from balance_classes.statistics.lots import Numbers

DECIMALS = 9
"""Statistics are rounded to so many, so that no machine parts two that are equal."""


def p_values(statistics: Numbers) -> Numbers:
    """Return for each statistic (a column) the share of rows as large or larger, row by row.

    The first row is the real one, all others are lots; a row counts itself, so that no p-value
    is 0: (1 + lots as large) / (1 + lots), as B. Phipson and G. Smyth ask (2010).
    """
    rounded = np.round(statistics, DECIMALS)
    rows = len(rounded)
    smaller = [np.searchsorted(np.sort(column), column, side="left") for column in rounded.T]
    return np.asarray((rows - np.array(smaller).T) / rows)


def corrected(statistics: Numbers) -> npt.NDArray[np.float64]:
    """Return the corrected p-value of each statistic of the first row."""
    ps = p_values(statistics)
    order = np.argsort(ps[0], kind="stable")
    # From the last on: the least p-value among this statistic and all that are less extreme.
    least = np.minimum.accumulate(ps[:, order[::-1]], axis=1)[:, ::-1]
    stepped = np.maximum.accumulate((least <= ps[0, order]).mean(axis=0))
    found = np.empty(len(order))
    found[order] = stepped
    return found


def corrected_by_largest(real: Numbers, largest: Numbers) -> Numbers:
    """Return for each real value the share of rows whose largest one reaches it.

    `largest` has the real list's first, then that of each lot (the single-step max-T of
    Westfall and Young).
    """
    ordered = np.sort(np.round(largest, DECIMALS))
    below = np.searchsorted(ordered, np.round(real, DECIMALS), side="left")
    return np.asarray((len(ordered) - below) / len(ordered))
