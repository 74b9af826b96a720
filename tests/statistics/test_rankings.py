"""Dealt out by a ranking, or kept together along it: both are told from lots."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.findings import Figures
from balance_classes.statistics.figures import OtherTests, figures_of
from balance_classes.statistics.lots import Lots
from balance_classes.statistics.rankings import Ranking
from tests.builders import a_class_list, a_student

CLASSES, SIZE = 4, 15
QUICK = 999


def seated(class_of: Sequence[int], number: int = 0) -> ClassList:
    """Students in the order of their rank, each in the class that is said; sexes by lot."""
    chance = random.Random(number)
    pupils = [
        a_student(f"S{i}", sex=chance.choice(["male", "female"])) for i in range(len(class_of))
    ]
    rows = [[p for p, c in zip(pupils, class_of, strict=True) if c == k] for k in range(CLASSES)]
    return a_class_list(rows, school=f"{number}")


def ranks(classes: ClassList) -> tuple[float, ...]:
    return tuple(float(student.key[1:]) for student in classes.students)


def snake(swaps: int = 0) -> list[int]:
    there = list(range(CLASSES))
    dealt = [c for turn in range(SIZE) for c in (there[::-1] if turn % 2 else there)]
    chance = random.Random(1)
    for _ in range(swaps):
        one, other = chance.sample(range(len(dealt)), 2)
        dealt[one], dealt[other] = dealt[other], dealt[one]
    return dealt


def by_lot(number: int) -> list[int]:
    seats = [i % CLASSES for i in range(CLASSES * SIZE)]
    random.Random(number).shuffle(seats)
    return seats


def scored(class_of: Sequence[int], number: int = 0) -> Figures:
    classes = seated(class_of, number)
    return figures_of(classes, {"mark": tuple(100 - r for r in ranks(classes))}, QUICK, None)


def least(figures: Figures, question: str) -> float:
    return min(test.corrected for test in figures.tests(question))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "class_of",
    [snake(), snake(3), list(range(CLASSES)) * SIZE],
    ids=["snake", "snake with a tenth moved by hand", "in turn"],
)
def test_students_dealt_out_by_score_are_seen_and_not_called_streamed(
    class_of: Sequence[int],
) -> None:
    figures = scored(class_of)
    assert least(figures, "even") < 0.05
    assert least(figures, "score") > 0.05


def test_a_snake_within_each_sex_is_seen() -> None:
    chance, left = random.Random(3), {"male": snake(), "female": snake()}
    pupils = [a_student(f"S{i}", sex=chance.choice([*left])) for i in range(CLASSES * SIZE)]
    rows: list[list[object]] = [[] for _ in range(CLASSES)]
    for pupil in pupils:
        rows[left[pupil.levels["sex"]].pop(0)].append(pupil)
    classes = a_class_list(rows)  # type: ignore[arg-type]
    figures = figures_of(classes, {"mark": ranks(classes)}, QUICK, None)
    assert least(figures, "even") < 0.05


def test_lots_are_called_dealt_out_or_along_an_order_as_often_as_is_said() -> None:
    found = []
    for number in range(60):
        classes = seated(by_lot(number), number)
        marks = tuple(100 - r for r in ranks(classes))
        names = {"name": tuple(float(i * 7919 % 61) for i in ranks(classes))}
        found.append(figures_of(classes, {"mark": marks}, 399, None, OtherTests(orders=names)))
    alarms = sum(
        min(least(figures, q) for q in ("attribute", "score", "even", "order")) < 0.05
        for figures in found
    )
    assert alarms <= 8  # 3 by chance; more than 8 once in 300 trials


@pytest.mark.parametrize(
    ("class_of", "name"),
    [(sorted(by_lot(0)), "together"), (list(range(CLASSES)) * SIZE, "dealt")],
    ids=["filled one after the other", "in turn"],
)
def test_classes_along_the_alphabet_are_seen(class_of: Sequence[int], name: str) -> None:
    classes = seated(class_of)
    figures = figures_of(classes, {}, QUICK, None, OtherTests(orders={"name": ranks(classes)}))
    (tests,) = [order.tests for order in figures.orders]
    assert {test.name: test.corrected < 0.05 for test in tests}[name]


def test_numbers_that_run_class_by_class_may_be_younger_than_the_classes() -> None:
    classes = seated(sorted(by_lot(0)))
    orders = {"number": ranks(classes), "row": ranks(classes)}
    figures = figures_of(classes, {}, QUICK, None, OtherTests(orders=orders))
    assert [(order.order, order.numbered) for order in figures.orders] == [("number", True)]
    assert figures.tests("order") == ()


def test_the_drift_is_the_statistic_of_cramer_and_von_mises() -> None:
    chance = np.random.default_rng(4)
    values = chance.permutation(40).astype(float)
    pupils = [a_student(f"S{i}", sex="male") for i in range(40)]
    classes = a_class_list([pupils[:20], pupils[20:]])
    ranking = Ranking(classes, [float(v) for v in values])
    counts = ranking.counts(Lots(classes).as_it_is())
    ahead = counts[:, 0, 0] - 0.5 * counts[:, :, 0].sum(axis=1)
    # Blocks of two: every other rank; scipy adds up over all ranks.
    order = np.argsort(values)
    every = np.cumsum(np.where(order < 20, 0.5, -0.5))
    assert ahead.tolist() == every[1::2].tolist()
    two = stats.cramervonmises_2samp(values[:20], values[20:]).statistic
    assert (every**2).sum() / 20**2 == pytest.approx(two, rel=0.05)


def test_who_shares_a_rank_is_never_parted() -> None:
    classes = seated(by_lot(1))
    same = Ranking(classes, [1.0] * classes.size)
    assert same.counts(Lots(classes).as_it_is()).shape == (1, CLASSES, 1)


def test_classes_that_are_alone_in_their_stratum_run_along_no_number() -> None:
    """Where nobody could have been placed elsewhere, an order says nothing of placing."""
    rows = [
        [a_student(f"S{4 * i + c}", sex="male", kind=f"kind {c}") for i in range(SIZE)]
        for c in range(CLASSES)
    ]
    classes = a_class_list(rows, strata=("kind",))
    found = figures_of(classes, {}, QUICK, None, OtherTests(orders={"number": ranks(classes)}))
    assert not any(order.numbered for order in found.orders)
