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
from pathlib import Path

from benchmarks.batch_cases import (
    clear,
    contents,
    differing,
    finished,
    run_batch,
    start_batch,
    write_county,
)

KINDS = ("the process that gives out the work", "all processes", "one worker")


def kill_at_random(home: Path, kills: int, schools: int, students: int) -> Iterator[str]:
    """Yield lines on what was killed and found; raises AssertionError where anything was lost."""
    source, output = write_county(home / "county", schools, students), home / "out"
    since = time.perf_counter()
    assert run_batch(source, output).returncode == 0
    whole, everything = finished(output), contents(output)
    lasts = time.perf_counter() - since
    yield f"{schools} schools of {students} students; undisturbed {lasts:.1f} s"
    chance, done, rounds, seen = random.Random(kills), Counter[str](), 0, Counter[int]()
    clear(source, output)
    while done.total() < kills:
        kind = KINDS[done.total() % len(KINDS)]
        with start_batch(source, output) as process:
            if _struck(process, kind, chance.uniform(0.2, 1) * lasts):
                done[kind] += 1
                found = finished(output)
                seen[len(found)] += 1
                if done.total() % 50 == 0:
                    yield f"{done.total()} kills, {rounds} batches to their end"
                assert not differing(found, whole), differing(found, whole)
            if kind == KINDS[2]:
                process.wait()
        if _all_there(output, schools):
            result = run_batch(source, output)
            assert (result.returncode, contents(output)) == (0, everything), result.stderr
            rounds += 1
            clear(source, output)
    result = run_batch(source, output)
    assert (result.returncode, contents(output)) == (0, everything), result.stderr
    yield from (f"killed {kind}: {count} times" for kind, count in done.items())
    yield f"finished schools at the moment of a kill, and how often: {dict(sorted(seen.items()))}"
    yield f"batches that came to their end in spite of it, same bytes: {rounds + 1}"


def _struck(process: subprocess.Popen[bytes], kind: str, after: float) -> bool:
    """Kill after so many seconds, unless all has ended before; return whether it was killed."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
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
        process.wait()
        # Workers notice the end of their parent by themselves; until then they may finish.
        while any(Path(f"/proc/{worker}").exists() for worker in workers):
            time.sleep(0.01)
    return True


def _children(process: int) -> list[int]:
    """Return the workers of a process: its children that run spawned code."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    with suppress(OSError):
        return [
            int(child)
            for child in listed.read_text().split()
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
    return []


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
