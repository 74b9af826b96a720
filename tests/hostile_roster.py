"""Small hostile rosters under hostile rules, and an independent model of them.

The model is written from docs/model.md: shares, counts and excess are worked out here, and all
assignments are tried at once. Only the sets of students are taken from the program.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.rules.rules import APART, AT_LEAST, AT_MOST, TWO_WAY
from tests.builders import a_problem, a_roster, a_student

Whole = npt.NDArray[np.int64]
SMALL = {2: 12, 3: 9, 4: 7}


def hostile_roster(number: int, most: Mapping[int, int] = SMALL) -> Problem:
    """Return the problem of a numbered roster: blocks, pins, bars, apart, limits, caps, tiers.

    `most` gives for 2, 3 and 4 classes the most students.
    """
    chance = random.Random(f"roster {number}")
    classes = chance.choice([2, 2, 3, 3, 4])
    students = chance.randint(classes + 1, most[classes])
    names = [f"K{c}" for c in range(1, classes + 1)]
    wishes = _wishes(chance, students, names)
    tiers = _tiers(chance)
    wanting = random.Random(f"friends {number}")
    strict = random.Random(f"hard friends {number}").random() < 0.3
    if strict:
        _add_friends(wanting, wishes, 2)
    elif wanting.random() < 0.4:
        _add_friends(wanting, wishes, students)
        if wanting.random() < 0.6:
            at = wanting.randrange(len(tiers) + 1)
            tiers = (*tiers[:at], ("friends",), *tiers[at:])
    roster = a_roster(
        *(
            a_student(
                f"s{i:02d}",
                name=chance.choice("ABCDEFGH"),
                sex=chance.choice(["female", "male"]),
                inclusion=chance.choice(["yes", "no", "no"]),
                school=chance.choice(["x", "y", "z"]),
                club=chance.choice(["p", "q"]),
                **wishes[i],
            )
            for i in range(students)
        )
    )
    hard = [group for group in ("apart", "same_name") if chance.random() < 0.4]
    hard += ["friends"] if strict else []
    at_most = (("inclusion", chance.randint(1, 3)),) if chance.random() < 0.5 else ()
    return a_problem(
        roster,
        stage="primary",
        classes=classes,
        names=tuple(names),
        tiers=(*tiers, *([(TWO_WAY,)] if number % 2 else [])),
        hard=tuple(hard),
        caps=_caps(chance, names, students) if chance.random() < 0.5 else (),
        seats=_seats(random.Random(f"seats {number}")),
        **{"at_most": at_most, **_limits(random.Random(f"limits {number}"))},
    )


def _seats(chance: random.Random) -> tuple[tuple[str, int], ...]:
    """Return for some rosters kinds of students who take several seats."""
    if chance.random() < 0.6:
        return ()
    kinds = chance.sample(["inclusion", "school=x", "club=p"], chance.choice([1, 1, 2]))
    return tuple(sorted((kind, chance.choice([2, 2, 3])) for kind in kinds))


def _limits(chance: random.Random) -> dict[str, object]:
    """Return for some rosters limits of levels beside the others, or in their place."""
    if chance.random() < 0.6:
        return {}
    levels = ["school=x", "school=y", "school=*", "club=p", "inclusion"]
    kinds = chance.sample(levels, chance.choice([1, 1, 2]))
    found: dict[str, object] = {"at_least": tuple((k, chance.randint(2, 3)) for k in kinds)}
    if chance.random() < 0.5:
        found["at_most"] = ((chance.choice(["school=*", "club=q"]), chance.randint(1, 4)),)
    return found


def _wishes(chance: random.Random, students: int, names: list[str]) -> list[dict[str, object]]:
    wishes: list[dict[str, object]] = [{} for _ in range(students)]
    for code in range(chance.choice([0, 0, 1, 1, 2])):
        for i in chance.sample(range(students), chance.randint(2, 3)):
            wishes[i].setdefault("together", f"b{code}")
    for code in range(chance.choice([0, 1, 2, 3])):
        for i in chance.sample(range(students), chance.randint(2, min(4, students))):
            wishes[i]["apart"] = (*wishes[i].get("apart", ()), f"a{code}")  # type: ignore[misc]
    for _ in range(chance.choice([0, 0, 1, 2])):
        wishes[chance.randrange(students)] |= {"pinned_class": chance.choice(names)}
    for _ in range(chance.choice([0, 0, 1])):
        barred = tuple(chance.sample(names, chance.randint(1, len(names) - 1)))
        wishes[chance.randrange(students)] |= {"barred": barred}
    return wishes


def _add_friends(chance: random.Random, wishes: list[dict[str, object]], most: int) -> None:
    """Let at most so many students name one to three others."""
    students = range(len(wishes))
    for i in chance.sample(students, chance.randint(1, most)):
        others = [other for other in students if other != i]
        named = chance.sample(others, chance.choice([1, 1, 2, 3]) if len(others) > 2 else 1)
        wishes[i]["friends"] = tuple(f"s{other:02d}" for other in named)


def _tiers(chance: random.Random) -> tuple[tuple[str, ...], ...]:
    groups = ["sex", "school", "club", "inclusion", "same_name", "apart"]
    chance.shuffle(groups)
    cuts = sorted(chance.sample(range(1, len(groups)), chance.randint(0, 2)))
    return tuple(tuple(groups[a:b]) for a, b in itertools.pairwise([0, *cuts, len(groups) - 1]))


def _caps(chance: random.Random, names: list[str], students: int) -> tuple[tuple[str, int], ...]:
    small = chance.sample(names, chance.randint(1, len(names) - 1))
    return tuple((name, chance.randint(1, students // len(names) + 1)) for name in small)


@dataclass(frozen=True)
class Tried:
    """A row for each assignment in which blocks and reach hold: E_0, E_1, …"""

    values: Whole

    def least(self, tier: int, achieved: Sequence[int]) -> int | None:
        """Return the least excess of a tier with the earlier ones at most as achieved."""
        as_good = (self.values[:, :tier] <= list(achieved)[:tier]).all(axis=1)
        found = self.values[as_good, tier]
        return int(found.min()) if len(found) else None


def try_all(problem: Problem) -> Tried:
    """Return the excess of every assignment."""
    choices = _choices(problem)
    placed = np.array(list(itertools.product(*choices)), dtype=np.int64).reshape(-1, len(choices))
    class_of = placed[:, _unit_of(problem)]
    values = np.zeros((len(placed), 1 + len(problem.tiers)), dtype=np.int64)
    for tier, members, bands, or_none in charged(problem):
        for c, (low, high) in enumerate(bands):
            have = (class_of[:, members] == c).sum(axis=1)
            outside = np.maximum(0, np.maximum(low - have, have - high))
            values[:, tier] += np.minimum(outside, have) if or_none else outside
    for tier, asked in enumerate(problem.all_tiers):
        for wish in asked.wishes:
            own = class_of[:, [wish.student]]
            values[:, tier] += ~(class_of[:, list(wish.friends)] == own).any(axis=1)
    return Tried(values)


def charged(problem: Problem) -> Iterator[tuple[int, list[int], list[tuple[int, int]], bool]]:
    """Yield each quota: its tier, its members, its band in each class, and whether none will do."""
    students = len(problem.size_quota.members)  # as often as they take seats
    sizes = _even_sizes(students, [each.cap for each in problem.classes])
    for tier, quotas in enumerate([problem.hard.quotas, *(t.quotas for t in problem.tiers)]):
        for quota in quotas:
            shares = [len(quota.members) * size / students for size in sizes]
            bands = [(share.__floor__(), share.__ceil__()) for share in shares]
            if quota.group == AT_MOST or (tier == 0 and quota.group == APART):
                bands = [(0, most) for most in quota.high]
            if quota.group == AT_LEAST:
                bands = [(low, len(quota.members)) for low in quota.low]
            yield tier, list(quota.members), bands, quota.group == AT_LEAST


def units_and_choices(problem: Problem) -> list[tuple[tuple[int, ...], list[int]]]:
    """Return each block and each other student, with the classes that are open to all of it."""
    return list(zip(_units(problem), _choices(problem), strict=True))


def _choices(problem: Problem) -> list[list[int]]:
    """Return for each block, then each other student, the classes that are open to all of it."""
    everywhere = range(len(problem.classes))
    return [
        [c for c in everywhere if all(c in problem.reach.get(s, everywhere) for s in unit)]
        for unit in _units(problem)
    ]


def _units(problem: Problem) -> list[tuple[int, ...]]:
    inside = {student for block in problem.blocks for student in block}
    return [*problem.blocks, *((s,) for s in range(len(problem.keys)) if s not in inside)]


def _unit_of(problem: Problem) -> list[int]:
    unit_of = {student: i for i, unit in enumerate(_units(problem)) for student in unit}
    return [unit_of[student] for student in range(len(problem.keys))]


def _even_sizes(students: int, caps: list[int]) -> list[Fraction]:
    """Return t_c = min(cap_c, λ) that add up to the students, by trying where λ lies."""
    for capped in range(len(caps)):
        level = Fraction(students - sum(sorted(caps)[:capped]), len(caps) - capped)
        if level <= sorted(caps)[capped]:
            return [min(Fraction(cap), level) for cap in caps]
    return [Fraction(cap) for cap in caps]
