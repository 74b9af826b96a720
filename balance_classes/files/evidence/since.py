"""What the ledger beside a roster knows of a result that its folder does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.roster.labels import change_label
from balance_classes.files.evidence.forms import Begun
from balance_classes.files.evidence.ledger import Ledger
from balance_classes.language import Text, day


def change_sentence(event: Begun) -> Text:
    """Return which change after a draw this is: its number, its kind, its date."""
    values = {"number": event.number, "kind": change_label(event.event)}
    if event.date:
        return Text("change {number} ({kind}, {date})", **values, date=day(event.date))
    return Text("change {number} ({kind})", **values)


def since_sentences(draw: int, kept: Ledger, live: Ledger) -> tuple[Text, ...]:
    """Return what happened to the result of a draw since `kept`, the ledger in its folder."""
    return (*_changes(draw, kept, live), *_draws(draw, live))


def _changes(draw: int, kept: Ledger, live: Ledger) -> Iterator[Text]:
    """Yield changes that the folder does not hold, and one that was cut off."""
    more = live.came(draw) - kept.came(draw)
    unfinished = live.unfinished(draw)
    if more > 1 or (more and unfinished):
        yield Text(
            "Since then more has happened: {count} changes; this is an old copy.", count=more
        )
    elif more:
        last = live.later(draw)[-1][1]
        yield Text(
            "Since then more has happened: {change}. Either this is an old copy, or the run was "
            "cut off while it wrote: then the same command with the same files and words finishes "
            "it.",
            change=change_sentence(last),
        )
    if unfinished:
        yield Text(
            "Begun and cut off: {change}. The same command with the same files and words finishes "
            "it; until then no other change can begin.",
            change=change_sentence(unfinished),
        )


def _draws(draw: int, live: Ledger) -> Iterator[Text]:
    """Yield that another draw replaced the result, or was begun and cut off."""
    last = live.draws[-1][1]
    if last.draw == draw:
        return
    values = {"number": draw, "count": last.draw, "reason": last.reason}
    yield Text(
        "This result was replaced: draw {number} of {count}; reason of the last: {reason}.",
        **values,
    )
    if live.result(last.draw) is None:
        yield Text(
            "Draw {count} was begun and cut off: the same command finishes it.", count=last.draw
        )
