"""Ledger: what has happened to a roster so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.errors import EvidenceError, Finding
from balance_classes.files.ledger import Ledger, ledger_path, read_ledger
from balance_classes.files.result import LEDGER
from balance_classes.language import Language, Text


@dataclass(frozen=True)
class LedgerResult:
    """The ledger of a roster or of a result, and the file it stands in."""

    path: Path
    ledger: Ledger
    language: Language


def ledger(subject: Path, language: Language) -> LedgerResult:
    """Return the ledger beside a roster, in the folder of a result, or in a file of its own.

    Raises EvidenceError where there is none, or its chain is broken.
    """
    path = _path(subject)
    book = read_ledger(path, torn=not subject.is_dir())
    if not book.lines:
        raise EvidenceError(
            Finding(
                str(path),
                Text("There is no ledger: nothing was sealed or drawn here."),
                Text("Give the roster file or the folder of a result."),
            )
        )
    return LedgerResult(path, book, language)


def _path(subject: Path) -> Path:
    if subject.is_dir():
        return subject / LEDGER
    return subject if subject.suffix == ".jsonl" else ledger_path(subject)
