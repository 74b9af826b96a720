"""Favours by the name of the pattern: in one class, far fewer, together, better off at once."""

from __future__ import annotations

import random
from collections.abc import Sequence

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.findings import Figures
from balance_classes.statistics.figures import OtherTests, figures_of
from tests.builders import a_class_list, a_student

CLASSES, SIZE = 6, 20


def school(number: int = 0, favoured: int = -1) -> ClassList:
    """Burdens by lot; a favoured class has few of each."""
    chance = random.Random(number)

    def burden(at: int) -> str:
        return "yes" if chance.random() < (0.08 if at == favoured else 0.3) else "no"

    rows = [
        [
            a_student(f"S{c}-{i}", migrant=burden(c), left_behind=burden(c), aid=burden(c))
            for i in range(SIZE)
        ]
        for c in range(CLASSES)
    ]
    return a_class_list(rows, school=str(number))


def looked_at(classes: ClassList, entries: Sequence[str]) -> Figures:
    return figures_of(classes, {}, 999, None, OtherTests(favours={"who": entries}))


def marked(figures: Figures) -> set[str]:
    return {test.name for test in figures.tests("favour") if test.corrected < 0.05}


def test_staff_children_in_one_class_are_seen() -> None:
    classes = school()
    entries = ["yes" if c == 2 and i % 2 else "" for i, c in enumerate(classes.class_of)]
    assert "most" in marked(looked_at(classes, entries))


def test_a_class_with_far_fewer_is_seen() -> None:
    classes = school()
    entries = ["yes" if c and i % 2 else "" for i, c in enumerate(classes.class_of)]
    assert "fewest" in marked(looked_at(classes, entries))


def test_children_of_one_former_teacher_together_are_seen() -> None:
    classes = school()
    entries = [f"teacher {c if i % 3 else i % 7}" for i, c in enumerate(classes.class_of)]
    assert "together" in marked(looked_at(classes, entries))


def test_a_class_that_is_better_off_in_several_ways_at_once_is_seen() -> None:
    seen = sum(
        "advantage" in marked(figures_of(school(number, 3), {}, 999, None)) for number in range(6)
    )
    assert seen >= 4


def test_honest_classes_show_no_favour_more_often_than_is_said() -> None:
    alarms = 0
    for number in range(40):
        classes, chance = school(number), random.Random(f"who {number}")
        entries = [chance.choice(["", "", "", "A", "B"]) for _ in classes.students]
        figures = figures_of(classes, {}, 199, None, OtherTests(favours={"who": entries}))
        alarms += any(t.corrected < 0.05 for q in ("attribute", "favour") for t in figures.tests(q))
    assert alarms <= 6  # 2 by chance; more than 6 once in 200 trials


def test_who_states_nothing_and_sits_together_is_seen() -> None:
    rows = [
        [
            a_student(f"S{c}-{i}", ethnicity="" if c == 5 and i % 2 else "han" if i % 5 else "hui")
            for i in range(SIZE)
        ]
        for c in range(CLASSES)
    ]
    (figures,) = figures_of(a_class_list(rows), {}, 999, None).attributes
    assert figures.missing == 10
    assert figures.test.corrected > 0.05
    assert figures.blank is not None
    assert figures.blank.corrected < 0.05


def test_one_or_two_who_state_nothing_never_sit_together() -> None:
    for blank in (1, 2):
        rows = [[a_student(f"A{i}", aid="" if i < blank else "no") for i in range(2)]]
        rows += [
            [a_student(f"{c}{i}", aid="yes" if i % 3 else "no") for i in range(30)] for c in "BC"
        ]
        (figures,) = figures_of(a_class_list(rows), {}, 1_999, None).attributes
        assert figures.missing == blank
        assert figures.blank is None
