"""What a result says that its lists do not prove: said by the program's run, or by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balance_classes.domain.canonical import same_fingerprint
from balance_classes.domain.result.evenness_sentences import proof_sentences
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.teachers.pair_event import PairingEvent
from balance_classes.files.evidence.forms import (
    BegunEvent,
    DrawEvent,
    RehearsalEvent,
    SealEvent,
)
from balance_classes.files.evidence.ledger import Ledger
from balance_classes.files.result.result_reading import Kept
from balance_classes.language import Text, day

DRAWN = Text("the deal's excess, the step that met the best, and whether the solver placed")
DRAWN_TEAMS = Text("of the teams: the deal's excess, the step, the attempt, and bounds above 0")

TRIED = Text("what the trial draws of the seal said")


def draw_claims(formed: Formed) -> tuple[Text, ...]:
    """Return what only drawing again can prove: a bound above 0, and the way to the classes."""
    assignment = formed.as_drawn.assignment
    teams = any(isinstance(event, PairingEvent) and event.paired.teams for event in formed.later)
    return (
        *(
            Text("{proof} (the solver's word; drawing again asks it anew)", proof=sentence)
            for proof, sentence in zip(assignment.proofs, proof_sentences(assignment), strict=True)
            if proof.bound
        ),
        DRAWN,
        *((TRIED,) if formed.fixed.steering else ()),
        *((DRAWN_TEAMS,) if teams else ()),
    )


def unproven_claims(kept: Kept, ledger: Ledger, posted: Sequence[str]) -> tuple[Text, ...]:
    """Return what people and their machine said, which no list and no lot can show."""
    return tuple(_claims(kept, ledger, posted))


def _claims(kept: Kept, ledger: Ledger, posted: Sequence[str]) -> Iterator[Text]:
    record = kept.record
    yield Text(
        "how lists of students and teachers were read: their files, sheets, columns and codes; "
        "rules on which nothing here depends; the solver and its version; all that run.json says"
    )
    yield Text("who gave the words of a seed, and how they were spelled")
    if record.draw and record.draw.sealed:
        if not any(same_fingerprint(text, record.fixed_digest) for text in posted):
            yield Text("that it was sealed before the words were known: its posted fingerprint")
        source = record.fixed.seed_source or Text("nothing is said")
        yield Text("how the seed was obtained: {source}", source=source)
        if record.fixed.few_seeds:
            yield Text("why there are so few seeds: {reason}", reason=record.fixed.few_seeds)
    if record.draw:
        yield Text(
            "what was tried before the draw: rehearsals of a copy leave no line on the ledger"
        )
    if record.draw and record.draw.reason:
        yield Text("the reason of the draw: {reason}", reason=record.draw.reason)
    if kept.later:
        yield Text(
            "what was asked in each change: with which rooms, whom first, by whose approval, why"
        )
    dates = [on for on in map(_date, (line.what for line in ledger.lines)) if on]
    if dates:
        days = tuple(day(on) for on in dates)
        if dates == sorted(dates):
            yield Text("the dates: {dates}", dates=days)
        else:
            yield Text("the dates, which do not follow one another: {dates}", dates=days)


def _date(event: object) -> str:
    dated = SealEvent | DrawEvent | BegunEvent | RehearsalEvent
    return event.date if isinstance(event, dated) else ""
