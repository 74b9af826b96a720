"""P-values by lots, their tails beyond the last lot, and their correction for how many there are.

Statistics come a row each; the first of a row is the real list, every other one is a lot.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from balance_classes.statistics.lots import Numbers

DECIMALS = 9
"""Statistics are rounded to so many, so that no machine parts two that are equal."""
TAIL, FEW, ENOUGH = 0.05, 10, 50
"""A tail is fitted to this share of lots, where fewer than `FEW` lots reach the real list, and
`ENOUGH` lots are in it."""


def p_values(row: Numbers) -> Numbers:
    """Return for each value of a statistic the share of values as large or larger.

    The first value is the real one, all others are lots; a value counts itself, so that no p-value
    is 0: (1 + lots as large) / (1 + lots), as B. Phipson and G. Smyth ask (2010).
    """
    rounded = np.round(row, DECIMALS)
    order = np.argsort(rounded)
    ordered = rounded[order]
    # Equal values have as many below them as the first of them.
    new = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    ps = np.empty(len(row))
    ps[order] = np.repeat(len(row) - new, np.diff(new, append=len(row))) / len(row)
    return ps


def tail(row: Numbers) -> float | None:
    """Return the p-value of the first of a row where it lies beyond nearly all lots.

    The excess over the 95th percentile is taken as exponential (T. Knijnenburg et al., Fewer
    permutations, more accurate p-values, Bioinformatics 25 (2009), with their shape at 0), its
    mean two standard errors longer than it is. Sums of squares and counts have a shorter tail,
    so that the value is rather too large. None where lots reach the real list often enough, or
    are too few.
    """
    real, lots = row[0], row[1:]
    if len(lots) * TAIL < ENOUGH or np.count_nonzero(lots >= real) >= FEW:
        return None
    start = np.partition(lots, -int(TAIL * len(lots)) - 1)[-int(TAIL * len(lots)) - 1]
    above = lots[lots > start]
    if len(above) < ENOUGH:
        return None
    mean = float((above - start).mean()) * (1 + 2 / sqrt(len(above)))
    return float(len(above) / len(lots) * np.exp(-max(0.0, real - above.min()) / mean))


def corrected(statistics: Sequence[Numbers], known: Sequence[Numbers] | None = None) -> Numbers:
    """Return the corrected p-value of the real list for each statistic.

    P. H. Westfall and S. S. Young, Resampling-based multiple testing (1993), algorithm 2.8: the
    least p-value of all is compared with the least under lots, step by step. Statistics that go
    together (a score's mean and its top quarter) cost less than with Holm or Bonferroni. Beyond
    the last lots it is Bonferroni's of the fitted tail. `known` are their p-values.
    """
    ps = known or [p_values(row) for row in statistics]
    real = np.array([row[0] for row in ps])
    order = np.argsort(real, kind="stable")
    found, largest = np.empty(len(order)), np.empty(len(order))
    least = np.ones(len(ps[0]))
    # From the last on: the least p-value among this statistic and all that are less extreme.
    for rank in range(len(order) - 1, -1, -1):
        np.minimum(least, ps[order[rank]], out=least)
        largest[rank] = np.count_nonzero(least <= real[order[rank]]) / len(least)
    found[order] = np.maximum.accumulate(largest)
    for at, row in enumerate(statistics):
        beyond = tail(row)
        if beyond is not None:
            found[at] = min(found[at], len(order) * beyond)
    return found


def corrected_by_largest(real: Numbers, largest: Numbers) -> Numbers:
    """Return for each real value the share of rows whose largest one reaches it.

    `largest` has the real list's first, then that of each lot (the single-step max-T of
    Westfall and Young).
    """
    ordered = np.sort(np.round(largest, DECIMALS))
    below = np.searchsorted(ordered, np.round(real, DECIMALS), side="left")
    return np.asarray((len(ordered) - below) / len(ordered))
