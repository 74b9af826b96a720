"""Files as they lie there or as standard streams (`-`), and words for one that cannot be opened."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from balance_classes.errors import BalanceError, EvidenceError, Finding, UsageError, reason_of
from balance_classes.language import Text

MOST = 64 * 2**20
"""Bytes of a file of a result: the workbook of 100,000 students has 20 MB."""

OF_THE_SYSTEM = {".ds_store", ".directory", "desktop.ini", "ehthumbs.db", "thumbs.db"}
"""Files that systems leave behind, in which no program shows a list."""


def is_litter(path: Path) -> bool:
    """Tell whether a file beside rosters is hidden, a lock, or left behind by a system."""
    return path.name[0] in ".~" or path.name.casefold() in OF_THE_SYSTEM


def whole_file(path: Path) -> bytes:
    """Return the bytes of a file of a result, or of standard input.

    Raises OSError for a pipe, a device, or a file larger than any that this program writes, too.
    """
    if path == STANDARD:
        return bytes_of(path)
    kind = path.stat()
    if not stat.S_ISREG(kind.st_mode):
        code = errno.EISDIR if stat.S_ISDIR(kind.st_mode) else errno.ENODEV
        raise OSError(code, os.strerror(code), str(path))
    with path.open("rb") as file:
        content = file.read(MOST + 1)
    if len(content) > MOST:
        raise OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW), str(path))
    return content


def file_bytes(path: Path, mend: Text) -> bytes:
    """Return the bytes of a file of evidence; raises EvidenceError where it cannot be opened."""
    try:
        return whole_file(path)
    except OSError as error:
        raise _closed(EvidenceError, str(path), error, mend) from error


def password_from(file: Path | None) -> Callable[[], str] | None:
    """Return what reads the password of a workbook in a file, None where no file is named.

    It is the first line. What reads it raises UsageError where it cannot.
    """
    return None if file is None else lambda: _first_line(file)


def _first_line(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        mend = Text("Name a text file whose first line is the password.")
        raise _closed(UsageError, "--password-file", error, mend) from error
    return lines[0] if lines else ""


def _closed(kind: type[BalanceError], where: str, error: Exception, mend: Text) -> BalanceError:
    what = Text("The file cannot be opened: {reason}.", reason=reason_of(error))
    return kind(Finding(where, what, mend))


STANDARD = Path("-")
"""Standard input where a file is read, standard output where one is written."""


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input, which may be asked for again."""
    return _all_of(sys.stdin) if path == STANDARD else path.read_bytes()


@lru_cache(maxsize=1)
def _all_of(stream: TextIO) -> bytes:
    return stream.buffer.read()


def write_standard(content: bytes) -> None:
    """Write the bytes of a file onto standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
