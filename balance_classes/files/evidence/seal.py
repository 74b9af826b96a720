"""Seals, of one school and of a batch: where they go, keeping them once, reading them again."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from balance_classes.domain.seed_words import sound_givers
from balance_classes.errors import EvidenceError
from balance_classes.files.disk.new_folder import write_file
from balance_classes.files.disk.opening import STANDARD, file_bytes
from balance_classes.files.evidence.document import START, Digest, Document, Form, Spoken
from balance_classes.files.evidence.forms import Seal
from balance_classes.language import Language, Text

BATCH_SEAL = "batch-seal.json"
ANOTHER = Text("Name another file with -o, or move the old one away.")


class SealedSchool(Form):
    """One school of a sealed batch: its code and what its own seal commits to."""

    code: str
    fixed_digest: Digest


class BatchSeal(Document):
    """What a batch is sealed to: one digest over the seals of its schools, which lie beside it.

    `digest` covers all of it, and its fingerprint is posted.
    """

    format: Literal["balance-classes/batch-seal"] = "balance-classes/batch-seal"
    version: Literal[1] = 1
    givers: tuple[Spoken, ...]
    seed_source: Spoken
    schools: tuple[SealedSchool, ...]
    digest: Digest = START


def default_seal(roster: Path, language: Language) -> Path:
    """Return where a seal goes by itself: 新生-封存.json or intake-seal.json beside the roster."""
    return roster.with_name(language.say(Text("{stem}-seal.json", stem=roster.stem)))


def default_batch_seal(source: Path, language: Language) -> Path:
    """Return the folder where the seal of a batch goes by itself: 全县-封存 or county-seal."""
    return source.with_name(language.say(Text("{stem}-seal", stem=source.stem)))


def sealed_school(folder: Path, code: str) -> Path:
    """Return where the seal of a school of a batch lies."""
    return folder / f"{code}.json"


def sheet_beside(path: Path) -> Path | None:
    """Return where the sheet of a seal lies, 新生-封存.html; a seal that is printed has none."""
    return None if path == STANDARD else path.with_suffix(".html")


def keep_seal(path: Path, seal: Seal, sheet: bytes) -> None:
    """Write the seal and its sheet into new files; those that hold the same are left alone.

    Raises ResultError or EvidenceError where something else is there, with nothing written.
    """
    beside, sealed = sheet_beside(path), path.exists()
    if sealed and read_seal(path).fixed_digest != seal.fixed_digest:
        raise _another(path, ANOTHER)
    posted = beside is not None and beside.exists()
    if beside and posted and file_bytes(beside, ANOTHER) != sheet:
        what = Text("Another file is there already, where the sheet to post belongs.")
        raise EvidenceError.at(str(beside), what, ANOTHER)
    if not sealed:
        write_file(path, seal.content())
    if beside and not posted:
        write_file(beside, sheet)


def keep_batch_seal(folder: Path, seal: BatchSeal, sheet: bytes) -> None:
    """Write the seal of a batch and its sheet beside those of its schools, as `keep_seal` does."""
    path = folder / BATCH_SEAL
    if not path.exists():
        write_file(path, seal.content())
    elif read_batch_seal(folder).digest != seal.digest:
        mend = Text("Name another folder with -o, or move the old one away.")
        raise _another(path, mend)
    posted = path.with_suffix(".html")
    if not posted.exists():
        write_file(posted, sheet)


def read_seal(path: Path) -> Seal:
    """Return the seal of a file.

    Raises EvidenceError where it cannot be read, or is not as this program wrote it.
    """
    content = file_bytes(path, Text("Give the path of the file of the seal."))
    seal = Seal.read(path.name, content)
    of_digests = seal.fixed.digest() == seal.fixed_digest and seal.source.signed() == seal.source
    if seal.content() != content or not of_digests or not sound_givers(seal.fixed.givers):
        raise _unlike(path)
    return seal


def read_batch_seal(folder: Path) -> BatchSeal:
    """Return the seal of a batch; raises EvidenceError as `read_seal` does."""
    path = folder / BATCH_SEAL
    content = file_bytes(path, Text("Name the folder that seal --batch wrote."))
    seal = BatchSeal.read(path.name, content)
    if seal.content() != content or seal.signed() != seal or not sound_givers(seal.givers):
        raise _unlike(path)
    return seal


def _another(path: Path, mend: Text) -> EvidenceError:
    what = Text("Another seal is there already; a seal is never overwritten.")
    return EvidenceError.at(str(path), what, mend)


def _unlike(path: Path) -> EvidenceError:
    return EvidenceError.at(
        path.name,
        Text("The seal is not as it was written."),
        Text("Bring back the file as it was; its fingerprint was posted."),
    )
