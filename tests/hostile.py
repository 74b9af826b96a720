"""Small hostile problems, and their optima by trying every assignment."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from balance_classes.domain.problem.problem import Problem
from tests.builders import bare_problem


def hostile_problem(number: int) -> Problem:
    """Return the problem of a number: few students, many overlapping sets, caps, blocks, pins."""
    chance = random.Random(f"hostile {number}")
    classes = chance.choice([2, 2, 3, 3, 4])
    students = chance.randint(classes + 1, 9 if classes < 4 else 7)
    everybody = list(range(students))
    chance.shuffle(everybody)
    blocks = []
    for size in chance.choice([(), (), (2,), (3,), (2, 2), (2, 3)]):
        if len(everybody) >= size:
            blocks.append(tuple(sorted(everybody.pop() for _ in range(size))))
    reach = {
        chance.randrange(students): frozenset(
            chance.sample(range(classes), chance.randint(1, classes))
        )
        for _ in range(chance.choice([0, 0, 1, 2]))
    }
    tiers = [
        [_group(chance, students) for _ in range(chance.randint(1, 3))]
        for _ in range(chance.randint(1, 3))
    ]
    return bare_problem(_caps(chance, students, classes), students, tiers, sorted(blocks), reach)


def _caps(chance: random.Random, students: int, classes: int) -> list[int]:
    if chance.random() < 0.5:
        return [students] * classes
    caps = [chance.randint(1, students) for _ in range(classes)]
    while sum(caps) < students:
        caps[chance.randrange(classes)] += 1
    return caps


def _group(chance: random.Random, students: int) -> list[list[int]]:
    """Return an attribute (sets that part the students) or sets that overlap at random."""
    if chance.random() < 0.6:
        most = chance.randint(2, 3)
        levels = [chance.randrange(most) for _ in range(students)]
        return [[s for s in range(students) if levels[s] == v] for v in sorted(set(levels))]
    size = chance.randint(2, min(4, students))
    return [chance.sample(range(students), size) for _ in range(chance.randint(1, 4))]


def every_excess(problem: Problem) -> list[tuple[int, ...]]:
    """Return the excess of every assignment in which blocks and reach hold, each once."""
    choices = np.meshgrid(*(unit.reach for unit in problem.units), indexing="ij")
    placed = np.array([choice.ravel() for choice in choices])
    inside = np.zeros((len(problem.quotas), len(problem.units)), dtype=int)
    for unit, members in enumerate(unit.members for unit in problem.units):
        for position, quota in enumerate(problem.quotas):
            inside[position, unit] = sum(map(quota.members.count, members))
    found = np.zeros((len(problem.all_tiers), placed.shape[1]), dtype=int)
    for c in range(len(problem.classes)):
        counts = inside @ (placed == c)
        for count, quota, tier in zip(counts, problem.quotas, problem.tier_of, strict=True):
            outside = np.maximum(0, np.maximum(quota.low[c] - count, count - quota.high[c]))
            found[tier] += np.minimum(outside, count) if quota.or_none else outside
    unit_of = {s: row for row, unit in enumerate(problem.units) for s in unit.members}
    for tier, wish in problem.wishes:
        friends = placed[[unit_of[friend] for friend in wish.friends]]
        found[tier] += (friends != placed[unit_of[wish.student]]).all(axis=0)
    return [tuple(excess) for excess in np.unique(found.T, axis=0).tolist()]


def least_excess(excesses: Sequence[tuple[int, ...]], tier: int, achieved: Sequence[int]) -> int:
    """Return the least excess of a tier among assignments at least as good in earlier tiers."""
    return min(
        excess[tier]
        for excess in excesses
        if all(excess[earlier] <= achieved[earlier] for earlier in range(tier))
    )
