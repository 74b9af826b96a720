"""Even shares: how many of any students each class should get, by its size and by who may join it.

Students of whom a rule says which classes are open to them are a pool. How many of a pool each
class should get follows from the pools alone, and how many girls from the girls in each pool.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from balance_classes.domain.rules.class_names import SchoolClass


@dataclass(frozen=True)
class Pool:
    """All students (positions) to whom a rule opens the same classes; `share` adds up to them."""

    members: tuple[int, ...]
    open: tuple[int, ...]
    share: tuple[Fraction, ...]
    """How many of them each class should get."""
    numbers: tuple[int, ...] = ()
    """How many of them each class is to have, 0 where it is not said."""


@dataclass(frozen=True)
class Shares:
    """The even size of each class, and the pools, if any; then the sizes are their sum."""

    sizes: tuple[Fraction, ...]
    pools: tuple[Pool, ...] = ()

    def of(self, members: Sequence[int]) -> tuple[Fraction, ...]:
        """Return how many of some students each class should get."""
        if not self.pools:
            return tuple(len(members) * size / sum(self.sizes) for size in self.sizes)
        some = Counter(self._pool_of[student] for student in members)
        parts = [
            (some[number], len(pool.members), pool.share)
            for number, pool in enumerate(self.pools)
            if some[number]
        ]
        return tuple(
            sum((count * share[c] / size for count, size, share in parts), Fraction(0))
            for c in range(len(self.sizes))
        )

    @cached_property
    def _pool_of(self) -> dict[int, int]:
        return {s: number for number, pool in enumerate(self.pools) for s in pool.members}


Sizes = Shares | Sequence[Fraction]
"""Where there are no pools, the even sizes say everything."""


@dataclass(frozen=True)
class Asked:
    """A pool before it is shared out: `numbers` are those named for its classes, 0 for none."""

    members: tuple[int, ...]
    open: tuple[int, ...]
    numbers: tuple[int, ...]

    @property
    def free(self) -> tuple[int, ...]:
        """The open classes without a number."""
        return tuple(c for c in self.open if not self.numbers[c])

    @property
    def named(self) -> tuple[Fraction, ...]:
        """How many of the pool its numbers take: as named, or in proportion where they do not fit.

        They fit before the draw; students come and leave afterwards.
        """
        total, count = sum(self.numbers), len(self.members)
        fits = total <= count and (self.free or total == count)
        whole = Fraction(1) if fits or not total else Fraction(count, total)
        return tuple(number * whole for number in self.numbers)

    @property
    def left(self) -> Fraction:
        """How many are left for the classes without a number."""
        return len(self.members) - sum(self.named, Fraction(0))


def overlapping(pools: Sequence[Asked]) -> tuple[Asked, Asked] | None:
    """Return two pools of which neither's free classes lie in the other's, though they share one.

    How many of each come into that class does not follow then: numbers have to say it.
    """
    sharing = [pool for pool in pools if pool.left]
    for i, one in enumerate(sharing):
        for other in sharing[:i]:
            a, b = set(one.free), set(other.free)
            if a & b and not (a <= b or b <= a):
                return other, one
    return None


class NoRoomError(Exception):
    """A pool that finds too little room in its free classes."""

    def __init__(self, pool: Asked, have: Fraction) -> None:
        super().__init__(pool)
        self.pool, self.have = pool, have


class MissedSizeError(Exception):
    """A class (a position) whose named size does not come of the pools that may join it."""

    def __init__(self, school_class: int) -> None:
        super().__init__(school_class)
        self.school_class = school_class


def shared_out(pools: Sequence[Asked], classes: Sequence[SchoolClass]) -> Shares:
    """Return the shares of pools: first what numbers say, then those with the fewest classes.

    Each is laid on its free classes so that those with the fewest come level, none above its cap.
    A class of a named size is filled up to it by the last pool that may join it, and by no pool
    above it. Raises NoRoomError where a pool finds too little, MissedSizeError where a named size
    is missed.
    """
    total = len(classes)
    load = [sum((pool.named[c] for pool in pools), Fraction(0)) for c in range(total)]
    in_order = sorted(
        (pool for pool in pools if pool.left), key=lambda pool: (len(pool.free), pool.free)
    )
    shares = {pool.members: list(pool.named) for pool in pools}
    for i, pool in enumerate(in_order):
        later = {c for other in in_order[i + 1 :] for c in other.free}
        closing = [c for c in pool.free if classes[c].size and c not in later]
        rest = [c for c in pool.free if c not in closing]
        more = {c: classes[c].size - load[c] for c in closing}
        left = pool.left - sum(more.values())
        if left < 0:
            raise MissedSizeError(closing[0])
        room = [max(load[c], Fraction(classes[c].size or classes[c].cap)) for c in rest]
        free = sum(room, -sum((load[c] for c in rest), Fraction(0)))
        if free < left:
            raise NoRoomError(pool, free + sum(more.values()))
        level = _level([load[c] for c in rest], room, left)
        more |= {
            c: max(Fraction(0), min(most, level) - load[c])
            for c, most in zip(rest, room, strict=True)
        }
        for c, part in more.items():
            shares[pool.members][c] += part
            load[c] += part
    for c, school_class in enumerate(classes):
        if school_class.size not in (0, load[c]):
            raise MissedSizeError(c)
    return Shares(
        tuple(load),
        tuple(
            Pool(pool.members, pool.open, tuple(shares[pool.members]), pool.numbers)
            for pool in pools
        ),
    )


def _level(load: Sequence[Fraction], room: Sequence[Fraction], left: Fraction) -> Fraction:
    """Return the λ at which classes filled up to it, or to their room, take what is left."""
    level = Fraction(0)
    for edge in sorted({*load, *room}):
        rising = sum(low <= level < high for low, high in zip(load, room, strict=True))
        if left <= rising * (edge - level):
            break
        left -= rising * (edge - level)
        level = edge
    rising = sum(low <= level < high for low, high in zip(load, room, strict=True))
    return level + left / rising if rising else level


def moved_pool(pool: Pool, place: Mapping[int, int]) -> Pool:
    """Return the pool with its members at other positions."""
    return replace(pool, members=tuple(sorted(place[student] for student in pool.members)))
