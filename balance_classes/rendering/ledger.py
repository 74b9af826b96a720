"""What a ledger says: its events line by line, and its head."""

from __future__ import annotations

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.roster.labels import change_label
from balance_classes.files.evidence.forms import (
    Begun,
    DrawEvent,
    Event,
    OutcomeEvent,
    RehearsalEvent,
    ResultEvent,
    SealEvent,
    SeedForm,
)
from balance_classes.files.evidence.ledger import Ledger
from balance_classes.language import Text, day
from balance_classes.rendering.json_answer import print_answer
from balance_classes.workflows.checking.ledger import LedgerResult


def show_ledger(result: LedgerResult, *, as_json: bool) -> None:
    """Print the events line by line, and the head to compare with the one that was posted."""
    lines = result.ledger.lines
    if as_json:
        entries = [{**line.plain("format", "version"), "head": line.head()} for line in lines]
        print_answer({"file": str(result.path), "lines": entries})
        return
    say = result.language.say
    draws = result.ledger.last_draw
    for line in lines:
        event = _event(line.what, result.ledger)
        print(say(Text("{line}. {event}", line=line.line, event=event)))
        print(f"   {fingerprint(line.head())}")
    print()
    print(
        say(
            Text(
                "{file}: lines {lines}, draws {draws}, head {head}.",
                file=result.path,
                lines=len(lines),
                draws=draws,
                head=fingerprint(lines[-1].head()),
            )
        )
    )


def _event(event: Event, ledger: Ledger) -> Text:
    if isinstance(event, SealEvent):
        return _dated(Text("sealed: {fixed}", fixed=fingerprint(event.fixed)), event.date)
    if isinstance(event, RehearsalEvent):
        return _dated(Text("rehearsal: {record}", record=fingerprint(event.record)), event.date)
    if isinstance(event, DrawEvent):
        return _dated(_draw(event, ledger), event.date)
    if isinstance(event, ResultEvent):
        return Text(
            "result of draw {draw}: {record}", draw=event.draw, record=fingerprint(event.record)
        )
    if isinstance(event, OutcomeEvent):
        values = {"number": event.number, "digest": fingerprint(event.digest)}
        return Text("outcome of change {number}: {digest}", **values)
    return _dated(_later(event), event.date)


def _draw(event: DrawEvent, ledger: Ledger) -> Text:
    """Return which draw began, and what it replaces."""
    values: dict[str, object] = {
        "draw": event.draw,
        "draws": ledger.last_draw,
        "words": _words(event.seed),
    }
    if not event.replaces:
        return Text("draw {draw} of {draws}; seed: {words}", **values)
    values.update(replaces=event.replaces, reason=event.reason)
    if changes := len(ledger.later(event.replaces)):
        return Text(
            "draw {draw} of {draws}, replaces draw {replaces} with the changes after it "
            "({changes}), reason: {reason}; seed: {words}",
            **values,
            changes=changes,
        )
    return Text(
        "draw {draw} of {draws}, replaces draw {replaces}, reason: {reason}; seed: {words}",
        **values,
    )


def _later(event: Begun) -> Text:
    """Return what began: newcomers to be placed, a change to be made."""
    kind = change_label(event.event)
    if event.seed is None:
        return Text("change {number}: {kind}", number=event.number, kind=kind)
    words = _words(event.seed)
    return Text(
        "change {number}: {kind}; seed: {words}", number=event.number, kind=kind, words=words
    )


def _words(seed: SeedForm) -> tuple[str, ...]:
    return tuple(f"{w.giver}={w.words}" if w.giver else w.words for w in seed.words)


def _dated(event: Text, date: str) -> Text:
    return Text("{date}, {event}", date=day(date), event=event) if date else event
