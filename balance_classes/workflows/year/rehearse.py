"""Rehearse: a later event tried out, in a folder of its own; no ledger hears of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from balance_classes.domain.result.fixed import LaterEntry
from balance_classes.domain.result.formed import Later
from balance_classes.files.disk.folder import write_folder
from balance_classes.files.events.event_files import written
from balance_classes.files.evidence.forms import Source
from balance_classes.files.evidence.ledger import Ledger
from balance_classes.files.result.result import Result, default_folder, standing_files
from balance_classes.language import Language
from balance_classes.workflows.checking.recount import honest
from balance_classes.workflows.year.later import Grown, Opened

NOWHERE = "0" * 64
"""The head of the ledger where there is none."""


def opened_to_rehearse(folder: Path, roster: Path | None) -> Opened:
    """Return the result of a folder, a draw's or a rehearsal's, as a rehearsal goes on from it.

    What comes of it lies beside the roster, where one is named, else beside the folder. Raises
    EvidenceError where verify would say no. The ledger beside the roster is not looked for.
    """
    result = honest(folder)
    kept, formed = result.kept, result.formed
    drawn = replace(formed.drawn, entry=None) if formed.drawn else None
    beside = roster or kept.folder.absolute().parent / Path(kept.record.source.file).name
    return Opened(kept, replace(formed, entry=None, drawn=drawn), result.ledger, beside)


def rehearsed_entry(found: Opened, asked: str, date: str) -> LaterEntry:
    """Return the entry of an event that stands on no ledger."""
    return LaterEntry(found.draw, found.number, found.before, asked, date, 0, NOWHERE)


def finish_rehearsal(
    found: Opened, event: Later, source: Source | None, language: Language
) -> Grown:
    """Write the lists that a rehearsed event leads to, each marked, into a new folder.

    There is no record beside them: nothing of it counts, so there is nothing to verify.
    """
    after = event.applied(found.formed)
    result = Result(after, found.kept.record, None, None, Ledger())
    folder = default_folder(found.book, language, rehearsal=True)
    write_folder(folder, standing_files(result, language))
    file = written(event, found.formed, after, source)
    return Grown(result, found.formed, event, file, folder, None)
