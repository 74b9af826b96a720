"""The story of one student: where it was dealt to, and what each exchange that moved it served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from balance_classes.domain.problem.assignment import Exchange, History
from balance_classes.domain.problem.friend_wishes import alone
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.rules.rules import TWO_WAY


@dataclass(frozen=True)
class Served:
    """A quota that came nearer to its band in a group (a position), or went farther from it."""

    quota: Quota
    group: int
    before: int
    after: int

    @property
    def gain(self) -> int:
        """How much less excess there is after than before."""
        return self.quota.excess_in(self.group, self.before) - self.quota.excess_in(
            self.group, self.after
        )


@dataclass(frozen=True)
class Move:
    """One exchange that moved the student, told from its side; students are positions.

    `cells_served` is how much less excess the cells of every two attributes have after it,
    `friends_served` how many fewer children are without a friend whom they named.
    """

    step: int
    source: int
    target: int
    along: tuple[int, ...]
    back: tuple[int, ...]
    served: tuple[Served, ...]
    cells_served: int
    friends_served: int


def moves_of(problem: Problem, history: History, student: int) -> Iterator[Move]:
    """Yield every exchange of settling and mixing that moved a student, in step order."""
    group_of = list(history.spread)
    counts = [[0] * len(problem.quotas) for _ in problem.classes]
    for member, group in enumerate(group_of):
        for position in problem.memberships[member]:
            counts[group][position] += 1
    for exchange in history.exchanges:
        moved = student in (*exchange.leaving, *exchange.entering)
        alone_before = _alone(problem, group_of) if moved else 0
        for member in exchange.leaving:
            group_of[member] = exchange.b
        for member in exchange.entering:
            group_of[member] = exchange.a
        before = {group: list(counts[group]) for group in (exchange.a, exchange.b) if moved}
        _carry(problem, counts, exchange.leaving, exchange.a, exchange.b)
        _carry(problem, counts, exchange.entering, exchange.b, exchange.a)
        if moved:
            served = alone_before - _alone(problem, group_of)
            told = _told(problem, exchange, student, before, counts)
            yield replace(told, friends_served=served)


def _alone(problem: Problem, group_of: Sequence[int]) -> int:
    return alone((wish for _, wish in problem.wishes), group_of)


def _carry(
    problem: Problem, counts: list[list[int]], students: Sequence[int], source: int, target: int
) -> None:
    for student in students:
        for position in problem.memberships[student]:
            counts[source][position] -= 1
            counts[target][position] += 1


def _told(
    problem: Problem,
    exchange: Exchange,
    student: int,
    before: dict[int, list[int]],
    counts: Sequence[Sequence[int]],
) -> Move:
    left = student in exchange.leaving
    source, target = (exchange.a, exchange.b) if left else (exchange.b, exchange.a)
    along, back = exchange.leaving, exchange.entering
    if not left:
        along, back = back, along
    served = [
        Served(quota, group, before[group][position], counts[group][position])
        for position, quota in enumerate(problem.quotas)
        for group in (source, target)
    ]
    return Move(
        step=exchange.step,
        source=source,
        target=target,
        along=tuple(other for other in along if other != student),
        back=back,
        served=tuple(s for s in served if s.gain and s.quota.group != TWO_WAY),
        cells_served=sum(s.gain for s in served if s.quota.group == TWO_WAY),
        friends_served=0,
    )
