"""Every rule at once: random schools with all of them, beside the same schools without.

Friends, seats, levels offered in some classes, nobody alone, limits, former classes, totals,
twins, codes apart, pins, a named size, in every second school classes that stand; beside what a
draw always has. Rules are read off classes formed by chance, so that they can hold: a school that
is called impossible is a fault.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from time import process_time

from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.problem.limited_students import seat_count
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.rules import Rules
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import draw, effort_of, plan
from benchmarks.instances import roster_of, seeded_students, with_names_and_wishes
from benchmarks.registry import Asked, case
from benchmarks.tables import Table
from tests.builders import a_seed

SIZES = ((120, 4, 100), (480, 12, 20), (1000, 20, 5))
"""Students, classes, schools."""
CLASSMATES = 12
"""A child names its friends among so many who stand near it in the roster."""
SEATS = (("disability", 2),)


@dataclass(frozen=True)
class School:
    """Students and rules of a school, and the same without the rules that are measured."""

    students: tuple[Student, ...]
    rules: Rules
    plain: tuple[Student, ...]
    usual: Rules


def school(students: int, classes: int, seed: int) -> School:
    """Return a school with every rule, by the seed; in every second one classes stand."""
    chance = random.Random(f"every rule {students} {seed}")
    plain = seeded_students(students, seed)
    named = with_names_and_wishes(plain, seed)
    names = [f"C{n}" for n in range(1, classes + 1)]
    found = [replace(s, name=n.name) for s, n in zip(plain, named, strict=True)]
    hidden = _formed(found, classes, chance)
    some = names[: classes // 3 + 1]
    sitting = [names[c] for c in hidden]
    people = tuple(
        _with_levels(*each, set(some), chance) for each in zip(found, sitting, strict=True)
    )
    if seed % 2:
        people = tuple(
            _standing(*each, names, chance) for each in zip(people, sitting, strict=True)
        )
    people = _wishing(people, hidden, chance)
    options = {"classes": classes, "class_names": names, "policy": "own", "cap": 60}
    usual = replace(read_rules(None, options), tiers=(("sex",), ("*",), ("two_way",)))
    villages = Counter(
        (s.levels["previous_school"], c) for s, c in zip(people, hidden, strict=True)
    )
    sizes = Counter({c: seat_count(_of(people, hidden, c), SEATS) for c in range(classes)})
    rules = replace(
        usual,
        at_most=(("disability", 9), ("previous_school=*", max(villages.values()))),
        at_least=_together_in_twos(people, hidden),
        seats=SEATS,
        sizes=((names[-1], sizes[classes - 1]),),
        offered=(("language", "ja", tuple((name, 0) for name in sorted(some))),),
        totals=(("need", ()),),
        keep="class_now" if seed % 2 else "",
        tiers=(("sex",), ("friends",), ("*",), ("same_name",), ("two_way",)),
    )
    return School(people, rules, tuple(found), usual)


def _together_in_twos(
    people: Sequence[Student], hidden: Sequence[int]
) -> tuple[tuple[str, int], ...]:
    """Return the rarest former school of which no class has one alone, at least two of it."""
    counts: dict[str, Counter[int]] = {}
    for student, c in zip(people, hidden, strict=True):
        counts.setdefault(student.levels["previous_school"], Counter())[c] += 1
    rarest = sorted(counts, key=lambda level: (counts[level].total(), level))
    fit = [level for level in rarest if min(counts[level].values()) > 1]
    return ((f"previous_school={fit[0]}", 2),) if fit else ()


def _of(people: Sequence[Student], hidden: Sequence[int], c: int) -> list[Student]:
    return [student for student, own in zip(people, hidden, strict=True) if own == c]


def _formed(people: Sequence[Student], classes: int, chance: random.Random) -> list[int]:
    """Return a class for each student, so that classes take as many seats, or one more."""
    formed, taken = [0] * len(people), [0] * classes
    order = chance.sample(range(len(people)), len(people))
    for student in sorted(order, key=lambda s: -seat_count([people[s]], SEATS)):
        least = [c for c in range(classes) if taken[c] == min(taken)]
        formed[student] = chance.choice(least)
        taken[formed[student]] += seat_count([people[student]], SEATS)
    return formed


def _with_levels(student: Student, own: str, offered: set[str], chance: random.Random) -> Student:
    """Return a student with a language, a need, and here and there a pin."""
    levels = {
        **student.levels,
        "language": "ja" if own in offered and chance.random() < 0.2 else "en",
        "need": chance.choices(("", "1", "2", "3"), (85, 8, 5, 2))[0],
    }
    pin = own if chance.random() < 0.01 else ""
    return replace(student, levels=levels, pinned_class=pin, reason="wheelchair" if pin else "")


def _standing(student: Student, own: str, names: Sequence[str], chance: random.Random) -> Student:
    """Return a student with the class where it sits now, if it sits in one."""
    sits = own if chance.random() < 0.8 else chance.choice(names)
    return replace(
        student, levels={**student.levels, "class_now": "" if chance.random() < 0.05 else sits}
    )


def _with_friends(people: Sequence[Student], place: int, chance: random.Random) -> Student:
    near = people[max(0, place - CLASSMATES) : place + CLASSMATES]
    others = [other.key for other in near if other.key != people[place].key]
    friends = chance.sample(others, chance.choice((0, 1, 2, 3, 3)))
    return replace(people[place], friends=tuple(sorted(friends)))


def _wishing(
    people: Sequence[Student], hidden: Sequence[int], chance: random.Random
) -> tuple[Student, ...]:
    """Return students who name friends, one in fifty a twin, one in twenty apart in threes."""
    found = [_with_friends(people, place, chance) for place in range(len(people))]
    order = chance.sample(range(len(people)), len(people))
    pairs = [(a, b) for a, b in combinations(order[:40], 2) if hidden[a] == hidden[b]]
    done = set[int]()
    for a, b in pairs:
        if len(done) < len(people) // 50 and not done & {a, b}:
            done |= {a, b}
            for student in (a, b):
                found[student] = replace(found[student], together=f"T{a}")
    rest = order[40 : 40 + len(people) // 20 + 3]
    for code in range(0, len(rest) - 2, 3):
        group = rest[code : code + 3]
        if len({hidden[student] for student in group}) == len(group):
            for student in group:
                found[student] = replace(found[student], apart=(f"A{code}",))
    return tuple(found)


def drawn(students: tuple[Student, ...], rules: Rules) -> tuple[float, Assignment]:
    """Return the processor's seconds of a draw, and what came of it."""
    begun = process_time()
    roster = roster_of(students)
    problem = formulate(roster, rules, planned(roster, rules))
    effort = effort_of(rules)
    found = draw(problem, a_seed("every rule"), effort, plan(problem, effort), lambda stage: None)
    return process_time() - begun, found


@case("every-rule", "processor seconds with every rule at once, beside the usual rules")
def compare(asked: Asked) -> Table:
    """Return for each size the seconds with every rule and without, medians and the slowest."""
    rows = [row_of(*size) for size in SIZES]
    headings = ("Students × classes", "Schools", "Usual rules", "Every rule", "Slowest", "Proven")
    note = "Seconds of the processor, medians; proven are tiers, the two-way one left out."
    return Table(headings, rows, (note,))


def row_of(students: int, classes: int, schools: int) -> list[str]:
    """Return a row of the table."""
    usual, every, proven = [], [], []
    for seed in range(1, schools + 1):
        one = school(students, classes, seed)
        usual.append(drawn(one.plain, one.usual)[0])
        seconds, found = drawn(one.students, one.rules)
        every.append(seconds)
        proven += [proof.proven for proof in found.proofs if proof.groups != ("two_way",)]
    middle = schools // 2
    return [
        f"{students} × {classes}",
        str(schools),
        f"{sorted(usual)[middle]:.1f}",
        f"{sorted(every)[middle]:.1f}",
        f"{max(every):.1f}",
        f"{sum(proven)} of {len(proven)}",
    ]
