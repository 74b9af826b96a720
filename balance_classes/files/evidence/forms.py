"""The written forms of the evidence: record, seal and ledger line, each with its version.

JSON schemas made from these models stand in docs/schemas.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from string import hexdigits
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from balance_classes.domain.canonical import canonical_json
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.assignment import Ground, Proof
from balance_classes.domain.result.fixed_before_draw import DrawEntry, Fixed, LaterEntry
from balance_classes.domain.result.formed_classes import BalanceLine, NumberMean
from balance_classes.domain.roster.roster import Caution, LeftOut
from balance_classes.domain.rules.rules import Method
from balance_classes.files.evidence.document import (
    START,
    Day,
    Digest,
    Document,
    Form,
    Spoken,
    day,
    spoken,
)


def _with_digests(entry: DrawEntry) -> DrawEntry:
    """Return the entry if hashes are hashes and dates are dates; the domain leaves that to us."""
    day(entry.date)
    if any(
        len(text) not in (0, 64) or set(text) - set(hexdigits)
        for text in (entry.head, entry.replaced)
    ):
        raise ValueError("no digest")
    return entry


OF_TABLE = ("file", "sheet", "file_sha256", "language", "columns", "ignored", "left_out")


class Source(Form):
    """The roster file as it lay there, and the program: what may differ for the same draw."""

    program: Annotated[str, Field(pattern=r"^balance-classes \d+\.\d+[\w.+]*$")]
    school: str
    language: Annotated[str, Field(pattern="^(zh|en)$")]
    file: str
    sheet: str
    file_sha256: str
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    cautions: tuple[Caution, ...]
    digest: Digest = START

    @property
    def of_table(self) -> dict[str, Any]:
        """What is kept of a table of students or teachers, by the names that it has there."""
        return {name: getattr(self, name) for name in OF_TABLE}


class Seal(Document):
    """What was fixed before the draw; its fingerprint is that of `fixed_digest`."""

    format: Literal["balance-classes/seal"] = "balance-classes/seal"
    version: Literal[1] = 1
    fixed: Fixed
    fixed_digest: Digest
    source: Source


def _spoken_words(words: tuple[SeedWords, ...]) -> tuple[SeedWords, ...]:
    for entry in words:
        spoken(entry.giver)
        spoken(entry.words)
    return words


class SeedForm(Form):
    """The words of the seed and their hash; `given` is false where the program drew them."""

    words: Annotated[tuple[SeedWords, ...], AfterValidator(_spoken_words)]
    value: Digest
    given: bool

    @classmethod
    def of(cls, seed: Seed) -> SeedForm:
        """Return a seed as it is written down."""
        return cls(words=seed.words, value=seed.value, given=seed.given)

    def as_seed(self, *, rehearsal: bool = False) -> Seed:
        """Return the seed of these words; the same words are another one in a rehearsal."""
        return Seed(self.words, self.given, rehearsal)


class ClassForm(Form):
    """One class: the lettered group it was, and the lottery numbers of its students."""

    name: str
    group: str
    size: int
    lottery_numbers: tuple[int, ...]


class AttributeForm(Form):
    """One attribute: its levels, each with its number of students; "" is not stated."""

    name: str
    levels: tuple[tuple[str, int], ...]


class PinForm(Form):
    """A student whose class was pinned."""

    school_class: str
    lottery_number: int


class BarForm(Form):
    """A student to whom classes were barred."""

    school_classes: tuple[str, ...]
    lottery_number: int


class BalanceForm(Form):
    """One quota: its band and its count in each class."""

    group: str
    level: str
    students: int
    low: tuple[int, ...]
    high: tuple[int, ...]
    counts: tuple[int, ...]
    excess: int

    @classmethod
    def of(cls, line: BalanceLine) -> BalanceForm:
        """Return a quota as it came out."""
        quota = line.quota
        return cls(
            group=quota.group,
            level=quota.level,
            students=line.total,
            low=quota.low,
            high=quota.high,
            counts=line.counts,
            excess=line.excess,
        )


class ProofForm(Form):
    """One tier: its excess, the least possible, and who says so."""

    groups: tuple[str, ...]
    excess: int
    bound: int
    ground: Ground
    earlier_open: bool
    proven: bool

    @classmethod
    def of(cls, proof: Proof) -> ProofForm:
        """Return a proof as it is written down, with what it comes to."""
        return cls(**asdict(proof), proven=proof.proven)

    def as_proof(self) -> Proof:
        """Return the proof; that it is one follows."""
        return Proof(**self.plain("proven", "groups"), groups=self.groups)


class Record(Document):
    """All that is needed to check and repeat a draw: no names, no numbers of people, no times.

    `digest` covers everything but `source`, so that the same draw has the same digest whatever
    the file around the students looked like; its fingerprint is that of the result.
    """

    format: Literal["balance-classes/record"] = "balance-classes/record"
    version: Literal[1] = 1
    rehearsal: bool
    fixed: Fixed
    fixed_digest: Digest
    draw: Annotated[DrawEntry, AfterValidator(_with_digests)] | None
    seed: SeedForm
    placed: Method
    dealt_excess: tuple[int, ...]
    settled_at_step: int
    classes: tuple[ClassForm, ...]
    pinned: tuple[PinForm, ...]
    barred: tuple[BarForm, ...]
    attributes: tuple[AttributeForm, ...]
    balance: tuple[BalanceForm, ...]
    means: tuple[NumberMean, ...]
    proofs: tuple[ProofForm, ...]
    result_digest: Digest
    source: Source
    digest: Digest = START
    undigested: ClassVar = ("source", "digest")


class SealEvent(Form):
    """A seal was made."""

    event: Literal["seal"] = "seal"
    fixed: Digest
    date: Day


class DrawEvent(Form):
    """A draw begins: written before anything is computed, with the seed."""

    event: Literal["draw"] = "draw"
    draw: int
    fixed: Digest
    roster: Digest
    sealed: bool
    seed: SeedForm
    replaces: int
    replaced: Digest | Literal[""]
    reason: Spoken
    date: Day

    def entry(self, line: LedgerLine) -> DrawEntry:
        """Return which draw begins at a line of the ledger."""
        own = self.model_dump(include={"replaces", "replaced", "reason", "sealed", "date"})
        return DrawEntry(number=self.draw, **own, line=line.line, head=line.head())


class ResultEvent(Form):
    """A draw came to its result: the digest of its record, and of the lists as published."""

    event: Literal["result"] = "result"
    draw: int
    record: Digest
    lists: Digest


class RehearsalEvent(Form):
    """A rehearsal of the draw came to its classes: the digest of its record."""

    event: Literal["rehearsal"] = "rehearsal"
    record: Digest
    date: Day


class BegunEvent(Form):
    """A later event begins: written before its outcome is known, with its seed if it has one.

    Events after the result of a draw are numbered from 1. `before` is the digest of the record,
    or of the file of the later event before it; `asked` that of all that can change the outcome.
    `other_givers` is why the seed is not by the givers of the draw's seal, else empty.
    """

    draw: int
    number: int
    before: Digest
    asked: Digest
    seed: SeedForm | None
    date: Day
    other_givers: Spoken = ""

    def entry(self, line: LedgerLine) -> LaterEntry:
        """Return which later event begins at a line of the ledger."""
        own = self.model_dump(exclude={"event", "seed"})
        return LaterEntry(**own, line=line.line, head=line.head())


class PlaceEvent(BegunEvent):
    """Newcomers are to be placed, and leavers to be taken from their classes."""

    event: Literal["place"] = "place"


class AmendEvent(BegunEvent):
    """An approved change is to be made."""

    event: Literal["amend"] = "amend"
    seed: None = None


class PairEvent(BegunEvent):
    """Groups are to get their teams of teachers, class names and rooms by a second lot."""

    event: Literal["pair"] = "pair"
    seed: SeedForm


class OutcomeEvent(Form):
    """A later event came to its outcome: the digests of its file, and of the lists after it."""

    event: Literal["outcome"] = "outcome"
    draw: int
    number: int
    digest: Digest
    lists: Digest


Begun = PlaceEvent | AmendEvent | PairEvent
Event = RehearsalEvent | SealEvent | DrawEvent | ResultEvent | Begun | OutcomeEvent


class LedgerLine(Form):
    """One line of the ledger; `previous` is the hash of the line before."""

    format: Literal["balance-classes/ledger"] = "balance-classes/ledger"
    version: Literal[1] = 1
    line: int
    previous: Digest
    what: Annotated[Event, Field(discriminator="event")]

    def text(self) -> str:
        """Return the line as it is written."""
        return canonical_json(self.plain())

    def head(self) -> str:
        """Return the hash of the line."""
        return hashlib.sha256(self.text().encode()).hexdigest()
