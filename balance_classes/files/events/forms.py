"""The written forms of later events: each a file of its own in the folder of a result."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from balance_classes.domain.canonical import digest
from balance_classes.domain.reasons import ReasonCode
from balance_classes.domain.rules.rules import Method
from balance_classes.domain.year.newcomers import PlaceMethod
from balance_classes.files.evidence.document import START, Day, Digest, Document, Form, Spoken
from balance_classes.files.evidence.forms import (
    AttributeForm,
    BalanceForm,
    BarForm,
    PinForm,
    ProofForm,
    SeedForm,
    Source,
)


class SeatForm(Form):
    """A student by its lottery number, and a class."""

    lottery_number: int
    school_class: str


class NewcomerForm(SeatForm):
    """A newcomer, its class, and the classes that were equally good and could have been drawn."""

    drawn_among: tuple[str, ...]


class ShiftForm(Form):
    """One tier, the hard one first, and its excess before and after the event."""

    groups: tuple[str, ...]
    before: int
    after: int


class LaterFile(Document):
    """What every later event holds: which it is, what it follows, what it did to the balance.

    `line` and `head` are those of the ledger's line that was written before the outcome was
    known; `result_digest` covers the class of every student who is there afterwards; `digest`
    covers everything but `source`, where there is one, and stands on the ledger.
    """

    draw: int
    number: int
    before: Digest
    asked: Digest
    date: Day
    line: int
    head: Digest
    sizes: tuple[tuple[str, int], ...]
    balance: tuple[ShiftForm, ...]
    result_digest: Digest
    digest: Digest = START

    def renamed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the classes, in their order, after the event."""
        return names

    def signed(self) -> Self:
        """Return the file with its digest."""
        return self.model_copy(update={"digest": digest(self.plain("source", "digest"))})


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


class MoveForm(Form):
    """A student by its lottery number, the class it leaves and the class it joins."""

    lottery_number: int
    leaves: str
    joins: str


class AmendFile(LaterFile):
    """A change that was approved: who, from where, to where, why, and by whom."""

    format: Literal["balance-classes/amend"] = "balance-classes/amend"
    version: Literal[1] = 1
    moves: tuple[MoveForm, ...]
    reason_code: ReasonCode
    approval: Spoken
    by: Spoken
    broken: tuple[str, ...]


class TeamForm(Form):
    """A team: the lottery numbers of its posts, and the head teacher's, 0 where none is named."""

    name: str
    posts: tuple[int, ...]
    head: int


class StaffForm(Form):
    """The staff in teams, without names: how many, what is spread, and how even it is proven.

    `key` is the field by which teachers are told apart; `ready` tells that the teams were not
    drawn; `attempt` is how often teams were drawn until a pairing was open to them.
    """

    key: Literal["staff_number", "name"]
    teachers: int
    subjects: tuple[str, ...]
    attributes: tuple[AttributeForm, ...]
    heads: bool
    ready: bool
    attempt: int
    placed: Method
    dealt_excess: tuple[int, ...]
    settled_at_step: int
    teams: tuple[TeamForm, ...]
    balance: tuple[BalanceForm, ...]
    proofs: tuple[ProofForm, ...]


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

    def renamed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the classes, in their order, after the event."""
        return tuple(name for name, _ in self.sizes)


LATER_FILES: dict[str, type[LaterFile]] = {
    "place": PlaceFile,
    "amend": AmendFile,
    "pair": PairFile,
}
"""The form of each kind of later event; its file is named after kind and number."""


def later_name(kind: str, number: int) -> str:
    """Return the name of the file of a later event: place-1.json."""
    return f"{kind}-{number}.json"
