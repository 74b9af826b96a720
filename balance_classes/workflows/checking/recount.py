"""Recount: everything of a result that its lists prove, with code that cannot reach the draw."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.canonical import fingerprint, same_fingerprint
from balance_classes.domain.result.fixed_before_draw import changed_values
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.result.later_states import everybody
from balance_classes.domain.result.recount import recounts
from balance_classes.domain.result.result_sentences import unmoved
from balance_classes.domain.verdict import Check, Difference, Posted, Scope, Verdict, differences_of
from balance_classes.errors import BalanceError, EvidenceError, Finding, UnjudgedError
from balance_classes.files.batch.batch_folder import chosen_ledger
from balance_classes.files.evidence.forms import (
    BegunEvent,
    LedgerLine,
    OutcomeEvent,
    RehearsalEvent,
    ResultEvent,
)
from balance_classes.files.evidence.ledger import Ledger, ledger_path, read_ledger, since_sentences
from balance_classes.files.evidence.ledger_faults import faults
from balance_classes.files.evidence.record import record as write_record
from balance_classes.files.result.event_checks import (
    former_checks,
    lists_check,
    posted_after,
    recounted_later,
)
from balance_classes.files.result.evidence_consistency import evidence_checks, posted_of
from balance_classes.files.result.file_comparison import file_checks, report_check
from balance_classes.files.result.rebuild import NotRebuiltError, rebuild_formed
from balance_classes.files.result.result_reading import Kept, read_kept
from balance_classes.files.result.unproven_claims import draw_claims, unproven_claims
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.seed_witnesses import seed_check


@dataclass(frozen=True)
class VerifyRequest:
    """The folder of a result; the roster, posted fingerprints and what givers gave, if at hand.

    `seed` holds 'giver=words', as a giver or a witness remembers them; `recount` stops before
    the draw is run again.
    """

    folder: Path
    roster: Path | None = None
    fingerprints: tuple[str, ...] = ()
    seed: tuple[str, ...] = ()
    language: Language | None = None
    password: Password | None = None
    recount: bool = False
    notice: Path | None = None
    """The workbook of a notice that was posted."""


@dataclass(frozen=True)
class Recounted:
    """A result read once: what is kept of it, the classes its lists show, and the verdict.

    `formed` is None where the lists show no classes that this program could have written.
    """

    kept: Kept
    ledger: Ledger
    formed: Formed | None
    verdict: Verdict


@dataclass(frozen=True)
class Honest:
    """A result that is recounted to be right: what every command that goes on from one has."""

    kept: Kept
    ledger: Ledger
    formed: Formed
    verdict: Verdict


def honest(folder: Path) -> Honest:
    """Return a result that recounts; raises EvidenceError for any other."""
    found = recount(VerifyRequest(folder))
    if found.formed is None or not found.verdict.passed:
        raise EvidenceError(*not_honest(found.verdict))
    return Honest(found.kept, found.ledger, found.formed, found.verdict)


def not_honest(verdict: Verdict) -> Iterator[Finding]:
    """Yield what differs first, for whoever wanted to go on from a result."""
    for d in verdict.first_differences():
        yield Finding(d.where, d.what, Text("Run verify: it says all that differs."))


def recount(request: VerifyRequest) -> Recounted:
    """Check a result against its record, its ledger and, where given, roster and fingerprints.

    Raises EvidenceError where there is nothing to check, or another version must check it.
    """
    with judging(request.folder):
        return _recounted(request)


@contextmanager
def judging(folder: Path) -> Iterator[None]:
    """Let whatever else goes wrong over a folder from anywhere be told as that: it is no verdict.

    Raises UnjudgedError.
    """
    try:
        yield
    except BalanceError:
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {Path(last.filename).name} {last.lineno}"
        raise UnjudgedError.at(
            str(folder),
            Text("It cannot be judged: it holds what no result holds ({where}).", where=where),
            Text("Ask for the folder as assign wrote it."),
        ) from error


def _recounted(request: VerifyRequest) -> Recounted:
    kept = read_kept(request.folder)
    ledger, checks = evidence_checks(kept)
    scope = _scope(request, kept)
    notes, unchecked = _notes(kept, ledger), kept.beside.told
    found = Recounted(kept, ledger, None, Verdict(checks, notes, unchecked=unchecked, scope=scope))
    if all(check.passed for check in checks if check.key in ("record", "later")):
        found = _with_lists(found, request)
    verdict = found.verdict
    if found.formed is None:
        verdict = replace(verdict, scope=replace(scope, counted=False))
    beside = ledger_path(request.roster) if request.roster else None
    if live := chosen_ledger(request.folder) or beside:
        verdict = _with_live_ledger(verdict, kept, ledger, live)
    verdict = verdict.with_checks(*(_fingerprint(kept, ledger, f) for f in request.fingerprints))
    if request.notice and found.formed:
        # Only who asks for it waits for the code that makes notices.
        from balance_classes.files.result.posted_notice import posted_list_check

        verdict = verdict.with_checks(posted_list_check(found.formed, request.notice))
    if request.seed:
        verdict = verdict.with_checks(*(seed_check(kept, said) for said in request.seed))
    return replace(found, verdict=verdict)


def _with_lists(found: Recounted, request: VerifyRequest) -> Recounted:
    """Recount the lists; nothing of the record is taken on trust that they can tell."""
    kept, verdict, said = found.kept, found.verdict, Text("The internal list can be read.")
    try:
        formed, listed = rebuild_formed(kept)
    except NotRebuiltError as error:
        return replace(found, verdict=verdict.with_checks(Check("list", said, error.differences)))
    except BalanceError as error:
        return replace(
            found, verdict=verdict.with_checks(Check("list", said, differences_of(error)))
        )
    drawn = formed.as_drawn
    checks = [
        _classes(kept, formed, listed),
        *_of_the_draw(formed, recounts(drawn)),
        _counts(kept, drawn),
        *recounted_later(kept, formed),
        *((lists_check(kept, formed, found.ledger),) if kept.record.draw else ()),
    ]
    posted = posted_of(kept.record, found.ledger)
    corrected: tuple[Text, ...] = ()
    claimed = [check for check in checks if check.key.endswith("proofs")]
    if not all(check.passed for check in claimed):
        quoted = Text("the cells of the workbook: they quote proofs that are none")
        verdict = replace(verdict, unchecked=(*verdict.unchecked, quoted))
    elif posted or kept.record.rehearsal:
        checks += file_checks(kept, formed, posted)
        checks.append(report_check(kept, drawn, posted_after(kept.record, found.ledger, 0)))
        checks += former_checks(kept, formed, found.ledger)
    else:
        quoted = Text("the cells of the workbook: they quote the ledger, which is not as it was")
        verdict = replace(verdict, unchecked=(*verdict.unchecked, quoted))
    if request.roster:
        # Reading rosters takes longer to load than a small school to recount.
        from balance_classes.files.result.roster_comparison import compared_roster

        source, same = kept.record.source, Text("The roster is the one that was drawn.")
        differences, corrected = compared_roster(request.roster, drawn, source, request.password)
        checks.append(Check("roster", same, differences))
    held = Text("Changes since the draw: {count}.", count=len(formed.later))
    since = (*((held,) if formed.later else ()), *corrected)
    verdict = replace(verdict.with_checks(*checks), since=since)
    if all(check.passed for check in claimed):
        claims = (*draw_claims(formed), *unproven_claims(kept, found.ledger, request.fingerprints))
        verdict = replace(verdict, claims=claims)
    return replace(found, formed=formed, verdict=verdict)


def _counts(kept: Kept, drawn: Formed) -> Check:
    """Compare every value of the record with what the lists would be recorded as."""
    rewritten = write_record(drawn, kept.record.source)
    return Check(
        "counts",
        Text("Every count and digest of the record is that of the lists."),
        tuple(
            Difference(
                Text("record, {key}", key=key_words(change.key)),
                Text("The lists say: {value}.", value=change.now),
            )
            for change in changed_values(kept.record.plain("digest"), rewritten.plain("digest"))
        ),
    )


def _classes(kept: Kept, formed: Formed, listed: dict[int, str]) -> Check:
    """Compare the class of each student with the one that record and later events name."""
    recorded = {
        number: school_class.name
        for school_class in kept.record.classes
        for number in school_class.lottery_numbers
    }
    if formed.later:
        names = [school_class.name for school_class in formed.classes]
        recorded = {p.lottery_number: names[p.school_class] for p in everybody(formed)}
    return Check(
        "classes",
        Text("Every student is in the class that the record and the changes since say.")
        if formed.later
        else Text("Every student is in the class that the record says."),
        tuple(
            Difference(
                Text("lottery number {number}", number=number),
                Text(
                    "The internal list says {listed}, the record {recorded}.",
                    listed=name,
                    recorded=recorded.get(number, Text("none")),
                ),
            )
            for number, name in sorted(listed.items())
            if recorded.get(number) != name
        ),
    )


def _with_live_ledger(verdict: Verdict, kept: Kept, ledger: Ledger, path: Path) -> Verdict:
    """Compare with the ledger that lies beside the roster today: it may only have grown."""
    draw = kept.record.draw
    if draw is None:
        return verdict
    if not path.exists() or not ledger.lines:
        reason = (
            Text("the ledger beside the roster: the one in the folder is broken")
            if path.exists()
            else Text("the ledger beside the roster: there is none")
        )
        return replace(verdict, unchecked=(*verdict.unchecked, reason))
    live, differences = _continued(path, ledger)
    said = Text("The ledger beside the roster continues the one in the folder.")
    verdict = verdict.with_checks(Check("live_ledger", said, differences))
    if differences:
        return verdict
    since = since_sentences(draw.number, ledger, live)
    return replace(verdict, since=(*verdict.since, *since))


def _continued(path: Path, ledger: Ledger) -> tuple[Ledger, tuple[Difference, ...]]:
    """Return the ledger of a file, and where it does not continue another one."""
    try:
        live = read_ledger(path, torn=True)
    except EvidenceError as error:
        return Ledger(), differences_of(error)
    differences = [(line, what) for line, what in faults(live)]
    if live.upto(len(ledger.lines)) != ledger:
        pairs = zip(ledger.lines, live.lines, strict=False)
        first = next((a.line for a, b in pairs if a != b), len(live.lines) + 1)
        what = Text("It is not the line that the result was written with.")
        differences.insert(0, (first, what))
    return live, tuple(
        Difference(Text("{file}, line {line}", file=path.name, line=line), what)
        for line, what in differences
    )


def _fingerprint(kept: Kept, ledger: Ledger, text: str) -> Check:
    """Say of what the fingerprint is that somebody wrote down: result, seal, line of the ledger."""
    record = kept.record

    def check(said: Text, *differences: Text) -> Check:
        return Check("fingerprint", said, tuple(Difference(text, what) for what in differences))

    if same_fingerprint(text, record.digest):
        return check(Text("{text} is the fingerprint of this result.", text=text))
    if same_fingerprint(text, record.fixed_digest):
        said = Text("{text} is the fingerprint of the seal.", text=text)
        if record.draw is None or not record.draw.sealed:
            return check(said, Text("This result was not drawn by a seal."))
        return check(said)
    said = Text("{text} belongs to this result.", text=text)
    for line in ledger.lines:
        if is_of := _said_of(line, text):
            return check(is_of)
        if is_other := _other(line, text, record.draw.number if record.draw else 0):
            return check(said, is_other)
    return check(said, Text("It is the fingerprint of nothing in this result."))


def _other(line: LedgerLine, text: str, now: int) -> Text | None:
    """Return of which other draw, or of which rehearsal, a fingerprint is."""
    event = line.what
    if isinstance(event, ResultEvent) and same_fingerprint(text, event.record):
        values = {"draw": event.draw, "now": now}
        return Text("It is the fingerprint of draw {draw}; this is draw {now}.", **values)
    if isinstance(event, RehearsalEvent) and same_fingerprint(text, event.record):
        where = line.line
        return Text("It is the fingerprint of a rehearsal (ledger, line {line}).", line=where)
    return None


def _said_of(line: LedgerLine, text: str) -> Text | None:
    """Return of what in a line of the ledger a fingerprint is: the line, or a later event."""
    if same_fingerprint(text, line.head()):
        return Text("{text} is line {line} of the ledger.", text=text, line=line.line)
    event = line.what
    if isinstance(event, OutcomeEvent) and same_fingerprint(text, event.digest):
        values = {"text": text, "number": event.number}
        return Text("{text} is the fingerprint of change {number}.", **values)
    if isinstance(event, BegunEvent) and same_fingerprint(text, event.asked):
        return Text(
            "{text} is the fingerprint of what was asked before change {number}.",
            text=text,
            number=event.number,
        )
    return None


def _notes(kept: Kept, ledger: Ledger) -> tuple[Text, ...]:
    if kept.record.rehearsal:
        own = fingerprint(kept.record.digest)
        return (
            Text("Rehearsal: this is no draw and binds nobody."),
            Text("Fingerprint of the rehearsal: {record}.", record=own),
        )
    posted = posted_of(kept.record, ledger)
    shown = Text("Fingerprint of the result: {result}.", result=fingerprint(kept.record.digest))
    if posted is None:
        return (shown,)
    head = fingerprint(posted.head)
    return shown, Text("Ledger: line {line}, head {head}.", line=posted.line, head=head)


def _of_the_draw(formed: Formed, checks: Iterable[Check]) -> Iterator[Check]:
    """Yield the checks; where students moved since, tiers are told to be those of the draw."""
    for check in checks:
        if check.key.startswith("tier_") and not unmoved(formed):
            yield replace(check, said=Text("At the draw: {what}", what=check.said))
        else:
            yield check


def _scope(request: VerifyRequest, kept: Kept) -> Scope:
    """Return how far counting goes; what is drawn again is told by who does it."""
    posted: Posted = "other" if request.fingerprints else "names" if request.notice else "nothing"
    if any(same_fingerprint(text, kept.record.digest) for text in request.fingerprints):
        posted = "result"
    beside = bool(kept.beside.others)
    return Scope("stopped", posted, request.roster is not None, kept.record.rehearsal, beside)
