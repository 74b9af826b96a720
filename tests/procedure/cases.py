"""Cases for both implementations of the procedure, and the outcome of the first."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from balance_classes.domain.lottery import Seed, SeedWords, lottery_order
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.friend_wishes import FriendWish
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.domain.rules.class_names import even_sizes, size_band
from balance_classes.domain.rules.policy import KEEP
from balance_classes.domain.rules.rules import APART, AT_LEAST, AT_MOST, OFFERED, TOTAL, Rules
from balance_classes.errors import BalanceError, BudgetError
from balance_classes.optimisation.draw import Effort, draw, plan
from balance_classes.optimisation.solver import Solver
from balance_classes.optimisation.spread import budget
from tests.builders import bare_problem, crossed_problem
from tests.hostile import hostile_problem
from tests.offered import offered_problem

STEPS = 300
BY_LOT = Effort("draw", STEPS, Solver(nodes=50), depth=1)
"""Where only what is drawn is compared, nothing need be searched for long, nor be very even."""
NAMED = (OFFERED, TOTAL, KEEP)
"""Groups of quotas that stand in lists of their own."""
EVERY_LARGER = 4
EVERY_CROSSED = 3
EVERY_TOLERANT = 3
FIRST_OF_KINDS, EVERY_OF_KINDS, EVERY_WISHING = 17, 2, 3
"""From this case on every second one has students of a kind, of whom none is to be alone, and
every third one wishes for friends."""
NAMES = ("阿依古丽·吐尔逊", "ئايگۈل تۇرسۇن", "王小明", "José Álvarez", "𠮷田", "O'Neil", "김민준")
"""Keys in several scripts, one of them beyond the 65,536 code points that JavaScript counts."""


def random_case(number: int) -> tuple[Problem, Seed]:
    """Return a hostile problem whose keys are names of many scripts, and a seed."""
    chance = random.Random(f"second {number}")
    problem = larger_problem(number) if number % EVERY_LARGER == 0 else hostile_problem(number)
    if number >= FIRST_OF_KINDS and number % EVERY_OF_KINDS == 0:
        problem = with_at_least(problem, chance)
    if number >= FIRST_OF_KINDS and number % EVERY_WISHING == 0:
        problem = with_friends(problem, chance, hard=bool(number % 2))
    problem = crossed_problem(problem) if number % EVERY_CROSSED else problem
    keys = tuple(f"{chance.choice(NAMES)} {i}" for i in range(len(problem.keys)))
    words = tuple(
        SeedWords(giver, f"{chance.choice(('红 7!', '12-34', 'Ünïté'))} {chance.random()}")
        for giver in ("家长", "公证")[: chance.randint(1, 2)]
    )
    problem = with_tolerance(replace(problem, keys=keys), tolerance_of(number))
    return problem, Seed(words, given=True, rehearsal=chance.random() < 0.1)


def tolerance_of(number: int) -> int:
    """Return how far class sizes may differ in a random case."""
    return 2 if number % EVERY_TOLERANT == 0 else 1


def with_tolerance(problem: Problem, tolerance: int) -> Problem:
    """Return the same problem with class sizes that may differ by so many."""
    caps = [school_class.cap for school_class in problem.classes]
    bands = [
        size_band(even, cap, tolerance, 1)
        for even, cap in zip(even_sizes(len(problem.keys), caps), caps, strict=True)
    ]
    size, *others = problem.hard.quotas
    low, high = zip(*bands, strict=True)
    size = replace(size, low=low, high=high)
    return replace(problem, hard=replace(problem.hard, quotas=(size, *others)))


def larger_problem(number: int) -> Problem:
    """Return a problem of 15 to 30 students: blocks, pins, a limit, a quota that stands twice."""
    chance = random.Random(f"larger {number}")
    classes = chance.choice([3, 4, 5])
    students = chance.randint(15, 30)
    everybody = chance.sample(range(students), students)
    blocks = sorted(
        tuple(sorted(everybody.pop() for _ in range(chance.choice([2, 2, 3]))))
        for _ in range(chance.randint(2, 4))
    )
    pinned = [everybody.pop() for _ in range(chance.randint(0, 3))]
    attributes = [
        [
            [s for s in range(students) if (s * times + s // 3) % most == level]
            for level in range(most)
        ]
        for times, most in ((1, 2), (chance.randint(1, 4), 4), (2, 5))
    ]
    apart = [chance.sample(range(students), 3) for _ in range(2)]
    even = -(-students // classes)
    caps = [chance.choice([2, even + 2]), *([even + 4] * (classes - 1))]
    tiers = [[attributes[0]], [attributes[1], attributes[1][:1], attributes[2]], [apart]]
    problem = bare_problem(caps, students, tiers, blocks, dict.fromkeys(pinned, frozenset([1])))
    limited = tuple(sorted(chance.sample(range(students), classes + 1)))
    limit = Quota(AT_MOST, "", limited, (0,) * classes, (2,) * classes)
    return replace(problem, hard=replace(problem.hard, quotas=(*problem.hard.quotas, limit)))


def offered_case(number: int) -> tuple[Problem, Seed]:
    """Return a random small school with named sizes, or levels that are offered in some classes."""
    problem = offered_problem(number)
    return problem, Seed((SeedWords("", f"offered {number}"),), given=True)


def with_at_least(problem: Problem, chance: random.Random) -> Problem:
    """Return the same problem with kinds of whom each class has two or three, or none."""
    students, classes = range(len(problem.keys)), len(problem.classes)
    kinds = []
    for _ in range(chance.randint(1, 2)):
        members = tuple(sorted(chance.sample(students, chance.randint(2, min(7, len(students))))))
        least = min(chance.choice([2, 2, 3]), len(members))
        low, high = (least,) * classes, (len(members),) * classes
        kinds.append(Quota(AT_LEAST, "", members, low, high, or_none=True))
    hard = problem.hard
    return replace(problem, hard=replace(hard, quotas=(*hard.quotas, *kinds)))


def with_friends(problem: Problem, chance: random.Random, *, hard: bool) -> Problem:
    """Return the same problem with a tier of wishes for one to three others; two, where hard."""
    students = range(len(problem.keys))
    wishes = []
    for student in students:
        others = [other for other in students if other != student]
        count = min(chance.choice([0, 1, 1, 2, 3]), len(others))
        if count:
            wishes.append(FriendWish(student, tuple(sorted(chance.sample(others, count)))))
    at = chance.randint(0, len(problem.tiers))
    if hard:
        return replace(problem, hard=replace(problem.hard, wishes=tuple(wishes[:2])))
    tier = Tier(("friends",), (), tuple(wishes))
    return replace(problem, tiers=(*problem.tiers[:at], tier, *problem.tiers[at:]))


def as_case(
    problem: Problem,
    seed: Seed,
    steps: int = STEPS,
    tolerance: int = 1,
    min_size: int = 1,
    *,
    depth: int = Rules.depth,
) -> dict[str, Any]:
    """Return a problem and a seed as the second implementation reads them."""
    limits = limits_of(problem)
    return {
        "words": [words.words for words in seed.words],
        "rehearsal": seed.rehearsal,
        "spread": budget(problem, depth),
        "steps": steps,
        "problem": {
            "keys": problem.keys,
            "names": [school_class.name for school_class in problem.classes],
            "caps": [school_class.cap for school_class in problem.classes],
            "tolerance": tolerance,
            "min_size": min_size,
            "tiers": [
                [q.members for q in tier.quotas if q not in limits and q.group not in NAMED]
                for tier in problem.all_tiers
            ],
            "two_way": _levels_of_cells(problem),
            "limits": [[q.members, q.high[0]] for q in limits if not q.or_none],
            "at_least": [[q.members, q.low[0]] for q in limits if q.or_none],
            "friends": [[tier, wish.student, wish.friends] for tier, wish in problem.wishes],
            "blocks": problem.blocks,
            "reach": [[student, sorted(open_to)] for student, open_to in problem.reach.items()],
            **_named(problem),
        },
    }


def _named(problem: Problem) -> dict[str, Any]:
    """Return what is named of single classes: their sizes, pools, and numbers of levels."""
    found: dict[str, Any] = {
        "sizes": [school_class.size for school_class in problem.classes],
        "pools": [[pool.members, pool.open, pool.numbers] for pool in problem.pools],
        "numbers": [
            [quota.members, list(zip(quota.low, quota.high, strict=True))]
            for quota in problem.hard.quotas
            if quota.group == OFFERED
        ],
        "totals": [
            [tier, quota.members]
            for tier, quota in zip(problem.tier_of, problem.quotas, strict=True)
            if quota.group == TOTAL
        ],
        "stands": [
            [tier, quota.members, problem.stands.get(quota.members[0])]
            for tier, quota in zip(problem.tier_of, problem.quotas, strict=True)
            if quota.group == KEEP
        ],
    }
    return {name: value for name, value in found.items() if value and value != [0] * len(value)}


def limits_of(problem: Problem) -> list[Quota]:
    """Return the limits: hard quotas with a number that no class goes beyond, or below."""
    return [quota for quota in problem.hard.quotas if quota.group in (APART, AT_MOST, AT_LEAST)]


def _levels_of_cells(problem: Problem) -> list[list[int]] | None:
    """Return for each cell of the two-way tier the places of its two levels among all quotas."""
    limits = limits_of(problem)
    quotas = [q for q in problem.one_way.quotas if q not in limits and q.group not in NAMED]
    attributes = [
        [place for place, quota in enumerate(quotas) if quota.group == group]
        for group in problem.crossed
    ]
    cells = [
        [first, second]
        for one, other in combinations(attributes, 2)
        for first in one
        for second in other
        if set(quotas[first].members) & set(quotas[second].members)
    ]
    assert [
        tuple(sorted(set(quotas[first].members) & set(quotas[second].members)))
        for first, second in cells
    ] == [quota.members for quota in (problem.tiers[-1].quotas if cells else ())]
    return cells or None


def full_case() -> tuple[Problem, Seed]:
    """Return a school that comes to excess 0, which can be had by construction, by full steps."""
    chance, classes, each, levels = random.Random(0), 6, 8, 4
    groups: list[list[list[int]]] = []
    for _ in range(9):
        groups.append([[] for _ in range(levels)])
        for c in range(classes):
            chance.shuffle(students := list(range(c, classes * each, classes)))
            for place, student in enumerate(students):
                groups[-1][place % levels].append(student)
    blocks = [(0, 12), (6, 18)]
    return bare_problem([each] * classes, classes * each, [groups], blocks), Seed(
        (SeedWords("", "wide"),), given=True
    )


def drawn_first(
    problem: Problem, seed: Seed, steps: int = STEPS, effort: Effort | None = None
) -> Assignment:
    """Return what the first implementation draws."""
    effort = effort or Effort("draw", steps, Solver())
    return draw(problem, seed, effort, plan(problem, effort), lambda stage: None)


def drawn_by_lot(problem: Problem, seed: Seed) -> Assignment | None:
    """Return what it draws; None where the program would place, which is no procedure."""

    def place(*_: object) -> None:
        raise BudgetError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("balance_classes.optimisation.draw.place", place)
        try:
            return drawn_first(problem, seed, effort=BY_LOT)
        except BalanceError:
            return None


def outcome(problem: Problem, seed: Seed, assignment: Assignment) -> Mapping[str, Any]:
    """Return an assignment in the words of the second implementation."""
    assert assignment.history is not None
    hard_excess = 0  # the draw never leaves the hard tier broken
    return {
        "seed": seed.value,
        "order": lottery_order(seed.value, "student", problem.keys),
        "dealt": list(assignment.history.dealt),
        "spread": list(assignment.history.spread),
        "groups": list(assignment.group_of),
        "excess": [hard_excess, *(proof.excess for proof in assignment.proofs)],
        "step": assignment.step,
        "class_of_group": list(assignment.class_of_group),
        "result_digest": assignment.digest(),
    }
