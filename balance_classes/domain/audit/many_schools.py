"""P-values of many schools: corrected for their number, and put together."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from balance_classes.domain.audit.segregation import chi_square_tail


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Return p-values corrected for their number (S. Holm, Scand. J. Statistics 6, 1979)."""
    corrected, largest = [0.0] * len(ps), 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[at]))
        corrected[at] = largest
    return tuple(corrected)


def over_known(ps: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return p-values corrected for how many there are; None is none, and stays so."""
    rest = iter(holm([p for p in ps if p is not None]))
    return tuple(None if p is None else next(rest) for p in ps)


def fisher(ps: Sequence[float]) -> float:
    """Return the p-value of independent ones together; p-values of counts make it too large."""
    return chi_square_tail(-2 * sum(map(log, ps)), 2 * len(ps))
