"""Forming teams of teachers with the engine that forms classes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from balance_classes.domain.lottery import Seed, lottery_order
from balance_classes.domain.problem.assignment import Assignment, unnamed
from balance_classes.domain.problem.excess import all_excess
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.teachers.paired_classes import Teams
from balance_classes.domain.teachers.pairing_lot import Cell, require_pairing, team_seed
from balance_classes.domain.teachers.staff import Staff
from balance_classes.domain.teachers.team_problem import (
    formulate_teams,
    ready_assignment,
    ready_teams,
)
from balance_classes.errors import Finding, InfeasibleError
from balance_classes.language import Text
from balance_classes.optimisation.draw import Effort, Report, draw, plan, require_possible
from balance_classes.optimisation.prove import prove

MOST_ATTEMPTS = 10
"""So many times teams are drawn anew where the conflicts leave no pairing to those drawn."""


def plan_teams(staff: Staff, teams: int, effort: Effort) -> tuple[int, ...]:
    """Return the bound of each tier of the teams; no seed is needed for it.

    Raises InfeasibleError where no such teams exist: with teachers of several subjects that can
    be, though each number is right.
    """
    problem = formulate_teams(staff, teams)
    try:
        bounds = plan(problem, effort)
        require_possible(problem, effort)
    except InfeasibleError as error:
        raise InfeasibleError(_no_teams(staff)) from error
    return bounds


def teams_for(
    staff: Staff,
    groups: int,
    barred: Callable[[Teams], Collection[Cell]],
    seed: Seed,
    *,
    effort: Effort,
    report: Report,
) -> Teams:
    """Return the first teams drawn to which conflicts leave a pairing with the groups.

    `barred` tells the pairings that they bar. Ready-made teams are as they are. Raises
    InfeasibleError where no pairing is left, however often teams are drawn.
    """
    for attempt in range(1, MOST_ATTEMPTS + 1):
        teams = form_teams(staff, groups, seed, effort, report, attempt=attempt)
        try:
            require_pairing(groups, barred(teams))
        except InfeasibleError:
            if staff.ready or attempt == MOST_ATTEMPTS:
                raise
        else:
            return teams
    raise AssertionError("the last attempt returns or raises")


def form_teams(
    staff: Staff, teams: int, seed: Seed, effort: Effort, report: Report, *, attempt: int = 1
) -> Teams:
    """Return the teams that a seed gives, or the ready-made ones; each with its proof."""
    problem = formulate_teams(staff, teams)
    bounds = plan_teams(staff, teams, effort)
    part = team_seed(seed, attempt)
    if staff.ready:
        ready = _as_ready(staff, problem, part, bounds, effort)
        return Teams(staff, ready, ready_teams(staff))
    assignment = draw(problem, part, replace(effort, lettered=True), bounds, report)
    return Teams(staff, assignment, tuple(c.name for c in problem.classes), attempt)


def _as_ready(
    staff: Staff, problem: Problem, seed: Seed, bounds: tuple[int, ...], effort: Effort
) -> Assignment:
    """Return ready-made teams as an assignment; their evenness is proven as of drawn ones."""
    order = lottery_order(seed.value, "student", problem.keys)
    ordered, given = problem.reordered(order), ready_assignment(staff)
    team_of = tuple(given[position] for position in order)
    excess = all_excess(ordered, team_of)
    return Assignment(
        problem=ordered,
        group_of=team_of,
        class_of_group=unnamed(ordered),
        proofs=prove(ordered, excess, bounds, effort.solver),
        placed="draw",
        dealt=excess,
        step=0,
        lettered=True,
    )


def _no_teams(staff: Staff) -> Finding:
    return Finding(
        staff.file,
        Text(
            "No teams exist in which every subject stands once, every class has one head "
            "teacher, and nobody of several subjects stands twice."
        ),
        Text("Change who teaches several subjects, or how many classes they teach."),
    )
