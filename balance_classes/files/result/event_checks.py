"""The files of later events held against the ledger, and against what they would be written as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from balance_classes.domain.result.fixed_before_draw import Posted, changed_values
from balance_classes.domain.result.formed_classes import Formed, LaterEvent
from balance_classes.domain.result.later_givers import needs_reason
from balance_classes.domain.result.later_states import states
from balance_classes.domain.result.shown_names import lists_digest, shown_lists
from balance_classes.domain.verdict import Check, Difference, differences_of
from balance_classes.errors import EvidenceError, VersionError
from balance_classes.files.after_draw.event_folder import KeptLater, file_of, later_name
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.evidence.forms import LedgerLine, OutcomeEvent, Record, ResultEvent
from balance_classes.files.evidence.ledger import Ledger
from balance_classes.files.result.file_comparison import file_checks
from balance_classes.files.result.result_reading import Kept
from balance_classes.files.result.result_writing import LEDGER, former_folder
from balance_classes.language import Text


def last_outcome(ledger: Ledger, draw: int) -> tuple[LedgerLine, OutcomeEvent] | None:
    """Return the line of the last later event of a draw that came to an outcome."""
    found = None
    for line in ledger.lines:
        if isinstance(line.what, OutcomeEvent) and line.what.draw == draw:
            found = line, line.what
    return found


def later_checks(kept: Kept, ledger: Ledger) -> tuple[Check, ...]:
    """Check that each later event on the ledger has its file, as it was written, and no other."""
    said = Text("Each change after the draw has its file, and the ledger its digest.")
    try:
        later = kept.later
    except VersionError:
        raise
    except EvidenceError as error:
        return (Check("later", said, differences_of(error)),)
    draw = kept.record.draw
    on_it = len(ledger.later(draw.number)) if draw else 0
    if not later and not on_it:
        return ()
    differences = [d for each in later for d in _file_differences(each)]
    for number in range(1, max(on_it, len(later)) + 1):
        differences += _line_differences(kept, ledger, number)
    return (Check("later", said, tuple(differences)),)


def _file_differences(kept: KeptLater) -> Iterator[Difference]:
    """Yield where a file is not as it was written."""
    file = kept.file
    source = file.read_from
    whole = {
        "bytes": file.content() == kept.content,
        "digest": file.signed() == file,
        "source": source is None or source.signed() == source,
        "number": kept.name == later_name(kept.kind, file.number),
    }
    for key, holds in whole.items():
        if not holds:
            where = Text("{file}, {key}", file=kept.name, key=key)
            yield Difference(where, Text("It is not as it was written."))


def _line_differences(kept: Kept, ledger: Ledger, number: int) -> Iterator[Difference]:
    """Yield where the ledger does not hold a later event as its file does."""
    draw = kept.record.draw
    named = [each for each in kept.later if each.file.number == number]
    where = Text("change {number}", number=number)
    if len(named) != 1 or draw is None:
        yield Difference(where, Text("It has no file, or more than one."))
        return
    file, kind = named[0].file, named[0].kind
    begun = [(line, e) for line, e in ledger.later(draw.number) if e.number == number]
    outcome = ledger.outcome(draw.number, number)
    if len(begun) != 1 or outcome is None:
        yield Difference(where, Text("The ledger does not hold it, or not its outcome."))
        return
    line, event = begun[0]
    same = (event.entry(line), event.event, event.seed)
    if same != (file.entry, kind, file.lot):
        yield Difference(where, Text("The ledger says otherwise how it began."))
    if outcome[1].digest != file.digest:
        yield Difference(where, Text("The ledger says that it had another outcome."))


def recounted_later(kept: Kept, formed: Formed) -> tuple[Check, ...]:
    """Check each later event from the lists: what follows from its seed, and its whole file."""
    known = states(formed.as_drawn, formed.later)
    checks: list[Check] = []
    for event, each, before, after in zip(formed.later, kept.later, known, known[1:], strict=False):
        checks += event.recounted(before)
        if event.seed:
            checks.append(_givers_check(event, before))
        now = file_of(event, before, after, each.file.read_from)
        checks.append(
            Check(
                f"{each.kind}_{event.entry.number}",
                Text("Every count and digest of {file} is that of the lists.", file=each.name),
                tuple(
                    Difference(
                        Text("{file}, {key}", file=each.name, key=change.key),
                        Text("The lists say: {value}.", value=change.now),
                    )
                    for change in changed_values(each.file.plain("digest"), now.plain("digest"))
                ),
            )
        )
    return tuple(checks)


def _givers_check(event: LaterEvent, before: Formed) -> Check:
    """Check that words by others than the draw's givers have a reason, and no other words."""
    number, told = event.entry.number, bool(event.entry.other_givers)
    wrong = Difference(
        Text("change {number}", number=number),
        Text("Its words are not by the givers of the draw, and no reason is told.")
        if not told
        else Text("It tells why its words are by others, and they are not."),
    )
    return Check(
        f"{event.kind}_{number}_givers",
        Text(
            "Change {number}: whose words it was drawn from is as sealed, or told.", number=number
        ),
        (wrong,) if needs_reason(before, event.seed) != told else (),
    )


def lists_check(kept: Kept, formed: Formed, ledger: Ledger) -> Check:
    """Check that the ledger has the digest of the lists as they were published at each date."""
    assert kept.record.draw is not None
    draw = kept.record.draw.number
    on_it: list[ResultEvent | OutcomeEvent | None] = [ledger.result(draw)]
    for event in formed.later:
        outcome = ledger.outcome(draw, event.entry.number)
        on_it.append(outcome[1] if outcome else None)
    known = states(formed.as_drawn, formed.later)
    return Check(
        "lists",
        Text("The ledger has the digest of the lists of every date."),
        tuple(
            Difference(Text("ledger"), Text("Its digest is not that of the lists."))
            for line, state in zip(on_it, known, strict=False)
            if line and line.lists != lists_digest(shown_lists(state))
        ),
    )


def posted_after(record: Record, ledger: Ledger, events: int) -> Posted | None:
    """Return what was posted of a result after so many later events: a line and its hash."""
    draw = record.draw
    if draw is None:
        return None
    lapsed, rehearsed = ledger.outcome_count(draw.replaces), ledger.rehearsed(draw.line)
    if events:
        outcome = ledger.outcome(draw.number, events)
        if outcome is None:
            return None
        at, event = outcome
        return Posted(record.digest, at.line, at.head(), event.digest, lapsed, rehearsed)
    result = ledger.result(draw.number)
    line = next((line for line in ledger.lines if line.what == result), None)
    if line is None:
        return None
    return Posted(record.digest, line.line, line.head(), lapsed=lapsed, rehearsed=rehearsed)


def former_checks(kept: Kept, formed: Formed, ledger: Ledger) -> tuple[Check, ...]:
    """Check the lists that each later event put aside: they say how it was before."""
    known = states(formed.as_drawn, formed.later)
    return tuple(
        _former_check(kept, before, ledger, number) for number, before in enumerate(known[:-1], 1)
    )


def _former_check(kept: Kept, before: Formed, ledger: Ledger, number: int) -> Check:
    folder = kept.folder / former_folder(number)
    said = Text("The lists of before change {number} are as they were written.", number=number)
    posted = posted_after(kept.record, ledger, number - 1)
    if posted is None:
        return Check(f"before_{number}", said)
    then = replace(kept, folder=folder, workbook=folder / kept.workbook.name)
    try:
        found = [d for check in file_checks(then, before, posted) for d in check.differences]
        if whole_file(then.ledger) != ledger.upto(posted.line).content():
            found.append(Difference(LEDGER, Text("It is not as it was written.")))
    except (EvidenceError, OSError) as error:
        what = differences_of(error) if isinstance(error, EvidenceError) else ()
        found = [*what] or [Difference(LEDGER, Text("It is not as it was written."))]
    differences = tuple(
        Difference(Text("{folder}: {where}", folder=folder.name, where=d.where), d.what)
        for d in found
    )
    return Check(f"before_{number}", said, differences)
