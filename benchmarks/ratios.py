"""Today's ratios beside those of ratios.toml: `python -m benchmarks.ratios`, in ten seconds."""

from __future__ import annotations

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.whole import assign_and_floor, environment

KEPT = Path(__file__).with_name("ratios.toml")
RUNS = 1


def main() -> None:
    """Measure each ratio of the file anew and print it; it only tells, machines differ."""
    for name, kept in tomllib.loads(KEPT.read_text(encoding="utf-8")).items():
        students, classes = (int(word) for word in name.split() if word.isdigit())
        with TemporaryDirectory() as folder:
            place = Path(folder)
            ours, least = assign_and_floor(place, students, classes, environment(place), RUNS)
        print(
            f"{name}: {ours.cpu / least.cpu:.2f} times its floor "
            f"({kept['measured']} when last measured, aim {kept['aim']})"
        )


if __name__ == "__main__":
    main()
