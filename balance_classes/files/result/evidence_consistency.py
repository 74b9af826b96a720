"""Record, seal and ledger of a result held against each other."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.canonical import spoken_text
from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.roster.forbidden_words import FORBIDDEN, KINDS
from balance_classes.domain.rules.capacity import class_count, plan_classes
from balance_classes.domain.seed_words import (
    CODE_GIVER,
    counted_words,
    givers_of,
    sound_givers,
    too_few,
)
from balance_classes.domain.verdict import Check, Difference, differences_of
from balance_classes.errors import BalanceError, EvidenceError, VersionError
from balance_classes.files.evidence.forms import DrawEvent, LedgerLine, Record
from balance_classes.files.evidence.ledger import Ledger, read_ledger
from balance_classes.files.evidence.ledger_faults import faults
from balance_classes.files.evidence.record import school_of
from balance_classes.files.evidence.seal import read_seal
from balance_classes.files.result.event_checks import last_outcome, later_checks, posted_after
from balance_classes.files.result.result_reading import Kept
from balance_classes.files.result.result_writing import LEDGER
from balance_classes.files.rules.rules_file import rules_findings
from balance_classes.language import Text

UNSEALED = Text("Not sealed before the draw, and no seal is here.")


def evidence_checks(kept: Kept) -> tuple[Ledger, tuple[Check, ...]]:
    """Check record, seal, ledger and what else lies there; a broken ledger comes back empty.

    Raises VersionError where another version of the program must judge.
    """
    broken: tuple[Difference, ...] = ()
    try:
        ledger = read_ledger(kept.ledger)
    except VersionError:
        raise
    except EvidenceError as error:
        ledger, broken = Ledger(), differences_of(error)
    return ledger, (
        Check("record", Text("The record is as it was written."), record_differences(kept)),
        Check(
            "seal",
            Text("What was sealed is what was drawn.") if _sealed(kept) else UNSEALED,
            seal_differences(kept.record, kept),
            lack=not _sealed(kept),
        ),
        Check(
            "ledger",
            Text("A rehearsal's folder holds no ledger.")
            if kept.record.rehearsal
            else Text("The ledger is whole, and holds this draw and its result."),
            broken or ledger_differences(kept.record, ledger),
        ),
        *later_checks(kept, ledger),
        Check(
            "folder",
            Text("No other file poses as one of the result."),
            kept.beside.differences,
        ),
    )


def _sealed(kept: Kept) -> bool:
    """Tell whether there is a seal, or the record says that there was one."""
    return kept.seal.exists() or bool(kept.record.draw and kept.record.draw.sealed)


def record_differences(kept: Kept) -> tuple[Difference, ...]:
    """Return where a record is not as it was written: its bytes, its digests, its seed."""
    record = kept.record
    seed = record.seed.as_seed(rehearsal=record.rehearsal)
    whole = {
        "bytes": kept.record.content() == kept.record_content,
        "digest": record.signed() == record,
        "fixed_digest": record.fixed.digest() == record.fixed_digest,
        "source": record.source.signed() == record.source,
        "seed": seed.value == record.seed.value and _from_its_givers(record),
        "fixed.few_seeds": _few_told(record) and _is_spoken(record.fixed.few_seeds),
        "fixed.seed_source": _is_spoken(record.fixed.seed_source),
        "fixed.steering": record.draw is None
        or record.draw.sealed == (record.fixed.steering is not None),
        "rehearsal": record.rehearsal == (record.draw is None),
        "source.school": record.source.school == school_of(record.fixed.rules, record.source.file),
        "source.left_out": all(out.kind in (*KINDS, FORBIDDEN) for out in record.source.left_out),
        "classes": len(record.classes) == len(record.fixed.classes),
        "fixed.students": _numbered(record),
        "fixed.key": record.fixed.key in ("", "name", *record.fixed.identities),
        "fixed.numbers": set(record.fixed.numbers)
        <= {name for name, _ in record.fixed.rules.numbers} & set(record.fixed.attributes),
    }
    broken = tuple(
        Difference(Text("record, {key}", key=key_words(key)), Text("It is not as it was written."))
        for key, holds in whole.items()
        if not holds
    )
    return broken or _rules_differences(record)


def _rules_differences(record: Record) -> tuple[Difference, ...]:
    """Return where the rules, or the classes made from them, are none that could be read."""
    fixed, source = record.fixed, record.source
    try:
        findings = rules_findings(Text("record"), fixed.rules)
        if findings:
            return tuple(Difference(finding.where, finding.what) for finding in findings)
        # Only as many are built as the record lists.
        as_many = class_count(fixed.seats or fixed.students, fixed.rules) == len(fixed.classes)
        known = fixed.students, fixed.rules, source.language, fixed.seats
        if as_many and plan_classes(*known) == fixed.classes:
            return ()
    except BalanceError as error:
        return differences_of(error)
    where = Text("record, {key}", key=key_words("fixed.classes"))
    return (Difference(where, Text("The classes do not follow from the rules.")),)


def _numbered(record: Record) -> bool:
    """Tell whether the classes hold the lottery numbers 1 to n, each once, for n students."""
    numbers = [number for entry in record.classes for number in entry.lottery_numbers]
    students = record.fixed.students
    return len(numbers) == students and sorted(numbers) == list(range(1, students + 1))


def _is_spoken(text: str) -> bool:
    """Tell whether a text is as the program writes what people said."""
    try:
        return spoken_text(text) == text
    except ValueError:
        return False


def _few_told(record: Record) -> bool:
    """Tell whether a reason stands there exactly where there are few seeds."""
    givers = record.fixed.givers
    return sound_givers(givers) and bool(record.fixed.few_seeds) == too_few(givers_of(givers))


def _from_its_givers(record: Record) -> bool:
    """Tell whether the words come from the givers that were fixed, or from the program alone."""
    words, named = record.seed.words, [entry.giver for entry in record.seed.words]
    if not sound_givers(record.fixed.givers):
        return False
    givers = givers_of(record.fixed.givers)
    if not record.seed.given:
        return not givers and named in ([""], ["", CODE_GIVER])
    return named == [giver.name for giver in givers] and all(
        counted_words(entry.words) if giver.name == CODE_GIVER else giver.wrote(entry.words)
        for giver, entry in zip(givers, words, strict=True)
    )


def seal_differences(record: Record, kept: Kept) -> tuple[Difference, ...]:
    """Return where the seal in the folder is not the one that was drawn by."""
    sealed = record.draw is not None and record.draw.sealed
    if not kept.seal.exists():
        missing = Difference(kept.seal.name, Text("The draw was sealed, and the seal is missing."))
        return (missing,) if sealed else ()
    try:
        seal = read_seal(kept.seal)
    except VersionError:
        raise
    except EvidenceError as error:
        return differences_of(error)
    differences = [
        Difference(
            Text("seal, {key}", key=key_words(change.key)),
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
    if not ledger.lines:
        return (Difference(LEDGER, Text("The ledger is missing.")),)
    begun = next((line for line in ledger.lines if line.line == record.draw.line), None)
    if begun is None or not isinstance(begun.what, DrawEvent):
        return (_at_line(record.draw.line, Text("The draw does not begin at this line.")),)
    return (
        *(_at_line(line, what) for line, what in faults(ledger)),
        *_draw_differences(record, ledger, begun, begun.what),
    )


def posted_of(record: Record, ledger: Ledger) -> Posted | None:
    """Return what was posted of a result: its last line on the ledger and that line's hash."""
    if record.draw is None:
        return None
    outcome = last_outcome(ledger, record.draw.number)
    return posted_after(record, ledger, outcome[1].number if outcome else 0)


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
    if event.entry(begun) != draw or not same:
        yield _at_line(begun.line, Text("The draw that begins here is not that of the record."))
    result = ledger.result(draw.number)
    if result is None or result.record != record.digest:
        yield _at_line(len(ledger.lines), Text("The result of the draw is not this record."))
    else:
        outcome = last_outcome(ledger, draw.number)
        if ledger.lines[-1].what != (outcome[1] if outcome else result):
            yield _at_line(len(ledger.lines), Text("The ledger goes on after the result."))


def _at_line(line: int, what: Text) -> Difference:
    return Difference(Text("ledger, line {line}", line=line), what)
