"""No place for newcomers: who has none, what is short, and what would help, each tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from balance_classes.domain.after_draw.newcomers import Terms, seats_of, staying
from balance_classes.domain.after_draw.seat_choice import Seats, at_once, choice, has_places
from balance_classes.domain.problem.problem import Unit
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import next_number, standing_classes
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.roster.roster_parts import Part
from balance_classes.domain.roster.row_ranges import rows_words
from balance_classes.errors import BudgetError, Finding
from balance_classes.language import Text

MOST_MENDS = 4


@dataclass(frozen=True)
class Wanted:
    """What is asked for: newcomers by key, who leaves, and on which terms.

    `file` names a place, and `parts` are the sheets of a file of several.
    """

    before: Formed
    leavers: tuple[int, ...]
    students: tuple[Student, ...]
    terms: Terms
    file: str
    parts: tuple[Part, ...] = ()

    def seats(self, students: Sequence[Student] | None = None, cap: int = 0) -> Seats:
        """Return the seats, for other newcomers or another cap if named."""
        coming = self.students if students is None else students
        arriving = list(enumerate(coming, start=next_number(self.before)))
        return seats_of(self.before, self.leavers, arriving, cap or self.terms.cap)

    def possible(self, students: Sequence[Student] | None = None, cap: int = 0) -> bool:
        """Tell whether all have places, for other newcomers or another cap if named."""
        coming = self.students if students is None else students
        return len(coming) <= self.free(cap) and bool(has_places(self.seats(coming, cap)))

    def free(self, cap: int = 0) -> int:
        """Return how many seats are left when the leavers have gone."""
        there = Counter(p.school_class for p in staying(self.before, self.leavers))
        size = len(self.before.placements) - len(self.leavers) + len(self.students)
        classes = standing_classes(self.before, size, cap or self.terms.cap)
        return sum(max(0, each.cap - there[c]) for c, each in enumerate(classes))

    def rows(self, units: Sequence[Unit]) -> list[Student]:
        """Return the newcomers of some units."""
        first = len(self.before.placements) - len(self.leavers)
        return [self.students[s - first] for unit in units for s in unit.members]


def no_place_findings(wanted: Wanted) -> tuple[Finding, ...]:
    """Return why newcomers have no places: too few seats, or wishes that cannot hold; or nothing.

    Raises BudgetError where so many have wishes that they cannot be looked at together.
    """
    if len(wanted.students) > wanted.free():
        return (_too_few_seats(wanted),)
    seats = wanted.seats()
    possible = has_places(seats)
    if possible:
        return ()
    if possible is None:
        raise BudgetError(_too_many(wanted, at_once(len(seats.problem.classes))))
    alone = [unit for unit in seats.units if not choice(seats, [unit]).ways]
    if alone:
        return tuple(_finding(wanted, [unit]) for unit in alone)
    return (_finding(wanted, _needed(seats)),)


def _too_few_seats(wanted: Wanted) -> Finding:
    free, need = wanted.free(), len(wanted.students)
    values = {"what": Text("free seats in the classes"), "have": free, "need": need}
    cap = _enough_cap(wanted)
    return Finding(
        wanted.file,
        Text("Have {have}, need {need}: {what}.", **values),
        Text(
            "Place {have} of them and the others in another school, or have a cap of {cap} "
            "approved (--approved-cap, --cap-reason).",
            have=free,
            cap=cap,
        )
        if cap
        else Text("Place {have} of them and the others in another school.", have=free),
    )


def _needed(seats: Seats) -> list[Unit]:
    """Return units that have no places together, and would have without any one of them."""
    kept = list(seats.bound)
    for unit in seats.bound:
        fewer = [other for other in kept if other is not unit]
        if not choice(seats, fewer).ways:
            kept = fewer
    return kept


def _too_many(wanted: Wanted, most: int) -> Finding:
    return Finding(
        wanted.file,
        Text("More than {most} newcomers have wishes: they are too many at once.", most=most),
        Text("Place them with several lists, one after the other."),
    )


def _finding(wanted: Wanted, units: Sequence[Unit]) -> Finding:
    students = wanted.rows(units)
    helps = tuple(_helps(wanted, students))[:MOST_MENDS]
    need = len(students)
    return Finding(
        Text("{file}, {rows}", file=wanted.file, rows=_rows(wanted, students)),
        Text(
            "Have {have}, need {need}: {what}.",
            what=Text("classes open to them"),
            have=0,
            need=need,
        )
        if len(units) == 1
        else Text("There are no places that keep caps and hard rules for all of them together."),
        Text("One of these is enough: {helps}.", helps=helps)
        if helps
        else Text("Take back what is asked for them, or have a class opened for them."),
    )


_WISHES: tuple[tuple[str, Text, Any], ...] = (
    ("pinned_class", Text("clear the pinned class of {rows}"), ""),
    ("barred", Text("clear the barred classes of {rows}"), ()),
    ("together", Text("take {rows} out of the block"), ""),
    ("apart", Text("take the apart codes from {rows}"), ()),
)
"""The wishes of a student, what to do with one, and what is left when there is none."""


def _helps(wanted: Wanted, students: Sequence[Student]) -> Iterator[Text]:
    """Yield the wishes of newcomers without which all of them have places, then a higher cap."""
    keys = {student.key for student in students}
    only = [student for student in wanted.students if student.key in keys]
    for name, words, none in _WISHES:
        for student in students:
            if getattr(student, name):
                changed = [replace(s, **{name: none}) if s.key == student.key else s for s in only]
                if wanted.possible(changed):
                    yield Text(words.message, rows=_rows(wanted, [student]))
    cap = _enough_cap(replace(wanted, students=tuple(only)))
    if cap:
        yield Text("have a cap of {cap} approved (--approved-cap, --cap-reason)", cap=cap)


def _enough_cap(wanted: Wanted) -> int:
    """Return the lowest higher cap with which all newcomers have places, 0 where none helps."""
    highest = max(school_class.cap for school_class in wanted.before.classes)
    highest = max(highest, wanted.terms.cap)
    for cap in range(highest + 1, highest + len(wanted.students) + 1):
        if wanted.possible(cap=cap):
            return cap
    return 0


def _rows(wanted: Wanted, students: Sequence[Student]) -> Text:
    return rows_words((student.row for student in students), wanted.parts)
