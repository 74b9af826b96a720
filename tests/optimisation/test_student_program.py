"""The parts of program no. 2: an order of alike classes, a start, neighbourhoods."""

from __future__ import annotations

from itertools import product

import pulp
import pytest

from balance_classes.domain.problem.excess import all_excess, keeps_hard_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.exact_search import Search
from balance_classes.optimisation.solver import Solver, minimise
from balance_classes.optimisation.student_program import _start, build, renamed, reseated
from tests.builders import bare_problem
from tests.hostile_roster import hostile_roster

SOLVER = Solver()


def uneven() -> Problem:
    """Nine students, three alike classes, two attributes that cross."""
    levels = [[[0, 1, 2, 3, 4], [5, 6, 7, 8]]], [[[0, 2, 4, 6, 8], [1, 3, 5, 7]]]
    return bare_problem([3, 3, 3], 9, list(levels))


def minimum(problem: Problem, *, ordered: bool) -> int | None:
    placement = build(problem, ordered=ordered)
    tier = len(problem.tiers)
    placement.tiers.ask([tier], {0: 0})
    return minimise(placement.tiers.program, SOLVER).objective


@pytest.mark.parametrize("number", range(40))
def test_an_order_of_alike_classes_loses_no_optimum(number: int) -> None:
    problem = hostile_roster(number)
    if not all(unit.reach for unit in problem.units):
        return
    assert minimum(problem, ordered=True) == minimum(problem, ordered=False)


def test_every_assignment_has_a_name_that_the_order_lets_in() -> None:
    problem = uneven()
    kinds = build(problem).kinds
    for class_of in product(range(3), repeat=5):
        full = [*class_of, 0, 1, 2, 2]
        placement = build(problem)
        values = _start(placement, full)
        for variable in placement.tiers.program.variables():
            variable.setInitialValue(values[variable])
            variable.varValue = values[variable]
        assert placement.tiers.program.valid()
        named = renamed(problem, kinds, full)
        assert sorted(map(full.count, range(3))) == sorted(map(named.count, range(3)))


def test_the_start_has_the_excess_of_its_assignment() -> None:
    problem = uneven()
    placement = build(problem)
    class_of = [0, 0, 0, 1, 1, 1, 2, 2, 2]
    values = _start(placement, class_of)
    for tier, expected in enumerate(all_excess(problem, class_of)):
        assert sum(values[v] * times for v, times in placement.tiers.excess[tier]) == expected
    assert set(values) == set(placement.tiers.program.variables())
    assert all(isinstance(variable, pulp.LpVariable) for variable in values)


def test_a_neighbourhood_lowers_what_it_can_and_nothing_before_it() -> None:
    problem = uneven()
    start = [0, 0, 0, 1, 1, 1, 2, 2, 2]
    found = start
    for tier in (1, 2):
        found = list(Search(problem.until(tier), tier, SOLVER, 6_000).improved(found, 0))
    assert keeps_hard_rules(problem, found)
    assert all_excess(problem, found) == (0, 0, 0)
    assert all_excess(problem, start) > (0, 0, 0)


def test_a_search_ends_at_its_floor_and_where_programs_would_be_too_large() -> None:
    problem = uneven()
    start = (0, 0, 0, 1, 1, 1, 2, 2, 2)
    floor = all_excess(problem, start)[1]
    assert Search(problem.until(1), 1, SOLVER, 6_000).improved(start, floor) == start
    assert Search(problem.until(1), 1, SOLVER, 1).improved(start, 0) == start


def test_tickets_choose_among_equals_and_keep_every_count() -> None:
    problem = uneven()
    class_of = (2, 1, 0, 2, 1, 0, 2, 1, 0)
    again = reseated(problem, class_of)
    assert all_excess(problem, again) == all_excess(problem, class_of)
    for units in problem.kinds:
        seats = [again[problem.units[unit].members[0]] for unit in units]
        assert seats == sorted(seats)
