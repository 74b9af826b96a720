"""What a finished result says of its school, for the overview of a batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from balance_classes.domain.batch import Classes
from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.result_sentences import caution_sentence
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.errors import BalanceError
from balance_classes.files.after_draw.event_folder import KeptLater, read_later
from balance_classes.files.evidence.forms import Record
from balance_classes.files.evidence.ledger import (
    Ledger,
    change_sentence,
    read_ledger,
    since_sentences,
)
from balance_classes.files.result.result_writing import LEDGER
from balance_classes.language import Text


def classes_of(record: Record) -> Classes:
    """Return the classes of a record in short; no student stands there, not even by number."""
    fixed = record.fixed
    return Classes(
        students=fixed.students,
        names=tuple(form.name for form in record.classes),
        sizes=tuple(form.size for form in record.classes),
        # In order: lettered groups have no names of classes yet.
        caps=tuple(school_class.cap for school_class in fixed.classes),
        excess=tuple(proof.excess for proof in record.proofs),
        proven=all(proof.proven for proof in record.proofs if proof.groups != (TWO_WAY,)),
        warnings=tuple(caution_sentence(c, fixed.rules) for c in record.source.cautions),
        left_out=record.source.left_out,
        entry=record.draw,
        record=record.digest,
    )


def standing_of(folder: Path, record: Record, live: Ledger) -> Classes:
    """Return the classes of a result as they stand now, after its changes.

    `live` is the ledger beside the roster. What cannot be read is told; verify says what it is.
    """
    drawn = classes_of(record)
    if record.draw is None:
        return drawn
    try:
        later, kept = read_later(folder), read_ledger(folder / LEDGER)
    except BalanceError:
        unread = Text("Its changes or its ledger cannot be read: verify says what differs.")
        return replace(drawn, since=(unread,), unsettled=True)
    number = record.draw.number
    not_here = since_sentences(number, kept, live)
    since = (*_told(number, later, kept), *not_here)
    drawn = replace(drawn, since=since, unsettled=bool(not_here))
    if not later:
        return drawn
    last = later[-1].file
    excess = tuple(shift.after for shift in last.balance[1:])
    return replace(
        drawn,
        students=sum(size for _, size in last.sizes),
        names=tuple(name for name, _ in last.sizes),
        sizes=tuple(size for _, size in last.sizes),
        caps=_raised(drawn.caps, later),
        excess=excess,
        less_even=any(now > then for then, now in zip(drawn.excess, excess, strict=True)),
        changes=len(later),
    )


def _told(draw: int, later: tuple[KeptLater, ...], kept: Ledger) -> tuple[Text, ...]:
    """Return which changes a result holds, and the fingerprint of the last."""
    if not later:
        return ()
    values = {"changes": tuple(change_sentence(event) for _, event in kept.later(draw))}
    shown = {"number": len(later), "digest": fingerprint(later[-1].file.digest)}
    return (
        Text("Since the draw: {changes}; what is proven was proven at the draw.", **values),
        Text("Fingerprint of change {number}: {digest}.", **shown),
    )


def _raised(caps: tuple[int, ...], later: tuple[KeptLater, ...]) -> tuple[int, ...]:
    """Return the caps after those that were raised for newcomers."""
    for each in later:
        cap, highest = each.file.raised_cap, max(caps)
        caps = tuple(cap if cap and c == highest else c for c in caps)
    return caps
