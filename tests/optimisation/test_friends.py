"""Wishes for friends: what an exchange changes, counted one by one; who is left alone, proven."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from balance_classes.domain.problem.excess import all_excess, broken_rules, keeps_hard_rules
from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.problem.friend_wishes import FriendWish, alone, company, unmeetable
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Tier
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import InfeasibleError
from balance_classes.optimisation.assignment_state import NO_CHANGE, State
from balance_classes.optimisation.draw import Effort, plan
from balance_classes.optimisation.friends import Friends
from balance_classes.optimisation.remedy_search import collision_findings
from balance_classes.optimisation.solver import Solver
from tests.builders import (
    a_problem,
    a_roster,
    a_student,
    bare_problem,
    by_key,
    drawn,
    some_rules,
)


def wishing(number: int, students: int = 18, classes: int = 3) -> tuple[Problem, list[int]]:
    """A problem in which most name one to three others, with blocks; and who is where."""
    chance = random.Random(f"wishing {number}")
    blocks = [(0, 1), (2, 3, 4)]
    problem = bare_problem([students] * classes, students, [[[range(0, students, 2)]]], blocks)
    wishes = tuple(
        FriendWish(s, tuple(sorted(chance.sample([o for o in range(students) if o != s], k))))
        for s in range(students)
        if (k := chance.choice([0, 1, 2, 3]))
    )
    problem = replace(problem, tiers=(*problem.tiers, Tier(("friends",), (), wishes)))
    class_of = [chance.randrange(classes) for _ in range(students)]
    for block in blocks:
        for student in block:
            class_of[student] = class_of[block[0]]
    return problem, class_of


@pytest.mark.parametrize("number", range(6))
def test_each_exchange_changes_what_counting_anew_says(number: int) -> None:
    problem, class_of = wishing(number)
    chance = random.Random(number)
    friends = Friends(problem, class_of, np.array([1.0, 1.0, 1.0]))
    wishes, nobody = problem.tiers[-1].wishes, len(class_of)
    for _ in range(3):
        a, b = chance.sample(range(3), 2)
        here, there = ([s for s, c in enumerate(class_of) if c == x] + [nobody] for x in (a, b))
        changes = friends.swap_changes(a, b, np.array(here), np.array(there))
        for row, leaving in enumerate(here):
            for column, entering in enumerate(there):
                after = [*class_of, -1]
                after[leaving], after[entering] = b, a
                assert changes[row, column] == alone(wishes, after) - alone(wishes, class_of)
        bundles = [there[:1], there[:3], []]
        changed = friends.bundle_changes(a, b, here[:2], bundles)
        for bundle, change in zip(bundles, changed, strict=True):
            after = [*class_of, -1]
            for student in here[:2]:
                after[student] = b
            for student in bundle:
                after[student] = a
            assert change == alone(wishes, after) - alone(wishes, class_of)


@pytest.mark.parametrize("number", range(2))
def test_what_weighs_more_weighs_in_its_class_alone(number: int) -> None:
    problem, class_of = wishing(number)
    light, heavy = (Friends(problem, class_of, np.array([1.0, 1.0, 1.0])) for _ in range(2))
    heavy.weigh_more(0)
    nobody = len(class_of)
    here, there, third = (
        np.array([*(s for s, c in enumerate(class_of) if c == x), nobody]) for x in range(3)
    )
    before, after = (f.swap_changes(0, 1, here, there) for f in (light, heavy))
    assert (after <= before).any()
    assert (after != before).any()
    elsewhere = [f.swap_changes(1, 2, there, third) for f in (light, heavy)]
    assert (elsewhere[0] == elsewhere[1]).all()


def test_a_state_keeps_count_of_who_is_alone_while_students_move() -> None:
    problem, class_of = wishing(9)
    state, chance = State(problem, class_of), random.Random(9)
    for _ in range(40):
        a, b = chance.sample(range(3), 2)
        leaving, entering = state.singles(state.movable(a, b)), state.singles(state.movable(b, a))
        changes = state.swap_changes(a, b, leaving, entering)
        row, column = chance.randrange(len(leaving)), chance.randrange(len(entering))
        if changes[row, column] == NO_CHANGE:
            continue
        state.exchange(a, b, [int(leaving[row])], [int(entering[column])])
        assert state.excess() == all_excess(problem, state.class_of(state.snapshot()))


def a_class_of_friends(wishes: Sequence[tuple[str, ...]], **more: tuple[str, ...]) -> Problem:
    students = [
        a_student(
            f"{i}",
            sex="female" if i % 2 else "male",
            friends=friends,
            apart=more["apart"] if str(i) in more.get("of", ()) else (),
        )
        for i, friends in enumerate(wishes)
    ]
    return a_problem(a_roster(*students), classes=2)


def test_each_child_has_one_of_its_friends_where_that_can_be() -> None:
    problem = a_class_of_friends([("2",), ("3",), ("0", "1"), ("1",), ("6",), (), (), ()])
    assert problem.tiers[-2 if problem.crossed else -1].groups == ("friends",)
    assignment = drawn(problem)
    placed = by_key(assignment)
    assert placed["0"] == placed["2"] and placed["1"] == placed["3"] and placed["4"] == placed["6"]
    proof = next(p for p in assignment.proofs if p.groups == ("friends",))
    assert (proof.excess, proof.ground) == (0, "zero")


def test_who_is_to_be_apart_from_its_only_friend_is_known_to_be_alone() -> None:
    problem = a_class_of_friends([("1",), ("0", "2"), (), ()], apart=("x",), of=("0", "1"))
    tier = next(t for t, each in enumerate(problem.all_tiers) if each.wishes)
    assert unmeetable(problem, tier) == 1
    proof = next(p for p in drawn(problem).proofs if p.groups == ("friends",))
    assert (proof.excess, proof.bound) == (1, 1)


def test_a_circle_that_boys_and_girls_must_share_is_proven_by_the_program() -> None:
    """Three boys each name the next of three girls: two classes of three cannot hold them all."""
    wishes = [("1",), ("2",), ("3",), ("4",), ("5",), ("0",)]
    assignment = drawn(a_class_of_friends(wishes))
    proof = next(p for p in assignment.proofs if p.groups == ("friends",))
    assert (proof.excess, proof.bound, proof.ground) == (2, 2, "program")


def test_company_counts_children_and_single_wishes_beside_those_of_lots() -> None:
    found = company((FriendWish(0, (1, 2)), FriendWish(3, (0,))), [0, 0, 0, 1])
    assert (found.children, found.accompanied, found.wishes, found.met) == (2, 1, 3, 2)
    assert found.by_lots == 3 * 6 / 12


def must_have_friends(wishes: Sequence[tuple[str, ...]], *apart: int) -> tuple[Roster, Rules]:
    """A roster of two classes in which each child that names others has to have one of them."""
    students = [
        replace(a_student(f"{i}", friends=friends, apart=("x",) if i in apart else ()), row=i + 2)
        for i, friends in enumerate(wishes)
    ]
    return a_roster(*students), some_rules(classes=2, hard=("apart", "friends"), tiers=())


def test_hard_wishes_are_kept_before_anything_is_even() -> None:
    wishes = [(f"{(i + 3) % 12}",) if i % 2 else () for i in range(12)]
    roster, rules = must_have_friends(wishes)
    problem = formulate(roster, rules, planned(roster, rules))
    assert problem.hard.groups == ("size", "friends") and not problem.tiers
    assignment = drawn(problem)
    assert keeps_hard_rules(assignment.problem, assignment.class_of)
    placed = by_key(assignment)
    assert all(placed[f"{i}"] == placed[friends[0]] for i, friends in enumerate(wishes) if friends)


def test_a_child_that_is_not_with_its_friend_breaks_a_hard_rule() -> None:
    roster, rules = must_have_friends([("1",), (), (), ()])
    problem = formulate(roster, rules, planned(roster, rules))
    assert not keeps_hard_rules(problem, [0, 1, 0, 1])
    (broken,) = broken_rules(problem, [0, 1, 0, 1])
    assert "one has to be" in str(broken.what)


def test_hard_wishes_that_collide_are_told_with_rows_and_what_ends_it() -> None:
    roster, rules = must_have_friends([("1",), (), (), ()], 0, 1)
    problem = formulate(roster, rules, planned(roster, rules))
    with pytest.raises(InfeasibleError):
        plan(problem, Effort("draw", 10, Solver()))
    (told,) = collision_findings(roster, rules, problem, Solver())
    assert "row 2 to be with at least one of row 3; rows 2, 3 to be apart" in str(told.what)
    assert "clear the friends of row 2" in str(told.mend)
    assert told.cells == ((2, "apart"), (2, "friends"), (3, "apart"))
