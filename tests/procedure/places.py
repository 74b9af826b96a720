"""Places for newcomers for both implementations, and what the first makes of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from balance_classes.domain.after_draw.newcomers import (
    PlaceMethod,
    Terms,
    drawn_places,
    lottery_numbers,
    staying,
)
from balance_classes.domain.after_draw.place_event import Placing
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.excess import all_excess
from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.result.fixed_before_draw import LaterEntry, SeedTerms, fix
from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.result.later_states import (
    next_number,
    same_student,
    standing_problem,
)
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.class_names import SchoolClass, letters
from balance_classes.domain.rules.rules import Rules
from tests.builders import FIRST_DRAW, a_roster, a_seed, a_student, some_rules
from tests.procedure.cases import as_case

NAMES = "甲乙丙丁戊"
MOST_CLASSES = 4


@dataclass(frozen=True)
class PlaceCase:
    """Formed classes whose first change was that some left, and the newcomers of the next one."""

    seed: Seed
    before: Formed
    leavers: tuple[int, ...]
    newcomers: tuple[Student, ...]
    terms: Terms


def some_place(chance: random.Random, *, offered: bool = False) -> PlaceCase:
    """Return small classes of unequal caps that stand unevenly, and some newcomers.

    A home may be `offered` in some classes only, with a number or without. Newcomers may share
    codes with one another and with students who have a class, may be pinned or barred, and may
    have left before.
    """
    classes = chance.randint(1, MOST_CLASSES)
    standing = chance.randint(2 * classes + 2, 5 * classes + 2)
    students = [_student(chance, f"S{i:02d}", classes) for i in range(standing)]
    formed = standing_classes(chance, students, classes)
    if offered:
        formed = _offered(chance, formed)
    formed = _after_leaving(chance, formed)
    back = [gone.placement.student for gone in formed.left if chance.random() < 0.5]
    coming = [
        _student(chance, f"N{i:02d} {chance.choice(NAMES)}", classes, wishes=True)
        for i in range(chance.randint(1, 5))
    ]
    coming = _with_codes(chance, coming, formed)
    there = [placement.lottery_number for placement in formed.placements]
    words = SeedWords("家长", f"{chance.choice(('红', 'dice'))} {chance.randrange(10**6)}")
    method: PlaceMethod = chance.choice(("even", "even", "smallest-class"))
    highest = max(school_class.cap for school_class in formed.classes)
    cap = highest + chance.randint(1, 2) if chance.random() < 0.2 else 0
    return PlaceCase(
        seed=Seed((words,), given=True),
        before=formed,
        leavers=tuple(chance.sample(there, chance.randint(0, min(2, len(there) - 1)))),
        newcomers=tuple(chance.sample([*back, *coming], len(back) + len(coming))),
        terms=Terms(method, cap, "approved" if cap else ""),
    )


def standing_classes(chance: random.Random, students: list[Student], classes: int) -> Formed:
    """Return classes in which the students sit anyhow: no draw, but a state to begin from."""
    tiers: tuple[tuple[str, ...], ...] = chance.choice(
        (
            (("sex",), ("*",), ("same_name",)),
            (("sex",), ("*",), ("two_way",)),
            (("sex*home",), ("apart",)),
        )
    )
    hard = ("apart", "same_name") if chance.random() < 0.3 else ("apart",)
    rules = some_rules(
        tolerance=chance.choice((1, 2)),
        min_size=chance.choice((1, 3)),
        at_most=(("kind", 2),),
        hard=tuple(group for group in hard if (group,) not in tiers),
        tiers=tiers,
    )
    even = -(-len(students) // classes)
    caps = [even + chance.randint(0, 3) for _ in range(classes)]
    seats = [c for c, cap in enumerate(caps) for _ in range(cap)]
    order = chance.sample(range(len(students)), len(students))
    return seated(students, chance.sample(seats, len(students)), caps, rules, order)


def _offered(chance: random.Random, formed: Formed) -> Formed:
    """Return the classes under rules that open some of them only to each of two homes."""
    names = [school_class.name for school_class in formed.classes]

    def listed() -> tuple[tuple[str, int], ...]:
        some = chance.sample(names, chance.randint(1, len(names)))
        return tuple((name, chance.choice((0, 0, 2, 30))) for name in sorted(some))

    only = (("home", "town", listed()), ("home", "village", listed()))
    sizes = ((names[0], 3),) if chance.random() < 0.5 else ()
    totals = (("kind", (("no", 1), ("yes", 3))),)
    rules = replace(formed.fixed.rules, offered=only, sizes=sizes, totals=totals)
    return replace(formed, fixed=replace(formed.fixed, rules=rules))


def seated(
    students: Sequence[Student],
    class_of: Sequence[int],
    caps: Sequence[int],
    rules: Rules,
    order: Sequence[int] | None = None,
) -> Formed:
    """Return students in the classes named for each, by lottery number; `order` are their places.

    The classes are 1A, 1B, ….
    """
    roster = a_roster(*students)
    classes = tuple(SchoolClass(name_of(c), cap) for c, cap in enumerate(caps))
    problem = formulate(roster, rules, classes)
    ordered = problem.reordered(range(len(students)) if order is None else order)
    groups = tuple(range(len(caps)))
    drawn = Assignment(ordered, tuple(class_of), groups, (), "draw", (), 0)
    fixed = fix(roster, rules, problem, "HiGHS", SeedTerms(("",)))
    return Formed(roster, fixed, a_seed("draw"), drawn, FIRST_DRAW)


def name_of(school_class: int) -> str:
    """Return the name of a class by its position."""
    return f"1{letters(school_class)}"


def _student(chance: random.Random, key: str, classes: int, *, wishes: bool = False) -> Student:
    more: dict[str, Any] = {}
    every = [name_of(c) for c in range(classes)]
    if wishes and chance.random() < 0.2:
        more["pinned_class"] = chance.choice(every)
    elif wishes and chance.random() < 0.2:
        more["barred"] = tuple(chance.sample(every, chance.randint(0, classes - 1)))
    return a_student(
        key,
        chance.choice(("王小明", "李静", "", "")),
        sex=chance.choice(("female", "male")),
        home=chance.choice(("town", "village", "")),
        kind=chance.choice(("yes", "no", "no", "no")),
        together="old" if not wishes and chance.random() < 0.15 else "",
        apart=("x",) if chance.random() < 0.15 else (),
        **more,
    )


def _with_codes(chance: random.Random, coming: list[Student], formed: Formed) -> list[Student]:
    """Return newcomers of whom some stay together, perhaps with one who has a class."""
    together = chance.choice(("", "new", "old"))
    if together == "old":
        codes = sorted({p.student.together for p in formed.placements} - {""})
        together = chance.choice(codes) if codes else ""
    count = chance.randint(1, 3) if together else 0
    return [replace(student, together=together) for student in coming[:count]] + coming[count:]


def _after_leaving(chance: random.Random, formed: Formed) -> Formed:
    """Return the classes after a first change by which some left, or nobody came or left."""
    leavers = tuple(chance.sample(range(1, formed.roster.size), chance.randint(0, 2)))
    entry = LaterEntry(1, 1, "0" * 64, "0" * 64, "", 2, "0" * 64)
    return Placing(entry, None, "even", leavers, (), 1, ()).applied(formed)


def as_place_case(case: PlaceCase) -> dict[str, Any]:
    """Return it as the second implementation reads it: who is there, then newcomers by key."""
    there = staying(case.before, case.leavers)
    coming = sorted(case.newcomers, key=lambda student: student.key)
    names = [school_class.name for school_class in case.before.classes]
    number = next_number(case.before)
    arriving = [_placement(student) for student in coming]
    problem = standing_problem(case.before, [*there, *arriving], case.terms.cap)
    left = [gone.placement for gone in case.before.left]
    former = {
        student.key: place.school_class
        for student in coming
        for place in left
        if same_student(place.student, student)
    }
    read = as_case(
        problem,
        case.seed,
        tolerance=case.before.rules.tolerance,
        min_size=case.before.rules.min_size,
    )["problem"]
    first, every = len(there), frozenset(range(len(names)))
    read["reach"] = [
        [first + at, sorted(_open(student, names) & problem.reach.get(first + at, every))]
        for at, student in enumerate(coming)
        if student.pinned_class or student.barred or first + at in problem.reach
    ]
    return {
        "words": [words.words for words in case.seed.words],
        "rehearsal": case.seed.rehearsal,
        "number": len(case.before.later) + 1,
        "highest": number - 1,
        "method": case.terms.method,
        "problem": read,
        "placed": [p.school_class for p in there] + [None] * len(coming),
        "returned": [
            [first + at, former[student.key]]
            for at, student in enumerate(coming)
            if student.key in former
        ],
    }


def _placement(student: Student) -> Placement:
    return Placement(student, 0, 0)


def _open(student: Student, names: list[str]) -> set[int]:
    """Return the classes that a pin and bars leave open, by exact names."""
    pinned = student.pinned_class
    return {
        c
        for c, name in enumerate(names)
        if name not in student.barred and (not pinned or name == pinned)
    }


def seats_for_all(case: PlaceCase) -> bool:
    """Tell whether the caps leave a seat for each, without which nothing is drawn."""
    there = staying(case.before, case.leavers)
    wanted = len(there) + len(case.newcomers)
    highest = max(school_class.cap for school_class in case.before.classes)
    raised = case.terms.cap or highest
    caps = [raised if c.cap == highest else c.cap for c in case.before.classes]
    return wanted <= sum(caps)


def placed_first(case: PlaceCase) -> Mapping[str, Any]:
    """Return what the first implementation draws."""
    there = staying(case.before, case.leavers)
    by_key = sorted(case.newcomers, key=lambda student: student.key)
    arriving = lottery_numbers(case.before, by_key, case.seed)
    drawn = drawn_places(case.before, case.leavers, arriving, terms=case.terms, seed=case.seed)
    outcome = {
        "seed": case.seed.value,
        "order": [len(there) + by_key.index(student) for _, student in arriving],
        "choices": str(drawn[1] if drawn else 0),
    }
    if drawn is None:
        return outcome
    after = [*there, *(newcomer.placement for newcomer in drawn[0])]
    problem = standing_problem(case.before, after, case.terms.cap)
    return outcome | {
        "numbers": [newcomer.placement.lottery_number for newcomer in drawn[0]],
        "classes": [newcomer.placement.school_class for newcomer in drawn[0]],
        "among": [list(newcomer.drawn_among) for newcomer in drawn[0]],
        "excess": list(all_excess(problem, [placement.school_class for placement in after])),
    }
