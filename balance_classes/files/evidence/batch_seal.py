"""The seal of a batch: one digest over the seals of all its schools, which lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from balance_classes.domain.canonical import digest
from balance_classes.errors import EvidenceError
from balance_classes.files.disk.folder import write_file
from balance_classes.files.disk.reading import file_bytes
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
        raise EvidenceError.at(
            str(path),
            Text("Another seal is there already; a seal is never overwritten."),
            Text("Name another folder with -o, or move the old one away."),
        )


def read_batch_seal(folder: Path) -> BatchSeal:
    """Return the seal of a batch; raises EvidenceError where it is not as it was written."""
    path = folder / BATCH_SEAL
    content = file_bytes(path, Text("Name the folder that seal --batch wrote."))
    seal = BatchSeal.read(path.name, content)
    if seal.content() != content or seal.signed() != seal:
        raise EvidenceError.at(
            path.name,
            Text("The seal is not as it was written."),
            Text("Bring back the file as it was; its fingerprint was posted."),
        )
    return seal
