from __future__ import annotations

from balance_classes.domain.result.fewer_open_classes import narrowed
from balance_classes.domain.roster.roster import Student
from tests.builders import a_problem, a_roster, a_student


def counted(*students: Student, **rules: object) -> dict[str, int]:
    """The students with fewer classes than two, by reason."""
    roster = a_roster(*students)
    problem = a_problem(roster, **{"classes": 2, **rules})
    return narrowed(problem, {student.key: student for student in roster.students})


def plain(count: int, first: int = 50) -> list[Student]:
    return [a_student(f"S{i}") for i in range(first, first + count)]


def test_without_pins_every_class_is_open_to_everybody() -> None:
    pair = [a_student("A", apart=("x",)), a_student("B", apart=("x",))]
    assert counted(*pair, *plain(4)) == {}


def test_pins_and_bars_are_counted_with_those_who_stay_with_them() -> None:
    students = [
        a_student("A", pinned_class="1", reason="r"),
        a_student("B", barred=("2",), reason="r", together="b"),
        a_student("C", together="b"),
        a_student("D", together="d"),
        a_student("E", together="d"),
    ]
    assert counted(*students, *plain(5)) == {"pinned": 1, "barred": 1, "together": 1}


def test_who_keeps_apart_from_a_pinned_student_has_a_class_fewer_and_so_on() -> None:
    students = [
        a_student("A", pinned_class="1", reason="r", apart=("x",)),
        a_student("B", apart=("x", "y")),
        a_student("C", apart=("y",)),
    ]
    assert counted(*students, *plain(3)) == {"pinned": 1, "apart": 2}


def test_seats_and_places_that_pins_take_up_are_closed_to_the_others() -> None:
    pinned = [a_student(f"P{i}", pinned_class="1", reason="r") for i in range(3)]
    assert counted(*pinned, *plain(3)) == {"pinned": 3, "full": 3}
    special = [
        a_student("A", inclusion="visual", pinned_class="1", reason="r"),
        a_student("B", inclusion="visual"),
        *(a_student(f"N{i}", inclusion="none") for i in range(4)),
    ]
    assert counted(*special, at_most=(("inclusion", 1),)) == {"pinned": 1, "at_most": 1}


def test_a_block_too_large_for_the_seats_that_are_left() -> None:
    pinned = [a_student(f"P{i}", pinned_class="1", reason="r") for i in range(2)]
    block = [a_student(f"B{i}", together="b") for i in range(2)]
    assert counted(*pinned, *block, *plain(2)) == {"pinned": 2, "full": 2}
