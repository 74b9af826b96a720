"""Damaged rosters by the thousand: each is read, or refused in words, soon and within bounds.

Run: python -m benchmarks.fuzz [files a kind]
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from balance_classes.errors import BalanceError
from tests.files.intake.damage import KINDS, damaged, sample
from tests.files.intake.files import read

FILES = 4_000


def main(files: int) -> None:
    """Print a line a kind: how many were read and refused, the slowest, the most memory."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            print(_run(Path(folder), kind, files), flush=True)


def _run(folder: Path, kind: str, files: int) -> str:
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"| {kind} | {files:,} | {found['read']:,} | {found['refused']:,} | "
        f"{slowest:.2f} | {peak} |"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
