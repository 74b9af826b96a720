"""A file read whole, unless it is no file, or larger than any that this program writes."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MOST = 64 * 2**20
"""Bytes: the workbook of 100,000 students has 20 MB."""


def bytes_of(path: Path, most: int = MOST) -> bytes:
    """Return the bytes of a file; raises OSError for a pipe, a device or too large a one, too."""
    kind = path.stat()
    if not stat.S_ISREG(kind.st_mode):
        code = errno.EISDIR if stat.S_ISDIR(kind.st_mode) else errno.ENODEV
        raise OSError(code, os.strerror(code), str(path))
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW), str(path))
    return content
