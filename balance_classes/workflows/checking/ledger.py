"""Ledger: what has happened to a roster so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.errors import EvidenceError
from balance_classes.files.disk.opening import STANDARD
from balance_classes.files.evidence.ledger import SUFFIX, Ledger, ledger_path, read_ledger
from balance_classes.files.result.result_reading import language_in
from balance_classes.files.result.result_writing import LEDGER, default_folder
from balance_classes.language import LANGUAGES, Language, Text


@dataclass(frozen=True)
class LedgerResult:
    """The ledger of a roster or of a result, and the file it stands in."""

    path: Path
    ledger: Ledger
    language: Language


def ledger(subject: Path, language: Language | None, otherwise: Language) -> LedgerResult:
    """Return the ledger beside a roster, in the folder of a result, or in a file of its own.

    Unless a `language` is named it is told in that of the result, `otherwise` where none is found.
    Raises EvidenceError where there is none, or its chain is broken.
    """
    path = _path(subject)
    book = read_ledger(path, torn=not subject.is_dir())
    if not book.lines:
        raise EvidenceError.at(
            str(path),
            Text("There is no ledger: nothing was sealed or drawn here."),
            Text("Give the roster file or the folder of a result."),
        )
    return LedgerResult(path, book, language or _language(subject) or otherwise)


def _language(subject: Path) -> Language | None:
    """Return the language of the result that a ledger is of, if it lies in its own place."""
    if subject.is_dir():
        return language_in(subject)
    if subject.name == LEDGER:
        return language_in(subject.parent)
    # Whatever the ending of a roster is, the folder of its result is named alike.
    ledger = subject.suffix == ".jsonl"
    roster = subject.with_name(f"{subject.name.removesuffix(SUFFIX)}.x") if ledger else subject
    places = (default_folder(roster, Language(code), rehearsal=False) for code in LANGUAGES)
    return language_in(*places)


def _path(subject: Path) -> Path:
    if subject.is_dir():
        return subject / LEDGER
    own = subject == STANDARD or subject.suffix == ".jsonl"
    return subject if own else ledger_path(subject)
