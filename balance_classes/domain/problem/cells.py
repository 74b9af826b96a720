"""Two-way cells: the students who have a level of one attribute and a level of another.

Classes that are even in boys and in boarders can still have all boys boarding; even cells cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from balance_classes.domain.problem.quotas import Quota, even_bands
from balance_classes.domain.rules.rules import CROSS, TWO_WAY


def cell_quotas(
    one: Sequence[Quota], other: Sequence[Quota], group: str, sizes: Sequence[Fraction]
) -> Iterator[Quota]:
    """Yield the cells of two attributes that have students; a level of each names a cell."""
    bands = even_bands(sizes)
    for first in one:
        members = frozenset(first.members)
        for second in other:
            both = members.intersection(second.members)
            if both:
                level = f"{first.level}{CROSS}{second.level}"
                yield Quota(group, level, tuple(sorted(both)), *bands(len(both)))


def two_way_quotas(
    attributes: Sequence[Sequence[Quota]], sizes: Sequence[Fraction]
) -> tuple[Quota, ...]:
    """Return the cells of every two attributes, each given by the quotas of its levels."""
    return tuple(
        cell
        for one, other in combinations(attributes, 2)
        for cell in cell_quotas(one, other, TWO_WAY, sizes)
    )
