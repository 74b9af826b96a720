"""The one idea: a quota is a set of students and how many of them each class should get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import lcm

from balance_classes.domain.problem.even_shares import Shares, Sizes
from balance_classes.domain.problem.friend_wishes import FriendWish
from balance_classes.domain.rules.rules import CROSS, TWO_WAY


@dataclass(frozen=True)
class Quota:
    """A set of students with the band low[c]..high[c] it should keep in each class c.

    `group` names the attribute or rule, `level` the level or the number within it; `members`
    are positions of students, ascending; who counts for more than one stands there as often.
    Where it may be missing whole (`or_none`), a class that has none of them is as good as one
    within the band.
    """

    group: str
    level: str
    members: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    or_none: bool = False

    def excess_in(self, school_class: int, count: int) -> int:
        """Return how far a count of members in a class lies outside the band."""
        outside = max(0, self.low[school_class] - count, count - self.high[school_class])
        return min(outside, count) if self.or_none else outside


@dataclass(frozen=True)
class Tier:
    """Quotas and wishes that weigh alike; tiers are compared one after the other."""

    groups: tuple[str, ...]
    quotas: tuple[Quota, ...]
    wishes: tuple[FriendWish, ...] = ()


Band = tuple[tuple[int, ...], tuple[int, ...]]
"""The least and the most that each class should get."""
Bands = Callable[[int], Band]
"""Gives for a number of members the least and the most of them that each class should get."""


def whole_parts(sizes: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return sizes in parts of one, and into how few parts one is cut that all are whole."""
    parts = lcm(*(size.denominator for size in sizes))
    return [size.numerator * (parts // size.denominator) for size in sizes], parts


def even_bands(sizes: Sequence[Fraction]) -> Bands:
    """Return the bands of even shares: N·t_c/n, rounded down and up.

    `sizes` are the even sizes t_c of the classes, which add up to n. In integers, because in
    floating point 49·(1/49) is less than 1. Bands of the same number are worked out once.
    """
    whole, _ = whole_parts(sizes)
    total = sum(whole)

    @cache
    def bands(members: int) -> Band:
        low = tuple(members * size // total for size in whole)
        return low, tuple(-(-members * size // total) for size in whole)

    return bands


def bands_by(sizes: Sizes) -> Callable[[Sequence[int]], Band]:
    """Return what gives the bands of some students: their even share, rounded down and up."""
    if isinstance(sizes, Shares) and sizes.pools:
        return lambda members: _rounded(sizes.of(members))
    counted = even_bands(sizes.sizes if isinstance(sizes, Shares) else sizes)
    return lambda members: counted(len(members))


def _rounded(share: Sequence[Fraction]) -> Band:
    return tuple(part.__floor__() for part in share), tuple(part.__ceil__() for part in share)


def even_quota(group: str, level: str, members: Sequence[int], sizes: Sizes) -> Quota:
    """Return the quota of some students that keeps to their even share of the even sizes."""
    return Quota(group, level, tuple(sorted(members)), *bands_by(sizes)(members))


def cell_quotas(
    one: Sequence[Quota], other: Sequence[Quota], group: str, sizes: Sizes
) -> Iterator[Quota]:
    """Yield the cells of two attributes that have students; a level of each names a cell."""
    bands = bands_by(sizes)
    for first in one:
        members = frozenset(first.members)
        for second in other:
            both = members.intersection(second.members)
            if both:
                level = f"{first.level}{CROSS}{second.level}"
                yield Quota(group, level, tuple(sorted(both)), *bands(tuple(both)))


def two_way_quotas(attributes: Sequence[Sequence[Quota]], sizes: Sizes) -> tuple[Quota, ...]:
    """Return the cells of every two attributes, each given by the quotas of its levels.

    Classes that are even in boys and in boarders can still have all boys boarding; even cells
    cannot.
    """
    return tuple(
        cell
        for one, other in combinations(attributes, 2)
        for cell in cell_quotas(one, other, TWO_WAY, sizes)
    )
