"""Standard input and output in the place of a file: `-`, held in memory, never on the disk."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TextIO

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
