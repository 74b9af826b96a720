"""The randomisation test is honest where classes were drawn by lot, and sees what was planted."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from balance_classes.domain.audit.class_list import ClassList, in_order
from balance_classes.domain.audit.findings import Figures
from balance_classes.statistics.figures import figures_of
from tests.builders import a_class_list, a_student

QUICK = 399
MUSSELS = {
    "Tillamook": [0.0571, 0.0813, 0.0831, 0.0976, 0.0817, 0.0859, 0.0735, 0.0659, 0.0923, 0.0836],
    "Newport": [0.0873, 0.0662, 0.0672, 0.0819, 0.0749, 0.0649, 0.0835, 0.0725],
    "Petersburg": [0.0974, 0.1352, 0.0817, 0.1016, 0.0968, 0.1064, 0.105],
    "Magadan": [0.1033, 0.0915, 0.0781, 0.0685, 0.0677, 0.0697, 0.0764, 0.0689],
    "Tvarminne": [0.0703, 0.1026, 0.0956, 0.0973, 0.1039, 0.1045],
}
"""McDonald, Seed and Koehn (1991), the example of scipy's f_oneway: F 7.121, p 0.00028."""


def drawn_by_lot(number: int, size: int = 20, classes: int = 4) -> ClassList:
    """A school whose students sit by lot, with girls, a rare level and some who state nothing."""
    chance = random.Random(number)
    pupils = [
        a_student(
            f"S{i}",
            sex=chance.choice(["male", "female"]),
            aid=chance.choices(["yes", "no", ""], [2, 7, 1])[0],
        )
        for i in range(size * classes)
    ]
    return a_class_list(
        [pupils[c * size : (c + 1) * size] for c in range(classes)], school=str(number)
    )


def looked_at(classes: ClassList, permutations: int = QUICK) -> Figures:
    return figures_of(classes, {}, permutations, None)


def test_p_values_are_uniform_where_classes_were_drawn_by_lot() -> None:
    found = [looked_at(drawn_by_lot(number)).attributes for number in range(100)]
    for at in range(2):
        ps = [figures[at].test.p for figures in found]
        # Counts are whole, so that p-values are a little larger than uniform ones.
        assert stats.kstest(ps, "uniform", alternative="greater").pvalue > 0.01
        assert sum(p < 0.5 for p in ps) == pytest.approx(50, abs=17)
    false_alarms = sum(min(f.test.corrected for f in figures) < 0.05 for figures in found)
    assert false_alarms <= 11  # 5 by chance; more than 11 once in 200 trials


def test_p_values_of_scores_are_uniform_where_classes_were_drawn_by_lot() -> None:
    found = []
    for number in range(80):
        chance, classes = random.Random(number), drawn_by_lot(number)
        marks = [chance.gauss(0, 1) if chance.random() < 0.9 else None for _ in classes.students]
        found.append(figures_of(classes, {"mark": tuple(marks)}, QUICK, None).scores[0])
    for at in range(4):
        ps = [figures.tests[at].p for figures in found]
        assert stats.kstest(ps, "uniform", alternative="greater").pvalue > 0.005
    assert sum(figures.corrected < 0.05 for figures in found) <= 10


def test_planted_streaming_is_seen_and_the_class_of_it_stands_out() -> None:
    for number in range(10):
        chance, classes = random.Random(number), drawn_by_lot(number)
        marks = sorted((chance.gauss(0, 1) for _ in range(40)), reverse=True)
        marks += [chance.gauss(0, 1) for _ in range(40)]
        figures = figures_of(classes, {"mark": tuple(marks)}, QUICK, None).scores[0]
        assert figures.corrected < 0.05
        assert figures.classes[0].corrected <= 0.01
        assert figures.classes[0].top > figures.classes[1].top


def test_a_class_without_poor_pupils_is_seen_and_told() -> None:
    poor = [[i < (0 if c == 0 else 10) for i in range(25)] for c in range(4)]
    pupils = [
        [a_student(f"S{c}-{i}", aid="yes" if p else "no") for i, p in enumerate(row)]
        for c, row in enumerate(poor)
    ]
    figures = looked_at(a_class_list(pupils), 999).attributes[0]
    assert figures.test.corrected < 0.01
    first = figures.cells[0]
    expected = {"yes": ("C1", 0, 7.5), "no": ("C1", 25, 17.5)}
    assert (first.school_class, first.count, first.expected) == expected[first.level]


def test_the_test_of_two_by_two_is_fishers() -> None:
    # The lady tasting tea: Fisher's exact test gives 0.4857 for three of four cups.
    cups = [[1, 1, 1, 0], [1, 0, 0, 0]]
    pupils = [
        [a_student(f"S{c}{i}", milk=str(v)) for i, v in enumerate(row)]
        for c, row in enumerate(cups)
    ]
    expected = stats.fisher_exact([[3, 1], [1, 3]]).pvalue
    assert looked_at(a_class_list(pupils), 4_999).attributes[0].test.p == pytest.approx(
        expected, abs=0.02
    )


def test_the_test_of_means_agrees_with_scipys_on_a_published_example() -> None:
    groups = list(MUSSELS.values())
    pupils = [[a_student(f"S{c}-{i}") for i in range(len(g))] for c, g in enumerate(groups)]
    marks = tuple(value for group in groups for value in group)
    found = figures_of(a_class_list(pupils), {"length": marks}, 9_999, None).scores[0]
    expected = stats.f_oneway(*groups).pvalue
    assert found.tests[0].name == "means"
    assert found.tests[0].p == pytest.approx(expected, abs=4e-4)
    assert [c.mean for c in found.classes] == pytest.approx([float(np.mean(g)) for g in groups])
    assert [c.spread for c in found.classes] == pytest.approx(
        [float(np.std(g, ddof=1)) for g in groups]
    )


def test_who_states_no_level_is_in_no_count_and_makes_no_class_suspect() -> None:
    levels = [["yes", "no"] * 10, ["yes", "no"] * 10, [""] * 20]
    pupils = [
        [a_student(f"S{c}-{i}", aid=level) for i, level in enumerate(row)]
        for c, row in enumerate(levels)
    ]
    figures = looked_at(a_class_list(pupils)).attributes[0]
    assert (figures.missing, figures.test.p, figures.cells) == (20, 1.0, ())


def test_neither_the_order_of_students_nor_their_keys_change_a_figure() -> None:
    classes = drawn_by_lot(7)
    turned = replace(
        classes,
        students=tuple(replace(s, key=f"x{s.key}") for s in classes.students[::-1]),
        class_of=classes.class_of[::-1],
    )

    def ordered(some: ClassList) -> ClassList:
        names = [some.classes[c] for c in some.class_of]
        order = in_order(some.students, names, some.attributes)
        return replace(
            some,
            students=tuple(some.students[i] for i in order),
            class_of=tuple(some.class_of[i] for i in order),
        )

    assert looked_at(ordered(classes)) == looked_at(ordered(turned))


def test_the_optimum_is_shown_beside_and_changes_no_test() -> None:
    classes = drawn_by_lot(3)
    best = tuple(i % 4 for i in range(classes.size))
    with_it, without = figures_of(classes, {}, QUICK, best), looked_at(classes)
    assert [a.test for a in with_it.attributes] == [a.test for a in without.attributes]
    assert all(a.excess_of_optimum is not None for a in with_it.attributes)
    assert all(a.excess_of_optimum is None for a in without.attributes)


def test_where_nobody_could_sit_elsewhere_nothing_is_judged() -> None:
    pupils = [[a_student(f"S{c}{i}", sex="mf"[c], kind=str(c)) for i in range(5)] for c in (0, 1)]
    figures = looked_at(a_class_list(pupils, strata=["kind"]))
    assert (figures.free, figures.attributes[0].test.p) == (0, 1.0)


def test_more_lots_are_drawn_only_where_something_comes_near_a_sign() -> None:
    girls_first = ["female"] * 40 + ["male"] * 40
    mixed = ["female", "male"] * 40

    def drawn(sexes: list[str], permutations: int) -> int:
        pupils = [a_student(f"S{i}", sex=sex) for i, sex in enumerate(sexes)]
        rows = [pupils[c * 20 : (c + 1) * 20] for c in range(4)]
        return looked_at(a_class_list(rows), permutations).permutations

    assert [drawn(mixed, n) for n in (199, 1_024, 2_000)] == [199, 1_024, 1_024]
    assert drawn(girls_first, 2_000) == 2_000


def test_p_values_of_lots_that_may_end_early_are_no_smaller_than_is_said() -> None:
    ps = [looked_at(drawn_by_lot(number), 1_500).attributes[0].test.p for number in range(60)]
    assert stats.kstest(ps, "uniform", alternative="greater").pvalue > 0.01
