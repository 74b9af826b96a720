"""A batch: many schools under one witnessed seed, each with its code and the state it came to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from balance_classes.domain.canonical import plain_text
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.result.fixed_before_draw import DrawEntry
from balance_classes.domain.roster.roster import LeftOut
from balance_classes.domain.seed_words import CODE_GIVER, counted_words
from balance_classes.errors import Finding
from balance_classes.language import Text

INCOMPLETE = 7
"""The exit code of a batch in which a school has no valid result."""

LONGEST_CODE = 60
NO_CODES = ("superseded",)
"""Names beside the schools' folders that mean something else."""
_NO_FILE_NAME = set('/\\:*?"<>|=＝')

JOINED = Text("It joined the batch after the seed was known.")
"""What is told of a school that is not among those a batch began with."""

State = Literal["drawn", "kept", "changed", "failed", "gone", "waiting"]
"""Drawn now; finished before; finished before, but the input is another now; without a result; of
the batch before, but of its source no more; not yet reached by a run."""


def school_seed(common: Seed, code: str) -> Seed:
    """Return the seed of one school: the common words, and after them the school's code."""
    return Seed((*common.words, SeedWords(CODE_GIVER, code)), common.given, common.rehearsal)


def code_fault(code: str) -> Text | None:
    """Return why a text cannot be a school's code, or None where it can.

    A code is a giver's words and the name of a folder, so it must be fit for both.
    """
    try:
        plain = plain_text(code)
    except ValueError:
        return Text("The code holds a character that cannot stand there.")
    if not plain:
        return Text("The school has no code.")
    if plain != code or set(code) & _NO_FILE_NAME or code[0] == "." or code[-1] == ".":
        return Text("The code “{code}” cannot be the name of a folder.", code=code)
    if code.casefold() in NO_CODES:
        return Text("The code “{code}” cannot be the name of a folder.", code=code)
    if len(code) > LONGEST_CODE:
        return Text("The code is longer than {most} characters.", most=LONGEST_CODE)
    return None if counted_words(code) else Text("The code holds no letter and no digit.")


def same_codes(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of codes that count as one in a seed: they sound or look the same."""
    first: dict[str, str] = {}
    pairs = []
    for code in codes:
        plain = counted_words(code)
        if plain in first:
            pairs.append((first[plain], code))
        first.setdefault(plain, code)
    return pairs


def by_number(codes: Sequence[str]) -> list[str]:
    """Return codes that stand in the order of texts in that of their numbers: 1, 2, 10.

    Any other order is somebody's own, and stays.
    """
    if list(codes) != sorted(codes):
        return list(codes)
    return sorted(codes, key=lambda code: [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", code) if part
    ])  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """A cell of a school's line in a manifest that is no rule, and stands on the overview again.

    Schools of one value are summed up where the column says where they lie.
    """

    header: str
    value: str
    summed: bool


@dataclass(frozen=True)
class Classes:
    """What a school's result says: sizes and caps a class, excess, warnings, and which draw it is.

    Sizes, caps and excess (of each tier) are those of now; `proven` says that all tiers were proven
    at the draw but that of the two-way cells, which nobody proves, and `less_even` that changes
    since have raised the excess of one. `record` is the digest of the record; `changes` is how many
    changes the result holds, `since` what is to be known of them, `unsettled` that somebody has to
    look at it: one was cut off, or stands on the ledger alone.
    """

    students: int
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    caps: tuple[int, ...]
    excess: tuple[int, ...]
    proven: bool
    warnings: tuple[Text, ...]
    left_out: tuple[LeftOut, ...]
    entry: DrawEntry | None
    record: str
    changes: int = 0
    since: tuple[Text, ...] = ()
    less_even: bool = False
    unsettled: bool = False

    @property
    def even(self) -> bool:
        """Whether all tiers were proven, and are as even still."""
        return self.proven and not self.less_even

    @property
    def balance(self) -> Text:
        """How even the classes are, in words."""
        if self.less_even:
            return Text("less even than drawn")
        return Text("each attribute proven") if self.proven else Text("not all proven")

    @property
    def rehearsal(self) -> bool:
        """Whether it is a rehearsal, which is no draw."""
        return self.entry is None

    @property
    def draw(self) -> int:
        """The number of the draw, 0 for a rehearsal."""
        return self.entry.number if self.entry else 0

    @property
    def reason(self) -> str:
        """Why the draw replaced another one, empty where it did not."""
        return self.entry.reason if self.entry else ""


@dataclass(frozen=True)
class Outcome:
    """What came of one school; `classes` are None where it has no result.

    `folder` is where its result lies or would lie; `seconds` are those of its stages now;
    `language` is that of its roster, empty where it could not be read; `joined` says that the
    school came to the batch after the seed was known; `carried` is what else its line says of it;
    `roster` is the SHA-256 of the file that it was drawn from.
    """

    code: str
    name: str
    state: State
    exit_code: int
    folder: str
    findings: tuple[Finding, ...] = ()
    classes: Classes | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    language: str = ""
    joined: bool = False
    carried: tuple[Carried, ...] = ()
    roster: str = ""
    children: tuple[tuple[int, int], ...] | None = field(default=(), repr=False)
    """Each student's mark and row, only to be compared with those of other schools; None where the
    roster was not read again."""

    @property
    def finished(self) -> bool:
        """Whether the school has a result that its input still stands for."""
        return self.state in ("drawn", "kept")


@dataclass(frozen=True)
class SameChild:
    """One child on the rosters of several schools: the school's code and the row, nothing else."""

    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Total:
    """The schools of one place, `value` of a `column` by its header; both empty for all schools.

    `finished` of them have a result that stands; `students`, `classes`, the `smallest` and the
    `largest` class are those of all that have one, and `unproven` have one not proven
    throughout, or less even since.
    """

    column: str
    value: str
    schools: int
    finished: int
    students: int
    classes: int
    smallest: int
    largest: int
    unproven: int


def totals(outcomes: Sequence[Outcome]) -> tuple[Total, ...]:
    """Return the sums of each place in the order in which they come, then those of all schools.

    Without a place there are none: the overview has a line a school already.
    """
    places: dict[str, dict[str, list[Outcome]]] = {}
    for outcome in outcomes:
        for cell in outcome.carried:
            if cell.summed:
                places.setdefault(cell.header, {}).setdefault(cell.value, []).append(outcome)
    found = [_total(h, v, of) for h, values in places.items() for v, of in values.items()]
    return (*found, _total("", "", outcomes)) if found else ()


def _total(header: str, value: str, outcomes: Sequence[Outcome]) -> Total:
    formed = [outcome.classes for outcome in outcomes if outcome.classes]
    sizes = [size for classes in formed for size in classes.sizes]
    return Total(
        column=header,
        value=value,
        schools=len(outcomes),
        finished=sum(outcome.finished for outcome in outcomes),
        students=sum(sizes),
        classes=len(sizes),
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
        unproven=sum(not classes.even for classes in formed),
    )
