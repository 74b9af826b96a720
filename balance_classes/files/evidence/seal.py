"""The file of a seal: where it goes, keeping it once, reading it again."""

from __future__ import annotations

from pathlib import Path

from balance_classes.errors import EvidenceError, Finding, reason_of
from balance_classes.files.disk.folder import write_file
from balance_classes.files.disk.whole_file import bytes_of
from balance_classes.files.evidence.forms import Seal
from balance_classes.language import Language, Text


def default_seal(roster: Path, language: Language) -> Path:
    """Return where a seal goes by itself: 新生-封存.json or intake-seal.json beside the roster."""
    return roster.with_name(language.say(Text("{stem}-seal.json", stem=roster.stem)))


def keep_seal(path: Path, seal: Seal) -> None:
    """Write the seal into a new file; a file that holds the same seal already is left alone.

    Raises ResultError or EvidenceError where something else is there.
    """
    if not path.exists():
        write_file(path, seal.content())
    elif read_seal(path).fixed_digest != seal.fixed_digest:
        raise EvidenceError(
            Finding(
                str(path),
                Text("Another seal is there already; a seal is never overwritten."),
                Text("Name another file with -o, or move the old one away."),
            )
        )


def read_seal(path: Path) -> Seal:
    """Return the seal of a file.

    Raises EvidenceError where it cannot be read, or is not as this program wrote it.
    """
    try:
        content = bytes_of(path)
    except OSError as error:
        raise EvidenceError(
            Finding(
                str(path),
                Text("The file cannot be opened: {reason}.", reason=reason_of(error)),
                Text("Give the path of the file of the seal."),
            )
        ) from error
    seal = Seal.read(path.name, content)
    if seal.content() != content or not is_whole(seal):
        raise EvidenceError(
            Finding(
                path.name,
                Text("The seal is not as it was written."),
                Text("Bring back the file as it was; its fingerprint was posted."),
            )
        )
    return seal


def is_whole(seal: Seal) -> bool:
    """Tell whether a seal's digests are those of what it holds."""
    return seal.fixed.digest() == seal.fixed_digest and seal.source.signed() == seal.source
