"""A file that one process holds at a time, or some processes together."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from balance_classes.files.disk.private_files import OWNER_ONLY, keep_private

_BYTES = 1 << 30
"""So many bytes are locked on Windows, where a file may be locked beyond its end."""


class HeldError(Exception):
    """Another process holds the file."""


@contextmanager
def held(path: Path, *, wait: bool, shared: bool = False) -> Iterator[BinaryIO]:
    """Open a file to read and write, made where there is none, for this process alone.

    A `shared` one is held beside others that share it. Raises OSError where it cannot be opened,
    HeldError where another process holds it otherwise and this one is not to `wait`. The system
    gives it back however the process ends.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    with os.fdopen(handle, "r+b") as file:
        if not os.fstat(handle).st_size:
            keep_private(path)
        try:
            _lock(handle, wait=wait, shared=shared)
        except OSError as error:
            if wait:
                raise
            raise HeldError from error
        yield file


def _lock(handle: int, *, wait: bool, shared: bool) -> None:
    if sys.platform == "win32":
        import msvcrt

        # Windows shares no bytes: who holds the file alone takes all, who shares it one of them.
        if shared:
            os.lseek(handle, 1 + secrets.randbelow(_BYTES - 1), os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1 if shared else _BYTES)
    else:
        import fcntl

        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind | (0 if wait else fcntl.LOCK_NB))
