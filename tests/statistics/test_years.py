"""Lists of several years: the same class better off each time, and lots that are not."""

from __future__ import annotations

import random

import pytest
from scipy import stats

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.years import YearFigures, same_classes, without_year, years_of
from balance_classes.statistics.years import figures_over_years
from tests.builders import a_class_list, a_student

CLASSES, SIZE, LOTS = 4, 20, 199


def year(number: int, called: str, favoured: int = -1) -> tuple[ClassList, tuple[float, ...]]:
    """A year of a school with scores by lot; a favoured class has somewhat higher ones."""
    chance = random.Random(number)
    rows = [[a_student(f"{called} {c} {i}") for i in range(SIZE)] for c in range(CLASSES)]
    classes = a_class_list(rows, school=called)
    marks = [chance.gauss(0.45 if c == favoured else 0, 1) for c in classes.class_of]
    return classes, tuple(marks)


def looked_at(number: int, favoured: int = -1) -> YearFigures:
    listed = [year(10 * number + at, f"School {2019 + at}", favoured) for at in range(4)]
    lists = [classes for classes, _ in listed]
    keys = [frozenset(student.key for student in each.students) for each in lists]
    (years,) = years_of(lists, keys)
    scores = [{"mark": marks} for _, marks in listed]
    found = figures_over_years(years, lists, scores, LOTS, judged=True)
    assert found is not None
    return found


def test_a_class_that_is_a_little_better_off_every_year_is_seen() -> None:
    found = [looked_at(number, favoured=2) for number in range(10)]
    assert sum(each.p < 0.05 for each in found) >= 7
    assert all(max(each.advantages) == each.advantages[2] for each in found if each.p < 0.05)


def test_years_by_lot_have_uniform_p_values() -> None:
    ps = [looked_at(number).p for number in range(60)]
    assert stats.kstest(ps, "uniform").pvalue > 0.01
    assert sum(p < 0.05 for p in ps) <= 8  # 3 by chance; more than 8 once in 300 trials


def test_scores_that_are_not_from_before_play_no_part() -> None:
    listed = [year(at, f"School {2019 + at}", 1) for at in range(2)]
    lists = [classes for classes, _ in listed]
    (years,) = years_of(lists, [frozenset("a"), frozenset("b")])
    scores = [{"mark": marks} for _, marks in listed]
    assert figures_over_years(years, lists, scores, LOTS, judged=False) is None


def test_a_list_with_the_students_of_another_year_is_no_year_of_its_own() -> None:
    lists = [year(at, f"School {2019 + at}")[0] for at in range(3)]
    same = frozenset(f"S{i}" for i in range(80))
    (years,) = years_of(lists, [same, same, frozenset("x")])
    assert (years.lists, years.same_students) == ((0, 2), 1)
    assert list(years_of(lists[:2], [same, same])) == []
    assert list(years_of([year(1, "School")[0]], [same])) == []


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("七小 2021", "七小"), ("七小2021级", "七小"), ("2021学年七小", "七小"),
        ("2021-22 North", "North"),
        ("2023级3班", "3班"), ("3班", "3班"), ("No. 12034", "No. 12034"),
    ],
)  # fmt: skip
def test_names_are_compared_without_their_year(name: str, left: str) -> None:
    assert without_year(name) == left


def test_classes_are_the_same_by_name_and_never_by_position() -> None:
    def named(*names: str) -> ClassList:
        rows = [[a_student(f"{name}{i}") for i in range(2)] for name in names]
        classes = a_class_list(rows)
        return type(classes)(**{**classes.__dict__, "classes": names})

    found = same_classes([named("2021级1班", "2021级2班"), named("2022级2班", "2022级3班")])
    assert found == {"2班": [1, 0]}
