"""Template and samples: write an empty roster to fill in, or rosters to try everything with."""

from __future__ import annotations

from pathlib import Path

from balance_classes.files.disk.new_folder import write_file, write_folder
from balance_classes.files.roster.sample_rosters import samples
from balance_classes.files.roster.template import template as empty_roster
from balance_classes.language import Language


def template(path: Path, language: Language) -> Path:
    """Write an empty roster in a language, and return its path.

    Raises ResultError where something of this name is there already.
    """
    write_file(path, empty_roster(language))
    return path


def sample(folder: Path) -> tuple[Path, ...]:
    """Write the samples into a new folder, and return their paths, the first one to begin with.

    Raises ResultError where the folder holds something already.
    """
    files = samples()
    write_folder(folder, files)
    return tuple(folder / name for name in files)
