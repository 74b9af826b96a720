"""Ledger: show what has happened to a roster."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import (
    INPUT,
    argument,
    note_output,
    output_options,
)
from balance_classes.translated_help import SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    short_help="Show what has happened to a roster.",
    help="Show the events on the ledger of SUBJECT: a roster, the folder of a result, a ledger.",
)
@argument("subject", type=INPUT)
@output_options
@click.pass_context
def ledger(ctx: click.Context, /, *, subject: Path, lang: str | None, as_json: bool) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.ledger import show_ledger
    from balance_classes.workflows.checking.ledger import ledger as read

    show_ledger(read(subject, Language(lang) if lang else None, spoken(ctx)), as_json=as_json)
