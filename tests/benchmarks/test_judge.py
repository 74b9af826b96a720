"""The judge of all methods counts what domain/problem/excess.py counts, and keeps time honestly."""

from __future__ import annotations

import random
from itertools import combinations

from balance_classes.domain.problem.excess import all_excess, tier_excess
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Tier, even_quota
from balance_classes.domain.rules.class_names import even_sizes
from benchmarks.depth.cells import Excess, Judge, attributes
from benchmarks.depth.columns import sizes
from benchmarks.depth.ours import SEED, ours
from benchmarks.depth.trajectory import Point, Recorder, at
from benchmarks.families import tight_caps, twins
from benchmarks.instances import instance
from tests.builders import a_problem, a_roster, a_student


def all_cells(problem: Problem) -> Tier:
    """The cells as quotas of the domain, made from the level quotas of the problem."""
    caps = [school_class.cap for school_class in problem.classes]
    shares = even_sizes(len(problem.keys), caps)
    found = [
        even_quota("cell", "", sorted({*first.members} & {*second.members}), shares)
        for one, other in combinations(attributes(problem).values(), 2)
        for first in one
        for second in other
    ]
    return Tier(("cell",), tuple(quota for quota in found if quota.members))


def test_the_judge_counts_what_the_domain_counts() -> None:
    chance = random.Random("judge")
    for problem in (instance(60, 3, 1), tight_caps(61, 5, 2), twins(60, 4, 3)):
        judge, cells = Judge(problem), all_cells(problem)
        for _ in range(5):
            class_of = [chance.randrange(len(problem.classes)) for _ in problem.keys]
            excess = judge(class_of)
            assert excess.one_way == sum(all_excess(problem.one_way, class_of))
            assert excess.two_way == tier_excess(cells, class_of)


def test_a_cell_of_two_levels_is_counted() -> None:
    people = [
        a_student(f"s{i}", sex="girl" if i % 2 else "boy", boarding="boards" if i < 4 else "day")
        for i in range(8)
    ]
    judge = Judge(a_problem(a_roster(*people), classes=2))
    # Girls and boarders are two and two in each class, but all girls who board are in one.
    assert judge([0, 1, 0, 1, 1, 0, 1, 0]) == Excess(one_way=0, two_way=8)
    assert judge([0, 0, 1, 1, 0, 0, 1, 1]) == Excess(one_way=0, two_way=0)


def test_a_block_that_is_torn_is_told() -> None:
    problem = twins(40, 2, 1)
    assert Judge(problem)(ours(problem, SEED, 4)).torn == 0
    apart = [0] * len(problem.keys)
    apart[problem.blocks[0][0]] = 1
    assert Judge(problem)(apart).torn == 1


def test_our_draw_is_told_in_the_order_of_the_problem() -> None:
    problem = instance(100, 4, 1)
    assert Judge(problem)(ours(problem, SEED, 4)).one_way == 0


def test_sizes_of_groups_seat_everybody_within_the_caps() -> None:
    problem = tight_caps(103, 5, 1)
    assert sizes(problem).tolist() == [school_class.cap for school_class in problem.classes]
    assert sum(sizes(instance(103, 5, 1))) == 103


def test_what_counts_at_a_time_is_the_last_answer_within_it() -> None:
    points = [Point(1.0, Excess(0, 9)), Point(3.0, Excess(0, 5))]
    assert [at(points, seconds) for seconds in (0.5, 2.0, 3.0)] == [
        None,
        Excess(0, 9),
        Excess(0, 5),
    ]


def test_seconds_spent_elsewhere_are_charged() -> None:
    record = Recorder(10.0)
    record.begin(charged=4.0)
    assert 4.0 <= record.passed() < 10.0
    assert record.left() < 6.0
