from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, product

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.excess import counts, tier_excess
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.rules.class_names import even_sizes
from balance_classes.optimisation.likeness import Likeness, weight
from balance_classes.optimisation.spread import _Spread, budget, spread
from tests.builders import bare_problem, crossed_problem
from tests.procedure.cases import larger_problem


def a_deep_problem(number: int) -> Problem:
    """15 to 30 students with blocks, pins, unequal caps, and a two-way tier."""
    return crossed_problem(larger_problem(number))


def anywhere(problem: Problem, number: int) -> list[int]:
    """An assignment in which every unit is in a class that it may join."""
    class_of = [0] * len(problem.keys)
    for position, unit in enumerate(problem.units):
        for student in unit.members:
            class_of[student] = unit.reach[(position * 7 + number) % len(unit.reach)]
    return class_of


def weighted(problem: Problem) -> list[tuple[Quota, int]]:
    """Each quota of the tiers with its weight; that of a cell is the product of its levels'."""
    students = len(problem.keys)
    levels = [quota for tier in problem.one_way.tiers for quota in tier.quotas]
    found = [(quota, weight(quota, students)) for quota in levels]
    attributes = [
        [(set(q.members), heavy) for q, heavy in found if q.group == group]
        for group in problem.crossed
    ]
    cells = [
        one_weight * other_weight
        for one, other in combinations(attributes, 2)
        for first, one_weight in one
        for second, other_weight in other
        if first & second
    ]
    return [*found, *zip(problem.tiers[-1].quotas, cells, strict=True)]


def squared_deviations(problem: Problem, class_of: list[int]) -> Fraction:
    """The weighted sum over the quotas of all tiers of squared deviations from the even share."""
    students = len(problem.keys)
    sizes = even_sizes(students, [school_class.cap for school_class in problem.classes])
    return sum(
        (
            heavy * (count - Fraction(len(quota.members)) * size / students) ** 2
            for quota, heavy in weighted(problem)
            for count, size in zip(counts(quota, class_of), sizes, strict=True)
        ),
        Fraction(0),
    )


@given(st.integers(0, 500))
def test_alike_is_the_weight_of_the_quotas_that_hold_both(number: int) -> None:
    problem = a_deep_problem(number)
    alike = Likeness(problem)
    quotas = [(set(quota.members), heavy) for quota, heavy in weighted(problem)]
    everybody = np.arange(len(problem.keys))
    found = alike.twice(everybody, everybody)
    for i, j in product(range(len(problem.keys)), repeat=2):
        assert found[i, j] == 2 * sum(heavy for members, heavy in quotas if {i, j} <= members)
    assert (alike.twice_own == np.diagonal(found)).all()
    assert (2 * alike.drawn_to(np.ones(len(found)))).tolist() == found.sum(axis=1).tolist()


@given(st.integers(0, 500), st.data())
def test_the_change_of_an_exchange_is_that_of_the_squared_deviations(
    number: int, data: st.DataObject
) -> None:
    problem = a_deep_problem(number)
    class_of = anywhere(problem, number)
    state = _Spread(problem, class_of)
    a, b = data.draw(st.permutations(range(len(problem.classes))))[:2]
    one, other = state._classes[a], state._classes[b]
    if not (one.movable and other.movable):
        return
    pair = state._compare(one, other)
    changes, parts = state._changes(a, b, pair)
    if not parts:
        return
    row, column = data.draw(st.sampled_from(np.argwhere(np.isfinite(changes)).tolist()))
    before = squared_deviations(problem, class_of)
    state._exchange(one, other, pair, row, column)
    after = squared_deviations(problem, list(state.class_of()))
    assert Fraction(2 * int(changes[row, column]), parts) == after - before


@given(st.integers(0, 500), st.text(max_size=2))
@example(150, "")  # a class has nobody
def test_spreading_keeps_sizes_blocks_and_reach(number: int, seed: str) -> None:
    problem = a_deep_problem(number)
    class_of = anywhere(problem, number)
    found = spread(problem, class_of, Stream(seed, "spread"), 60)
    assert sorted(found) == sorted(class_of)
    for student, classes in problem.reach.items():
        assert found[student] in classes
    for block in problem.blocks:
        assert [found[s] for s in block] == [class_of[s] for s in block]


def test_spreading_leaves_far_less_two_way_excess_than_the_lots() -> None:
    chance = random.Random("depth")
    attributes = [[chance.randrange(most) for _ in range(240)] for most in (2, 2, 3, 4, 5)]
    levels = [[[s for s in range(240) if held[s] == v] for v in set(held)] for held in attributes]
    problem = crossed_problem(bare_problem([40] * 6, 240, [levels]))
    dealt = [s % 6 for s in range(240)]
    found = spread(problem, dealt, Stream("s", "spread"), budget(problem, 5))
    assert 4 * tier_excess(problem.tiers[-1], found) < tier_excess(problem.tiers[-1], dealt)


def test_the_budget_grows_with_the_students_and_shrinks_with_large_classes() -> None:
    levels = [[[0, 1], [2, 3]], [[0, 2], [1, 3]]]
    small = crossed_problem(bare_problem([2, 2], 4, [levels]))
    assert budget(small, 5) == 5 * 500
    halves = [[list(range(400)), list(range(400, 800))], [list(range(800))]]
    large = crossed_problem(bare_problem([200] * 4, 800, [halves]))
    assert budget(large, 5) == 5 * 800 * 64**2 // 200**2


def test_without_a_two_way_tier_or_with_one_class_nothing_is_spread() -> None:
    problem = bare_problem([4, 4], 8, [[[range(4)]]])
    assert budget(problem, 5) == 0
    assert spread(problem, [0, 1] * 4, Stream("s", "spread"), 0) == (0, 1) * 4
    levels = [[[0, 1], [2, 3]], [[0, 2], [1, 3]]]
    assert budget(crossed_problem(bare_problem([4], 4, [levels])), 5) == 0
