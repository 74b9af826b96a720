"""Amending: one change that was approved, of one student or of two who change places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from balance_classes.domain.canonical import digest
from balance_classes.domain.lottery import Seed
from balance_classes.domain.problem.excess import counts
from balance_classes.domain.problem.formulation import pinned_reach, unbarred_reach
from balance_classes.domain.problem.pools import offered_to, offers_of
from balance_classes.domain.reason_codes import ReasonCode, reason_label
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.result.later_states import after_event, everybodys_digest
from balance_classes.domain.roster.labels import field_label, limited_label
from balance_classes.domain.rules.class_names import find_class
from balance_classes.domain.rules.rules import AT_MOST
from balance_classes.domain.verdict import Check, Difference
from balance_classes.language import Text


@dataclass(frozen=True)
class Moved:
    """A student by its lottery number, the class it leaves and the class it joins (positions)."""

    lottery_number: int
    leaves: int
    joins: int


@dataclass(frozen=True)
class Amendment:
    """A later event: an approved change, its reason code, the number of its approval, and whose.

    `broken` names the wishes of before the draw that it sets aside: "together", "apart",
    "pinned_class".
    """

    kind: ClassVar[str] = "amend"
    entry: LaterEntry
    moves: tuple[Moved, ...]
    reason_code: ReasonCode
    approval: str
    by: str
    broken: tuple[str, ...]

    @property
    def seed(self) -> Seed | None:
        """There is no lot."""
        return None

    def applied(self, before: Formed) -> Formed:
        """Return the formed classes after it."""
        return after_event(before, self, after_moves(before, self.moves))

    def recounted(self, before: Formed) -> tuple[Check, ...]:
        """Check that who was moved stood there, and that no cap, limit or bar is broken."""
        number = self.entry.number
        asked = amendment_digest(before, self.moves, self.reason_code, self.approval, self.by)
        wrong = Difference(Text("approved change"), Text("It is not the one that was entered."))
        return (
            Check(
                f"amend_{number}_asked",
                Text("Change {number}: it is what was entered.", number=number),
                () if asked == self.entry.asked else (wrong,),
            ),
            Check(
                f"amend_{number}_moves",
                Text(
                    "Change {number}: who was moved stood there; caps and limits are kept.",
                    number=number,
                ),
                (
                    *_strangers(before, self.moves),
                    *_twice(self.moves),
                    *forbidden(before, self.moves),
                    *_untold(self, before),
                ),
            ),
        )

    def marks(self) -> Mapping[int, Text]:
        """Return who was moved."""
        mark = Text("approved change")
        return {move.lottery_number: mark for move in self.moves}

    def story(self, before: Formed, number: int) -> Text | None:
        """Return from where to where a student was moved, why, and by whose approval."""
        for move in self.moves:
            if move.lottery_number == number:
                return Text(
                    "Change {number}: it was moved from {leaves} to {joins}, approval {approval} "
                    "of {by}; reason: {reason}.",
                    number=self.entry.number,
                    leaves=before.told_name(move.leaves),
                    joins=before.told_name(move.joins),
                    approval=self.approval,
                    by=self.by,
                    reason=reason_label(self.reason_code),
                )
        return None

    def sentence(self) -> Text:
        """Return how many were moved, and by whose approval; two lists would say whose reason."""
        return Text(
            "Change {number}: {count} moved with approval {approval} of {by}; the reason is kept "
            "for those who inspect.",
            number=self.entry.number,
            count=len(self.moves),
            approval=self.approval,
            by=self.by,
        )


def amendment_digest(
    before: Formed, moves: Sequence[Moved], reason_code: str, approval: str, by: str
) -> str:
    """Return the digest of a change as it was approved.

    It covers everybody who is or was there, too: it stands on the ledger, and of the moves alone
    there are so few that the one could be found by trying.
    """
    names = [school_class.name for school_class in before.classes]
    moved_by_name = [[m.lottery_number, names[m.leaves], names[m.joins]] for m in moves]
    known = everybodys_digest(before)
    return digest(["amend", known, moved_by_name, reason_code, approval, by])


def after_moves(before: Formed, moves: Sequence[Moved]) -> tuple[Placement, ...]:
    """Return all students with their classes after some moves."""
    joins = {move.lottery_number: move.joins for move in moves}
    return tuple(
        replace(p, school_class=joins.get(p.lottery_number, p.school_class))
        for p in before.placements
    )


def forbidden(before: Formed, moves: Sequence[Moved]) -> Iterator[Difference]:
    """Yield what no approval allows: a class above its cap or a limit, or one that is barred."""
    names = [school_class.name for school_class in before.classes]
    placed = after_moves(before, moves)
    sizes = Counter(placement.school_class for placement in placed)
    for move in moves:
        cap = before.classes[move.joins].cap
        if sizes[move.joins] > cap:
            values = {"size": sizes[move.joins], "cap": cap}
            what = Text("It has {size} students, at most {cap} are allowed.", **values)
            yield Difference(names[move.joins], what)
    yield from _above_limits(before, placed)
    by_number = {p.lottery_number: p.student for p in before.placements}
    offers = offers_of(before.roster, before.rules, before.classes, standing=True)
    for move in moves:
        student = by_number.get(move.lottery_number)
        if student and move.joins not in (
            unbarred_reach(student, names) & offered_to(student, offers, len(names))
        ):
            yield Difference(
                Text("lottery number {number}", number=move.lottery_number),
                Text("The class {name} is not open to this student.", name=names[move.joins]),
            )


def set_aside_by(before: Formed, moves: Sequence[Moved]) -> tuple[str, ...]:
    """Return which wishes of before the draw a change sets aside that were kept until now."""
    then = _broken(before, before.placements)
    now = _broken(before, after_moves(before, moves))
    return tuple(sorted({kind for kind, _ in now - then}))


def _twice(moves: Sequence[Moved]) -> Iterator[Difference]:
    """Yield unless one student is moved, or two are."""
    if len(moves) not in (1, 2) or len({move.lottery_number for move in moves}) < len(moves):
        what = Text("One student is moved, or two change places.")
        yield Difference(Text("approved change"), what)


def _strangers(before: Formed, moves: Sequence[Moved]) -> Iterator[Difference]:
    there = {p.lottery_number: p.school_class for p in before.placements}
    for move in moves:
        if there.get(move.lottery_number) != move.leaves or move.leaves == move.joins:
            yield Difference(
                Text("lottery number {number}", number=move.lottery_number),
                Text("This student did not stand in the class that it left."),
            )


def _untold(event: Amendment, before: Formed) -> Iterator[Difference]:
    broken = set_aside_by(before, event.moves)
    if broken != event.broken:
        yield Difference(
            Text("approved change"),
            Text("It sets aside: {wishes}.", wishes=tuple(map(field_label, broken))),
        )


def _above_limits(before: Formed, placed: Sequence[Placement]) -> Iterator[Difference]:
    """Yield the limits (随班就读: 3) that a class goes above, or farther above than before."""
    now = [placement.school_class for placement in placed]
    for quota in before.assignment.problem.hard.quotas:
        if quota.group != AT_MOST:
            continue
        was = counts(quota, before.assignment.class_of)
        for c, count in enumerate(counts(quota, now)):
            if count > max(quota.high[c], was[c]):
                name, level = before.classes[c].name, limited_label(quota.level)
                yield Difference(
                    Text("{name}, {group}", name=name, group=level),
                    Text(
                        "It has {size} students, at most {cap} are allowed.",
                        size=count,
                        cap=quota.high[c],
                    ),
                )


def _broken(before: Formed, placed: Sequence[Placement]) -> set[tuple[str, object]]:
    """Return the wishes of before the draw that are not kept, each by its kind and what it is."""
    names = [school_class.name for school_class in before.classes]
    found: set[tuple[str, object]] = set()
    together: dict[str, set[int]] = {}
    apart: dict[tuple[str, int], int] = {}
    for placement in placed:
        student, c = placement.student, placement.school_class
        if student.together:
            together.setdefault(student.together, set()).add(c)
        for code in student.apart:
            apart[code, c] = apart.get((code, c), 0) + 1
        known = student.pinned_class and find_class(student.pinned_class, names) is not None
        if known and c not in pinned_reach(student, names):
            found.add(("pinned_class", placement.lottery_number))
    found |= {("together", code) for code, classes in together.items() if len(classes) > 1}
    return found | {("apart", (*at, count)) for at, count in apart.items() if count > 1}
