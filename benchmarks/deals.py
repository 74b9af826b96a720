"""Ways of forming classes, honest and other: what an audit is to see, and what it is not to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.list_problem import problem_of
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import drawn_optimum, effort_of
from benchmarks.star import Deal, School, by_lot, even_seats, give_away, in_seats

POOR = "F"
"""Eligible for free lunch, as the file writes it."""
VILLAGE = 8
GOES_WITH_SCORE = "this program, an attribute that goes with the score"
"""Kindergarten, say: four levels, by the score and as much that has nothing to do with it."""


def with_attribute_of_score(
    classes: ClassList, values: Sequence[float | None], chance: random.Random
) -> ClassList:
    """Return a list with an attribute of four levels, whose ranks go with those of the score."""
    stated = sorted(value for value in values if value is not None)
    spread = (stated[3 * len(stated) // 4] - stated[len(stated) // 4]) / 1.35
    noisy = [(v or chance.choice(stated)) + chance.gauss(0, spread) for v in values]
    order = sorted(range(len(noisy)), key=lambda i: noisy[i])
    level = {pupil: str(4 * rank // len(order)) for rank, pupil in enumerate(order)}
    students = tuple(
        replace(student, levels={**student.levels, "kind": level[at]})
        for at, student in enumerate(classes.students)
    )
    return replace(classes, students=students, attributes=(*classes.attributes, "kind"))


def _by_this_program(school: School, chance: random.Random) -> Sequence[int]:
    rules = replace(read_rules(None, {"policy": "none"}), steps=2_000)
    found = drawn_optimum(problem_of(school.classes, rules), f"{chance.random()}", effort_of(rules))
    assert found is not None
    return found.class_of


def _ranked(school: School, by: str, chance: random.Random) -> list[int]:
    """Return pupils from the first on; who has no score comes last, ties by lot."""
    values = school.scores["name"] if by == "name" else next(iter(school.scores.values()))
    return sorted(range(len(values)), key=lambda i: (-(values[i] or 0.0), chance.random()))


def _streamed(school: School, chance: random.Random, share: float) -> Sequence[int]:
    """Deal by lot, then let a share of the pupils sit by score over their seats."""
    class_of = list(by_lot(school, chance))
    chosen = {*chance.sample(range(len(class_of)), round(share * len(class_of)))}
    best = [i for i in _ranked(school, "score", chance) if i in chosen]
    for pupil, seat in zip(best, sorted(class_of[i] for i in chosen), strict=True):
        class_of[pupil] = seat
    return class_of


def _without_poor(school: School, chance: random.Random) -> Sequence[int]:
    """Deal by lot, then let one class give all its poor pupils away."""
    class_of = list(by_lot(school, chance))
    poor = [student.levels["aid"] == POOR for student in school.classes.students]
    going = [i for i, c in enumerate(class_of) if not c and poor[i]]
    give_away(going, [i for i, c in enumerate(class_of) if c and not poor[i]], class_of, chance)
    return class_of


def _in_turn(
    school: School,
    chance: random.Random,
    *,
    by: str,
    within: str = "",
    turning: bool = True,
    by_hand: float = 0.0,
) -> Sequence[int]:
    """Deal pupils out in turn, forth and back where `turning`; then some change places."""
    order = _ranked(school, by, chance)
    if within:
        order.sort(key=lambda i: school.classes.students[i].levels[within])
    classes = list(range(len(school.classes.classes)))
    turns = (classes[::-1] if turning and n % 2 else classes for n in range(len(order)))
    class_of = in_seats(order, [c for turn in turns for c in turn][: len(order)])
    for _ in range(round(by_hand * len(order) / 2)):
        one, other = chance.sample(range(len(order)), 2)
        class_of[one], class_of[other] = class_of[other], class_of[one]
    return class_of


def _filled(school: School, chance: random.Random) -> Sequence[int]:
    return in_seats(_ranked(school, "name", chance), sorted(even_seats(school)))


def _villages(school: School, chance: random.Random) -> Sequence[int]:
    """Deal neighbours of the alphabet by lot, eight at a time, so that sizes stay nearly even."""
    order = _ranked(school, "name", chance)
    villages = [order[at : at + VILLAGE] for at in range(0, len(order), VILLAGE)]
    classes = [at % len(school.classes.classes) for at in range(len(villages))]
    chance.shuffle(classes)
    seats = [c for village, c in zip(villages, classes, strict=True) for _ in village]
    return in_seats(order, seats)


def _balanced(school: School, chance: random.Random) -> Sequence[int]:
    """Exchange pupils of one sex wherever that brings the means of two classes nearer."""
    values = next(iter(school.scores.values()))
    class_of = list(by_lot(school, chance))
    known = [i for i, value in enumerate(values) if value is not None]
    sexes = [student.levels["sex"] for student in school.classes.students]
    count = [sum(class_of[i] == c for i in known) for c in range(len(school.classes.classes))]
    total = [sum((values[i] or 0.0) for i in known if class_of[i] == c) for c in range(len(count))]
    for _ in range(40 * len(known)):
        one, other = chance.sample(known, 2)
        a, b = class_of[one], class_of[other]
        gain = (values[other] or 0.0) - (values[one] or 0.0)
        apart = total[a] / count[a] - total[b] / count[b]
        if sexes[one] == sexes[other] and a != b:
            after = (total[a] + gain) / count[a] - (total[b] - gain) / count[b]
            if abs(after) < abs(apart):
                class_of[one], class_of[other] = b, a
                total[a], total[b] = total[a] + gain, total[b] - gain
    return class_of


DEALS: dict[str, Deal] = {
    "lots": by_lot,
    "this program": _by_this_program,
    GOES_WITH_SCORE: _by_this_program,
    "10 % of pupils sorted by score": partial(_streamed, share=0.1),
    "20 % of pupils sorted by score": partial(_streamed, share=0.2),
    "40 % of pupils sorted by score": partial(_streamed, share=0.4),
    "one class without free lunch": _without_poor,
    "snake by score": partial(_in_turn, by="score"),
    "snake within each sex": partial(_in_turn, by="score", within="sex"),
    "snake, 5 % by hand": partial(_in_turn, by="score", by_hand=0.05),
    "snake, 10 % by hand": partial(_in_turn, by="score", by_hand=0.1),
    "balanced means": _balanced,
    "in turn by the alphabet": partial(_in_turn, by="name", turning=False),
    "one class after the other by the alphabet": _filled,
    "villages together": _villages,
}
BY_LOT = tuple(DEALS)[:2]
"""In which nothing is planted."""
DRAWN = (*list(DEALS)[:2], *list(DEALS)[3:7], *list(DEALS)[8:11])
"""What the picture shows."""
