"""Placing: newcomers join standing classes and leavers go; nobody who has a class moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from balance_classes.domain.canonical import digest
from balance_classes.domain.classes import find_class
from balance_classes.domain.evidence import LaterEntry
from balance_classes.domain.formation import pinned_reach, unbarred_reach
from balance_classes.domain.formed import Formed, Gone, Placement
from balance_classes.domain.later import (
    everybody,
    moved,
    next_number,
    standing_problem,
    students_digest,
)
from balance_classes.domain.lottery import Seed, Stream, lottery_order
from balance_classes.domain.places import Places, Seats, even_places, smallest_places
from balance_classes.domain.problem import Problem, Unit
from balance_classes.domain.roster import Student
from balance_classes.domain.verdict import Check, Difference
from balance_classes.language import Text

PlaceMethod = Literal["even", "smallest-class"]
_WAYS = {"even": even_places, "smallest-class": smallest_places}


@dataclass(frozen=True)
class Newcomer:
    """A newcomer with its class, and the classes (positions) that were equally good."""

    placement: Placement
    drawn_among: tuple[int, ...]


@dataclass(frozen=True)
class Placing:
    """A later event: leavers (lottery numbers) go, then newcomers get their classes by lot.

    `choices` is how many ways were equally good; `columns` pairs each header that was read of
    the newcomers with its field; a `cap` above 0 was raised for them, with its reason.
    """

    kind: ClassVar[str] = "place"
    entry: LaterEntry
    seed: Seed | None
    method: PlaceMethod
    leavers: tuple[int, ...]
    newcomers: tuple[Newcomer, ...]
    choices: int
    columns: tuple[tuple[str, str], ...]
    cap: int = 0
    cap_reason: str = ""

    def applied(self, before: Formed) -> Formed:
        """Return the formed classes after it."""
        gone = tuple(
            Gone(placement, self.entry.number)
            for placement in before.placements
            if placement.lottery_number in self.leavers
        )
        came = [newcomer.placement for newcomer in self.newcomers]
        placed = [*staying(before, self.leavers), *came]
        return moved(before, self, placed, left=gone, columns=self.columns, cap=self.cap)

    def recounted(self, before: Formed) -> tuple[Check, ...]:
        """Check leavers, lottery numbers and places, drawn again from the seed."""
        return tuple(_recounted(self, before))

    def marked(self) -> Mapping[int, Text]:
        """Return the newcomers."""
        mark = Text("newcomer")
        return {n.placement.lottery_number: mark for n in self.newcomers}

    def story(self, before: Formed, number: int) -> Text | None:
        """Return how a newcomer came to its class, or that a student left."""
        return _story(self, before, number)

    def told(self) -> Text:
        """Return how many came and left, by which method."""
        values: dict[str, object] = {
            "number": self.entry.number,
            "newcomers": len(self.newcomers),
            "leavers": len(self.leavers),
        }
        if not self.newcomers:
            return Text("Change {number}: {leavers} left.", **values)
        if self.cap:
            values.update(cap=self.cap, reason=self.cap_reason)
            return Text(
                "Change {number}: {newcomers} came, {leavers} left; the cap was raised to {cap}: "
                "{reason}.",
                **values,
            )
        if self.method == "smallest-class":
            return Text(
                "Change {number}: {newcomers} came, each to the smallest class, ties by lot; "
                "{leavers} left.",
                **values,
            )
        return Text(
            "Change {number}: {newcomers} came, placed where the classes stay most even, ties by "
            "lot; {leavers} left.",
            **values,
        )


def _story(event: Placing, before: Formed, number: int) -> Text | None:
    names = [school_class.name for school_class in before.classes]
    if number in event.leavers:
        there = next(p for p in before.placements if p.lottery_number == number)
        name = names[there.school_class]
        return Text(
            "Change {number}: it left the class {name}.", number=event.entry.number, name=name
        )
    for newcomer in event.newcomers:
        if newcomer.placement.lottery_number == number:
            among = tuple(names[c] for c in newcomer.drawn_among)
            values = {"number": event.entry.number, "name": names[newcomer.placement.school_class]}
            if len(among) == 1:
                return Text(
                    "Change {number}: it came into the class {name}; no other one was as good or "
                    "open.",
                    **values,
                )
            return Text(
                "Change {number}: it came into the class {name}, by lot among {among}, which were "
                "equally good.",
                **values,
                among=among,
            )
    return None


@dataclass(frozen=True)
class Terms:
    """By which method newcomers are placed, and the cap that was raised for them, if any (0)."""

    method: PlaceMethod
    cap: int = 0
    cap_reason: str = ""


def asked_of(
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


def numbered(
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


def placed(
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
        len(there) + at: _open_classes(placement.student, before, problem)
        for at, placement in enumerate(coming)
    }
    units = _units(problem, class_of, reach)
    return Seats(problem, class_of, tuple(units)).in_order()


def _open_classes(student: Student, before: Formed, problem: Problem) -> frozenset[int]:
    names = [school_class.name for school_class in problem.classes]
    return pinned_reach(student, names) & unbarred_reach(student, names)


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
            units.append(Unit(members, tuple(sorted(shared & standing if standing else shared))))
    return sorted(units, key=lambda unit: unit.members)


def unknown_classes(before: Formed, student: Student) -> tuple[str, ...]:
    """Return the classes a newcomer names that there are not."""
    names = [school_class.name for school_class in before.classes]
    named = (student.pinned_class, *student.barred)
    return tuple(name for name in named if name and find_class(name, names) is None)


def _recounted(event: Placing, before: Formed) -> Iterator[Check]:
    number = event.entry.number
    arrived = [newcomer.placement.student for newcomer in event.newcomers]
    terms = Terms(event.method, event.cap, event.cap_reason)
    asked = asked_of(before, arrived, event.leavers, terms)
    wrong = Difference(
        Text("newcomers, leavers, method"), Text("They are not those that were entered.")
    )
    yield Check(
        f"place_{number}_asked",
        Text("Change {number}: it is what was entered before the lot.", number=number),
        () if asked == event.entry.asked else (wrong,),
    )
    there = {placement.lottery_number for placement in before.placements}
    yield Check(
        f"place_{number}_leavers",
        Text("Change {number}: who left was there.", number=number),
        tuple(
            Difference(
                Text("lottery number {number}", number=leaver),
                Text("There is no such student in the classes before."),
            )
            for leaver in event.leavers
            if leaver not in there
        ),
    )
    if event.seed is None:
        return
    came = {n.placement.lottery_number: n for n in event.newcomers}
    arriving = numbered(before, arrived, event.seed)
    yield Check(
        f"place_{number}_lottery",
        Text("Change {number}: the lottery numbers follow from the seed.", number=number),
        tuple(
            Difference(
                Text("lottery number {number}", number=given),
                Text("By the seed another student has this number."),
            )
            for given, student in arriving
            if given not in came or came[given].placement.student.key != student.key
        ),
    )
    found = placed(before, event.leavers, arriving, terms=terms, seed=event.seed)
    yield Check(
        f"place_{number}_places",
        Text(
            "Change {number}: caps and hard rules are kept, and the places follow from the seed.",
            number=number,
        ),
        tuple(_elsewhere(event, before, found)),
    )


def _elsewhere(
    event: Placing, before: Formed, found: tuple[tuple[Newcomer, ...], int] | None
) -> Iterator[Difference]:
    """Yield the newcomers that the seed would have given other classes."""
    if found is None:
        yield Difference(Text("newcomers"), Text("There are no places for them."))
        return
    names = [school_class.name for school_class in before.classes]
    there = {n.placement.lottery_number: n.placement.school_class for n in event.newcomers}
    for newcomer in found[0]:
        number, c = newcomer.placement.lottery_number, newcomer.placement.school_class
        if there.get(number) != c:
            yield Difference(
                Text("lottery number {number}", number=number),
                Text("By the seed its class is {name}.", name=names[c]),
            )
    if {n.drawn_among for n in found[0]} != {n.drawn_among for n in event.newcomers} or (
        found[1] != event.choices
    ):
        yield Difference(Text("newcomers"), Text("There were other choices than it says."))
