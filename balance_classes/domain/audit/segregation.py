"""Indices of segregation, for any number of groups: how unlike the classes are.

Sources: S. F. Reardon and G. Firebaugh, Measures of multigroup segregation, Sociological
Methodology 32 (2002), 33-67, equations for D and H; H. Theil, Statistical decomposition analysis
(1972). For two groups D is Duncan and Duncan's (1955).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

Table = Sequence[Sequence[int]]
"""Counts: a row a class, a column a level."""


def dissimilarity(table: Table) -> float:
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


def information(table: Table) -> float:
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


def _margins(table: Table) -> tuple[int, list[int], list[int]]:
    sizes = [sum(row) for row in table]
    levels = [sum(column) for column in zip(*table, strict=True)]
    return sum(sizes), sizes, levels
