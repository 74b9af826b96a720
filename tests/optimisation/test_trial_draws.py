"""Rules as a steering wheel: what trial draws see of it, and that a clean roster shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from balance_classes.domain.canonical import digest
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.steering import (
    RARE,
    Steering,
    by_chance,
    steering_of,
    trials_needed,
)
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.trial_draws import steering
from tests.builders import QUICK, bare_problem

CAPS = [20, 20, 20]
STUDENTS = 60
CHOSEN = [3, 14, 25, 36, 47]
DECOYS = [8, 29]
SEXES = [range(0, STUDENTS, 2), range(1, STUDENTS, 2)]


def tried(problem: Problem) -> Steering:
    bounds = tier_bounds(problem, QUICK.solver)
    return steering(problem, digest("what is fixed"), QUICK, bounds)


def columns(*marked: Sequence[int]) -> list[list[list[int]]]:
    """Columns of one's own, in each of which some students have one level, all others another."""
    return [[list(few), [s for s in range(STUDENTS) if s not in few]] for few in marked]


def test_a_clean_roster_shows_nobody_who_always_meets() -> None:
    problem = bare_problem(CAPS, STUDENTS, [[SEXES], columns(range(0, 21), range(30, 50))])
    found = tried(problem)
    assert (found.pairs, found.largest, found.settled) == (0, 0, 0)
    assert found.trials >= trials_needed(problem)


def test_five_innocent_columns_that_bring_five_children_together_are_seen() -> None:
    # Of three who share a level each class gets one: whoever is with both decoys is in the third.
    problem = bare_problem(
        CAPS, STUDENTS, [[SEXES], columns(*([child, *DECOYS] for child in CHOSEN))]
    )
    found = tried(problem)
    assert found.largest == len(CHOSEN)
    assert found.pairs == 10
    assert found.settled == 0


def test_decoys_in_codes_of_apart_are_seen() -> None:
    codes = [[child, *DECOYS] for child in CHOSEN]
    found = tried(bare_problem(CAPS, STUDENTS, [[codes], [SEXES]]))
    assert (found.largest, found.pairs) == (5, 10)


def test_two_columns_that_put_a_child_beside_a_pinned_one_are_seen() -> None:
    child, pinned = CHOSEN[:2]
    problem = bare_problem(
        CAPS,
        STUDENTS,
        [[SEXES], columns([child, *DECOYS], [pinned, *DECOYS])],
        reach={pinned: frozenset({1})},
    )
    found = tried(problem)
    assert (found.pairs, found.largest, found.settled) == (1, 2, 1)


def test_codes_of_together_are_declared_and_who_is_brought_beside_them_is_not() -> None:
    blocks = [tuple(CHOSEN)]
    assert tried(bare_problem(CAPS, STUDENTS, [[SEXES]], blocks)).pairs == 0
    beside = columns([CHOSEN[0], *DECOYS], [50, *DECOYS])
    found = tried(bare_problem(CAPS, STUDENTS, [[SEXES], beside], blocks))
    assert (found.pairs, found.largest) == (1, 6)


def test_two_who_may_join_one_class_only_are_told_elsewhere() -> None:
    reach = {3: frozenset({1}), 4: frozenset({1})}
    assert tried(bare_problem(CAPS, STUDENTS, [[SEXES]], reach=reach)).pairs == 0


def test_trial_draws_follow_from_what_is_fixed() -> None:
    problem = bare_problem(CAPS, STUDENTS, [[SEXES]])
    assert tried(problem) == tried(problem)


def test_lots_alone_look_like_steering_once_in_a_thousand_rosters() -> None:
    problem = bare_problem(CAPS, STUDENTS, [])
    needed = trials_needed(problem)
    assert by_chance(problem, needed) <= RARE < by_chance(problem, needed - 1)
    met = Fraction(STUDENTS * (STUDENTS - 1), 2) / 3**10
    settled = Fraction(STUDENTS * 3, 3**10)
    assert by_chance(problem, 10) == met + settled


def test_one_class_has_nothing_to_be_steered() -> None:
    assert steering_of(bare_problem([9], 9, []), []) == tried(bare_problem([9], 9, []))
    assert tried(bare_problem([9], 9, [])).trials == 0
