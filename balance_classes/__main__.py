"""Start of the program, also as `python -m balance_classes`."""

from __future__ import annotations

import codecs
import gc
import sys

STAND_INS = {"✓": "√", "✗": "×", "○": "o", "–": "-", "…": "..."}
"""Signs that a console of an old code page, such as 936, may lack, and what it shows for them."""


SELDOM = 50_000
"""So many new objects, and not 700, before garbage is looked for."""


def main() -> None:
    """Run the command line; output is UTF-8 where it is not shown on a console."""
    # Most of what a command holds it holds to its end: less is looked through for garbage.
    gc.set_threshold(SELDOM)
    from balance_classes.cli import commands

    codecs.register_error("stand_in", stand_in)
    for stream in (sys.stdout, sys.stderr):
        # A console knows its own code page; a pipe would get whatever the system prefers.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=stream.encoding if stream.isatty() else "utf-8", errors="stand_in"
            )
    commands(prog_name="balance-classes")


def stand_in(error: UnicodeError) -> tuple[str, int]:
    """Return something that can be shown for what a console cannot show, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    shown = (STAND_INS.get(sign, "?") for sign in lacking)
    fits = (sign if _fits(sign, error.encoding) else "?" for sign in shown)
    return "".join(fits), error.end


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
