"""What the files of all later events hold, and what each kind of them tells by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

from balance_classes.domain.canonical import digest
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.result.formed_classes import Formed, LaterEvent
from balance_classes.domain.result.later_states import Shift, everybodys_digest, shifts
from balance_classes.domain.roster.roster import Student
from balance_classes.errors import EvidenceError
from balance_classes.files.evidence.document import START, Day, Digest, Document, Spoken
from balance_classes.files.evidence.forms import SeedForm, Source
from balance_classes.language import Language, Text


@dataclass(frozen=True)
class ListTexts:
    """The sheets of a result's workbook as texts, by name, and the language that they are in."""

    language: Language
    sheets: Mapping[str, tuple[tuple[str, ...], ...]]


class LaterFile(Document):
    """What every later event holds: which it is, what it follows, what it did to the balance.

    `line` and `head` are those of the ledger's line that was written before the outcome was
    known; `balance` has each tier, the hard one first; `result_digest` covers the class of every
    student who is there afterwards, `students` all that is known of everybody who is or was there;
    `digest` covers everything but `source`, where there is one, and stands on the ledger. Without
    `students` it could be found by trying: moves are few.
    """

    draw: int
    number: int
    before: Digest
    asked: Digest
    date: Day
    line: int
    head: Digest
    other_givers: Spoken = ""
    sizes: tuple[tuple[str, int], ...]
    balance: tuple[Shift, ...]
    result_digest: Digest
    students: Digest
    digest: Digest = START
    undigested: ClassVar = ("source", "digest")

    @classmethod
    def of(cls, event: Any, before: Formed, after: Formed, source: Source | None) -> Self:
        """Return the file of an event of this kind, between the classes before and after it."""
        raise NotImplementedError

    def event(
        self, before: Formed, students: Mapping[int, Student], lists: ListTexts
    ) -> LaterEvent:
        """Return the event that the file tells of; students are known by lottery number.

        Raises EvidenceError where file or lists are not as this program writes them.
        """
        raise NotImplementedError

    @property
    def entry(self) -> LaterEntry:
        """Which later event it is."""
        return LaterEntry(**{each.name: getattr(self, each.name) for each in fields(LaterEntry)})

    @property
    def lot(self) -> SeedForm | None:
        """The seed, where there was a lot."""
        return None

    @property
    def read_from(self) -> Source | None:
        """What is kept of the file that the event was read from, where there was one."""
        return None

    @property
    def newcomer_numbers(self) -> tuple[int, ...]:
        """The lottery numbers of newcomers."""
        return ()

    @property
    def raised_cap(self) -> int:
        """The cap that was raised, 0 where none was."""
        return 0

    def renamed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the classes, in their order, after the event."""
        return names


def frame(event: LaterEvent, before: Formed, after: Formed) -> dict[str, Any]:
    """Return the keys that every file of a later event has, but for its digest."""
    return {
        **asdict(event.entry),
        "sizes": tuple(
            (school_class.name, len(placed))
            for school_class, placed in zip(after.classes, after.class_lists, strict=True)
        ),
        "balance": shifts(before, after),
        # Who is in which class: pairs of lottery number and class name.
        "result_digest": digest(
            [[p.lottery_number, after.classes[p.school_class].name] for p in after.placements]
        ),
        "students": everybodys_digest(after),
    }


def position_of(formed: Formed, name: str) -> int:
    """Return the position of a class by its exact name, or raise EvidenceError."""
    names = [school_class.name for school_class in formed.classes]
    if name not in names:
        raise EvidenceError.at(
            Text("later event"),
            Text("There is no class “{name}”.", name=name),
            Text("Bring back the files as they were written."),
        )
    return names.index(name)
