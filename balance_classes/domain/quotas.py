"""The one idea: a quota is a set of students and how many of them each class should get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Quota:
    """A set of students with the band low[c]..high[c] it should keep in each class c.

    `group` names the attribute or rule, `level` the level or the number within it; `members`
    are positions of students, ascending.
    """

    group: str
    level: str
    members: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]

    def excess_in(self, school_class: int, count: int) -> int:
        """Return how far a count of members in a class lies outside the band."""
        return max(0, self.low[school_class] - count, count - self.high[school_class])


@dataclass(frozen=True)
class Tier:
    """Quotas that weigh alike; tiers are compared one after the other."""

    groups: tuple[str, ...]
    quotas: tuple[Quota, ...]


def even_quota(group: str, level: str, members: Sequence[int], sizes: Sequence[Fraction]) -> Quota:
    """Return the quota whose bands are the even share N·t_c/n, rounded down and up.

    `sizes` are the even sizes t_c of the classes, which add up to n. In integers, because in
    floating point 49·(1/49) is less than 1.
    """
    total = sum(sizes)
    shares = [len(members) * size / total for size in sizes]
    return Quota(
        group,
        level,
        tuple(sorted(members)),
        tuple(share.__floor__() for share in shares),
        tuple(share.__ceil__() for share in shares),
    )
