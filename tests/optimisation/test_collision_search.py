"""Collisions and their mends on random small schools, held against every assignment there is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest

from balance_classes.domain.collisions.collision import Collision, Rule, keeping, rules_of
from balance_classes.domain.collisions.remedies import Remedy, applied
from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Tier, even_quota
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.domain.rules.class_names import even_sizes
from balance_classes.domain.rules.rules import Rules
from balance_classes.optimisation import collision_search
from balance_classes.optimisation.collision_search import collisions, rules_can_hold
from balance_classes.optimisation.remedy_search import Mend, collision_findings, mends_of
from balance_classes.optimisation.solver import Solver
from tests.builders import a_roster, a_student, bare_problem, some_rules
from tests.hostile import every_excess, hostile_problem
from tests.lots import lots

SOLVER = Solver()


def can_hold(problem: Problem, rules: Sequence[Rule] | None = None) -> bool:
    """Tell by trying every assignment whether some of the hard rules can hold (all by default)."""
    kept = rules_of(problem) if rules is None else rules
    return any(excess[0] == 0 for excess in every_excess(keeping(problem, kept)))


def assert_minimal(problem: Problem) -> int:
    """Hold the collisions of a problem against brute force; return how many there are."""
    found = collisions(problem, SOLVER)
    held_against_all(problem, found)
    return len(found)


def held_against_all(problem: Problem, found: Sequence[Collision]) -> None:
    """Hold collisions against every assignment there is."""
    assert bool(found) != can_hold(problem)
    for collision in found:
        assert collision.exact
        assert not can_hold(problem, collision.rules)
        for rule in collision.rules:
            assert can_hold(problem, [other for other in collision.rules if other != rule])


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_what_collides_in_hostile_problems_is_minimal(first: int) -> None:
    found = [assert_minimal(hard_hostile(number)) for number in range(first, first + 20)]
    assert any(found)
    assert not all(found)


def hard_hostile(number: int) -> Problem:
    """A hostile problem whose first tier is never traded; without it few would collide."""
    problem = hostile_problem(number)
    first, *rest = problem.tiers
    hard = Tier((*problem.hard.groups, *first.groups), (*problem.hard.quotas, *first.quotas))
    return replace(problem, hard=hard, tiers=tuple(rest))


def hostile_school(number: int) -> tuple[Roster, Rules]:
    """A small school that asks for more than it may get: wishes of all kinds at random."""
    chance, limited = random.Random(f"school {number}"), random.Random(f"limits {number}")
    count, classes = chance.randint(4, 6), chance.choice([2, 2, 3])

    def one_of(*texts: str) -> str:
        return chance.choice(texts)

    wishing = random.Random(f"friends {number}")
    strict = wishing.random() < 0.4
    students = []
    for i in range(count):
        others = [f"{other}" for other in range(count) if other != i]
        friends = wishing.sample(others, wishing.choice([0, 1, 1, 2])) if strict else ()
        bars = chance.sample(range(1, classes + 1), chance.choice([0, 0, 0, 1, 1, 2]))
        student = a_student(
            f"{i}",
            name=one_of("A", "B", f"N{i}", f"N{i}"),
            inclusion=one_of("none", "none", "visual"),
            village=limited.choice("xxy"),
            together=one_of("", "", "T", "U"),
            apart=tuple(chance.sample("abc", chance.choice([0, 0, 1, 2]))),
            friends=tuple(friends),
            pinned_class=one_of("", "", "", str(chance.randint(1, classes))),
            barred=tuple(map(str, bars)),
            reason="asked",
        )
        students.append(replace(student, row=i + 2))
    hard = [*one_of("apart", "apart same_name").split(), *(["friends"] if strict else [])]
    caps = (("Class 1", chance.randint(1, 2)),) if chance.random() < 0.3 else ()
    at_most: tuple[tuple[str, int], ...] = (("inclusion", chance.randint(1, 2)),)
    at_least: tuple[tuple[str, int], ...] = ()
    if limited.random() < 0.4:
        at_least = ((limited.choice(["village=x", "village=*", "inclusion"]), 2),)
    if limited.random() < 0.2:
        at_most = (*at_most, ("village=*", limited.randint(1, 3)))
    rules = some_rules(
        classes=classes, cap=9, caps=caps, hard=tuple(hard), tiers=(), at_most=at_most,
        at_least=at_least,
    )  # fmt: skip
    return a_roster(*students), rules


def problem_of(roster: Roster, rules: Rules) -> Problem:
    classes = plan_classes(roster.size, rules, roster.language)
    return formulate(roster, rules, classes)


SOME = lots(120, 30)
"""Numbers of small schools that ask for too much."""


class Collided(NamedTuple):
    """A small school, its collisions, and what would end them."""

    roster: Roster
    rules: Rules
    problem: Problem
    found: Sequence[Collision]
    mends: Sequence[Mend]


@cache
def collided(number: int) -> Collided:
    roster, rules = hostile_school(number)
    problem = problem_of(roster, rules)
    found = collisions(problem, SOLVER)
    return Collided(roster, rules, problem, found, mends_of(found, roster, rules, problem, SOLVER))


@pytest.mark.parametrize("numbers", SOME)
def test_what_collides_in_a_small_school_is_minimal(numbers: range) -> None:
    for number in numbers:
        school = collided(number)
        held_against_all(school.problem, school.found)


@pytest.mark.parametrize("numbers", SOME)
def test_any_change_that_is_named_ends_every_collision(numbers: range) -> None:
    for number in numbers:
        assert_every_change_helps(collided(number))


def assert_every_change_helps(school: Collided) -> None:
    roster, rules, mends = school.roster, school.rules, school.mends
    for i, mend in enumerate(mends):
        others = [change for j, other in enumerate(mends) if j != i for change in other.together]
        for change in mend.enough:
            for student in change.instead or change.students[:1] or [None]:
                students = change.students if student is None else (student,)
                one = replace(change, students=students) if change.instead else change
                assert can_hold(problem_of(*applied([*others, one], roster, rules)))
        for change in mend.anew:
            assert can_hold(problem_of(*applied([change], roster, rules)))
    every = [change for mend in mends for change in mend.together]
    if every:
        assert can_hold(problem_of(*applied(every, roster, rules)))


@pytest.mark.parametrize("numbers", SOME)
def test_something_that_works_is_always_named(numbers: range) -> None:
    for number in numbers:
        school = collided(number)
        assert all(mend.enough or mend.together or mend.anew for mend in school.mends), number


@pytest.mark.parametrize("numbers", lots(120, 10))
def test_each_collision_is_told_with_what_ends_it(numbers: range) -> None:
    for number in numbers:
        school = collided(number)
        findings = collision_findings(school.roster, school.rules, school.problem, SOLVER)
        assert len(findings) == max(1, len(school.found))
        assert all(str(finding.what) and str(finding.mend) for finding in findings), number


@pytest.mark.parametrize("numbers", SOME)
def test_no_single_change_is_said_only_where_none_is_known(numbers: range) -> None:
    for school in map(collided, numbers):
        if len(school.found) == 1 and not school.mends[0].enough:
            roster, rules = school.roster, school.rules
            for change in single_wishes(roster):
                assert not can_hold(problem_of(*applied([change], roster, rules))), change


def single_wishes(roster: Roster) -> list[Remedy]:
    """Every change that clears one cell of one row."""
    return [
        change
        for i, student in enumerate(roster.students)
        for change in (
            *([Remedy("pin", (i,))] if student.pinned_class else []),
            *([Remedy("bars", (i,))] if student.barred else []),
            *([Remedy("block", (i,))] if student.together else []),
            *(Remedy("code", (i,), code) for code in student.apart),
            *([Remedy("friends", (i,))] if student.friends else []),
        )
    ]


def large_school(kind: str) -> Problem:
    """500 students in 10 classes with 40 blocks, 40 apart codes and 20 pins, and a collision."""
    chance, students = random.Random(kind), 500
    sets = [chance.sample(range(students), 2) for _ in range(40)]
    reach = {i: frozenset([0]) for i in range(100, 120)}
    if kind == "pins":
        reach |= {i: frozenset([0]) for i in range(120, 152)}
    if kind == "rooms":
        reach |= {i: frozenset([1, 2]) for i in range(160, 265)}
    if kind == "cycle":
        sets += [[1, 2], [2, 3], [3, 4], [4, 5], [1, 5]]
        reach |= {i: frozenset([1, 2]) for i in range(1, 6)}
    blocks = [(i, i + 1) for i in range(300, 380, 2)]
    problem = bare_problem([50] * 10, students, [], blocks, reach)
    sizes = even_sizes(students, [50] * 10)
    codes = tuple(even_quota("apart", str(i), pair, sizes) for i, pair in enumerate(sets))
    return replace(problem, hard=Tier(("size", "apart"), (*problem.hard.quotas, *codes)))


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("none", {}),
        ("pins", {"open": 51, "most": 1}),
        ("rooms", {"open": 101, "most": 2}),
        ("cycle", {"open": 5, "quota": 5}),
    ],
)
def test_a_large_school_is_asked_a_few_hundred_times_at_most(
    kind: str, kinds: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counting(problem: Problem, solver: Solver) -> bool:
        asked.append(problem)
        return excluded(problem, solver)

    excluded = collision_search.is_excluded
    monkeypatch.setattr(collision_search, "is_excluded", counting)
    found = collisions(large_school(kind), SOLVER)
    told = [{k: len(c.of(k)) for k in kinds} for c in found]  # type: ignore[arg-type]
    assert told == ([kinds] if kinds else [])
    assert len(asked) < 300


def odd_cycle() -> Problem:
    """Three pairs apart in two classes: only program no. 2 sees that this cannot be."""
    problem = bare_problem([4] * 2, 8, [])
    sizes = even_sizes(8, [4] * 2)
    codes = tuple(even_quota("apart", str(p), p, sizes) for p in ([0, 1], [0, 2], [1, 2], [5, 6]))
    return replace(problem, hard=Tier(("size", "apart"), (*problem.hard.quotas, *codes)))


def test_where_the_budget_ends_rules_stay_that_are_perhaps_not_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = odd_cycle()
    (known,) = collisions(problem, SOLVER)
    assert (len(known.rules), known.exact) == (3, True)
    exact = collision_search.can_hold

    def stopped_early(asked: Problem, solver: Solver) -> bool | None:
        return exact(asked, solver) if len(asked.hard.quotas) > 4 else None

    monkeypatch.setattr(collision_search, "can_hold", stopped_early)
    (found,) = collisions(problem, SOLVER)
    assert (len(found.rules), found.exact) == (4, False)
    assert set(known.rules) < set(found.rules)


def test_rules_too_many_for_program_no_2_are_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = odd_cycle()
    assert rules_can_hold(problem, SOLVER) is False
    monkeypatch.setattr("balance_classes.optimisation.exact_search.LARGEST", 0)
    assert rules_can_hold(problem, SOLVER) is None
    assert collisions(problem, SOLVER) == ()


@pytest.mark.parametrize("by_pairs", [False, True])
def test_of_a_large_group_apart_it_is_said_how_many_classes_would_do(by_pairs: bool) -> None:
    """Nine of forty children, all apart from each other, want nine classes and not four."""
    codes: dict[int, list[str]] = {i: [] for i in range(40)}
    for one in range(9):
        codes[one] += [] if by_pairs else ["all"]
        for other in range(one) if by_pairs else ():
            codes[one].append(f"{other}-{one}")
            codes[other].append(f"{other}-{one}")
    students = [replace(a_student(f"{i:02}", apart=tuple(codes[i])), row=i + 2) for i in range(40)]
    roster, rules = a_roster(*students), some_rules(classes=4, tiers=())
    problem = problem_of(roster, rules)
    (mend, *_) = mends_of(collisions(problem, SOLVER), roster, rules, problem, SOLVER)
    assert [change.number for change in mend.anew] == [9]
