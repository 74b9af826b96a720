"""Ledger: show what has happened to a roster."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import INPUT, argument, command
from balance_classes.translated_help import spoken


@command(
    short_help="Show what has happened to a roster.",
    help="Show the events on the ledger of SUBJECT: a roster, the folder of a result, a ledger.",
)
@argument("subject", type=INPUT)
def ledger(
    ctx: click.Context, /, *, subject: Path, language: Language | None, as_json: bool
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.ledger import show_ledger
    from balance_classes.workflows.checking.ledger import ledger as read

    show_ledger(read(subject, language, spoken(ctx)), as_json=as_json)
