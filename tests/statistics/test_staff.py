"""Teachers beside classes: senior ones at the best, and streaming that is not their doing."""

from __future__ import annotations

import random
from itertools import permutations
from math import factorial

import pytest

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.findings import Figures
from balance_classes.statistics.figures import OtherTests, figures_of
from tests.builders import a_class_list, a_student

CLASSES, SIZE, LOTS = 6, 15, 399


def streamed(number: int) -> tuple[ClassList, tuple[float, ...]]:
    """Classes of which each is better than the one before."""
    chance = random.Random(number)
    rows = [[a_student(f"S{c}-{i}") for i in range(SIZE)] for c in range(CLASSES)]
    classes = a_class_list(rows, school=str(number))
    return classes, tuple(chance.gauss(c / 2, 1) for c in classes.class_of)


def looked_at(number: int, years: list[float], *, judged: bool = True, lots: int = LOTS) -> Figures:
    classes, marks = streamed(number)
    seniority = {name: y for name, y in zip(classes.classes, years, strict=True) if y}
    beside = OtherTests(judged=judged, seniority={n.casefold(): y for n, y in seniority.items()})
    return figures_of(classes, {"mark": marks}, lots, None, beside)


def p_of(figures: Figures) -> float:
    (test,) = (test for test in figures.tests("favour") if test.name == "senior")
    return test.p


def test_senior_teachers_at_the_better_classes_are_seen() -> None:
    assert p_of(looked_at(1, [3, 8, 9, 15, 20, 30])) < 0.02
    assert p_of(looked_at(1, [30, 20, 15, 9, 8, 3])) > 0.9


def test_p_is_the_share_of_all_ways_to_deal_the_teachers() -> None:
    years = [8.0, 3.0, 9.0, 20.0, 15.0, 30.0]
    figures = looked_at(3, years, lots=4_999)
    (top,) = (f.counts for f in figures.favours if f.column == "mark")

    def together(dealt: tuple[float, ...]) -> float:
        return round(sum(y * share for y, share in zip(dealt, top, strict=True)), 9)

    reached = sum(together(dealt) >= together(tuple(years)) for dealt in permutations(years))
    assert p_of(figures) == pytest.approx(reached / factorial(CLASSES), abs=0.006)


def test_streamed_classes_make_no_teacher_suspect() -> None:
    chance = random.Random(3)
    ps = [p_of(looked_at(n, [chance.uniform(1, 30) for _ in range(CLASSES)])) for n in range(40)]
    assert sum(p < 0.05 for p in ps) <= 6  # 2 by chance; more than 6 once in 200 trials


@pytest.mark.parametrize(
    "years", [[5.0] * 6, [1.0, 30.0, 0, 0, 0, 0]], ids=["alike", "of two classes"]
)
def test_teachers_who_are_alike_or_few_are_not_asked_about(years: list[float]) -> None:
    assert all(test.name != "senior" for test in looked_at(1, years).tests("favour"))


def test_scores_that_are_not_from_before_say_nothing_of_teachers() -> None:
    figures = looked_at(1, [3, 8, 9, 15, 20, 30], judged=False)
    assert all(test.name != "senior" for test in figures.tests("favour"))
