from __future__ import annotations

from balance_classes.domain.problem.quotas import cell_quotas, even_quota
from balance_classes.domain.rules.class_names import even_sizes
from balance_classes.domain.rules.rules import TWO_WAY
from tests.builders import a_problem, a_roster, a_student, drawn

LEVELS = [("male", "boards"), ("male", "day"), ("female", "day")]


def roster(students: int = 12) -> object:
    return a_roster(
        *(
            a_student(f"{i:02d}", sex=LEVELS[i % 3][0], boarding=LEVELS[i % 3][1])
            for i in range(students)
        )
    )


def test_a_cell_is_the_students_of_two_levels_with_their_even_share() -> None:
    sizes = even_sizes(6, [3, 3])
    girls = even_quota("sex", "female", [0, 1, 2, 3], sizes)
    boarders = even_quota("boarding", "boards", [2, 3, 4], sizes)
    (cell,) = cell_quotas([girls], [boarders], "sex*boarding", sizes)
    assert (cell.level, cell.members, cell.low, cell.high) == (
        "female*boards", (2, 3), (1, 1), (1, 1),
    )  # fmt: skip


def test_a_cell_without_students_is_no_quota() -> None:
    problem = a_problem(roster(), classes=2)
    cells = problem.tiers[-1].quotas
    assert {cell.level for cell in cells} == {"male*boards", "male*day", "female*day"}


def test_every_two_attributes_are_crossed_in_the_last_tier() -> None:
    students = [
        a_student(f"{i}", sex="male", aid="yes" if i < 3 else "no", migrant="no") for i in range(6)
    ]
    problem = a_problem(a_roster(*students), classes=2)
    assert problem.crossed == ("sex", "aid", "migrant")
    assert problem.tiers[-1].groups == (TWO_WAY,)
    assert len(problem.tiers[-1].quotas) == 2 + 1 + 2


def test_an_attribute_that_is_not_spread_is_not_crossed() -> None:
    problem = a_problem(roster(), classes=2, tiers=(("sex",), (TWO_WAY,)))
    assert (problem.crossed, [tier.groups for tier in problem.tiers]) == ((), [("sex",)])


def test_the_cells_of_two_attributes_can_stand_in_a_tier_of_their_own() -> None:
    problem = a_problem(roster(), classes=2, tiers=(("sex*boarding",),))
    assert [quota.level for quota in problem.tiers[0].quotas] == [
        "female*day", "male*boards", "male*day",
    ]  # fmt: skip
    assert drawn(problem).proofs[0].excess == 0


def test_cells_follow_from_levels_and_are_no_part_of_what_is_hashed() -> None:
    deep = a_problem(roster(), classes=2)
    assert deep.as_read() == deep.one_way.as_read()
