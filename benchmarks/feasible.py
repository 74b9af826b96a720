"""Rosters whose hard rules can hold: hostile ones by number, and those of two usual schools."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.files.rules.rules_file import read_rules
from benchmarks.instances import roster_of, seeded_students

NAMES = 160
"""So many names go round where a roster has namesakes."""
TOGETHER, APART = (0, 2, 5, 12), (0, 3, 10, 23)
"""Rosters have so many groups together, and so many apart."""


@dataclass
class _Making:
    """A roster in the making; `home` is the class of each student that keeps every wish."""

    chance: random.Random
    people: list[Student]
    home: list[int]


def hostile(number: int) -> Problem:
    """Return a problem of 60 to 600 students whose hard rules hold in an assignment made first.

    Wishes, pins, unequal caps and a tolerance are laid over that assignment.
    """
    chance = random.Random(f"reach {number}")
    classes = chance.randint(3, 14)
    students = max(60, min(600, classes * chance.randint(15, 43) + chance.randrange(classes)))
    caps = _caps(chance, students, classes)
    making = _Making(chance, _people(chance, students), _homes(chance, students, caps))
    _together(making, chance.choice(TOGETHER))
    _apart(making, chance.choice(APART))
    _pinned(making)
    return _formed(making, caps, chance.choice((1, 1, 2)))


def _formed(making: _Making, caps: Sequence[int], tolerance: int) -> Problem:
    rules = read_rules(None, {"classes": len(caps), "policy": "none", "tolerance": tolerance})
    named = [SchoolClass(str(c + 1), cap) for c, cap in enumerate(caps)]
    return formulate(roster_of(tuple(making.people)), rules, named)


def planted(number: int) -> Problem:
    """Return a problem of 60 to 600 students in which excess 0 can be had, known or not.

    Classes that keep every band and wish are made first, each level dealt in turn to all of them.
    """
    chance = random.Random(f"planted {number}")
    classes = chance.randint(3, 14)
    each = chance.randint(max(15, -(-60 // classes)), 43)
    home = [c for c in range(classes) for _ in range(each)]
    shares = _shares(chance)
    levels = {name: _dealt(chance, classes, each, of) for name, of in shares.items()}
    chance.shuffle(order := list(range(len(home))))
    people = [
        Student(
            key=f"{place:04d}",
            name=f"name {place}",
            levels={name: level[s] for name, level in levels.items()},
            row=place + 2,
        )
        for place, s in enumerate(order)
    ]
    making = _Making(chance, people, [home[s] for s in order])
    _together(making, chance.choice(TOGETHER))
    _apart(making, chance.choice(APART))
    _pinned(making)
    return _formed(making, [each + chance.choice((0, 0, 1))] * classes, 1)


def _dealt(chance: random.Random, classes: int, each: int, shares: Sequence[float]) -> list[str]:
    """Return a level a student, class after class, of which each class has its even share."""
    drawn = sorted(chance.choices(range(len(shares)), shares, k=classes * each))
    dealt = [""] * len(drawn)
    places = [chance.sample(range(each), each) for _ in range(classes)]
    for turn in range(each):
        for seat, c in enumerate(chance.sample(range(classes), classes)):
            dealt[c * each + places[c][turn]] = f"level {drawn[turn * classes + seat]}"
    return dealt


def _caps(chance: random.Random, students: int, classes: int) -> list[int]:
    """Half of the schools have a smaller room or two, and little to spare."""
    caps = [-(-students // classes) + chance.choice((0, 0, 1, 3))] * classes
    if chance.random() < 0.5:
        for c in chance.sample(range(classes), chance.randint(1, 2)):
            caps[c] -= chance.randint(1, 4)
    while sum(caps) < students:
        caps = [cap + 1 for cap in caps]
    return caps


def _homes(chance: random.Random, students: int, caps: Sequence[int]) -> list[int]:
    """Return a class a student, of even sizes within the caps."""
    sizes = [0] * len(caps)
    for _ in range(students):
        sizes[min((c for c in range(len(caps)) if sizes[c] < caps[c]), key=sizes.__getitem__)] += 1
    home = [c for c, size in enumerate(sizes) for _ in range(size)]
    chance.shuffle(home)
    return home


def _shares(chance: random.Random) -> dict[str, list[float]]:
    """Return sex and up to eleven attributes more, with how often each level occurs."""
    shares = {"sex": [1.0, 1.0]}
    for number in range(chance.randint(1, 11)):
        shares[f"attribute {number:02d}"] = [
            chance.gammavariate(0.8, 1) + 0.02 for _ in range(chance.randint(2, 7))
        ]
    return shares


def _people(chance: random.Random, students: int) -> list[Student]:
    attributes = _shares(chance)
    names = chance.random() < 0.5
    return [
        Student(
            key=f"{s:04d}",
            name=f"name {chance.randrange(NAMES) if names else s}",
            levels={
                name: f"level {chance.choices(range(len(shares)), shares)[0]}"
                for name, shares in attributes.items()
            },
            row=s + 2,
        )
        for s in range(students)
    ]


def _together(making: _Making, groups: int) -> None:
    """Blocks of two or three students of one home."""
    for number in range(groups):
        first, *others = making.chance.sample(range(len(making.people)), len(making.people))
        mates = [s for s in others if making.home[s] == making.home[first]]
        for s in (first, *mates[: making.chance.randint(1, 2)]):
            if not making.people[s].together:
                making.people[s] = replace(making.people[s], together=f"T{number}")


def _apart(making: _Making, groups: int) -> None:
    """Groups of two to five students, as many of them as are of different homes."""
    for number in range(groups):
        homes: set[int] = set()
        for s in making.chance.sample(range(len(making.people)), making.chance.randint(2, 5)):
            if making.home[s] not in homes:
                homes.add(making.home[s])
                codes = (*making.people[s].apart, f"A{number}")
                making.people[s] = replace(making.people[s], apart=codes)


def _pinned(making: _Making) -> None:
    for s in making.chance.sample(range(len(making.people)), making.chance.choice((0, 0, 2, 6))):
        pinned = str(making.home[s] + 1)
        making.people[s] = replace(making.people[s], pinned_class=pinned, reason="reason")


def _levels(*shares: float) -> dict[str, float]:
    return {f"level {number:02d}": share for number, share in enumerate(shares)}


BRITISH = {
    "sex": _levels(49, 51),
    "ethnicity": _levels(55, 14, 10, 8, 5, 4, 2, 2),
    "SEND": _levels(80, 13, 4, 3),
    "EAL": _levels(21, 79),
    "pupil premium": _levels(27, 73),
    "primary school": _levels(20, 15, 12, 10, 9, 8, 7, 5, 4, 3, 3, 2, 1, 1),
    "month of birth": _levels(*[1] * 12),
}
AMERICAN = {
    "sex": _levels(49, 51),
    "race": _levels(44, 27, 14, 6, 5, 3, 1),
    "ELL": _levels(83, 8, 5, 4),
    "IEP": _levels(13, 87),
    "504 plan": _levels(5, 95),
    "lunch": _levels(41, 6, 53),
    "teacher last year": _levels(1, 1, 1, 1, 1),
    "preschool": _levels(30, 22, 15, 12, 9, 6, 4, 2),
    "behavior plan": _levels(6, 94),
}


def british(number: int) -> Problem:
    """Return 118 pupils in 4 forms, 23 small groups of them apart; always the same."""
    return _school(seeded_students(118, 8, BRITISH), 4, apart=23, together=3)


def american(number: int) -> Problem:
    """Return 113 students in 5 sections, 12 small groups apart, 4 together; always the same."""
    return _school(seeded_students(113, 1, AMERICAN), 5, apart=12, together=4)


def _school(people: Sequence[Student], classes: int, apart: int, together: int) -> Problem:
    chance = random.Random(f"school of {len(people)}")
    caps = [-(-len(people) // classes)] * classes
    making = _Making(chance, list(people), _homes(chance, len(people), caps))
    _together(making, together)
    _apart(making, apart)
    return _formed(making, caps, 1)


def little(number: int) -> Problem:
    """Return 48 children in 6 classes, six attributes dealt to be even; always the same."""
    chance = random.Random("little")
    classes, each = 6, 8
    levels = [_dealt(chance, classes, each, [1.0] * 4) for _ in range(6)]
    people = [
        Student(
            f"{s:02d}", f"name {s}", {f"attribute {a}": own[s] for a, own in enumerate(levels)}, s
        )
        for s in range(classes * each)
    ]
    making = _Making(chance, people, [s // each for s in range(classes * each)])
    return _formed(making, [each] * classes, 1)


AGAIN = {"british": british, "american": american, "little": little}
"""Families of one roster, which only the seed draws anew."""
FAMILIES = {"hostile": hostile, "planted": planted, **AGAIN}
"""What a number makes."""
