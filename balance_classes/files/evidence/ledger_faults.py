"""What a ledger whose chain is whole could still say that this program would never write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from balance_classes.domain.lottery import letters_and_digits
from balance_classes.domain.seed_words import CODE_GIVER
from balance_classes.files.evidence.forms import (
    BegunEvent,
    DrawEvent,
    Event,
    OutcomeEvent,
    RehearsalEvent,
    ResultEvent,
    SealEvent,
    SeedForm,
)
from balance_classes.files.evidence.ledger import Ledger
from balance_classes.language import Text


def faults(ledger: Ledger) -> Iterator[tuple[int, Text]]:
    """Yield each line, by number, that this program would not have written after those before."""
    told = _Heard()
    for line in ledger.lines:
        for what in told.hear(line.what):
            yield line.line, what


@dataclass
class _Heard:
    """What the lines so far have told."""

    drawn: int = 0
    results: dict[int, str] = field(default_factory=dict)
    seal: SealEvent | None = None
    begun: BegunEvent | None = None
    outcomes: int = 0
    """How many later events of the last draw came to their outcome."""
    last: str = ""
    """The digest of what the last line with an outcome left."""

    def hear(self, event: Event) -> Iterator[Text]:
        """Yield what is wrong with the next line, and remember it."""
        if isinstance(event, SealEvent):
            self.seal = event
        elif isinstance(event, DrawEvent):
            yield from self._draw(event)
        elif isinstance(event, ResultEvent):
            if event.draw != self.drawn or event.draw in self.results:
                yield Text("This result belongs to no draw before it.")
            self.results[event.draw] = self.last = event.record
        elif isinstance(event, OutcomeEvent):
            yield from self._outcome(event)
        elif not isinstance(event, RehearsalEvent):  # which may stand anywhere
            yield from self._later(event)

    def _draw(self, event: DrawEvent) -> Iterator[Text]:
        self.drawn += 1
        replaced = (self.drawn - 1, self.results.get(self.drawn - 1, ""))
        if event.draw != self.drawn or (event.replaces, event.replaced) != replaced:
            yield Text("The draws are not numbered one after the other.")
        if bool(event.replaces) != bool(letters_and_digits(event.reason)):
            yield Text("A draw that replaces another one has a reason, no other.")
        if event.sealed != (self.seal is not None) or (
            self.seal and event.fixed != self.seal.fixed
        ):
            yield Text("The draw is not that of the last seal before it.")
        yield from _seed_fault(event.seed)
        self.begun, self.outcomes = None, 0

    def _later(self, event: BegunEvent) -> Iterator[Text]:
        follows = (self.drawn, self.outcomes + 1, self.last)
        if self.drawn not in self.results or (event.draw, event.number, event.before) != follows:
            yield Text("This event does not follow from the result before it.")
        if self.begun is not None:
            yield Text("The event before it came to no outcome.")
        if event.seed:
            yield from _seed_fault(event.seed)
        self.begun = event

    def _outcome(self, event: OutcomeEvent) -> Iterator[Text]:
        begun = self.begun
        if begun is None or (event.draw, event.number) != (begun.draw, begun.number):
            yield Text("This outcome belongs to no event before it.")
        self.begun, self.outcomes, self.last = None, event.number, event.digest


def _seed_fault(seed: SeedForm) -> Iterator[Text]:
    if seed.as_seed().value != seed.value:
        yield Text("The seed does not follow from its words.")
    named = [entry.giver for entry in seed.words]
    if not seed.given and named not in ([""], ["", CODE_GIVER]):
        yield Text("The program drew the seed, and words of givers are told.")
