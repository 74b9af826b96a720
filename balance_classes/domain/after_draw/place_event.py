"""Placing: newcomers join standing classes and leavers go; nobody who has a class moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from balance_classes.domain.after_draw.newcomers import (
    Newcomer,
    PlaceMethod,
    Terms,
    drawn_places,
    lottery_numbers,
    placing_digest,
    staying,
)
from balance_classes.domain.lottery import Seed
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.result.formed_classes import Formed, Gone
from balance_classes.domain.result.later_states import after_event
from balance_classes.domain.verdict import Check, Difference
from balance_classes.language import Text


@dataclass(frozen=True)
class Placing:
    """A later event: leavers (lottery numbers) go, then newcomers get their classes by lot.

    `choices` is how many ways were equally good; `columns` pairs each header that was read of
    the newcomers with its field; a `cap` above 0 was raised for them, with its reason. `returned`
    are the lottery numbers of newcomers who had left and go back into their class.
    """

    kind: ClassVar[str] = "place"
    entry: LaterEntry
    seed: Seed | None
    method: PlaceMethod
    leavers: tuple[int, ...]
    newcomers: tuple[Newcomer, ...]
    choices: int
    columns: tuple[tuple[str, str], ...]
    cap: int = 0
    cap_reason: str = ""
    returned: tuple[int, ...] = ()

    def applied(self, before: Formed) -> Formed:
        """Return the formed classes after it."""
        gone = tuple(
            Gone(placement, self.entry.number)
            for placement in before.placements
            if placement.lottery_number in self.leavers
        )
        came = [newcomer.placement for newcomer in self.newcomers]
        placed = [*staying(before, self.leavers), *came]
        return after_event(before, self, placed, left=gone, columns=self.columns, cap=self.cap)

    def recounted(self, before: Formed) -> tuple[Check, ...]:
        """Check leavers, lottery numbers and places, drawn again from the seed."""
        return tuple(_recounted(self, before))

    def marks(self) -> Mapping[int, Text]:
        """Return the newcomers, and who came back."""
        came = [newcomer.placement.lottery_number for newcomer in self.newcomers]
        new, back = Text("newcomer"), Text("came back")
        return {number: back if number in self.returned else new for number in came}

    def story(self, before: Formed, number: int) -> Text | None:
        """Return how a newcomer came to its class, or that a student left."""
        return _story(self, before, number)

    def sentence(self) -> Text:
        """Return how many came and left, and by which method; of one newcomer a pin would tell."""
        told = self._came_and_left()
        if self.returned and (self.cap or len(self.returned) < len(self.newcomers)):
            return Text(
                "{event} Of them {count} had left and came back into their class.",
                event=told,
                count=len(self.returned),
            )
        return told

    def _came_and_left(self) -> Text:
        values: dict[str, object] = {
            "number": self.entry.number,
            "newcomers": len(self.newcomers),
            "leavers": len(self.leavers),
        }
        if not self.newcomers:
            return Text("Change {number}: {leavers} left.", **values)
        if len(self.returned) == len(self.newcomers) and not self.cap:
            return Text(
                "Change {number}: {newcomers} came back into the class that they had left; "
                "{leavers} left.",
                **values,
            )
        if self.cap:
            values.update(cap=self.cap, reason=self.cap_reason)
            return Text(
                "Change {number}: {newcomers} came, {leavers} left; the cap was raised to {cap}: "
                "{reason}.",
                **values,
            )
        if self.method == "smallest-class":
            return Text(
                "Change {number}: {newcomers} came, each to the smallest class, ties by lot; "
                "{leavers} left.",
                **values,
            )
        return Text(
            "Change {number}: {newcomers} came, placed where the classes stay most even, ties by "
            "lot; {leavers} left.",
            **values,
        )


def _story(event: Placing, before: Formed, number: int) -> Text | None:
    if number in event.leavers:
        there = next(p for p in before.placements if p.lottery_number == number)
        name = before.told_name(there.school_class)
        return Text("Change {number}: it left {name}.", number=event.entry.number, name=name)
    for newcomer in event.newcomers:
        placement = newcomer.placement
        if placement.lottery_number == number:
            among = tuple(map(before.told_name, newcomer.drawn_among))
            name = before.told_name(placement.school_class)
            values = {"number": event.entry.number, "name": name}
            if number in event.returned:
                return Text(
                    "Change {number}: it came back as lottery number {lottery}, into {name}, which "
                    "it had left.",
                    **values,
                    lottery=number,
                )
            if len(among) == 1:
                return Text(
                    "Change {number}: it came into {name}; no other class was as good or open.",
                    **values,
                )
            return Text(
                "Change {number}: it came into {name}, by lot among {among}, which were equally "
                "good.",
                **values,
                among=among,
            )
    return None


def _recounted(event: Placing, before: Formed) -> Iterator[Check]:
    number = event.entry.number
    arrived = [newcomer.placement.student for newcomer in event.newcomers]
    terms = Terms(event.method, event.cap, event.cap_reason)
    asked = placing_digest(before, arrived, event.leavers, terms)
    wrong = Difference(
        Text("newcomers, leavers, method"), Text("They are not those that were entered.")
    )
    yield Check(
        f"place_{number}_asked",
        Text("Change {number}: it is what was entered before the lot.", number=number),
        () if asked == event.entry.asked else (wrong,),
    )
    there = {placement.lottery_number for placement in before.placements}
    yield Check(
        f"place_{number}_leavers",
        Text("Change {number}: who left was there.", number=number),
        tuple(
            Difference(
                Text("lottery number {number}", number=leaver),
                Text("There is no such student in the classes before."),
            )
            for leaver in event.leavers
            if leaver not in there
        )
        + tuple(_out_of_order(event)),
    )
    if event.seed:
        yield from _lots(event, before, terms, event.seed)
    else:
        said = Text("Change {number}: the lottery numbers follow from the seed.", number=number)
        yield Check(f"place_{number}_lottery", said, tuple(_unseeded(event)))


def _lots(event: Placing, before: Formed, terms: Terms, seed: Seed) -> Iterator[Check]:
    """Check what follows from the seed: the lottery numbers and the places."""
    number = event.entry.number
    arrived = [newcomer.placement.student for newcomer in event.newcomers]
    came = {n.placement.lottery_number: n for n in event.newcomers}
    arriving = lottery_numbers(before, arrived, seed)
    yield Check(
        f"place_{number}_lottery",
        Text("Change {number}: the lottery numbers follow from the seed.", number=number),
        tuple(
            Difference(
                Text("lottery number {number}", number=given),
                Text("By the seed another student has this number."),
            )
            for given, student in arriving
            if given not in came or came[given].placement.student.key != student.key
        ),
    )
    found = drawn_places(before, event.leavers, arriving, terms=terms, seed=seed)
    yield Check(
        f"place_{number}_places",
        Text(
            "Change {number}: caps and hard rules are kept, and the places follow from the seed.",
            number=number,
        ),
        tuple(_elsewhere(event, before, found)),
    )


def _out_of_order(event: Placing) -> Iterator[Difference]:
    """Yield lists that do not go by lottery number, each number once."""
    came = [newcomer.placement.lottery_number for newcomer in event.newcomers]
    for where, numbers in ((Text("leavers"), [*event.leavers]), (Text("newcomers"), came)):
        if numbers != sorted(set(numbers)):
            yield Difference(where, Text("They do not stand by lottery number, each once."))


def _unseeded(event: Placing) -> Iterator[Difference]:
    """Yield what needs a seed and has none."""
    if event.newcomers:
        yield Difference(Text("newcomers"), Text("They were placed without a seed."))
    elif event.choices != 1:
        yield Difference(Text("newcomers"), Text("There were other choices than it says."))


def _elsewhere(
    event: Placing, before: Formed, found: tuple[tuple[Newcomer, ...], int] | None
) -> Iterator[Difference]:
    """Yield the newcomers that the seed would have given other classes."""
    if found is None:
        yield Difference(Text("newcomers"), Text("There are no places for them."))
        return
    names = [school_class.name for school_class in before.classes]
    there = {n.placement.lottery_number: n for n in event.newcomers}
    for newcomer in found[0]:
        number, c = newcomer.placement.lottery_number, newcomer.placement.school_class
        if number not in there or there[number].placement.school_class != c:
            yield Difference(
                Text("lottery number {number}", number=number),
                Text("By the seed its class is {name}.", name=names[c]),
            )
    among = {n.placement.lottery_number: n.drawn_among for n in found[0]}
    told = {number: newcomer.drawn_among for number, newcomer in there.items()}
    if (among, found[1]) != (told, event.choices):
        yield Difference(Text("newcomers"), Text("There were other choices than it says."))
