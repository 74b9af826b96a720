"""A placing as its file tells it, and back."""

from __future__ import annotations

from collections.abc import Mapping

from balance_classes.domain.lottery import Seed
from balance_classes.domain.result.formed import Formed, Later, Placement
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.year.newcomers import Newcomer, returning
from balance_classes.domain.year.place_event import Placing
from balance_classes.files.events.forms import LaterFile, NewcomerForm, PlaceFile, SeatForm
from balance_classes.files.events.frame import entry_of, frame, position_of
from balance_classes.files.evidence.forms import BarForm, PinForm, Source
from balance_classes.files.evidence.record import seed_form


def placing(file: LaterFile, before: Formed, students: Mapping[int, Student]) -> Later:
    """Return the placing that a file tells of; students are known by lottery number."""
    assert isinstance(file, PlaceFile)
    newcomers = tuple(
        Newcomer(
            Placement(
                students[seat.lottery_number],
                seat.lottery_number,
                position_of(before, seat.school_class),
            ),
            tuple(position_of(before, name) for name in seat.drawn_among),
        )
        for seat in file.newcomers
    )
    return Placing(
        entry=entry_of(file),
        seed=Seed(file.seed.words, file.seed.given) if file.seed else None,
        method=file.method,
        leavers=tuple(seat.lottery_number for seat in file.leavers),
        newcomers=newcomers,
        choices=int(file.choices),
        columns=file.source.columns if file.source else (),
        cap=file.cap,
        cap_reason=file.cap_reason,
        returned=returning(before, newcomers),
    )


def place_file(event: Later, before: Formed, after: Formed, source: Source | None) -> LaterFile:
    """Return the file of a placing."""
    assert isinstance(event, Placing)
    names = [school_class.name for school_class in before.classes]
    came = [newcomer.placement for newcomer in event.newcomers]
    there = {p.lottery_number: p.school_class for p in before.placements}
    return PlaceFile(
        **frame(event, before, after),
        seed=seed_form(event.seed) if event.seed else None,
        method=event.method,
        cap=event.cap,
        cap_reason=event.cap_reason,
        choices=str(event.choices),
        leavers=tuple(
            SeatForm(lottery_number=number, school_class=names[there[number]])
            for number in event.leavers
            if number in there
        ),
        newcomers=tuple(
            NewcomerForm(
                lottery_number=newcomer.placement.lottery_number,
                school_class=names[newcomer.placement.school_class],
                drawn_among=tuple(names[c] for c in newcomer.drawn_among),
            )
            for newcomer in event.newcomers
        ),
        pinned=tuple(
            PinForm(school_class=names[p.school_class], lottery_number=p.lottery_number)
            for p in came
            if p.student.pinned_class
        ),
        barred=tuple(
            BarForm(school_classes=p.student.barred, lottery_number=p.lottery_number)
            for p in came
            if p.student.barred
        ),
        source=source,
    ).signed()
