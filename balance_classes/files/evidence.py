"""Record, seal and ledger of a result held against each other."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.evidence import Posted
from balance_classes.domain.lottery import Seed
from balance_classes.domain.verdict import Difference
from balance_classes.errors import BalanceError
from balance_classes.files.forms import DrawEvent, LedgerLine, Record
from balance_classes.files.kept import Kept
from balance_classes.files.ledger import Ledger, draw_entry
from balance_classes.files.seal import read_seal
from balance_classes.language import Text


def record_differences(kept: Kept) -> tuple[Difference, ...]:
    """Return where a record is not as it was written: its bytes, its digests, its seed."""
    record = kept.record
    seed = Seed(record.seed.words, record.seed.given, record.rehearsal)
    whole = {
        "bytes": kept.record.content() == kept.record_content,
        "digest": record.signed() == record,
        "fixed_digest": record.fixed.digest() == record.fixed_digest,
        "source": record.source.signed() == record.source,
        "seed": seed.value == record.seed.value,
        "rehearsal": record.rehearsal == (record.draw is None),
    }
    return tuple(
        Difference(Text("record, {key}", key=key), Text("It is not as it was written."))
        for key, holds in whole.items()
        if not holds
    )


def seal_differences(record: Record, kept: Kept) -> tuple[Difference, ...]:
    """Return where the seal in the folder is not the one that was drawn by."""
    sealed = record.draw is not None and record.draw.sealed
    if not kept.seal.exists():
        missing = Difference(kept.seal.name, Text("The draw was sealed, and the seal is missing."))
        return (missing,) if sealed else ()
    try:
        seal = read_seal(kept.seal)
    except BalanceError as error:
        return tuple(Difference(finding.where, finding.what) for finding in error.findings)
    differences = [
        Difference(
            Text("seal, {key}", key=change.key),
            Text("Sealed was {then}, drawn was {now}.", then=change.then, now=change.now),
        )
        for change in seal.fixed.changes(record.fixed)
    ]
    if not sealed and not record.rehearsal:
        differences.append(Difference(kept.seal.name, Text("The draw was not sealed.")))
    return tuple(differences)


def ledger_differences(record: Record, ledger: Ledger) -> tuple[Difference, ...]:
    """Return where the ledger in the folder does not lead to this record."""
    if record.draw is None:
        return (_at_line(1, Text("A rehearsal has no ledger.")),) if ledger.lines else ()
    begun = next((line for line in ledger.lines if line.line == record.draw.line), None)
    if begun is None or not isinstance(begun.what, DrawEvent):
        return (_at_line(record.draw.line, Text("The draw does not begin at this line.")),)
    return tuple(_draw_differences(record, ledger, begun, begun.what))


def posted_of(record: Record, ledger: Ledger) -> Posted | None:
    """Return what was posted of a result: its line on the ledger and that line's hash."""
    if record.draw is None:
        return None
    event = ledger.result(record.draw.number)
    line = next((line for line in ledger.lines if line.what == event), None)
    return Posted(record.digest, line.line, line.head()) if line else None


def _draw_differences(
    record: Record, ledger: Ledger, begun: LedgerLine, event: DrawEvent
) -> Iterator[Difference]:
    draw = record.draw
    assert draw is not None
    same = (record.fixed_digest, record.fixed.roster_digest, record.seed) == (
        event.fixed,
        event.roster,
        event.seed,
    )
    if draw_entry(begun, event) != draw or not same:
        yield _at_line(begun.line, Text("The draw that begins here is not that of the record."))
    numbers = [event.draw for _, event in ledger.draws]
    if numbers != list(range(1, len(numbers) + 1)):
        yield _at_line(begun.line, Text("The draws are not numbered one after the other."))
    seals = [e.fixed for line, e in ledger.seals if line.line < begun.line]
    if draw.sealed and record.fixed_digest not in seals[-1:]:
        yield _at_line(begun.line, Text("The last seal before the draw is another one."))
    result = ledger.result(draw.number)
    if result is None or result.record != record.digest:
        yield _at_line(len(ledger.lines), Text("The result of the draw is not this record."))
    elif ledger.lines[-1].what != result:
        yield _at_line(len(ledger.lines), Text("The ledger goes on after the result."))


def _at_line(line: int, what: Text) -> Difference:
    return Difference(Text("ledger, line {line}", line=line), what)
