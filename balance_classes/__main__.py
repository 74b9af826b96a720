"""Start of the program, also as `python -m balance_classes`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; output is UTF-8 where it is not shown on a console."""
    from balance_classes.cli import commands

    for stream in (sys.stdout, sys.stderr):
        # A console knows its own code page; a pipe would get whatever the system prefers.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace"
            )
    commands(prog_name="balance-classes")


if __name__ == "__main__":
    main()
