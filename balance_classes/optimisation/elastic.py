"""The elastic form of program no. 2: the assignment that breaks the fewest wishes.

Class sizes stay firm; a student may leave its block, join a closed class, or be one too many of
a quota, or without a friend it must have, each at the same price.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from balance_classes.domain.problem.friend_wishes import FriendWish
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.rules.rules import AT_MOST, OFFERED, SIZE
from balance_classes.optimisation.solver import Solver, minimise
from balance_classes.optimisation.tier_program import Terms, TierProgram

LARGEST = 6_000
"""The most variables the elastic form may have; beyond it no combination of changes is told."""

_Look = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""The classes closed to a student, its quotas, and itself if wishes make it like nobody else."""


def least_broken(problem: Problem, solver: Solver) -> tuple[int, ...] | None:
    """Return a class a student, with the fewest wishes broken; None where none was found."""
    elastic = _Elastic(problem)
    if len(elastic.tiers.program.variables()) > LARGEST:
        return None
    if minimise(elastic.tiers.program, solver).objective is None:
        return None
    return elastic.seated()


@dataclass
class _Part:
    """The members of one look in equal units: by unit, and who leaves and enters each class."""

    look: _Look
    members: list[list[int]]
    out: list[Any] = field(default_factory=list)
    back: list[Any] = field(default_factory=list)


@dataclass
class _Set:
    """Equal units, the number of them at home in each class, and their members by look."""

    home: list[Any]
    parts: list[_Part]

    def there(self, part: _Part, c: int) -> Terms:
        """Return how many members of a part a class has."""
        counted: Terms = [(self.home[c], len(part.members[0]))]
        if part.out:
            counted += [(part.out[c], -1), (part.back[c], 1)]
        return counted


class _Elastic:
    """The program; units that are equal, member by member, are one number a class."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.everywhere = range(len(problem.classes))
        self.tiers = TierProgram.empty("elastic", problem)
        self.price: Terms = []
        self.sets = [self._add(n, units) for n, units in enumerate(_equal_units(problem))]
        for number, quota in enumerate(problem.hard.quotas):
            self._bound(number, quota, firm=quota.group in (SIZE, OFFERED))
        for number, wish in enumerate(problem.hard.wishes):
            self._let_be_alone(number, wish)
        self.tiers.aim(self.price)

    def seated(self) -> tuple[int, ...]:
        """Return a class a student, as the program was solved."""
        class_of = [0] * len(self.problem.keys)
        for each in self.sets:
            homes = [c for c in self.everywhere for _ in range(_value(each.home[c]))]
            for part in each.parts:
                for student, c in _placed(part, homes):
                    class_of[student] = c
        return tuple(class_of)

    def _add(self, number: int, parts: Sequence[_Part]) -> _Set:
        """Add some equal units; who is in a closed class or has left its block has a price."""
        units = len(parts[0].members)
        made = _Set(self._whole(f"home_{number}", units), list(parts))
        self.tiers.add([(variable, 1) for variable in made.home], "=", units)
        moving = sum(len(part.members[0]) for part in parts) > 1
        for i, part in enumerate(parts):
            if moving:
                self._let_leave(f"{number}_{i}", made, part)
            self.price += [term for c in part.look[0] for term in made.there(part, c)]
        return made

    def _let_leave(self, name: str, made: _Set, part: _Part) -> None:
        most = len(part.members) * len(part.members[0])
        part.out = self._whole(f"out_{name}", most)
        part.back = self._whole(f"back_{name}", most)
        self.price += [(variable, 1) for variable in part.out]
        moves = [(variable, 1) for variable in part.out]
        self.tiers.add([*moves, *((variable, -1) for variable in part.back)], "=", 0)
        for c in self.everywhere:
            at_home = (made.home[c], -len(part.members[0]))
            self.tiers.add([(part.out[c], 1), at_home], "<=", 0)

    def _bound(self, number: int, quota: Quota, *, firm: bool) -> None:
        """Hold a quota to its bounds, firmly or at a price for what is over."""
        if quota.or_none:
            self._bound_below(number, quota)
            return
        over = []
        if not firm:
            # A limit is raised for all classes at once, a code left by each one too many.
            own = 1 if quota.group == AT_MOST else len(self.everywhere)
            over = self._whole(f"over_{number}", len(quota.members), own)
            self.price += [(variable, 1) for variable in over]
        for c in self.everywhere:
            count = list(self._counted(number, c))
            if firm:
                self.tiers.add(count, ">=", quota.low[c])
            beyond = [(over[c % len(over)], -1)] if over else []
            self.tiers.add([*count, *beyond], "<=", quota.high[c])

    def _bound_below(self, number: int, quota: Quota) -> None:
        """Hold each class to at least so many or none, at a price for each by which it is fewer.

        The number is lowered for all classes at once.
        """
        (fewer,) = self._whole(f"fewer_{number}", max(quota.low) - 1, 1)
        self.price += [(fewer, 1)]
        for c in self.everywhere:
            count = list(self._counted(number, c))
            self.tiers.add_some((number, c), quota, [*count, (fewer, 1)], count)

    def _let_be_alone(self, number: int, wish: FriendWish) -> None:
        """Let a student be without any of its friends, at a price; who wishes is a part alone."""
        named = (wish.student, *wish.friends)
        at = {part.members[0][0]: (each, part) for each in self.sets for part in each.parts}
        met = [
            [
                (variable, times if student in wish.friends else -times)
                for student in named
                for variable, times in at[student][0].there(at[student][1], c)
            ]
            for c in self.everywhere
        ]
        self.tiers.add_wish(number, 0, met)
        self.price += [(self.tiers.alone[number], 1)]

    def _counted(self, number: int, c: int) -> Iterator[tuple[Any, int]]:
        for each in self.sets:
            for part in each.parts:
                if number in part.look[1]:
                    yield from each.there(part, c)

    def _whole(self, name: str, most: int, count: int = 0) -> list[Any]:
        """Add a whole number for each class."""
        return [
            self.tiers.number(f"{name}_{c}", 0, most) for c in range(count or len(self.everywhere))
        ]


def _placed(part: _Part, homes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the members of a part, each with its class: at home, or where it goes instead."""
    leaving = {c: _value(variable) for c, variable in enumerate(part.out)}
    others = [c for c, variable in enumerate(part.back) for _ in range(_value(variable))]
    for home, members in zip(homes, part.members, strict=True):
        for student in members:
            if leaving.get(home):
                leaving[home] -= 1
                yield student, others.pop()
            else:
                yield student, home


def _equal_units(problem: Problem) -> list[list[_Part]]:
    """Return the units in sets of equals, their members by look."""
    every = set(range(len(problem.classes)))
    wishing = {s for wish in problem.hard.wishes for s in (wish.student, *wish.friends)}
    found: dict[object, list[dict[_Look, list[int]]]] = {}
    for unit in problem.units:
        looks: dict[_Look, list[int]] = {}
        for student in unit.members:
            closed = tuple(sorted(every - problem.reach.get(student, every)))
            alone = (student,) if student in wishing else ()
            looks.setdefault((closed, problem.memberships[student], alone), []).append(student)
        key = tuple(sorted((look, len(members)) for look, members in looks.items()))
        found.setdefault(key, []).append(looks)
    return [
        [_Part(look, [looks[look] for looks in units]) for look in units[0]]
        for units in found.values()
    ]


def _value(variable: Any) -> int:
    return round(variable.value() or 0)
