"""The sample rosters, which the build lays into the package."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
FIRST = "primary-roster.xlsx"


def samples() -> dict[str, bytes]:
    """Return the content of each sample by its file's name, the one to begin with first."""
    paths = sorted(SAMPLES.iterdir(), key=lambda path: (path.name != FIRST, path.name))
    return {path.name: path.read_bytes() for path in paths}
