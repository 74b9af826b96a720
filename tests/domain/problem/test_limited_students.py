"""Kinds of students in limits: of whom no class has more, and of whom nobody is to be alone."""

from __future__ import annotations

from collections import Counter

from balance_classes.domain.problem.limited_students import absent_kinds, limited
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.roster.roster import Roster
from tests.builders import a_problem, a_roster, a_student, by_key, drawn, some_rules

OLD = ["5A"] * 7 + ["5B"] * 7 + ["5C"] * 4 + ["5D"] * 1 + [""] * 5


def a_school(old: list[str] = OLD) -> Roster:
    """Children of some old classes, girls and boys in turn."""
    return a_roster(
        *(
            a_student(f"{i:02}", sex="female" if i % 2 else "male", old=name)
            for i, name in enumerate(old)
        )
    )


def kinds(*limits: tuple[str, int]) -> dict[str, tuple[int, int]]:
    """The kinds that limits come to, each with its number and how many students are of it."""
    found = limited(a_school().students, limits)
    return {kind: (number, len(members)) for kind, number, members in found}


def test_a_kind_is_an_attribute_that_applies_one_level_or_each_level_for_itself() -> None:
    assert kinds(("old", 3)) == {"old": (3, 19)}
    assert kinds(("old=5C", 3)) == {"old=5C": (3, 4)}
    assert kinds(("old=*", 3)) == {
        "old=5A": (3, 7), "old=5B": (3, 7), "old=5C": (3, 4), "old=5D": (3, 1),
    }  # fmt: skip
    assert kinds(("sex=女", 3)) == {"sex=female": (3, 12)}


def test_what_is_said_of_one_level_counts_before_what_is_said_of_each() -> None:
    assert kinds(("old=5B", 4), ("old=*", 3))["old=5B"] == (4, 7)


def test_a_level_that_nobody_is_of_asks_for_nothing_and_is_told() -> None:
    assert kinds(("old=5X", 2)) == {}
    rules = some_rules(at_least=(("old=5X", 2), ("old=5A", 2), ("team", 2)), at_most=())
    assert absent_kinds(a_school(), rules) == ("old=5X", "team")


def test_one_too_few_is_as_far_from_the_band_as_one_alone_is_from_none() -> None:
    quota = Quota("at_least", "", tuple(range(9)), (4, 4), (9, 9), or_none=True)
    assert [quota.excess_in(0, count) for count in range(7)] == [0, 1, 2, 1, 0, 0, 0]


def test_nobody_is_alone_from_an_old_class_and_few_come_from_one() -> None:
    """Five classes of 4 or 5: even shares would leave one of 5A, 5B and 5C in most of them."""
    problem = a_problem(a_school(), classes=5, at_least=(("old=*", 2),), at_most=(("old=*", 3),))
    assignment = drawn(problem)
    placed = by_key(assignment)
    there = Counter((name, placed[f"{i:02}"]) for i, name in enumerate(OLD) if name)
    assert all(2 <= count <= 3 for (name, _), count in there.items() if name != "5D")
    spread = next(proof for proof in assignment.proofs if "old" in proof.groups)
    assert spread.excess > 0
    assert spread.proven


def test_of_a_kind_of_fewer_students_than_the_number_all_stay_together() -> None:
    problem = a_problem(a_school(), classes=3, at_least=(("old=5C", 9),))
    placed = by_key(drawn(problem))
    assert len({placed[f"{i:02}"] for i, name in enumerate(OLD) if name == "5C"}) == 1
