"""Ledger: what has happened to a roster so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.errors import EvidenceError, Finding
from balance_classes.files.ledger import Ledger, ledger_path, read_ledger
from balance_classes.files.result import LEDGER
from balance_classes.language import Language, Text, from_environment


@dataclass(frozen=True)
class LedgerResult:
    """The ledger of a roster or of a result, and the file it stands in."""

    path: Path
    ledger: Ledger
    language: Language


def ledger(subject: Path, language: Language | None) -> LedgerResult:
    """Return the ledger beside a roster, or the one in the folder of a result.

    Raises EvidenceError where there is none, or its chain is broken.
    """
    path = subject / LEDGER if subject.is_dir() else ledger_path(subject)
    book = read_ledger(path, torn=not subject.is_dir())
    if not book.lines:
        raise EvidenceError(
            Finding(
                str(path),
                Text("There is no ledger: nothing was sealed or drawn here."),
                Text("Give the roster file or the folder of a result."),
            )
        )
    return LedgerResult(path, book, language or from_environment())
