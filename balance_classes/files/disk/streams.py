"""Standard input and output in the place of a file: `-`, held in memory, never on the disk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

STANDARD = Path("-")
"""Standard input where a file is read, standard output where one is written."""

_read: dict[str, Any] = {"of": None, "bytes": b""}


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input, which can be read once and asked often."""
    if path != STANDARD:
        return path.read_bytes()
    if _read["of"] is not sys.stdin:
        _read.update(of=sys.stdin, bytes=sys.stdin.buffer.read())
    content = _read["bytes"]
    assert isinstance(content, bytes)
    return content


def write_standard(content: bytes) -> None:
    """Write the bytes of a file onto standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
