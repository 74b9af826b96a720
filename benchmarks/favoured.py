"""How often does the audit see favours, of one year and of several, of teachers and of changes?"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from balance_classes.domain.audit.changes import Earlier, asked_of_changes
from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.years import Years
from balance_classes.domain.roster.roster import Student
from balance_classes.statistics.figures import OtherTests, figures_of
from balance_classes.statistics.staff import SENIOR
from balance_classes.statistics.years import figures_over_years
from benchmarks.deals import DEALS
from benchmarks.star import (
    CLASS,
    LEVEL,
    LOTS,
    TRIALS,
    Kept,
    School,
    anew,
    by_lot,
    give_away,
    groups,
    headings,
    least_p,
    pool,
    shares,
)
from benchmarks.tables import Table

BURDENS = {"migrant": 0.25, "left_behind": 0.2, "aid": 0.3}
"""What share of pupils each burden has; those of the file are of one kind alone."""
MARKED, PLACES = 0.15, ("A", "B", "C")
"""What share of pupils a named column has an entry for, and of which workplaces."""
GIVEN_AWAY = 0.7
"""So many of its burdened pupils a favoured class gives away."""
LARGE, YEARS, LISTED = (160, 240, 480), 4, 30
"""Sizes of schools with years, teachers and changes; so many years, and schools of a size."""
BETTER, MOVED, CHOSEN = 5, 0.06, 6
"""So many pupils for whom a class gets better ones every year; the share who change class, and
how many of the best come into one class."""


def favoured(schools: Sequence[School], kept: Kept) -> Table:
    """Measure how often favours are seen, of classes by lot with one pattern planted."""
    rows = []
    for name in (*_FAVOURS, "nothing"):
        found = [
            kept.of(f"{name} {at}", lambda: [_favour_p(s, name) for s in group])  # noqa: B023
            for at, group in enumerate(groups(schools))
        ]
        rows.append([name, *shares(found, LEVEL)])
    return Table(
        ("Planted in one class", *headings(schools)),
        rows[::-1],
        (
            f"As above, {TRIALS} pooled schools of a size. Corrected for all that is judged: sex, "
            "birth quarter, three burdens of pupils drawn by lot (25, 20 and 30 %), a score from "
            "before, and a column that is named, with an "
            "entry for 15 % of pupils. Better off: the class gives away 70 % of those with each "
            "burden. One workplace: all children of one of three. Transfers: all with an entry "
            "leave the class.",
        ),
    )


def _favour_p(school: School, name: str) -> float:
    chance = random.Random(f"{name} {school.classes.school}")
    score, values = next(iter(school.scores.items()))
    students = tuple(
        replace(
            student,
            levels={
                **student.levels,
                **{b: "yes" if chance.random() < p else "no" for b, p in BURDENS.items()},
            },
        )
        for student in school.classes.students
    )
    entries = [chance.choice(PLACES) if chance.random() < MARKED else "" for _ in students]
    class_of = list(by_lot(school, chance))
    if name in _FAVOURS:
        _FAVOURS[name](students, entries, class_of, chance)
    attributes = ("sex", "birth_quarter", *BURDENS)
    classes = replace(anew(school, chance, class_of, attributes), students=students)
    beside = OtherTests(favours={"who": entries})
    return least_p(figures_of(classes, {score: values}, LOTS, None, beside))


def _better_off(
    students: Sequence[Student], _: Sequence[str], class_of: list[int], chance: random.Random
) -> None:
    for burden in BURDENS:
        has = [student.levels[burden] == "yes" for student in students]
        going = [i for i, c in enumerate(class_of) if c == 0 and has[i]]
        going = chance.sample(going, round(GIVEN_AWAY * len(going)))
        easy = [i for i, s in enumerate(students) if all(s.levels[b] == "no" for b in BURDENS)]
        give_away(going, [i for i in easy if class_of[i]], class_of, chance)


def _one_workplace(
    _: Sequence[Student], entries: Sequence[str], class_of: list[int], chance: random.Random
) -> None:
    going = [i for i, entry in enumerate(entries) if entry == PLACES[0] and class_of[i]]
    coming = [i for i, entry in enumerate(entries) if entry != PLACES[0] and not class_of[i]]
    give_away(going, coming, class_of, chance)


def _no_transfers(
    _: Sequence[Student], entries: Sequence[str], class_of: list[int], chance: random.Random
) -> None:
    going = [i for i, entry in enumerate(entries) if entry and not class_of[i]]
    coming = [i for i, entry in enumerate(entries) if not entry and class_of[i]]
    give_away(going, coming, class_of, chance)


_FAVOURS: dict[str, Callable[..., None]] = {
    "no transfers": _no_transfers,
    "children of one workplace": _one_workplace,
    "better off in three ways": _better_off,
}


def beside(schools: Sequence[School], kept: Kept) -> Table:
    """Measure how often favours over years, of teachers and of changes are seen."""
    rows = []
    for name in _BESIDE:
        found = [
            kept.of(f"{name} {size}", lambda: _ps(schools, size, name))  # noqa: B023
            for size in LARGE
        ]
        rows.append([name, *shares(found, LEVEL)])
    return Table(
        ("Planted", *(f"{size} pupils, {size // CLASS} classes" for size in LARGE)),
        rows,
        (
            f"Share of {LISTED} schools of a size with p below 5 %. "
            f"Years: {YEARS} lists with a "
            f"score from before; {BETTER} of the worse half of one class change places with "
            "pupils of the better half of others. Teachers: 40 % of pupils are sorted by score; "
            "p of the teachers, corrected for all that is judged. Changes: "
            f"{100 * MOVED:.0f} % of pupils change class, two and two; planted are {CHOSEN} of "
            "the best who come into one class besides.",
        ),
    )


def _ps(schools: Sequence[School], size: int, name: str) -> list[float]:
    chances = (random.Random(f"{name} {size} {n}") for n in range(LISTED))
    return [_BESIDE[name](schools, size, n, chance) for n, chance in enumerate(chances)]


def _years_p(
    schools: Sequence[School], size: int, number: int, chance: random.Random, favoured: str
) -> float:
    lists, scores = [], []
    for year in range(YEARS):
        school = pool(schools, size, YEARS * number + year)
        class_of = list(by_lot(school, chance))
        best = {"same": 0, "any": chance.randrange(size // CLASS)}.get(favoured)
        if best is not None:
            better, worse = _halves(school)
            going = [i for i in worse if class_of[i] == best][:BETTER]
            give_away(going, [i for i in better if class_of[i] != best], class_of, chance)
        lists.append(anew(school, chance, class_of, ()))
        scores.append(school.scores)
    years = Years("pooled", tuple(map(str, range(YEARS))), tuple(range(YEARS)))
    found = figures_over_years(years, lists, scores, LOTS, judged=True)
    assert found is not None
    return found.p


def _halves(school: School) -> tuple[list[int], list[int]]:
    """Return the better and the worse half of the pupils with a score, each from its best on."""
    values = next(iter(school.scores.values()))
    order = sorted((-v, i) for i, v in enumerate(values) if v is not None)
    half = len(order) // 2
    return [i for _, i in order[:half]], [i for _, i in order[half:]]


def _teachers_p(
    schools: Sequence[School], size: int, number: int, chance: random.Random, senior: str
) -> float:
    school = pool(schools, size, number)
    class_of = DEALS["40 % of pupils sorted by score"](school, chance)
    classes = anew(school, chance, class_of, ("sex",))
    # Sorted are the best into the first classes: the senior teachers stand there, or by lot.
    years = [float(n) for n in chance.sample(range(1, 31), len(classes.classes))]
    if senior == "sorted":
        years.sort(reverse=True)
    named = {name.casefold(): each for name, each in zip(classes.classes, years, strict=True)}
    figures = figures_of(classes, school.scores, LOTS, None, OtherTests(seniority=named))
    return min(t.corrected for t in figures.tests("favour") if t.name == SENIOR)


def _changes_p(
    schools: Sequence[School], size: int, number: int, chance: random.Random, chosen: int
) -> float:
    school = pool(schools, size, number)
    before = by_lot(school, chance)
    class_of = list(before)
    moving = chance.sample(range(size), round(MOVED * size))
    give_away(moving[::2], moving[1::2], class_of, chance)
    better, worse = _halves(school)
    best = chance.sample([i for i in better[: size // 8] if class_of[i]], chosen)
    give_away(best, [i for i in worse if not class_of[i]][:chosen], class_of, chance)
    classes: ClassList = anew(school, chance, class_of, ("sex", "birth_quarter", "aid"))
    earlier = Earlier(tuple(classes.classes[c] for c in before), ())
    asked = asked_of_changes(classes, earlier)
    return least_p(figures_of(asked, school.scores, LOTS, None, OtherTests(formed=False)))


_BESIDE: dict[str, Callable[..., float]] = {
    "years: by lot": partial(_years_p, favoured=""),
    "years: another class better off each time": partial(_years_p, favoured="any"),
    "years: the same class better off": partial(_years_p, favoured="same"),
    "teachers: by lot, of classes sorted by score": partial(_teachers_p, senior="by lot"),
    "teachers: the senior ones at the best classes": partial(_teachers_p, senior="sorted"),
    "changes: by lot": partial(_changes_p, chosen=0),
    "changes: the best into one class": partial(_changes_p, chosen=CHOSEN),
}
