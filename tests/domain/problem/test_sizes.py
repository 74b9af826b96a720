"""Class sizes: the minimum size, and the tolerance by which sizes may differ."""

from __future__ import annotations

import pytest

from balance_classes.domain.lottery import Stream
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.errors import InfeasibleError
from balance_classes.optimisation.deal import deal, seat_order
from tests.builders import a_problem, a_roster, a_seed, a_student, by_key, drawn, some_rules


def refusal(students: int, **rules: object) -> str:
    with pytest.raises(InfeasibleError) as error:
        plan_classes(students, some_rules(**rules), "en")
    assert error.value.exit_code == 4
    return str(error.value)


def test_a_minimum_size_that_the_even_sizes_keep_changes_nothing() -> None:
    rules = some_rules(classes=3, min_size=33)
    assert plan_classes(100, rules, "en") == plan_classes(100, some_rules(classes=3), "en")


def test_a_minimum_size_above_the_even_size_says_have_need_and_mend() -> None:
    said = refusal(100, classes=3, min_size=34)
    assert "3 classes of at least 34 need 102 students; there are 100" in said
    assert "Lower the minimum size to 33, or form 2 classes" in said


def test_fewer_classes_are_named_only_where_the_caps_seat_everybody() -> None:
    said = refusal(100, cap=34, min_size=34)
    assert "Lower the minimum size to 33." in said
    assert "or form" not in said


def test_a_cap_below_the_minimum_size_is_named_by_its_class() -> None:
    said = refusal(60, classes=3, names=("A", "B", "C"), caps=(("B", 10),), min_size=12)
    assert said.startswith("B: Its cap is 10, and no class may have fewer than 12.")


def test_a_minimum_size_above_every_cap_is_told_once() -> None:
    said = refusal(60, stage="primary", min_size=50)
    assert said.count("fewer than 50") == 1
    assert "The cap is 45" in said


def test_a_small_room_makes_the_even_sizes_of_the_others_larger() -> None:
    assert plan_classes(50, some_rules(names=("A", "B"), caps=(("B", 10),), min_size=10), "en")


def test_a_tolerance_of_two_lets_a_block_be_larger_than_the_even_size() -> None:
    students = [a_student(f"{i}", sex="male", together="a" if i < 5 else "") for i in range(8)]
    roster = a_roster(*students)
    with pytest.raises(InfeasibleError):
        drawn(a_problem(roster, classes=2))
    placed = by_key(drawn(a_problem(roster, classes=2, tolerance=2)))
    assert len({placed[f"{i}"] for i in range(5)}) == 1
    assert sorted(list(placed.values()).count(c) for c in (0, 1)) == [3, 5]


def test_the_deal_keeps_the_even_seats_whatever_the_tolerance() -> None:
    roster = a_roster(*(a_student(f"{i:02}", sex="male") for i in range(22)))
    seed = a_seed("1")

    def dealt(tolerance: int) -> list[int]:
        problem = a_problem(roster, classes=4, tolerance=tolerance)
        return deal(problem, Stream(seed.value, "deal"), seat_order(problem, seed))

    assert dealt(1) == dealt(2)
    assert sorted(dealt(2).count(c) for c in range(4)) == [5, 5, 6, 6]


def test_sizes_within_the_tolerance_are_no_excess_and_beyond_it_are() -> None:
    roster = a_roster(*(a_student(f"{i:02}", sex="male") for i in range(22)))
    size = a_problem(roster, classes=4, tolerance=2).size_quota
    assert [size.excess_in(0, count) for count in (4, 5, 6, 7, 8)] == [1, 0, 0, 0, 1]
