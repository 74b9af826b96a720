"""Pearson's chi-square test, as Clotfelter, Ladd and Vigdor asked it of class lists.

C. T. Clotfelter, H. F. Ladd and J. L. Vigdor, Teacher-student matching and the assessment of
teacher effectiveness, Journal of Human Resources 41 (2006), 778-820: a chi-square test a school
and attribute, whether classes differ by more than chance. Its distribution is an approximation
for large counts, so it stands beside the randomisation test and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt


@dataclass(frozen=True)
class ChiSquare:
    """The statistic, its degrees of freedom, and the p-value by approximation."""

    statistic: float
    degrees: int
    p: float


def chi_square(tables: Sequence[Sequence[Sequence[int]]]) -> ChiSquare:
    """Return the test of tables of counts (a row a class, a column a level), one a stratum.

    Statistics and degrees of freedom of strata add up. Empty rows and columns do not count.
    """
    statistic, degrees = 0.0, 0
    for table in tables:
        rows = [row for row in table if any(row)]
        columns = [column for column in zip(*rows, strict=True) if any(column)]
        total = sum(map(sum, rows))
        for row in zip(*columns, strict=True):
            for count, column in zip(row, columns, strict=True):
                expected = sum(row) * sum(column) / total
                statistic += (count - expected) ** 2 / expected
        degrees += max(0, len(rows) - 1) * max(0, len(columns) - 1)
    return ChiSquare(statistic, degrees, chi_square_tail(statistic, degrees))


def chi_square_tail(statistic: float, degrees: int) -> float:
    """Return the chance of a chi-square variable at or above a value.

    The incomplete gamma function of whole and half arguments in closed form (Abramowitz and
    Stegun 26.4.4 and 26.4.5); 1 where there are no degrees of freedom.
    """
    if degrees <= 0 or statistic <= 0:
        return 1.0
    half = statistic / 2
    first = (degrees % 2) / 2
    # By logarithms: e to the power of -1000 alone would be 0.
    terms = (
        exp((first + k) * log(half) - half - lgamma(first + k + 1))
        for k in range(int(degrees / 2 - first))
    )
    return min(1.0, sum(terms) + (erfc(sqrt(half)) if first else 0.0))
