"""Places for newcomers, held against every assignment there is."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from balance_classes.domain.after_draw.seat_choice import (
    Seats,
    at_once,
    choice,
    even_places,
    has_places,
    smallest_places,
)
from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.excess import all_excess, counts
from balance_classes.domain.problem.problem import Problem, Unit
from tests.builders import bare_problem, crossed_problem

STANDING, COMING = 9, 4


def some_seats(number: int) -> Seats:
    """Standing classes and four newcomers: two bound to one another, one barred from a class."""
    chance = random.Random(number)
    students = STANDING + COMING
    sex = [chance.randrange(2) for _ in range(students)]
    home = [chance.randrange(3) for _ in range(students)]
    groups = [[[s for s in range(students) if of[s] == v] for v in set(of)] for of in (sex, home)]
    problem = bare_problem(
        [chance.randint(4, 7) for _ in range(3)], students, [[g] for g in groups]
    )
    problem = crossed_problem(problem)
    class_of = {s: s % 3 for s in range(STANDING)}
    every = (0, 1, 2)
    members = [(9,), (10, 11), (12,)] if number % 2 else [(9,), (10,), (11,), (12,)]
    units = [Unit(each, (1, 2) if 12 in each and number % 3 == 0 else every) for each in members]
    return Seats(problem, class_of, tuple(units)).in_order()


def every_way(seats: Seats) -> list[tuple[tuple[int, ...], dict[Unit, int]]]:
    """Return each way that keeps caps and reach, with its excess tier by tier."""
    found = []
    for classes in itertools.product(*(unit.reach for unit in seats.units)):
        placed = dict(zip(seats.units, classes, strict=True))
        class_of = assigned(seats, placed)
        size = Counter(class_of)
        if all(size[c] <= each.cap for c, each in enumerate(seats.problem.classes)):
            found.append((all_excess(seats.problem, class_of), placed))
    return found


def assigned(seats: Seats, placed: dict[Unit, int]) -> list[int]:
    class_of = dict(seats.class_of)
    class_of.update({student: c for unit, c in placed.items() for student in unit.members})
    return [class_of[student] for student in range(len(seats.problem.keys))]


def possible(number: int) -> Seats:
    """Return seats of a number that has places."""
    seats = some_seats(number)
    return seats if has_places(seats) else possible(number + 1_000)


@pytest.mark.parametrize("number", range(40))
def test_each_best_way_is_counted_once_and_no_other(number: int) -> None:
    seats = possible(number)
    ways = every_way(seats)
    least = min(excess for excess, _ in ways)
    best = [placed for excess, placed in ways if excess == least]
    found = choice(seats, seats.units)
    listed = [found.way(i) for i in range(found.ways)]
    assert len(listed) == len(best)
    assert all(placed in listed for placed in best)


@pytest.mark.parametrize("number", range(0, 40, 7))
def test_it_is_told_which_classes_each_could_have_drawn(number: int) -> None:
    seats = possible(number)
    found = choice(seats, seats.units)
    drawn = [found.way(i) for i in range(found.ways)]
    assert found.open_to() == {
        unit: tuple(sorted({placed[unit] for placed in drawn})) for unit in seats.units
    }


def test_where_there_are_no_places_there_is_no_way() -> None:
    for number in range(60):
        seats = some_seats(number)
        assert (
            bool(has_places(seats))
            == bool(every_way(seats))
            == (even_places(seats, Stream("s", "p")) is not None)
        )


def full(problem: Problem, class_of: Sequence[int], newcomers: int) -> Seats:
    placed = len(class_of)
    every = tuple(range(len(problem.classes)))
    units = tuple(Unit((placed + i,), every) for i in range(newcomers))
    return Seats(problem, dict(enumerate(class_of)), units).in_order()


def test_a_hard_limit_is_kept_and_what_broke_before_is_not_made_worse() -> None:
    problem = bare_problem([9, 9], 8, [])
    limited = bare_problem([9, 9], 8, [[[[0, 1, 2, 6, 7]]]])
    hard = limited.tiers[0].quotas[0]
    assert (hard.low, hard.high) == ((2, 2), (3, 3))
    tier = replace(problem.hard, quotas=(*problem.hard.quotas, replace(hard, high=(2, 2))))
    seats = full(replace(problem, hard=tier), [0, 0, 0, 1, 1, 1], 2)
    found = choice(seats, seats.units)
    assert [set(found.way(i).values()) for i in range(found.ways)] == [{1}]


def test_the_smallest_class_takes_the_next_and_lots_part_equals() -> None:
    problem = bare_problem([9, 9, 9], 8, [])
    seats = full(problem, [0, 0, 0, 1, 2], 3)
    seen = set()
    for seed in range(40):
        places = smallest_places(seats, Stream(f"{seed}", "place"))
        assert places is not None
        sizes = counts(problem.size_quota, assigned(seats, dict(places.class_of)))
        assert sorted(sizes) == [2, 3, 3]
        seen.add(tuple(places.class_of[unit] for unit in seats.units))
    assert seen == {(1, 2, 1), (1, 2, 2), (2, 1, 1), (2, 1, 2)}


def test_more_than_can_be_placed_at_once_still_come_out_even() -> None:
    many = at_once(2) + 3
    problem = bare_problem([60, 60], 20 + many, [[[list(range(0, 20 + many, 2))]]])
    seats = full(problem, [i % 2 for i in range(20)], many)
    places = even_places(seats, Stream("a", "place"))
    assert places is not None
    assert len(places.class_of) == many
    assert all_excess(problem, assigned(seats, dict(places.class_of)))[0] == 0


def test_newcomers_have_equal_chances_of_the_classes_that_are_equally_good() -> None:
    problem = bare_problem([9] * 4, 14, [])
    seats = full(problem, [i % 4 for i in range(12)], 2)
    assert choice(seats, seats.units).ways == 12
    drawn: Counter[tuple[int, ...]] = Counter()
    for seed in range(2_400):
        places = even_places(seats, Stream(f"{seed}", "place"))
        assert places is not None
        drawn[tuple(places.class_of[unit] for unit in seats.units)] += 1
    assert len(drawn) == 12
    # Five standard errors of a fair share of 200: a fair draw fails in one of a million runs.
    assert all(abs(times - 200) < 5 * (200 * 11 / 12) ** 0.5 for times in drawn.values())
