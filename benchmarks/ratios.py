"""Today's ratios beside those of ratios.toml: `python -m benchmarks.ratios`, in twenty seconds."""

from __future__ import annotations

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.whole import commands_and_floors, environment, medians

KEPT = Path(__file__).with_name("ratios.toml")
STUDENTS, CLASSES, RUNS = 1000, 20, 1


def main() -> None:
    """Measure each ratio of the file anew and print it; it only tells, machines differ."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        env = environment(folder)
        commands = commands_and_floors(folder, STUDENTS, CLASSES, env)
        costs = dict(zip(commands, medians([*commands.values()], env, RUNS), strict=True))
    for command, kept in tomllib.loads(KEPT.read_text(encoding="utf-8")).items():
        ratio = costs[command].cpu / costs[kept["beside"]].cpu
        print(
            f"{command}: {ratio:.2f} of the {kept['beside']} "
            f"({kept['measured']} when last measured, aim {kept['aim']})"
        )


if __name__ == "__main__":
    main()
