"""Sample: write the sample rosters, to try everything with."""

from __future__ import annotations

from pathlib import Path

from balance_classes.files.disk.new_folder import write_folder
from balance_classes.files.roster.sample_rosters import samples


def sample(folder: Path) -> tuple[Path, ...]:
    """Write the samples into a new folder, and return their paths, the first one to begin with.

    Raises ResultError where the folder holds something already.
    """
    files = samples()
    write_folder(folder, files)
    return tuple(folder / name for name in files)
