"""A file that one process holds at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from balance_classes.files.disk.private import OWNER_ONLY, keep_private


class HeldError(Exception):
    """Another process holds the file."""


@contextmanager
def held(path: Path, *, wait: bool) -> Iterator[BinaryIO]:
    """Open a file to read and write, made where there is none, for this process alone.

    Raises OSError where it cannot be opened, HeldError where another process holds it and this
    one is not to `wait`. The system gives it back however the process ends.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    with os.fdopen(handle, "r+b") as file:
        if not os.fstat(handle).st_size:
            keep_private(path)
        try:
            _lock(handle, wait=wait)
        except OSError as error:
            if wait:
                raise
            raise HeldError from error
        yield file


def _lock(handle: int, *, wait: bool) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
