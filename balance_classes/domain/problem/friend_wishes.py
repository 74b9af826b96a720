"""Wishes for friends: a child is to have at least one of those it names in its class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from balance_classes.domain.roster.roster import Student

if TYPE_CHECKING:
    from balance_classes.domain.problem.problem import Problem


@dataclass(frozen=True)
class FriendWish:
    """A student (a position) who is to be with at least one of some others.

    Its excess is 1 in the class where the student is and none of the others, else 0.
    """

    student: int
    friends: tuple[int, ...]

    def met(self, class_of: Sequence[int]) -> int:
        """Return how many of the friends are in the student's class."""
        own = class_of[self.student]
        return sum(class_of[friend] == own for friend in self.friends)

    def moved(self, place: Mapping[int, int]) -> FriendWish:
        """Return the wish among students at other places; who has none is no friend any more."""
        friends = tuple(sorted(place[friend] for friend in self.friends if friend in place))
        return FriendWish(place[self.student], friends)


def friend_wishes(students: Sequence[Student]) -> tuple[FriendWish, ...]:
    """Each child that names others is to have at least one of them in its class."""
    position = {student.key: number for number, student in enumerate(students)}
    return tuple(
        FriendWish(number, tuple(sorted(position[key] for key in student.friends)))
        for number, student in enumerate(students)
        if student.friends
    )


def alone(wishes: Iterable[FriendWish], class_of: Sequence[int]) -> int:
    """Return how many of those who wish have none of their friends in their class."""
    return sum(not wish.met(class_of) for wish in wishes)


def unmeetable(problem: Problem, tier: int) -> int:
    """Return how many wishes of a tier no assignment meets, each for itself: a lower bound."""
    wishes = problem.all_tiers[tier].wishes
    if not wishes:
        return 0
    unit_of = {s: number for number, unit in enumerate(problem.units) for s in unit.members}
    apart = [frozenset(q.members) for q in problem.hard.quotas if max(q.high) == 1]

    def can_meet(one: int, other: int) -> bool:
        a, b = unit_of[one], unit_of[other]
        if not set(problem.units[a].reach) & set(problem.units[b].reach):
            return False
        return not any(one in members and other in members for members in apart)

    return sum(not any(can_meet(wish.student, f) for f in wish.friends) for wish in wishes)


@dataclass(frozen=True)
class Company:
    """How wishes for friends came out: children who wish and have one, single wishes and met ones.

    `by_lots` is how many single wishes lots alone would meet on average, in classes as large.
    """

    children: int
    accompanied: int
    wishes: int
    met: int
    by_lots: Fraction


def company(wishes: Sequence[FriendWish], class_of: Sequence[int]) -> Company:
    """Count wishes for friends in an assignment."""
    met = [wish.met(class_of) for wish in wishes]
    sizes = [class_of.count(c) for c in set(class_of)] if class_of else []
    pairs = len(class_of) * (len(class_of) - 1)
    named = sum(len(wish.friends) for wish in wishes)
    together = Fraction(sum(size * (size - 1) for size in sizes), max(1, pairs))
    return Company(len(wishes), sum(map(bool, met)), named, sum(met), named * together)
