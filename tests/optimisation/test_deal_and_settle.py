"""The deal takes no notice of attributes; settling takes the first best it meets."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from balance_classes.domain.lottery import Stream
from balance_classes.domain.measures import all_excess
from balance_classes.domain.problem import Problem
from balance_classes.optimisation.deal import deal
from balance_classes.optimisation.settle import settle
from balance_classes.optimisation.state import NO_CHANGE, State
from tests.builders import bare_problem
from tests.hostile import hostile_problem


def dealt_in_order(problem: Problem) -> list[int]:
    """The deal with classes and seats in the order of their numbers."""
    order = range(len(problem.classes))
    return deal(problem, order, order)


def test_the_larger_classes_go_by_an_order_of_their_own() -> None:
    problem = bare_problem([9, 9, 9], 8, [], blocks=[(0, 1)])
    assert Counter(deal(problem, [0, 1, 2], [2, 1, 0])) == {0: 2, 1: 3, 2: 3}
    assert deal(problem, [0, 1, 2], [2, 1, 0])[:2] == [0, 0]


def test_students_are_dealt_round_the_table_in_lottery_order() -> None:
    problem = bare_problem([3, 3, 3], 7, [])
    assert deal(problem, [2, 0, 1], [2, 0, 1]) == [2, 0, 1, 2, 0, 1, 2]


def test_blocks_and_pins_are_dealt_first() -> None:
    problem = bare_problem([2, 2], 4, [], blocks=[(2, 3)], reach={1: frozenset([1])})
    assert deal(problem, [0, 1], [0, 1]) == [1, 1, 0, 0]


def test_small_rooms_get_no_more_than_their_seats() -> None:
    problem = bare_problem([2, 9, 9], 14, [])
    assert Counter(deal(problem, [0, 1, 2], [0, 1, 2])) == {0: 2, 1: 6, 2: 6}


@given(st.integers(0, 10_000))
def test_attributes_play_no_part_in_the_deal(number: int) -> None:
    problem = hostile_problem(number)
    plain = bare_problem(
        [school_class.cap for school_class in problem.classes],
        len(problem.keys),
        [],
        problem.blocks,
        problem.reach,
    )
    if all(unit.reach for unit in problem.units):
        order = list(range(len(problem.classes)))
        assert deal(problem, order, order) == deal(plain, order, order)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_the_change_of_every_swap_is_what_recounting_finds(
    number: int, data: st.DataObject
) -> None:
    problem = hostile_problem(number)
    if not all(unit.reach for unit in problem.units):
        return
    dealt = dealt_in_order(problem)
    state = State(problem, dealt)
    a = data.draw(st.integers(0, state.classes - 1))
    b = data.draw(st.integers(0, state.classes - 1).filter(lambda c: c != a))
    leaving, entering = state.singles(state.movable(a, b)), state.singles(state.movable(b, a))
    changes = state.swap_changes(a, b, leaving, entering)
    row = data.draw(st.integers(0, len(leaving) - 1))
    column = data.draw(st.integers(0, len(entering) - 1))
    before = weighted(state)
    state.exchange(a, b, [int(leaving[row])], [int(entering[column])])
    after = weighted(state)
    if changes[row, column] == NO_CHANGE:
        assert after == before
    else:
        assert after - before == changes[row, column]
    assert state.excess() == all_excess(problem, state.class_of(state.snapshot()))


def weighted(state: State) -> float:
    tiers = state.excess()
    return float(np.dot(tiers, [64.0 ** (len(tiers) - 1 - t) for t in range(len(tiers))]))


def test_stopping_at_the_bound_changes_nothing() -> None:
    for number in range(12):
        problem = hostile_problem(number)
        if not all(unit.reach for unit in problem.units):
            continue
        dealt = dealt_in_order(problem)
        long = settle(problem, dealt, Stream("s", "settle"), 400, [0] * len(problem.all_tiers))
        short = settle(problem, dealt, Stream("s", "settle"), 400, long.excess)
        assert short == long


def test_a_budget_of_no_steps_keeps_the_deal() -> None:
    problem = bare_problem([4, 4], 8, [[[range(4)]]])
    dealt = deal(problem, [0, 1], [0, 1])
    settled = settle(problem, dealt, Stream("s", "settle"), 0, [0, 0])
    assert (list(settled.class_of), settled.step) == (dealt, 0)


def test_one_class_needs_no_step() -> None:
    problem = bare_problem([8], 8, [[[range(4)]]])
    assert settle(problem, [0] * 8, Stream("s", "settle"), 9, [1, 1]).step == 0
