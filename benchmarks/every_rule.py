"""Every rule at once: random schools with all of them, beside the same schools without.

Friends, seats, levels offered in some classes, nobody alone, limits, totals, twins, codes apart,
a small room and a named size; beside what a draw always has: levels, names, cells of two.
"""

from __future__ import annotations

import random
from dataclasses import replace
from time import process_time

from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.rules import Rules
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import draw, effort_of, plan
from benchmarks.instances import roster_of, seeded_students, with_names_and_wishes
from benchmarks.registry import Asked, case
from benchmarks.tables import Table
from tests.builders import a_seed

SIZES = ((120, 4), (480, 12), (1000, 20))
SCHOOLS = 20
CLASSMATES = 12
"""A child names its friends among so many who stand near it in the roster."""


def school(students: int, seed: int) -> tuple[Student, ...]:
    """Return students as in life, with a language, a need, and up to three friends each."""
    chance = random.Random(f"every rule {seed}")
    found = with_names_and_wishes(seeded_students(students, seed), seed)
    keys = [student.key for student in found]

    def of(place: int, student: Student) -> Student:
        near = [
            k for k in keys[max(0, place - CLASSMATES) : place + CLASSMATES] if k != student.key
        ]
        levels = {
            "language": chance.choices(("en", "ja"), (9, 1))[0],
            "need": chance.choices(("", "1", "2", "3"), (85, 8, 5, 2))[0],
        }
        friends = tuple(sorted(chance.sample(near, chance.choice((0, 1, 2, 3, 3)))))
        return replace(student, levels={**student.levels, **levels}, friends=friends)

    return tuple(of(place, student) for place, student in enumerate(found))


def every_rule(classes: int) -> Rules:
    """Return rules that ask for everything at once."""
    even = [f"C{n}" for n in range(1, classes + 1)]
    options = {"classes": classes, "class_names": even, "policy": "own", "cap": 54}
    rules = read_rules(None, options)
    return replace(
        rules,
        at_most=(("disability", 3), ("previous_school=*", 12)),
        at_least=(("ethnicity=其他", 2),),
        seats=(("disability", 2),),
        caps=((even[0], 50),),
        offered=(
            ("language", "ja", tuple((name, 0) for name in sorted(even[: classes // 3 + 1]))),
        ),
        totals=(("need", ()),),
        tiers=(("sex",), ("friends",), ("*",), ("same_name",), ("two_way",)),
    )


def drawn(students: tuple[Student, ...], rules: Rules) -> tuple[float, int, int]:
    """Return the processor's seconds of a draw, and how many of its tiers are proven."""
    begun = process_time()
    roster = roster_of(students)
    problem = formulate(roster, rules, planned(roster, rules))
    effort = effort_of(rules)
    found = draw(problem, a_seed("every rule"), effort, plan(problem, effort), lambda stage: None)
    proofs = found.proofs[:-1]
    return process_time() - begun, sum(proof.proven for proof in proofs), len(proofs)


@case("every-rule", "processor seconds with every rule at once, beside the usual rules")
def compare(asked: Asked) -> Table:
    """Return for each size the seconds with every rule and without, medians and the slowest."""
    rows = [_row(students, classes, SCHOOLS) for students, classes in SIZES]
    sentence = (
        f"Seconds of the processor, medians of {SCHOOLS} random schools; tiers but the two-way one."
    )
    headings = ("Students × classes", "Usual rules", "Every rule", "Slowest", "Tiers proven")
    return Table(headings, rows, (sentence,))


def _row(students: int, classes: int, schools: int) -> list[str]:
    usual, every, proven, tiers = [], [], 0, 0
    for seed in range(1, schools + 1):
        people = school(students, seed)
        plain = tuple(replace(s, friends=()) for s in people)
        rules = every_rule(classes)
        without = replace(
            rules,
            at_least=(),
            seats=(),
            caps=(),
            offered=(),
            totals=(),
            at_most=(("disability", 3),),
        )
        usual.append(drawn(plain, without)[0])
        seconds, sure, all_of = drawn(people, rules)
        every.append(seconds)
        proven, tiers = proven + sure, tiers + all_of
    middle = schools // 2
    return [
        f"{students} × {classes}",
        f"{sorted(usual)[middle]:.1f}",
        f"{sorted(every)[middle]:.1f}",
        f"{max(every):.1f}",
        f"{proven} of {tiers}",
    ]
