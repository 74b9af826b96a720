"""The seal of a batch: one digest over the seals of all its schools, which lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from balance_classes.domain.canonical import digest
from balance_classes.errors import EvidenceError, Finding, ResultError, reason_of
from balance_classes.files.disk.folder import unwritable, write_file
from balance_classes.files.disk.whole_file import bytes_of
from balance_classes.files.evidence.document import START, Digest, Document, Form, Spoken
from balance_classes.language import Language, Text

BATCH_SEAL = "batch-seal.json"


class SealedSchool(Form):
    """One school of a sealed batch: its code and what its own seal commits to."""

    code: str
    fixed_digest: Digest


class BatchSeal(Document):
    """What a batch is sealed to; `digest` covers all of it, and its fingerprint is posted."""

    format: Literal["balance-classes/batch-seal"] = "balance-classes/batch-seal"
    version: Literal[1] = 1
    givers: tuple[Spoken, ...]
    seed_source: Spoken
    schools: tuple[SealedSchool, ...]
    digest: Digest = START

    def signed(self) -> BatchSeal:
        """Return the seal with its digest."""
        return self.model_copy(update={"digest": digest(self.plain("digest"))})


def default_batch_seal(source: Path, language: Language) -> Path:
    """Return the folder where the seal of a batch goes by itself: 全县-封存 or county-seal."""
    return source.with_name(language.say(Text("{stem}-seal", stem=source.stem)))


def sealed_school(folder: Path, code: str) -> Path:
    """Return where the seal of a school lies."""
    return folder / f"{code}.json"


def keep_batch_seal(folder: Path, seal: BatchSeal) -> None:
    """Write the seal of a batch beside those of its schools; the same one is left alone.

    Raises EvidenceError where another one is there.
    """
    path = folder / BATCH_SEAL
    if not path.exists():
        write_file(path, seal.content())
    elif read_batch_seal(folder).digest != seal.digest:
        raise EvidenceError(
            Finding(
                str(path),
                Text("Another seal is there already; a seal is never overwritten."),
                Text("Name another folder with -o, or move the old one away."),
            )
        )


def make_seal_folder(folder: Path) -> None:
    """Make the folder of a batch's seal, unless it is there."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ResultError(unwritable(folder, reason_of(error))) from error


def read_batch_seal(folder: Path) -> BatchSeal:
    """Return the seal of a batch; raises EvidenceError where it is not as it was written."""
    path = folder / BATCH_SEAL
    try:
        content = bytes_of(path)
    except OSError as error:
        raise EvidenceError(
            Finding(
                str(path),
                Text("The file cannot be opened: {reason}.", reason=reason_of(error)),
                Text("Name the folder that seal --batch wrote."),
            )
        ) from error
    seal = BatchSeal.read(path.name, content)
    if seal.content() != content or seal.signed() != seal:
        raise EvidenceError(
            Finding(
                path.name,
                Text("The seal is not as it was written."),
                Text("Bring back the file as it was; its fingerprint was posted."),
            )
        )
    return seal
