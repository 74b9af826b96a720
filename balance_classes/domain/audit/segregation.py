"""How unlike the classes are: indices of segregation, and Pearson's chi-square test.

Sources: S. F. Reardon and G. Firebaugh, Measures of multigroup segregation, Sociological
Methodology 32 (2002), 33-67, equations for D and H; H. Theil, Statistical decomposition analysis
(1972). For two groups D is Duncan and Duncan's (1955).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt

Counts = Sequence[Sequence[int]]
"""Counts: a row a class, a column a level."""


def dissimilarity(table: Counts) -> float:
    """Return D: the share of students who would have to change class for even shares, of the
    share who would if classes were wholly apart; 0 (even) to 1, and 0 for a single level.
    """
    total, sizes, levels = _margins(table)
    mixed = sum(n * (total - n) for n in levels)
    if not mixed:
        return 0.0
    apart = sum(
        abs(count * total - size * level)
        for row, size in zip(table, sizes, strict=True)
        for count, level in zip(row, levels, strict=True)
    )
    return apart / (2 * mixed)


def information(table: Counts) -> float:
    """Return Theil's H: the share of the levels' entropy that knowing the class takes away.

    0 (every class is composed as the school) to 1; 0 for a single level.
    """
    total, sizes, levels = _margins(table)
    entropy = sum(n / total * log(total / n) for n in levels if n)
    if not entropy:
        return 0.0
    known = sum(
        count / total * log(count * total / (size * level))
        for row, size in zip(table, sizes, strict=True)
        for count, level in zip(row, levels, strict=True)
        if count
    )
    return max(0.0, known / entropy)


def _margins(table: Counts) -> tuple[int, list[int], list[int]]:
    sizes = [sum(row) for row in table]
    levels = [sum(column) for column in zip(*table, strict=True)]
    return sum(sizes), sizes, levels


@dataclass(frozen=True)
class ChiSquare:
    """The statistic, its degrees of freedom, and the p-value by approximation."""

    statistic: float
    degrees: int
    p: float


def chi_square(tables: Sequence[Sequence[Sequence[int]]]) -> ChiSquare:
    """Return the test of tables of counts (a row a class, a column a level), one a stratum.

    As C. T. Clotfelter, H. F. Ladd and J. L. Vigdor asked it of class lists, Teacher-student
    matching and the assessment of teacher effectiveness, Journal of Human Resources 41 (2006),
    778-820. Its distribution is an approximation for large counts, so it stands beside the
    randomisation test and decides nothing.

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
