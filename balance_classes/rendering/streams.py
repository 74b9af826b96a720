"""Words on streams whose reader may go: what is at work must not end with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def whoever_reads() -> Iterator[None]:
    """Let words be lost whose reader has gone (| head): the work goes on as if they were read."""
    try:
        yield
    except BrokenPipeError:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BrokenPipeError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
