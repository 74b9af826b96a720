"""The ceremony on a terminal: one pairing at a time, large; numbers and letters, no names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from balance_classes.domain.teachers.paired_classes import ShownPairing
from balance_classes.files.pages.ceremony import HEADINGS, boxes_of
from balance_classes.files.workbook.page_setup import REHEARSAL
from balance_classes.language import Language, Text
from balance_classes.rendering.printer import console

Wait = Callable[[], None]
"""Returns when the next pairing is to be shown."""


def show_steps(
    opening: Sequence[Text],
    pairings: Sequence[ShownPairing],
    language: Language,
    wait: Wait,
    *,
    rehearsal: bool,
) -> None:
    """Show what was drawn from, then one pairing after the other, each when `wait` returns."""
    from rich.align import Align
    from rich.console import Group
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.table import Table

    say, fields = language.say, boxes_of(pairings)
    stamp = say(REHEARSAL) if rehearsal else ""
    screen = console()

    def page(content: object, title: str) -> None:
        if screen.is_terminal:
            screen.clear()
        centred = Align.center(content, vertical="middle")  # type: ignore[arg-type]
        height = screen.height - 1 if screen.is_terminal else None
        marked = f"{stamp} {title}".strip()
        screen.print(Panel(Padding(centred, (2, 4)), title=marked, height=height))
        wait()

    page(Group(*map(say, opening)), say(Text("The second lot")))
    for number, pairing in enumerate(pairings, start=1):
        table = Table(show_edge=False, padding=(1, 4), header_style="bold")
        for name in fields:
            table.add_column(say(HEADINGS[name]), justify="center", style="bold reverse")
        table.add_row(*(f" {getattr(pairing, name)} " for name in fields))
        page(table, f"{number} / {len(pairings)}")


def print_table(pairings: Sequence[ShownPairing], language: Language) -> None:
    """Print all pairings as a table."""
    from rich.table import Table

    fields, table = boxes_of(pairings), Table()
    for name in fields:
        table.add_column(language.say(HEADINGS[name]), justify="center")
    for pairing in pairings:
        table.add_row(*(getattr(pairing, name) for name in fields))
    console().print(table)


def at_enter(language: Language) -> Wait:
    """Return a wait for the Enter key; where nobody can press it, it does not wait."""
    prompt = language.say(Text("Enter: the next"))

    def wait() -> None:
        if not sys.stdin.isatty():
            sys.stdin.readline()
            return
        print(prompt, end="", flush=True)
        sys.stdin.readline()

    return wait
