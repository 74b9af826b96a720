"""Damaged rosters by the thousand: each is read, or refused in words, soon and within bounds."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from balance_classes.errors import BalanceError
from benchmarks.process import peak
from benchmarks.registry import Asked, case
from benchmarks.tables import Table
from tests.files.tables.damage import KINDS, damaged, sample
from tests.files.tables.files import read

FILES = 4_000


@case("fuzz", "damaged rosters: read or refused, time and memory")
def fuzz(asked: Asked) -> Table:
    """Return a line a kind: how many were read and refused, the slowest, the most memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        rows = [pool.submit(_run, kind, FILES).result() for kind in KINDS]
    headings = (
        "kind", "files", "read", "refused in words", "slowest (s)", "peak memory (MB)",
    )  # fmt: skip
    return Table(headings, rows)


def _run(kind: str, files: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        return _damaged(Path(folder), kind, files)


def _damaged(folder: Path, kind: str, files: int) -> list[str]:
    whole = sample(folder, kind).read_bytes()
    path = folder / f"damaged.{kind}"
    found: Counter[str] = Counter()
    slowest = 0.0
    for number in range(files):
        path.write_bytes(damaged(whole, random.Random(f"{kind} {number}")))
        start = time.perf_counter()
        try:
            found["refused" if read(path).errors else "read"] += 1
        except BalanceError as error:
            assert error.findings
            found["refused"] += 1
        slowest = max(slowest, time.perf_counter() - start)
    counts = (f"{number:,}" for number in (files, found["read"], found["refused"]))
    return [kind, *counts, f"{slowest:.2f}", f"{peak():.0f}"]
