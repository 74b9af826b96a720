"""What a province would cost: counties are drawn, and their growth is carried on to it.

python -m benchmarks.province [FEW SCHOOLS] [MANY SCHOOLS] [STUDENTS]
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks.batch import processor, run_watched
from benchmarks.batch_cases import batch_command, finished, write_county

SCHOOLS = 20_000
WORKERS = 2


@dataclass(frozen=True)
class Drawn:
    """What a county cost: seconds of processor, memory of the first process, disk, both in MB."""

    cpu: float
    peak: float
    disk: float


def drawn(schools: int, students: int) -> Drawn:
    """Draw a county of so many schools of so many students."""
    with tempfile.TemporaryDirectory() as home:
        source, out = write_county(Path(home) / "county", schools, students), Path(home) / "out"
        before = processor()
        lines, peaks = run_watched(batch_command(source, out, "--workers", str(WORKERS), "--json"))
        assert lines[-1]["ok"], lines[-1]
        files = [file for school in finished(out).values() for file in school.values()]
        return Drawn(processor() - before, peaks[0], sum(map(len, files)) / 1e6)


def projected(few: int, small: Drawn, many: int, large: Drawn, schools: int) -> Drawn:
    """Return what more schools would cost that go on as between these two counties."""
    return Drawn(
        *(
            more + max(0, more - less) / (many - few) * (schools - many)
            for less, more in zip(astuple(small), astuple(large), strict=True)
        )
    )


def main(arguments: list[str]) -> None:
    """Draw two counties, and tell what they cost beside what a province would."""
    few, many, students = map(int, (*arguments, *("20", "140", "500")[len(arguments) :]))
    small, large = drawn(few, students), drawn(many, students)
    for schools, cost in (
        (few, small),
        (many, large),
        (SCHOOLS, projected(few, small, many, large, SCHOOLS)),
    ):
        print(
            f"{schools} schools of {students}: {cost.cpu:.1f} s of processor, first process "
            f"{cost.peak:.1f} MB, results {cost.disk:.1f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
