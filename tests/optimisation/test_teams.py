"""Teams of teachers held against all the teams there could be."""

from __future__ import annotations

import random
from itertools import product

import pytest

from balance_classes.domain.problem.excess import all_excess
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.teachers.paired_classes import Teams
from balance_classes.domain.teachers.pairing_lot import Cell
from balance_classes.domain.teachers.staff import Staff
from balance_classes.errors import InfeasibleError
from balance_classes.optimisation.teams import form_teams, plan_teams, teams_for
from tests.builders import QUICK, a_seed, a_staff, a_teacher

TEAMS = 3


def some_staff(seed: int) -> Staff:
    """A staff of three subjects in three classes, some teachers in two of them, some of two."""
    chance = random.Random(seed)
    found = []
    for subject in ("Art", "Chinese", "Maths"):
        for classes in chance.choice([(1, 1, 1), (2, 1), (3,)]):
            found.append(
                a_teacher(
                    f"T{len(found)}",
                    subject,
                    classes,
                    years=chance.randrange(30),
                    sex=chance.choice(["female", "male"]),
                    title=chance.choice(["title_senior", "title_first"]),
                )
            )
    return a_staff(*found)


def least(problem: Problem) -> tuple[int, ...]:
    """Return the least excess of the tiers over all assignments of posts to teams."""
    everything = product(range(TEAMS), repeat=len(problem.keys))
    return min(all_excess(problem, team_of) for team_of in everything)


@pytest.mark.parametrize("seed", range(12))
def test_teams_are_as_even_as_any_and_their_proofs_are_true(seed: int) -> None:
    staff = some_staff(seed)
    teams = form_teams(staff, TEAMS, a_seed(str(seed)), QUICK, lambda stage: None)
    best = least(teams.assignment.problem)
    assert best[0] == 0
    for proof, excess in zip(teams.assignment.proofs, best[1:], strict=True):
        assert proof.bound <= excess
        if proof.proven and not proof.earlier_open:
            assert proof.excess == excess


def test_teams_that_cannot_be_are_told_before_a_seed_is_known() -> None:
    staff = a_staff(
        a_teacher("A", "Chinese", 1),
        a_teacher("A", "Ethics", 2),
        a_teacher("B", "Chinese", 1),
    )
    with pytest.raises(InfeasibleError, match="No teams exist"):
        plan_teams(staff, 2, QUICK)


def test_ready_made_teams_are_shown_beside_what_could_be() -> None:
    # Both women are in one team, though they could be in two.
    staff = a_staff(
        a_teacher("A", "Art", sex="female", teams=("1",)),
        a_teacher("B", "Art", sex="male", teams=("2",)),
        a_teacher("C", "Maths", sex="female", teams=("1",)),
        a_teacher("D", "Maths", sex="male", teams=("2",)),
    )
    made = form_teams(staff, 2, a_seed("x"), QUICK, lambda stage: None).assignment
    assert made.group_of.count(0) == 2
    (proof,) = made.proofs
    assert (proof.excess, proof.bound) == (4, 0)


def test_teams_are_drawn_again_where_conflicts_leave_no_pairing() -> None:
    staff = a_staff(*(a_teacher(f"T{i}", ("Art", "Maths")[i % 2], 1) for i in range(4)))
    tried: list[int] = []

    def barred(teams: Teams) -> frozenset[Cell]:
        tried.append(teams.attempt)
        return frozenset({(0, 0), (0, 1)}) if teams.attempt < 3 else frozenset()

    teams = teams_for(staff, 2, barred, a_seed("x"), effort=QUICK, report=lambda stage: None)
    assert (tried, teams.attempt) == ([1, 2, 3], 3)
    with pytest.raises(InfeasibleError, match="No pairing is left"):
        teams_for(
            staff,
            2,
            lambda teams: frozenset({(0, 0), (0, 1)}),
            a_seed("x"),
            effort=QUICK,
            report=lambda stage: None,
        )
