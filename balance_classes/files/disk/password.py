"""The file that holds the password of a workbook."""

from __future__ import annotations

from pathlib import Path

from balance_classes.errors import Finding, UsageError, reason_of
from balance_classes.language import Text


def password_in(file: Path) -> str:
    """Return the first line of a file; raises UsageError where it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            Finding(
                "--password-file",
                Text("The file cannot be opened: {reason}.", reason=reason_of(error)),
                Text("Name a text file whose first line is the password."),
            )
        ) from error
    return lines[0] if lines else ""
