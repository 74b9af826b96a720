"""Places for newcomers in standing classes: every best choice is counted, and one is drawn.

Excess adds up class by class, so that the best over all classes follows from the best over the
first few, for every set of newcomers: exact, for all tiers at once, and without a solver. Nobody
who has a class moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.problem import Problem, Unit

TIER_BITS = 32
"""The excess of a tier stays far below 2^32, so that tiers side by side are one number."""
WORK = 2_000_000
"""So many steps a choice may take: as many newcomers as that allows are placed at once."""

Costs = list[int | None]
"""What a class costs with each set of units, a bit a unit; None where it may not have them."""


@dataclass(frozen=True)
class Seats:
    """Standing classes and the units that are to join them.

    `class_of` has the class of each student (a position) who has one; a unit's members have none.
    """

    problem: Problem
    class_of: Mapping[int, int]
    units: tuple[Unit, ...]

    @cached_property
    def counts(self) -> tuple[tuple[int, ...], ...]:
        """For each quota the number of its members who have a class, class by class."""
        classes = range(len(self.problem.classes))
        found = [[0 for _ in classes] for _ in self.problem.quotas]
        for student, c in self.class_of.items():
            for position in self.problem.memberships[student]:
                found[position][c] += 1
        return tuple(map(tuple, found))

    def is_bound(self, unit: Unit) -> bool:
        """Tell whether a unit asks for more than a seat in any class."""
        hard = {p for p, tier in enumerate(self.problem.tier_of) if not tier}
        hard.discard(self.problem.quotas.index(self.problem.size_quota))
        return (
            len(unit.members) > 1
            or len(unit.reach) < len(self.problem.classes)
            or any(hard.intersection(self.problem.memberships[s]) for s in unit.members)
        )

    @cached_property
    def bound(self) -> tuple[Unit, ...]:
        """The units that ask for more than a seat in any class."""
        return tuple(unit for unit in self.units if self.is_bound(unit))

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many students each class has."""
        return self.counts[self.problem.quotas.index(self.problem.size_quota)]

    @property
    def free(self) -> int:
        """How many seats are left in all classes."""
        caps = [school_class.cap for school_class in self.problem.classes]
        return sum(max(0, cap - size) for cap, size in zip(caps, self.sizes, strict=True))

    @property
    def wanted(self) -> int:
        """How many newcomers want a seat."""
        return sum(len(unit.members) for unit in self.units)

    def in_order(self) -> Seats:
        """Return the same with the units that ask for more first, as they are dealt in a draw."""
        free = tuple(unit for unit in self.units if unit not in self.bound)
        return replace(self, units=(*self.bound, *free))

    def most(self, position: int, c: int) -> int | None:
        """Return how many of a quota a class may have at all, None where that is no question.

        A cap, a limit and a hard rule bind newcomers; where those who stand there break one
        already, since others left, it is not made worse.
        """
        quota = self.problem.quotas[position]
        if quota is self.problem.size_quota:
            return self.problem.classes[c].cap
        if self.problem.tier_of[position]:
            return None
        return max(quota.high[c], self.counts[position][c])

    def with_units(self, placed: Mapping[Unit, int]) -> Seats:
        """Return the classes after some units have joined them."""
        joined = {student: c for unit, c in placed.items() for student in unit.members}
        rest = tuple(unit for unit in self.units if unit not in placed)
        return Seats(self.problem, {**self.class_of, **joined}, rest)


def joining(seats: Seats, c: int, units: Sequence[Unit]) -> Costs:
    """Return by how much the excess of a class grows with each set of units."""
    joins = _Joins(seats, c, [_brought(seats.problem, unit) for unit in units])
    costs: Costs = [0]
    for number, unit in enumerate(units):
        for before in range(1 << number):
            cost = costs[before]
            more = joins.cost(number, before) if c in unit.reach and cost is not None else None
            costs.append(None if cost is None or more is None else cost + more)
    return costs


class _Joins:
    """What each unit adds to the excess of one class, beside a set of others."""

    def __init__(self, seats: Seats, c: int, brought: Sequence[Mapping[int, int]]) -> None:
        problem = seats.problem
        last = len(problem.all_tiers) - 1
        touched = sorted({position for each in brought for position in each})
        self._c, self._brought, self._quotas = c, brought, problem.quotas
        self._there = {p: seats.counts[p][c] for p in touched}
        self._most = {p: seats.most(p, c) for p in touched}
        self._weight = {p: 1 << (TIER_BITS * (last - problem.tier_of[p])) for p in touched}

    @cached_property
    def _holders(self) -> dict[int, int]:
        """For each quota the set of units that bring one member to it."""
        return {p: self._bringing(p, one=True) for p in self._there}

    @cached_property
    def _others(self) -> dict[int, int]:
        """For each quota the set of units that bring several."""
        return {p: several for p in self._there if (several := self._bringing(p, one=False))}

    def _bringing(self, position: int, *, one: bool) -> int:
        return sum(
            1 << i
            for i, brings in enumerate(self._brought)
            if position in brings and (brings[position] == 1) == one
        )

    def cost(self, number: int, before: int) -> int | None:
        """Return what one unit costs beside a set of others, None where it may not come."""
        total = 0
        for position, members in self._brought[number].items():
            had = self._there[position] + self._held(position, before)
            most = self._most[position]
            if most is not None and had + members > most:
                return None
            quota = self._quotas[position]
            grown = quota.excess_in(self._c, had + members) - quota.excess_in(self._c, had)
            total += self._weight[position] * grown
        return total

    def _held(self, position: int, before: int) -> int:
        """Return how many members of a quota a set of units brings."""
        ones = (before & self._holders[position]).bit_count()
        several = before & self._others.get(position, 0)
        if not several:
            return ones
        heavy = sum(brings[position] for i, brings in enumerate(self._brought) if several >> i & 1)
        return ones + heavy


def _brought(problem: Problem, unit: Unit) -> dict[int, int]:
    """Return the quotas (positions) that a unit has members of, with their number."""
    brought: dict[int, int] = {}
    for student in unit.members:
        for position in problem.memberships[student]:
            brought[position] = brought.get(position, 0) + 1
    return brought


@dataclass(frozen=True)
class Choice:
    """All best ways of giving some units their classes.

    `best[c][s]` is the least cost of giving the units of the set `s` classes from `c` on, and
    how many ways there are to have it; None where there is none.
    """

    units: tuple[Unit, ...]
    costs: tuple[Costs, ...]
    best: tuple[tuple[tuple[int, int] | None, ...], ...]

    @property
    def ways(self) -> int:
        """How many ways are equally good, 0 where there is none."""
        found = self.best[0][-1]
        return found[1] if found else 0

    def way(self, number: int) -> dict[Unit, int]:
        """Return the class of each unit by one of the ways, which are numbered from 0.

        They stand in the order of the set that joins the first class, then the second, and on.
        """
        left, placed = len(self.best[0]) - 1, dict[Unit, int]()
        for c in range(len(self.costs)):
            for joined, ways in self._best_sets(c, left):
                if number < ways:
                    placed.update(dict.fromkeys(self._units_in(joined), c))
                    left ^= joined
                    break
                number -= ways
        return placed

    def open_to(self) -> dict[Unit, tuple[int, ...]]:
        """Return the classes that each unit has in one of the ways at least."""
        found: dict[Unit, list[int]] = {unit: [] for unit in self.units}
        sets = {len(self.best[0]) - 1}
        for c in range(len(self.costs)):
            pairs = [(left, joined) for left in sets for joined, _ in self._best_sets(c, left)]
            for unit in {unit for _, joined in pairs for unit in self._units_in(joined)}:
                found[unit].append(c)
            sets = {left ^ joined for left, joined in pairs}
        return {unit: tuple(classes) for unit, classes in found.items()}

    def _best_sets(self, c: int, left: int) -> Iterator[tuple[int, int]]:
        """Yield each set that a class may take of those left in one of the ways, with its ways."""
        wanted = self.best[c][left]
        assert wanted is not None
        for joined in _subsets(left):
            cost, rest = self.costs[c][joined], self.best[c + 1][left ^ joined]
            if cost is not None and rest is not None and cost + rest[0] == wanted[0]:
                yield joined, rest[1]

    def _units_in(self, joined: int) -> Iterator[Unit]:
        return (unit for i, unit in enumerate(self.units) if joined >> i & 1)


def choice(seats: Seats, units: Sequence[Unit]) -> Choice:
    """Return all best ways of giving these units classes."""
    costs = tuple(joining(seats, c, units) for c in range(len(seats.problem.classes)))
    everyone = 1 << len(units)
    best: list[tuple[tuple[int, int] | None, ...]] = [((0, 1), *[None] * (everyone - 1))]
    for of_class in reversed(costs):
        best.append(tuple(_least(of_class, best[-1], left) for left in range(everyone)))
    return Choice(tuple(units), costs, tuple(reversed(best)))


def _least(
    costs: Costs, after: Sequence[tuple[int, int] | None], left: int
) -> tuple[int, int] | None:
    """Return the least cost of a set, and its ways, if one class takes any part of it."""
    least, ways = -1, 0
    for joined in _subsets(left):
        cost, rest = costs[joined], after[left ^ joined]
        if cost is None or rest is None:
            continue
        total = cost + rest[0]
        if not ways or total < least:
            least, ways = total, rest[1]
        elif total == least:
            ways += rest[1]
    return (least, ways) if ways else None


def _subsets(whole: int) -> Iterator[int]:
    """Yield the subsets of a set of bits, in ascending order."""
    subset = 0
    while True:
        yield subset
        if subset == whole:
            return
        subset = (subset - whole) & whole


def at_once(classes: int) -> int:
    """Return how many units are given their classes at once: up to `WORK` steps."""
    units = 1
    while classes * 3 ** (units + 1) <= WORK:
        units += 1
    return units


@dataclass(frozen=True)
class Places:
    """The class of each unit, the classes it could have drawn, and how many ways there were."""

    class_of: Mapping[Unit, int]
    open_to: Mapping[Unit, tuple[int, ...]]
    ways: int


def even_places(seats: Seats, stream: Stream) -> Places | None:
    """Return places that keep the classes as even as can be, drawn among all that do.

    More units than can be placed at once are placed in their order, so many at a time: those that
    ask for more than a seat are in the first part, and the others fit wherever a seat is. None
    where there are no places.
    """
    class_of: dict[Unit, int] = {}
    open_to: dict[Unit, tuple[int, ...]] = {}
    ways, units, many = 1, list(seats.units), at_once(len(seats.problem.classes))
    while units:
        found = choice(seats, units[:many])
        if not found.ways:
            return None
        placed = found.way(stream.below(found.ways))
        class_of.update(placed)
        open_to.update(found.open_to())
        seats, units, ways = seats.with_units(placed), units[many:], ways * found.ways
    return Places(class_of, open_to, ways)


def smallest_places(seats: Seats, stream: Stream) -> Places | None:
    """Return places by which each unit in turn joins the smallest class that is open to it.

    Among equally small ones one is drawn; no balance is looked at. A class is open only if the
    units after it that ask for more than a seat can still be placed.
    """
    class_of: dict[Unit, int] = {}
    open_to: dict[Unit, tuple[int, ...]] = {}
    ways = 1
    for unit in seats.units:
        fit = [c for c in unit.reach if _fits(seats, unit, c)]
        if not fit:
            return None
        least = min(seats.sizes[c] for c in fit)
        tied = tuple(c for c in fit if seats.sizes[c] == least)
        class_of[unit], open_to[unit] = tied[stream.below(len(tied))], tied
        seats, ways = seats.with_units({unit: class_of[unit]}), ways * len(tied)
    return Places(class_of, open_to, ways)


def _fits(seats: Seats, unit: Unit, c: int) -> bool:
    """Tell whether a unit may join a class, and leaves places for those that ask for more."""
    if joining(seats, c, [unit])[1] is None:
        return False
    rest = seats.with_units({unit: c})
    return not rest.bound or choice(rest, rest.bound).ways > 0


def has_places(seats: Seats) -> bool | None:
    """Tell whether all units can be placed; None where too many ask for more than a seat.

    Those that ask for nothing but a seat fit wherever one is left.
    """
    if seats.wanted > seats.free:
        return False
    if len(seats.bound) > at_once(len(seats.problem.classes)):
        return None
    return not seats.bound or choice(seats, seats.bound).ways > 0
