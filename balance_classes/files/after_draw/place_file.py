"""A placing as its file tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from balance_classes.domain.after_draw.newcomers import Newcomer, PlaceMethod, returning
from balance_classes.domain.after_draw.place_event import Placing
from balance_classes.domain.lottery import letters_and_digits
from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.roster.roster import Student
from balance_classes.errors import EvidenceError
from balance_classes.files.after_draw.event_file import LaterFile, ListTexts, frame, position_of
from balance_classes.files.evidence.document import Form, Spoken
from balance_classes.files.evidence.forms import BarForm, PinForm, SeedForm, Source
from balance_classes.language import Text


class SeatForm(Form):
    """A student by its lottery number, and a class."""

    lottery_number: int
    school_class: str


class NewcomerForm(SeatForm):
    """A newcomer, its class, and the classes that were equally good and could have been drawn."""

    drawn_among: tuple[str, ...]


class PlaceFile(LaterFile):
    """Newcomers placed and leavers taken out: lottery numbers, no names, and no traits either.

    Counts of the levels of one newcomer would say all about a child whom lists mark as new.

    `choices` is how many ways of placing were equally good, in digits, since there may be many;
    `cap` is the one that was raised for them, 0 where none was.
    """

    format: Literal["balance-classes/place"] = "balance-classes/place"
    version: Literal[1] = 1
    seed: SeedForm | None
    method: PlaceMethod
    cap: int
    cap_reason: Spoken
    choices: Annotated[str, Field(pattern=r"^[1-9]\d*$")]
    leavers: tuple[SeatForm, ...]
    newcomers: tuple[NewcomerForm, ...]
    pinned: tuple[PinForm, ...]
    barred: tuple[BarForm, ...]
    source: Source | None

    @classmethod
    def of(cls, event: Placing, before: Formed, after: Formed, source: Source | None) -> Self:
        """Return the file of a placing."""
        names = [school_class.name for school_class in before.classes]
        placed = [newcomer.placement for newcomer in event.newcomers]
        there = {p.lottery_number: p.school_class for p in before.placements}
        return cls(
            **frame(event, before, after),
            seed=SeedForm.of(event.seed) if event.seed else None,
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
                for p in placed
                if p.student.pinned_class
            ),
            barred=tuple(
                BarForm(school_classes=p.student.barred, lottery_number=p.lottery_number)
                for p in placed
                if p.student.barred
            ),
            source=source,
        ).signed()

    def event(self, before: Formed, students: Mapping[int, Student], lists: ListTexts) -> Placing:
        """Return the placing; raises EvidenceError for a cap that no newcomers could ask for."""
        self._require_raised(before)
        newcomers = tuple(
            Newcomer(
                Placement(
                    students[seat.lottery_number],
                    seat.lottery_number,
                    position_of(before, seat.school_class),
                ),
                tuple(position_of(before, name) for name in seat.drawn_among),
            )
            for seat in self.newcomers
        )
        return Placing(
            entry=self.entry,
            seed=self.seed.as_seed() if self.seed else None,
            method=self.method,
            leavers=tuple(seat.lottery_number for seat in self.leavers),
            newcomers=newcomers,
            choices=int(self.choices),
            columns=self.source.columns if self.source else (),
            cap=self.cap,
            cap_reason=self.cap_reason,
            returned=returning(before, newcomers),
        )

    def _require_raised(self, before: Formed) -> None:
        """Raise EvidenceError unless it is higher than before, for newcomers, with a reason."""
        highest = max(school_class.cap for school_class in before.classes)
        reason = bool(letters_and_digits(self.cap_reason))
        raised = self.cap > highest and reason and bool(self.newcomers)
        if not (raised if self.cap else not self.cap_reason):
            raise EvidenceError.at(
                Text("later event"),
                Text("The cap was not raised above {highest} with a reason.", highest=highest),
                Text("Bring back the files as they were written."),
            )

    @property
    def lot(self) -> SeedForm | None:
        """The seed, where anybody came."""
        return self.seed

    @property
    def read_from(self) -> Source | None:
        """What is kept of the newcomers' file."""
        return self.source

    @property
    def newcomer_numbers(self) -> tuple[int, ...]:
        """The lottery numbers of the newcomers."""
        return tuple(seat.lottery_number for seat in self.newcomers)

    @property
    def raised_cap(self) -> int:
        """The cap that was raised for them, 0 where none was."""
        return self.cap
