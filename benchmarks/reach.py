"""Does a draw end where its own proof says that it could? Hostile, feasible rosters by number.

Run: python -m benchmarks.reach [first number] [rosters]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import draw, effort_of, plan
from benchmarks.instances import roster_of

NAMES = 160
"""So many names go round where a roster has namesakes."""


@dataclass
class _Making:
    """A roster in the making; `home` is the class of each student that keeps every wish."""

    chance: random.Random
    people: list[Student]
    home: list[int]


def feasible_problem(number: int) -> Problem:
    """Return a problem of 60 to 600 students whose hard rules hold in an assignment made first.

    Wishes, pins, unequal caps and a tolerance are laid over that assignment.
    """
    chance = random.Random(f"reach {number}")
    classes = chance.randint(3, 14)
    students = max(60, min(600, classes * chance.randint(15, 43) + chance.randrange(classes)))
    caps = _caps(chance, students, classes)
    making = _Making(chance, _people(chance, students), _homes(chance, students, caps))
    _together(making)
    _apart(making)
    _pinned(making)
    rules = read_rules(
        None, {"classes": classes, "policy": "none", "tolerance": chance.choice((1, 1, 2))}
    )
    named = [SchoolClass(str(c + 1), cap) for c, cap in enumerate(caps)]
    return formulate(roster_of(tuple(making.people)), rules, named)


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


def _people(chance: random.Random, students: int) -> list[Student]:
    attributes = {"sex": [1.0, 1.0]}
    for number in range(chance.randint(1, 11)):
        attributes[f"attribute {number:02d}"] = [
            chance.gammavariate(0.8, 1) + 0.02 for _ in range(chance.randint(2, 7))
        ]
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


def _together(making: _Making) -> None:
    """Blocks of two or three students of one home."""
    for number in range(making.chance.choice((0, 2, 5, 12))):
        first, *others = making.chance.sample(range(len(making.people)), len(making.people))
        mates = [s for s in others if making.home[s] == making.home[first]]
        for s in (first, *mates[: making.chance.randint(1, 2)]):
            if not making.people[s].together:
                making.people[s] = replace(making.people[s], together=f"T{number}")


def _apart(making: _Making) -> None:
    """Groups of two to four students of different homes."""
    for number in range(making.chance.choice((0, 3, 10, 23))):
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


def end_of(drawn: Assignment) -> str:
    """Tell where a draw ended: at its limit, above one that is known, or where none is known."""
    proofs = [proof for proof in drawn.proofs if proof.groups != ("two_way",)]
    if all(proof.proven for proof in proofs):
        return "at the limit, proven"
    first = next(proof for proof in proofs if not proof.proven)
    return "above a limit that is known" if first.ground == "program" else "limit not known"


def main(first: int, rosters: int) -> None:
    """Print where each draw that is not at its limit ended, and how many ended how."""
    effort = effort_of(read_rules(None, {}))
    ends, began = Counter[str](), time.process_time()
    for number in range(first, first + rosters):
        problem = feasible_problem(number)
        seed = Seed((SeedWords("number", str(number)),), given=True)
        drawn = draw(problem, seed, effort, plan(problem, effort), lambda stage: None)
        ends[end := end_of(drawn)] += 1
        if "proven" not in end:
            found = [(proof.excess, proof.bound) for proof in drawn.proofs[:-1]]
            print(
                f"{number}: {len(problem.keys)} x {len(problem.classes)}, {end}: {found}",
                flush=True,
            )
    for end, times in sorted(ends.items()):
        print(f"{end}: {times} of {rosters}")
    print(f"{time.process_time() - began:.0f} s of processor")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *(0, 2_000)[len(given) :])
