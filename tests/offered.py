"""Random small schools with sizes of single classes and levels that are offered in some of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from balance_classes.domain.problem.even_shares import Shares
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Tier, even_quota
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.errors import InfeasibleError, RulesError
from tests.builders import a_problem, a_roster, a_student

CLASSES = ("A", "B", "C", "D")
TRIES = 50


def offered_problem(number: int, most: int = 30) -> Problem:
    """Return a problem with named sizes, with levels that are offered in some classes, or both."""
    return next(_schools(number, most))[0]


def with_sets(problem: Problem, number: int) -> Problem:
    """Return a problem with some more sets to be spread first, which overlap anyhow."""
    chance = random.Random(f"sets {number}")
    shares = Shares(problem.even_sizes, problem.pools)
    students = range(len(problem.keys))
    sets = tuple(
        even_quota("set", str(i), chance.sample(students, chance.randint(2, 4)), shares)
        for i in range(chance.randint(2, 6))
    )
    return replace(problem, tiers=(Tier(("set",), sets), *problem.tiers))


def offered_school(number: int, most: int) -> tuple[Roster, dict[str, object]]:
    """Return the roster and the rules of such a problem."""
    return next(_schools(number, most))[1:]


def _schools(number: int, most: int) -> Iterator[tuple[Problem, Roster, dict[str, object]]]:
    for attempt in range(TRIES):
        chance = random.Random(f"offered {number} {attempt}")
        names = CLASSES[: chance.randint(2, 3 if most < 10 else 4)]
        roster = _roster(chance, chance.randint(len(names) + 2, most), names)
        rules = some_offers(chance, roster, names)
        try:
            yield a_problem(roster, **rules), roster, rules
        except (RulesError, InfeasibleError):
            continue


def _roster(chance: random.Random, students: int, names: tuple[str, ...]) -> Roster:
    def student(i: int) -> Student:
        pinned = chance.choice(names) if chance.random() < 0.02 else ""
        barred = (chance.choice(names),) if chance.random() < 0.03 else ()
        return a_student(
            f"{i:02d}",
            sex=chance.choice(("female", "male")),
            home=chance.choice("xyz"),
            year=chance.choice(("3", "3", "4")),
            track=chance.choice(("-", "-", "-", "J")),
            need=chance.choice(("", "", "1", "2", "level 3")),
            together=chance.choice("ab") if chance.random() < 0.1 else "",
            apart=tuple(chance.choice("cd")) if chance.random() < 0.15 else (),
            pinned_class=pinned,
            barred=barred,
            reason="reason" if pinned or barred else "",
        )

    return a_roster(*map(student, range(students)))


def some_offers(chance: random.Random, roster: Roster, names: tuple[str, ...]) -> dict[str, object]:
    """Return rules with named sizes, offered levels, with numbers or without, or both."""
    size = roster.size // len(names) + chance.randint(-1, 1)
    sizes = ((chance.choice(names), max(1, size)),) if chance.random() < 0.5 else ()
    only = []
    for attribute in ("year", "track"):
        for level in roster.level_counts(attribute):
            if chance.random() < 0.5:
                open_to = chance.sample(names, chance.randint(1, len(names) - 1))
                number = chance.choice((0, 0, 1, 2)) if len(open_to) > 1 else 0
                listed = tuple((name, number if i == 0 else 0) for i, name in enumerate(open_to))
                only.append((attribute, level, tuple(sorted(listed))))
    tiers = chance.choice(
        (
            (("sex",), ("*",), ("two_way",)),
            (("sex*home",), ("*",)),
            (("home", "sex*home"), ("sex*year", "home*year"), ("*",)),
        )
    )
    return {
        "classes": len(names),
        "names": names,
        "sizes": sizes,
        "offered": tuple(only),
        "totals": (("need", (("level 3", 5),)),) if chance.random() < 0.6 else (),
        "tiers": tiers,
        "cap": chance.choice((None, roster.size, -(-roster.size // len(names)) + 3)),
        "cap_reason": "room",
    }
