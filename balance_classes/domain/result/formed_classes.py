"""Formed classes: the roster, the rules and the seed together with what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Protocol

from balance_classes.domain.lottery import Seed
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.excess import counts
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.result.fixed_before_draw import DrawEntry, Fixed, LaterEntry
from balance_classes.domain.roster.bins import mean_of
from balance_classes.domain.roster.labels import shown_order
from balance_classes.domain.roster.roster import BIRTH_QUARTER, Roster, Student
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.domain.rules.rules import APART, NAMES_ALIKE, Rules
from balance_classes.domain.verdict import Check
from balance_classes.language import Text


@dataclass(frozen=True)
class BalanceLine:
    """One quota as it came out: its counts a class beside its band."""

    quota: Quota
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The number of students of this level."""
        return len(self.quota.members)

    @property
    def band(self) -> str:
        """The even share a class, rounded down and up: “12–13”, or “12” where it is whole."""
        low, high = min(self.quota.low), max(self.quota.high)
        if self.quota.or_none:
            return f"0, ≥{low}"
        return str(low) if low == high else f"{low}–{high}"

    @property
    def excess(self) -> int:
        """How far the counts lie outside the band, over all classes."""
        return sum(self.quota.excess_in(c, count) for c, count in enumerate(self.counts))


@dataclass(frozen=True)
class NumberMean:
    """A number: for how many it is stated, its mean over all, and over each class.

    Means have one decimal; one of very few students is "", since it would tell of single ones.
    """

    name: str
    stated: int
    overall: str
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Placement:
    """One student with its lottery number and its class (a position)."""

    student: Student
    lottery_number: int
    school_class: int


def _shown_order(line: BalanceLine) -> tuple[int, int, str]:
    return shown_order(line.quota.level, line.total, line.quota.group)


def _by_name(placement: Placement) -> tuple[bytes, str]:
    """Order by GB 18030, which has the common characters by their sound; then by key."""
    return placement.student.name.encode("gb18030"), placement.student.key


@dataclass(frozen=True)
class Gone:
    """A student who left, with the class it was in, and the number of the later event."""

    placement: Placement
    event: int


class LaterEvent(Protocol):
    """A later event: what happened to formed classes after their draw.

    It tells the state after it, and what of it can be recounted, from the state before it alone.
    """

    kind: ClassVar[str]

    @property
    def entry(self) -> LaterEntry:
        """Which later event it is, and its line on the ledger."""

    @property
    def seed(self) -> Seed | None:
        """What its lot started from, where it had one."""

    def applied(self, before: Formed) -> Formed:
        """Return the formed classes after it."""

    def recounted(self, before: Formed) -> tuple[Check, ...]:
        """Check all of it that the lists alone can prove or disprove."""

    def marks(self) -> Mapping[int, Text]:
        """Return the lottery numbers that lists mark after it, each with the mark."""

    def sentence(self) -> Text:
        """Return it in one sentence without names, for lists that are posted."""

    def story(self, before: Formed, number: int) -> Text | None:
        """Return what it meant for one student, by lottery number; None where nothing."""


@dataclass(frozen=True)
class Formed:
    """Everything that lists, workbook and record are made from.

    `entry` says which draw over the roster this is; a rehearsal has none. After later events
    `roster` and `assignment` are those of the students who are there now, `numbers` their lottery
    numbers (empty: 1, 2, …), `left` those who are not, and `drawn` is how the draw left it all.
    """

    roster: Roster
    fixed: Fixed
    seed: Seed
    assignment: Assignment
    entry: DrawEntry | None
    numbers: tuple[int, ...] = ()
    left: tuple[Gone, ...] = ()
    later: tuple[LaterEvent, ...] = ()
    drawn: Formed | None = None

    @property
    def as_drawn(self) -> Formed:
        """The same classes as the draw left them."""
        return self.drawn or self

    @property
    def rules(self) -> Rules:
        """What the draw goes by."""
        return self.fixed.rules

    @property
    def classes(self) -> tuple[SchoolClass, ...]:
        """The classes by their numbers, or as the rules list them; lettered groups by letters."""
        return self.assignment.classes

    def told_name(self, c: int) -> Text | str:
        """Return the name of a class (a position) for a sentence; a letter is that of a group."""
        name = self.classes[c].name
        return Text("group {group}", group=name) if self.assignment.lettered else name

    @property
    def school(self) -> str:
        """The school's name from the rules, else the stem of the roster file."""
        return self.rules.school or self.roster.file.rsplit(".", 1)[0]

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """All students by lottery number."""
        by_key = {student.key: student for student in self.roster.students}
        return tuple(
            Placement(by_key[key], number, c)
            for number, key, c in zip(
                self.numbers or range(1, self.roster.size + 1),
                self.assignment.problem.keys,
                self.assignment.class_of,
                strict=True,
            )
        )

    @cached_property
    def class_lists(self) -> tuple[tuple[Placement, ...], ...]:
        """The students of each class by name, not by lottery number.

        In the order of lottery numbers a list that is posted would say, beside the record, which
        number is whose, and with it a little about the number of the person.
        """
        lists: list[list[Placement]] = [[] for _ in self.classes]
        for placement in self.placements:
            lists[placement.school_class].append(placement)
        return tuple(tuple(sorted(placed, key=_by_name)) for placed in lists)

    @cached_property
    def balance(self) -> tuple[BalanceLine, ...]:
        """The counts of every quota, hard ones first, but for the cells of the two-way tier.

        These are hundreds, and many are of one student: only their excess together is told.
        """
        class_of = self.assignment.class_of
        quotas = self.assignment.problem.one_way.quotas
        return tuple(BalanceLine(quota, counts(quota, class_of)) for quota in quotas)

    def shown_groups(self) -> dict[str, tuple[BalanceLine, ...]]:
        """Return size and each attribute with its lines: frequent levels first, bins in order.

        Boys always stand before girls. Names alike and students apart are left out: their levels
        are single people.
        """
        groups: dict[str, list[BalanceLine]] = {}
        for line in self.balance:
            if line.quota.group not in (*NAMES_ALIKE, APART):
                groups.setdefault(line.quota.group, []).append(line)
        kept = (BIRTH_QUARTER, *self.roster.numbers)
        return {
            group: tuple(lines if group in kept else sorted(lines, key=_shown_order))
            for group, lines in groups.items()
        }

    def means(self) -> tuple[NumberMean, ...]:
        """Return the mean of each number, of all students and of each class."""
        return tuple(self._mean(name) for name in self.roster.numbers)

    def _mean(self, name: str) -> NumberMean:
        placed = [(p.school_class, p.student.numbers.get(name)) for p in self.placements]
        stated = [(c, number) for c, number in placed if number is not None]
        return NumberMean(
            name,
            len(stated),
            mean_of([number for _, number in stated]),
            tuple(
                mean_of([number for at, number in stated if at == c])
                for c in range(len(self.classes))
            ),
        )

    def pinned(self) -> tuple[Placement, ...]:
        """Return the students whose class was pinned."""
        return tuple(p for p in self.placements if p.student.pinned_class)

    def barred(self) -> tuple[Placement, ...]:
        """Return the students who were barred from a class."""
        return tuple(p for p in self.placements if p.student.barred)
