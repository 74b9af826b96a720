"""Even shares where levels are offered in some classes only, and where sizes are named."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.problem.even_shares import Shares
from balance_classes.domain.problem.problem import Problem
from balance_classes.errors import InfeasibleError, RulesError
from tests.builders import a_problem, a_roster, a_student
from tests.offered import offered_problem

Listed = dict[str, int]


def of_years(third: int, fourth: int, three: Listed, four: Listed, **changes: object) -> Problem:
    """The problem of so many of two years, each with the only classes open to it."""
    years = ["3"] * third + ["4"] * fourth
    students = [
        a_student(f"{i:03d}", sex=("female", "male")[i % 2], year=year)
        for i, year in enumerate(years)
    ]
    only = tuple(
        ("year", year, tuple(listed.items())) for year, listed in (("3", three), ("4", four))
    )
    rules = {"classes": 3, "names": ("A", "B", "C"), "offered": only, **changes}
    return a_problem(a_roster(*students), **rules)


def refusal(*asked: object, **changes: object) -> str:
    with pytest.raises((RulesError, InfeasibleError)) as refused:
        of_years(*asked, **changes)  # type: ignore[arg-type]
    return str(refused.value.findings)


def test_a_level_is_spread_over_its_own_classes_and_the_others_fill_up_the_rest() -> None:
    every = {"A": 0, "B": 0, "C": 0}
    problem = of_years(10, 50, {"C": 0}, every)
    assert problem.even_sizes == (20, 20, 20)
    assert {pool.open: pool.share for pool in problem.pools} == {
        (2,): (0, 0, 10),
        (0, 1, 2): (20, 20, 10),
    }


def test_where_a_level_needs_more_its_classes_are_larger() -> None:
    problem = of_years(60, 20, {"A": 0, "B": 0}, {"C": 0})
    assert problem.even_sizes == (30, 30, 20)


def test_numbers_say_how_many_of_each_level_a_combined_class_has() -> None:
    problem = of_years(40, 30, {"A": 0, "B": 12}, {"B": 10, "C": 0})
    assert problem.even_sizes == (28, 22, 20)
    girls = next(q for q in problem.quotas if (q.group, q.level) == ("sex", "female"))
    # Of 20 girls in each forty, 28/40 and 12/40; of 15 in thirty, 10/30 and 20/30.
    assert (girls.low, girls.high) == ((14, 11, 10), (14, 11, 10))
    only = [(q.level, q.low[1], q.high[1]) for q in problem.hard.quotas if q.group == "offered"]
    assert only == [("year=3", 12, 12), ("year=4", 10, 10)]


def test_a_named_size_is_one_class_and_the_others_share_the_rest() -> None:
    roster = a_roster(*(a_student(f"{i:02d}", sex="male") for i in range(50)))
    problem = a_problem(roster, classes=3, names=("A", "B", "C"), sizes=(("B", 14),), tolerance=2)
    assert problem.even_sizes == (18, 14, 18)
    assert (problem.size_quota.low[1], problem.size_quota.high[1]) == (14, 14)


def test_an_overlap_without_numbers_is_asked_about() -> None:
    said = refusal(40, 30, {"A": 0, "B": 0}, {"B": 0, "C": 0})
    assert "does not follow" in said


def test_numbers_must_add_up_where_no_other_class_is_open() -> None:
    assert "add up to" in refusal(40, 30, {"A": 28, "B": 10}, {"C": 0})
    assert "add up to" in refusal(40, 30, {"A": 50, "B": 0}, {"C": 0})


def test_too_few_seats_for_a_level_are_told() -> None:
    assert "seats in" in refusal(40, 30, {"A": 0}, {"B": 0, "C": 0}, cap=30)


def test_a_level_or_a_class_that_there_is_not_is_told() -> None:
    said = refusal(40, 0, {"A": 0}, {"X": 0})
    assert "No student has" in said
    assert "There is no class" in said


@given(st.integers(0, 400))
def test_shares_add_up_and_no_pool_could_lower_a_fuller_class(number: int) -> None:
    problem = offered_problem(number)
    sizes, students = problem.even_sizes, len(problem.keys)
    assert sum(sizes) == students
    shares = Shares(sizes, problem.pools)
    sexes = [q.members for q in problem.quotas if q.group == "sex"]
    assert [sum(part) for part in zip(*map(shares.of, sexes), strict=True)] in ([], list(sizes))
    for school_class, size in zip(problem.classes, sizes, strict=True):
        assert school_class.size in (0, size)
    for pool in problem.pools:
        assert sum(pool.share) == len(pool.members)
        free = [c for c in pool.open if not pool.numbers[c] and not problem.classes[c].size]
        for c in free:
            if pool.share[c]:
                assert all(
                    sizes[d] >= sizes[c] or sizes[d] >= Fraction(problem.classes[d].cap)
                    for d in free
                )
