"""Totals: a student counts as often as its level says, wherever members are counted."""

from __future__ import annotations

import pytest

from balance_classes.domain.problem.excess import counts
from balance_classes.domain.problem.problem import Problem
from balance_classes.errors import RulesError
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.solver import Solver
from tests.builders import a_problem, a_roster, a_student, drawn

Words = tuple[tuple[str, int], ...]


def of_needs(*needs: str, words: Words = (), classes: int = 2) -> Problem:
    """The problem of students of these needs, which are spread by level and by their sum."""
    students = [a_student(f"{i:02d}", need=need) for i, need in enumerate(needs)]
    return a_problem(a_roster(*students), classes=classes, totals=(("need", words),))


def the_total(problem: Problem) -> tuple[tuple[int, ...], tuple[int, ...]]:
    quota = next(quota for quota in problem.quotas if quota.group == "total")
    assert quota.level == "need"
    return quota.low, quota.high


def test_each_class_has_its_even_share_of_all_points() -> None:
    problem = of_needs("3", "2", "1", "1", "", "")
    assert the_total(problem) == ((3, 3), (4, 4))


def test_words_count_for_what_the_rules_say() -> None:
    words = (("high", 5), ("level 2", 1))
    assert the_total(of_needs("high", "high", "level 2", "level 3", words=words)) == (
        (7, 7),
        (7, 7),
    )


def test_a_word_without_a_number_is_asked_about() -> None:
    with pytest.raises(RulesError) as refused:
        of_needs("high", "2")
    assert "what number “high” stands for" in str(refused.value)


def test_equal_sums_are_drawn_where_equal_levels_alone_would_not_give_them() -> None:
    # One 3, one 2, one 1 and three without: by levels alone 3 + 2 may stand against 1.
    problem = of_needs("3", "2", "1", "", "", "")
    for seed in range(20):
        assignment = drawn(problem, f"seed {seed}")
        quota = next(q for q in assignment.problem.quotas if q.group == "total")
        assert counts(quota, assignment.class_of) == (3, 3)


def test_the_plan_knows_that_sums_are_made_of_levels() -> None:
    # One counts for 10 and three for nothing: 10 stands against 0, where 5 and 5 would be even.
    problem = of_needs("10", "", "", "")
    assert tier_bounds(problem, Solver())[1:] == (10,)


def test_a_total_in_which_everybody_counts_for_one_is_no_attribute() -> None:
    problem = of_needs("1", "1", "1", "1")
    assert tier_bounds(problem, Solver()) == (0, 0)
