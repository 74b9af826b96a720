"""What a batch costs: schools a second, the share of each stage, memory, by the number of workers.

python -m benchmarks.batch [SCHOOLS] [STUDENTS] [WORKERS …]
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.batch_cases import batch_command, clear, finished, write_county

PARTS = {
    "read": "reading",
    "plan": "solving",
    "settle": "solving",
    "program": "solving",
    "prove": "solving",
    "seed": "ledger",
    "write": "writing",
}
MEGABYTE = 2**20


def measured(source: Path, output: Path, workers: int) -> Iterator[str]:
    """Yield lines on a batch that begins anew, and on the run after it that finds all done."""
    clear(source, output)
    schools = len(list(source.iterdir()))
    for name in ("anew", "again, all finished"):
        since, before = time.perf_counter(), processor()
        lines, peaks = run_watched(
            batch_command(source, output, "--workers", str(workers), "--json")
        )
        lasts, took_all = time.perf_counter() - since, processor() - before
        assert lines[-1]["ok"], lines[-1]
        yield (
            f"{workers} workers, {name}: {lasts:.1f} s, {schools / lasts:.2f} schools a second; "
            f"processor {took_all:.1f} s; peak memory: first process {peaks[0]:.0f} MB, "
            f"largest worker {max(peaks[1:]):.0f} MB"
        )
        seconds = Counter[str]()
        for line in lines[:-1]:
            for stage, lasted in line["seconds"].items():
                seconds[PARTS[stage]] += lasted
        if seconds:
            whole = seconds.total()
            shares = (f"{part} {100 * took / whole:.0f} %" for part, took in seconds.items())
            yield f"  in the schools {whole / schools:.3f} s each: {', '.join(shares)}"
    size = sum(len(file) for school in finished(output).values() for file in school.values())
    yield f"  results: {size / schools / 1000:.0f} kB a school"


def processor() -> float:
    """Return the seconds of processor of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_watched(command: list[str]) -> tuple[list[dict[str, object]], list[float]]:
    """Run a batch; return its lines, and the peak memory of it and of its workers in MB."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        peaks: dict[int, float] = {process.pid: 0}
        watch = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
        watch.start()
        assert process.stdout is not None
        lines = [json.loads(line) for line in process.stdout]
    watch.join()
    return lines, list(peaks.values())


def _watch(process: subprocess.Popen[str], peaks: dict[int, float]) -> None:
    while process.poll() is None:
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        with suppress(OSError, ValueError):  # processes end while they are looked at
            pids = [process.pid, *map(int, listed.read_text().split())]
            for pid in pids:
                about = Path(f"/proc/{pid}/status").read_text()
                high = about.partition("VmHWM:")[2].split()[:1]
                peaks[pid] = int(high[0]) * 1024 / MEGABYTE if high else peaks.get(pid, 0)
        time.sleep(0.1)


def main(arguments: list[str]) -> None:
    """Write a county and measure it with each number of workers."""
    schools, students, *workers = map(int, (*arguments, *("300", "500")[len(arguments) :]))
    with tempfile.TemporaryDirectory() as home:
        source = write_county(Path(home) / "county", schools, students)
        print(f"{schools} schools of {students} students; {os.cpu_count()} cores", flush=True)
        for number in workers or [os.cpu_count() or 1]:
            for line in measured(source, Path(home) / "out", number):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
