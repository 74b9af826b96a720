"""Hard families of instances: what makes even classes difficult, one thing at a time."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.files.rules.rules_file import read_rules
from benchmarks.instances import SHARES, roster_of, seeded_students
from benchmarks.registry import family

Shares = Mapping[str, Mapping[str, float]]

RARE = {
    f"rare_{number}": {"yes": number / 1000, "no": 1 - number / 1000} for number in range(2, 14)
}
VILLAGES = {"village": {f"village {number:02d}": 1.0 / number for number in range(1, 61)}}
MANY = {
    f"attribute_{number:02d}": {
        f"level {level}": 1.0 / level for level in range(1, 2 + number % 5 + 1)
    }
    for number in range(20)
}
TWINS = 0.1
"""So great a part of the students are the first of a pair that stays together."""
UNEVEN = (-6, -3, 0, 3, 6)
"""Tight caps lie so far around the even size, in turn."""


@family("rare levels", (500, 10), (1000, 20))
def rare_levels(students: int, classes: int, seed: int) -> Problem:
    """Twelve attributes of 0.2 to 1.3 per cent, and sixty villages of which most are small."""
    shares = {"sex": SHARES["sex"], **RARE, **VILLAGES}
    return formed(seeded_students(students, seed, shares), _classes(students, classes))


@family("many attributes", (500, 10), (1000, 20))
def many_attributes(students: int, classes: int, seed: int) -> Problem:
    """Twenty attributes with two to six levels of unequal size."""
    return formed(seeded_students(students, seed, MANY), _classes(students, classes))


@family("tight caps", (500, 10), (1000, 20))
def tight_caps(students: int, classes: int, seed: int) -> Problem:
    """The usual attributes; caps are unequal and add up to the number of students."""
    even, over = divmod(students, classes)
    caps = [even + (c < over) + UNEVEN[c % len(UNEVEN)] for c in range(classes)]
    caps[-1] += students - sum(caps)
    return formed(seeded_students(students, seed), caps)


@family("twins", (500, 10), (1000, 20))
def twins(students: int, classes: int, seed: int) -> Problem:
    """The usual attributes; a fifth of the students are in pairs that stay together."""
    single = seeded_students(students, seed)
    order = random.Random(f"twins {seed}").sample(range(students), 2 * int(TWINS * students))
    pair_of = {student: f"pair {place // 2}" for place, student in enumerate(order)}
    paired = tuple(replace(s, together=pair_of.get(i, "")) for i, s in enumerate(single))
    return formed(paired, _classes(students, classes))


@family("namesakes", (500, 10), (1000, 20))
def namesakes(students: int, classes: int, seed: int) -> Problem:
    """The usual attributes; all students have one name."""
    named = tuple(replace(student, name="王伟") for student in seeded_students(students, seed))
    return formed(named, _classes(students, classes))


def _classes(students: int, classes: int) -> list[int]:
    return [-(-students // classes)] * classes


def formed(students: tuple[Student, ...], caps: Sequence[int]) -> Problem:
    """Return the problem of students and classes of these caps, under the default policy."""
    classes = [SchoolClass(f"({c + 1})班", cap) for c, cap in enumerate(caps)]
    rules = read_rules(None, {"classes": len(caps)})
    return formulate(roster_of(students), rules, classes)
