"""A pairing as its file tells it; names of people stand in the lists alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from balance_classes.domain.reason_codes import ReasonCode
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.class_names import letters
from balance_classes.domain.teachers.pair_event import PairingEvent, group_of
from balance_classes.domain.teachers.paired_classes import PairedClasses, Teams, shown_pairings
from balance_classes.domain.teachers.pairing_lot import Pairing, reasons
from balance_classes.errors import EvidenceError
from balance_classes.files.after_draw.event_file import LaterFile, ListTexts, frame
from balance_classes.files.after_draw.staff_form import StaffForm, listed_conflicts, listed_teams
from balance_classes.files.evidence.document import Form
from balance_classes.files.evidence.forms import SeedForm, Source
from balance_classes.language import Text


class PairingForm(Form):
    """What one group got; `team` and `room` are "" where there are none."""

    group: str
    school_class: str
    team: str
    room: str


class BarredForm(Form):
    """A pairing that conflicts bar."""

    group: str
    team: str


class ReasonForm(Form):
    """How many conflicts have a reason."""

    reason_code: ReasonCode
    count: int


class PairFile(LaterFile):
    """The second half: teams, and which group got which team, class and room; no names of people.

    `names` tells whether the lot gave the groups their class names; `rounds` how often a pairing
    was begun until one met no bar. `source` is the table of teachers.
    """

    format: Literal["balance-classes/pair"] = "balance-classes/pair"
    version: Literal[1] = 1
    seed: SeedForm
    names: bool
    staff: StaffForm | None
    conflicts: tuple[ReasonForm, ...]
    barred: tuple[BarredForm, ...]
    rounds: int
    pairings: tuple[PairingForm, ...]
    source: Source | None

    @classmethod
    def of(cls, event: PairingEvent, before: Formed, after: Formed, source: Source | None) -> Self:
        """Return the file of a pairing."""
        paired = event.paired
        names = paired.teams.names if paired.teams else ()
        return cls(
            **frame(event, before, after),
            seed=SeedForm.of(event.seed),
            names=paired.names,
            staff=StaffForm.of(paired.teams) if paired.teams else None,
            conflicts=tuple(
                ReasonForm(reason_code=code, count=n)
                for code, n in reasons(paired.conflicts).items()
            ),
            barred=tuple(
                BarredForm(group=letters(group), team=names[team])
                for group, team in sorted(paired.barred(group_of(before)))
            ),
            rounds=paired.pairing.rounds,
            pairings=tuple(
                PairingForm(
                    group=each.group,
                    school_class=each.school_class,
                    team=each.team,
                    room=each.room if paired.rooms else "",
                )
                for each in shown_pairings(paired, after.classes)
            ),
            source=source,
        ).signed()

    def event(
        self, before: Formed, students: Mapping[int, Student], lists: ListTexts
    ) -> PairingEvent:
        """Return the pairing; teams and conflicts stand in the lists."""
        teams = None
        if self.staff:
            teams = listed_teams(self.staff, self.source, len(before.classes), lists)
        paired = PairedClasses(
            teams=teams,
            pairing=self._pairing(before, teams),
            conflicts=listed_conflicts(students, lists) if self.conflicts else (),
            rooms=self._rooms(),
            names=self.names,
        )
        return PairingEvent(self.entry, self.seed.as_seed(), paired)

    @property
    def lot(self) -> SeedForm:
        """The seed of the second lot."""
        return self.seed

    @property
    def read_from(self) -> Source | None:
        """What is kept of the table of teachers."""
        return self.source

    def renamed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the classes, in their order, after the event."""
        return tuple(name for name, _ in self.sizes)

    def _pairing(self, before: Formed, teams: Teams | None) -> Pairing:
        """Return who got what, by positions; every class once, and every team."""
        names = [name for name, _ in self.sizes]
        groups = [letters(group) for group in range(len(before.classes))]
        given = {each.group: each for each in self.pairings}
        classes = [given[g].school_class for g in groups if g in given]
        named = [given[g].team for g in groups if g in given] if teams else []
        if sorted(classes) != sorted(names) or (teams and sorted(named) != sorted(teams.names)):
            raise EvidenceError.at(
                Text("pairings"),
                Text("They are not one for each group, class and team."),
                Text("Bring back the files as they were written."),
            )
        return Pairing(
            tuple(teams.names.index(name) for name in named) if teams else (),
            tuple(names.index(name) for name in classes),
            self.rounds,
        )

    def _rooms(self) -> tuple[str, ...]:
        room_of = {each.school_class: each.room for each in self.pairings}
        rooms = tuple(room_of.get(name, "") for name, _ in self.sizes)
        return rooms if any(rooms) else ()
