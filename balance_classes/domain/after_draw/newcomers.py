"""Newcomers: their lottery numbers, the seats that are open to them, and their places by lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from balance_classes.domain.after_draw.seat_choice import (
    Places,
    Seats,
    even_places,
    smallest_places,
)
from balance_classes.domain.canonical import digest
from balance_classes.domain.lottery import Seed, Stream, lottery_order
from balance_classes.domain.problem.formulation import pinned_reach, unbarred_reach
from balance_classes.domain.problem.problem import Problem, Unit
from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.result.later_states import (
    everybody,
    next_number,
    same_student,
    standing_problem,
    students_digest,
)
from balance_classes.domain.roster.roster import Student

PlaceMethod = Literal["even", "smallest-class"]
_WAYS = {"even": even_places, "smallest-class": smallest_places}


@dataclass(frozen=True)
class Newcomer:
    """A newcomer with its class, and the classes (positions) that were equally good."""

    placement: Placement
    drawn_among: tuple[int, ...]


@dataclass(frozen=True)
class Terms:
    """By which method newcomers are placed, and the cap that was raised for them, if any (0)."""

    method: PlaceMethod
    cap: int = 0
    cap_reason: str = ""


def placing_digest(
    before: Formed, arriving: Sequence[Student], leavers: Sequence[int], terms: Terms
) -> str:
    """Return the digest of all that can change where newcomers come, but for the seed.

    It covers everybody who is or was there, too: one over few could be found by trying.
    """
    by_key = sorted(arriving, key=lambda student: student.key)
    students = {p.lottery_number: p.student for p in everybody(before)}
    students.update(enumerate(by_key, start=next_number(before)))
    asked = [terms.method, terms.cap, terms.cap_reason]
    return digest(["place", students_digest(students, before), sorted(leavers), asked])


def staying(before: Formed, leavers: Sequence[int]) -> tuple[Placement, ...]:
    """Return those who are there and do not leave."""
    return tuple(p for p in before.placements if p.lottery_number not in leavers)


def lottery_numbers(
    before: Formed, students: Sequence[Student], seed: Seed
) -> tuple[tuple[int, Student], ...]:
    """Return newcomers with their lottery numbers, which go on where the others end.

    They stand in the lot of their keys; lottery numbers of leavers are never given again.
    """
    by_key = sorted(students, key=lambda student: student.key)
    purpose = f"newcomer {len(before.later) + 1}"
    order = lottery_order(seed.value, purpose, [student.key for student in by_key])
    first = next_number(before)
    return tuple((first + rank, by_key[position]) for rank, position in enumerate(order))


def drawn_places(
    before: Formed,
    leavers: Sequence[int],
    arriving: Sequence[tuple[int, Student]],
    *,
    terms: Terms,
    seed: Seed,
) -> tuple[tuple[Newcomer, ...], int] | None:
    """Return each newcomer with its class, and how many ways were equally good.

    None where there is no place that keeps caps and hard rules.
    """
    seats = seats_of(before, leavers, arriving, terms.cap)
    event = len(before.later) + 1
    found = _WAYS[terms.method](seats, Stream(seed.value, f"place {event}"))
    if found is None:
        return None
    first = len(seats.class_of)
    places = [_place_of(found, first + at) for at in range(len(arriving))]
    return tuple(
        Newcomer(Placement(student, number, c), among)
        for (number, student), (c, among) in zip(arriving, places, strict=True)
    ), found.ways


def _place_of(places: Places, student: int) -> tuple[int, tuple[int, ...]]:
    unit = next(unit for unit in places.class_of if student in unit.members)
    return places.class_of[unit], places.open_to[unit]


def seats_of(
    before: Formed,
    leavers: Sequence[int],
    arriving: Sequence[tuple[int, Student]],
    cap: int = 0,
) -> Seats:
    """Return the standing classes and the units of newcomers: blocks and pins first, as dealt."""
    there = staying(before, leavers)
    coming = [Placement(student, number, 0) for number, student in arriving]
    problem = standing_problem(before, [*there, *coming], cap)
    class_of = {position: p.school_class for position, p in enumerate(there)}
    reach = {
        position: _open_classes(placement.student, before, problem, position)
        for position, placement in enumerate(coming, start=len(there))
    }
    units = _units(problem, class_of, reach)
    return Seats(problem, class_of, tuple(units)).in_order()


def _open_classes(
    student: Student, before: Formed, problem: Problem, position: int
) -> frozenset[int]:
    """Return the classes open to a newcomer; who left and comes back returns to its class.

    Else a student could be moved without an approval: as a leaver, and then as a newcomer.
    """
    names = [school_class.name for school_class in problem.classes]
    asked = pinned_reach(student, names) & unbarred_reach(student, names)
    # Of all who are there then: a newcomer may be the first of a level that the rules limit.
    asked &= problem.reach.get(position, asked)
    former = _former(before, student)
    return frozenset([former[-1].school_class]) & asked if former else asked


def returning(before: Formed, newcomers: Sequence[Newcomer]) -> tuple[int, ...]:
    """Return the lottery numbers of newcomers who left before and come back."""
    return tuple(
        newcomer.placement.lottery_number
        for newcomer in newcomers
        if _former(before, newcomer.placement.student)
    )


def _former(before: Formed, student: Student) -> list[Placement]:
    return [gone.placement for gone in before.left if same_student(gone.placement.student, student)]


def _units(
    problem: Problem, class_of: Mapping[int, int], reach: Mapping[int, frozenset[int]]
) -> list[Unit]:
    """Return the units of newcomers; who shares a block with placed students joins their class."""
    units = []
    for block in problem.units:
        members = tuple(s for s in block.members if s in reach)
        standing = frozenset(class_of[s] for s in block.members if s in class_of)
        if members:
            shared = frozenset.intersection(*(reach[s] for s in members))
            reach_of = tuple(sorted(shared & standing if standing else shared))
            units.append(Unit(members, reach_of, sum(problem.seats_of[s] for s in members)))
    return sorted(units, key=lambda unit: unit.members)
