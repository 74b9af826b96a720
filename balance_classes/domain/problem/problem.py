"""The problem to be solved: students, classes, blocks, reach, hard quotas and tiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from balance_classes.domain.problem.even_shares import Pool, moved_pool
from balance_classes.domain.problem.friend_wishes import FriendWish
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.domain.rules.class_names import SchoolClass, class_sizes
from balance_classes.domain.rules.rules import SIZE


@dataclass(frozen=True)
class Unit:
    """Students who move as one: a block, or a single student; `reach` are its open classes."""

    members: tuple[int, ...]
    reach: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """Everything a draw reads; students are positions 0 … n-1 in `keys`.

    `blocks` are disjoint sets of two or more students who stay together. `reach` names, for
    students who may not join every class, the classes they may join. `hard` is never traded,
    `tiers` are compared one after the other. `crossed` names the groups of the attributes every
    two of which have their cells in the last tier, if it is of them. `pools` are all students by
    the classes that a rule opens to them, where it does.
    """

    keys: tuple[str, ...]
    classes: tuple[SchoolClass, ...]
    blocks: tuple[tuple[int, ...], ...]
    reach: Mapping[int, frozenset[int]]
    hard: Tier
    tiers: tuple[Tier, ...]
    crossed: tuple[str, ...] = ()
    pools: tuple[Pool, ...] = ()

    @cached_property
    def all_tiers(self) -> tuple[Tier, ...]:
        """The hard quotas first, then the tiers."""
        return (self.hard, *self.tiers)

    @cached_property
    def quotas(self) -> tuple[Quota, ...]:
        """All quotas, hard ones first, in the order of the tiers."""
        return tuple(quota for tier in self.all_tiers for quota in tier.quotas)

    @cached_property
    def tier_of(self) -> tuple[int, ...]:
        """For each quota the position of its tier in `all_tiers`."""
        return tuple(t for t, tier in enumerate(self.all_tiers) for _ in tier.quotas)

    @cached_property
    def wishes(self) -> tuple[tuple[int, FriendWish], ...]:
        """All wishes for friends, each with the position of its tier in `all_tiers`."""
        return tuple((t, wish) for t, tier in enumerate(self.all_tiers) for wish in tier.wishes)

    @cached_property
    def one_way(self) -> Problem:
        """The same problem without the two-way tier, whose cells are many and have bound 0."""
        return replace(self, tiers=self.tiers[:-1], crossed=()) if self.crossed else self

    @cached_property
    def size_quota(self) -> Quota:
        """The quota of all students: how large each class may be."""
        return next(quota for quota in self.hard.quotas if quota.group == SIZE)

    @cached_property
    def even_sizes(self) -> tuple[Fraction, ...]:
        """The even size of each class; they add up to all students."""
        if not self.pools:
            return class_sizes(len(self.keys), self.classes)
        columns = zip(*(pool.share for pool in self.pools), strict=True)
        return tuple(sum(column, Fraction(0)) for column in columns)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The blocks and all other students, by their first member."""
        inside = {student for block in self.blocks for student in block}
        singles = [(student,) for student in range(len(self.keys)) if student not in inside]
        return tuple(
            Unit(members, self._shared_reach(members))
            for members in sorted([*self.blocks, *singles])
        )

    @cached_property
    def memberships(self) -> tuple[tuple[int, ...], ...]:
        """For each student the positions in `quotas` of the quotas it belongs to, ascending.

        One in which it counts for more stands there as often.
        """
        found: list[list[int]] = [[] for _ in self.keys]
        for position, quota in enumerate(self.quotas):
            for student in quota.members:
                found[student].append(position)
        return tuple(tuple(positions) for positions in found)

    @cached_property
    def brings(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each unit the quotas it belongs to (positions), each with its number of members.

        Units that bring the same and have the same reach are equal in every respect.
        """
        return tuple(self._brought_by(unit) for unit in self.units)

    def _brought_by(self, unit: Unit) -> tuple[tuple[int, int], ...]:
        brought: dict[int, int] = {}
        for student in unit.members:
            for position in self.memberships[student]:
                brought[position] = brought.get(position, 0) + 1
        return tuple(sorted(brought.items()))

    @cached_property
    def kinds(self) -> tuple[tuple[int, ...], ...]:
        """The units (positions) that are equal in every respect, by their first.

        Cells follow from levels: who is in the same other quotas is in the same cells. Who wishes
        for others, or is wished for, is like nobody else.
        """
        if self.one_way is not self:
            return self.one_way.kinds
        found: dict[object, list[int]] = {}
        wishing = {s for _, wish in self.wishes for s in (wish.student, *wish.friends)}
        for position, (unit, brought) in enumerate(zip(self.units, self.brings, strict=True)):
            own = position if wishing.intersection(unit.members) else None
            found.setdefault((brought, unit.reach, own), []).append(position)
        return tuple(tuple(units) for units in found.values())

    @cached_property
    def interchangeable(self) -> tuple[tuple[int, ...], ...]:
        """The sets of classes that the rules treat alike, never because they came out alike."""
        alike: dict[object, list[int]] = {}
        for c, school_class in enumerate(self.classes):
            # The bands of cells follow from the cap, and are many.
            bands = tuple((quota.low[c], quota.high[c]) for quota in self.one_way.quotas)
            open_to = tuple(student for student in sorted(self.reach) if c in self.reach[student])
            alike.setdefault((school_class.cap, school_class.size, bands, open_to), []).append(c)
        return tuple(tuple(classes) for classes in alike.values())

    def until(self, tier: int) -> Problem:
        """Return the problem without the tiers after one; more students are then equal."""
        crossed = self.crossed if tier >= len(self.tiers) else ()
        return replace(self, tiers=self.tiers[:tier], crossed=crossed)

    def reordered(self, order: Sequence[int]) -> Problem:
        """Return the same problem with student `order[i]` at position i."""
        place = {old: new for new, old in enumerate(order)}

        def moved(tier: Tier) -> Tier:
            quotas = tuple(_moved_quota(quota, place) for quota in tier.quotas)
            wishes = sorted((wish.moved(place) for wish in tier.wishes), key=lambda w: w.student)
            return replace(tier, quotas=quotas, wishes=tuple(wishes))

        return Problem(
            keys=tuple(self.keys[old] for old in order),
            classes=self.classes,
            blocks=tuple(sorted(_moved(block, place) for block in self.blocks)),
            reach={place[old]: classes for old, classes in self.reach.items()},
            hard=moved(self.hard),
            tiers=tuple(moved(tier) for tier in self.tiers),
            crossed=self.crossed,
            pools=tuple(moved_pool(pool, place) for pool in self.pools),
        )

    def as_read(self) -> dict[str, object]:
        """Return what the draw computes with, in the form that is hashed.

        Students stand in the order of their keys, so that the order of rows never matters. The
        cells of the two-way tier follow from the levels and are left out.
        """
        order = sorted(range(len(self.keys)), key=lambda student: self.keys[student])
        sorted_problem = self.one_way.reordered(order)
        names = [school_class.name for school_class in self.classes]
        friends = [[wish.student, wish.friends] for _, wish in sorted_problem.wishes]
        return {
            "students": sorted_problem.keys,
            "quotas": sorted([q.group, q.level, q.members] for q in sorted_problem.quotas),
            "blocks": sorted_problem.blocks,
            "reach": [
                [student, sorted(names[c] for c in classes)]
                for student, classes in sorted(sorted_problem.reach.items())
            ],
            **({"friends": friends} if friends else {}),
        }

    def _shared_reach(self, members: tuple[int, ...]) -> tuple[int, ...]:
        restricted = [self.reach[student] for student in members if student in self.reach]
        if not restricted:
            return self._every_class
        return tuple(sorted(frozenset.intersection(*restricted)))

    @cached_property
    def _every_class(self) -> tuple[int, ...]:
        return tuple(range(len(self.classes)))


def _moved(members: Sequence[int], place: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(place[student] for student in members))


def _moved_quota(quota: Quota, place: Mapping[int, int]) -> Quota:
    return replace(quota, members=_moved(quota.members, place))
