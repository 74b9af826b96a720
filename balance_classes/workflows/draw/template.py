"""Template: write an empty roster to fill in."""

from __future__ import annotations

from pathlib import Path

from balance_classes.files.disk.new_folder import write_file
from balance_classes.files.roster.template import template as empty_roster
from balance_classes.language import Language


def template(path: Path, language: Language) -> Path:
    """Write an empty roster in a language, and return its path.

    Raises ResultError where something of this name is there already.
    """
    write_file(path, empty_roster(language))
    return path
