"""The three-phase search with dynamic population size, which R's anticlust has as "3phase".

Yang, Cai, Jin, Tang and Gao (2022), "A three-phase search approach with dynamic population size
for solving the maximally diverse grouping problem", European Journal of Operational Research.
Every round: undirected perturbation and descent, crossover and descent, directed perturbation and
descent; population and perturbation become smaller as the time runs out, so that each time limit
is a search of its own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from balance_classes.domain.problem.problem import Problem
from benchmarks.depth.columns import Elements, Groups, View, by_cells, by_standard_cells, dealt
from benchmarks.depth.swaps import first_gain_pass, spread, sums_to_groups
from benchmarks.depth.three_phase_steps import crossed, push, shake, sow, unlike
from benchmarks.depth.trajectory import Recorder

POPULATION, FEWEST = 15, 2
PUSHES = 3
UNLIKENESS = 0.05
STRENGTH = (1.2, 0.1)
"""The paper's beta_max, beta_min, eta_max, alpha, and theta_max and theta_min.

Stronger perturbation (theta from 2 to 1) and a population that ends at 1 fared worse here.
"""


@dataclass
class Member:
    """One of the population: groups, and their criterion."""

    group_of: Groups
    value: float = -np.inf


def default(problem: Problem, record: Recorder) -> None:
    """On columns of levels and cells as they are, with Euclidean distances."""
    _search(problem, record, by_cells)


def cells(problem: Problem, record: Recorder) -> None:
    """On standardised cells."""
    _search(problem, record, by_standard_cells)


def _search(problem: Problem, record: Recorder, view: View) -> None:
    _compile()
    record.begin()
    _Search(view(problem), record).run()


class _Search:
    def __init__(self, given: Elements, record: Recorder) -> None:
        self.given, self.record = given, record
        # For equal sizes the paper's sum; for others the plain sum would favour large groups.
        self.weight = given.sizes.mean() / given.sizes
        self.chance = random.Random("three-phase")
        self.best = -np.inf
        sow(1)

    def run(self) -> None:
        """Search until the time is over; every new best answer is recorded."""
        members = self._first()
        while self.record.left() > 0 and members:
            part = self.record.passed() / self.record.seconds
            self._round(members, part)
            members.sort(key=lambda member: -member.value)
            del members[max(FEWEST, round(POPULATION - (POPULATION - FEWEST) * part)) :]

    def _first(self) -> list[Member]:
        members: list[Member] = []
        while len(members) < POPULATION and (self.record.left() > 0 or not members):
            members.append(self._climbed(dealt(self.given.sizes, self.chance)))
        return members

    def _round(self, members: list[Member], part: float) -> None:
        first, last = STRENGTH
        theta = first - (first - last) * part
        times = int(theta * len(self.given.distances) / len(self.given.sizes))
        for position in self._in_time(members):
            shaken = members[position].group_of.copy()
            shake(shaken, times)
            members[position] = self._climbed(shaken)
        if len(members) > 1:
            for position in self._in_time(members):
                members[position] = self._crossed(members, position)
        for position in self._in_time(members):
            members[position] = self._pushed(members[position])

    def _in_time(self, members: list[Member]) -> Iterator[int]:
        """Yield each position while there is time."""
        return takewhile(lambda _: self.record.left() > 0, range(len(members)))

    def _crossed(self, members: list[Member], position: int) -> Member:
        """Return the child of a member and another one, or the member where the child is worse."""
        member = members[position]
        other = self.chance.randrange(len(members) - 1)
        partner = members[other + (other >= position)]
        child = self._climbed(
            crossed(self.given.distances, member.group_of, partner.group_of, self.given.sizes)
        )
        if child.value >= member.value:
            return child
        apart = unlike(child.group_of, member.group_of) * len(self.given.sizes)
        return child if child.value / member.value + UNLIKENESS * apart > 1 else member

    def _pushed(self, member: Member) -> Member:
        group_of = member.group_of.copy()
        for _ in range(PUSHES):
            near = sums_to_groups(self.given.distances, group_of, len(self.given.sizes))
            push(self.given.distances, near, group_of, self.given.sizes)
        return self._climbed(group_of)

    def _climbed(self, group_of: Groups) -> Member:
        """Descend to a local optimum of all exchanges, or until the time is over."""
        near = sums_to_groups(self.given.distances, group_of, len(self.given.sizes))
        while first_gain_pass(self.given.distances, near, group_of, self.weight):
            if self.record.left() < 0:
                break
        value = float(spread(near, group_of, self.weight))
        if value > self.best:
            self.best = value
            self.record.keep(group_of)
        return Member(group_of, value)


def _compile() -> None:
    """Run once on a few elements, so that everything is compiled before the clock starts."""
    distances = (1 - np.eye(12)).astype(np.float32)
    record = Recorder(0.2)
    record.begin()
    given = Elements(distances, np.array([4, 4, 4]))
    search = _Search(given, record)
    members = [search._climbed(dealt(given.sizes, search.chance)) for _ in range(2)]
    record.seconds = 1000.0
    search._round(members, 0.0)
