"""Kill a batch at random moments, or fill its disk, and look at every finished school.

    python -m benchmarks.kills [KILLS] [SCHOOLS] [STUDENTS]

What is killed is by turns the process that gives out the work, all processes at once, and one
worker. After each blow every school that has a result is compared, byte for byte, with that of
an undisturbed run; then the same command goes on.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.batch_cases import (
    clear,
    contents,
    differing,
    finished,
    import_all,
    run_batch,
    start_batch,
    write_county,
)

KINDS = ("the process that gives out the work", "all processes", "one worker")


def kill_at_random(home: Path, kills: int, schools: int, students: int) -> Iterator[str]:
    """Yield lines on what was killed and found; raises AssertionError where anything was lost."""
    source, output = write_county(home / "county", schools, students), home / "out"
    import_all()
    since = time.perf_counter()
    assert _to_its_end(source, output) == 0
    whole, everything = finished(output), contents(output)
    lasts = time.perf_counter() - since
    yield f"{schools} schools of {students} students; undisturbed {lasts:.1f} s"
    chance, done, rounds, seen = random.Random(kills), Counter[str](), 0, Counter[int]()
    clear(source, output)
    while done.total() < kills:
        kind = KINDS[done.total() % len(KINDS)]
        process = start_batch(source, output)
        if _struck(process, kind, chance.random() * lasts):
            done[kind] += 1
            found = finished(output)
            seen[len(found)] += 1
            if done.total() % 50 == 0:
                yield f"{done.total()} kills, {rounds} batches to their end"
            assert not differing(found, whole), differing(found, whole)
        process.join()
        if _all_there(output, schools):
            assert (_to_its_end(source, output), contents(output)) == (0, everything)
            rounds += 1
            clear(source, output)
    assert (_to_its_end(source, output), contents(output)) == (0, everything)
    yield from (f"killed {kind}: {count} times" for kind, count in done.items())
    yield f"finished schools at the moment of a kill, and how often: {dict(sorted(seen.items()))}"
    yield f"batches that came to their end in spite of it, same bytes: {rounds + 1}"


def _to_its_end(source: Path, output: Path) -> int | None:
    process = start_batch(source, output)
    process.join()
    return process.exitcode


def _struck(process: BaseProcess, kind: str, after: float) -> bool:
    """Kill after so many seconds, unless all has ended before; return whether it was killed."""
    process.join(after)
    if process.exitcode is not None or process.pid is None:
        return False
    workers = _children(process.pid)
    if kind == KINDS[0]:
        process.kill()
    elif kind == KINDS[1]:
        os.killpg(process.pid, signal.SIGKILL)
    elif workers:
        with suppress(ProcessLookupError):
            os.kill(workers[-1], signal.SIGKILL)
    else:
        return False
    if kind != KINDS[2]:
        process.join()
        # Workers notice the end of their parent by themselves; until then they may finish.
        while any(map(_lives, workers)):
            time.sleep(0.01)
    return True


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    with suppress(OSError):
        return list(map(int, listed.read_text().split()))
    return []


def _lives(process: int) -> bool:
    """Tell whether a process is at work; one that ended may stay listed until it is waited for."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _all_there(output: Path, schools: int) -> bool:
    return len(finished(output)) == schools


def fill_the_disk(home: Path, schools: int, students: int) -> Iterator[str]:
    """Yield lines on a batch on disks too small for it, from nearly nothing to nearly enough."""
    source = write_county(home / "county", schools, students)
    assert run_batch(source, home / "out").returncode == 0
    whole, everything = finished(home / "out"), contents(home / "out")
    need = sum(map(len, everything.values()))
    for part in (1, 2, 4, 6, 8, 9):
        disk = home / f"disk{part}"
        disk.mkdir()
        size = (need * part // 10 + sum(f.stat().st_size for f in source.iterdir())) // 1024
        _mount(disk, "size", f"{size}k")
        try:
            write_county(disk / "county", schools, students)
            result = run_batch(disk / "county", disk / "out")
            assert "Traceback" not in result.stderr, result.stderr
            found = finished(disk / "out")
            assert not differing(found, whole), differing(found, whole)
            assert result.returncode in (3, 7), result.returncode
            _mount(disk, "remount,size", f"{size * 20}k")
            again = run_batch(disk / "county", disk / "out")
            left = contents(disk / "out")
            assert (again.returncode, left) == (0, everything), (again.stderr, left.keys())
            yield (
                f"disk with room for {part} tenths: exit {result.returncode}, "
                f"{len(found)} of {schools} schools finished; with room, all and the same bytes"
            )
        finally:
            subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607 - our own


def _mount(disk: Path, options: str, size: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", f"{options}={size}", "tmpfs", str(disk)]
    subprocess.run(command, check=True)  # noqa: S603 - our own


def main(arguments: list[str]) -> None:
    """Run both, the second where this process may mount a disk of its own."""
    kills, schools, students = map(int, (*arguments, *("200", "12", "60")[len(arguments) :]))
    with tempfile.TemporaryDirectory() as home:
        for line in kill_at_random(Path(home) / "kills", kills, schools, students):
            print(line, flush=True)
        if os.geteuid() == 0:
            for line in fill_the_disk(Path(home) / "full", schools, students):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
