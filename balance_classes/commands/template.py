"""Template: write an empty roster to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.options import (
    OUTPUT,
    argument,
    note_output,
    output_options,
)
from balance_classes.translated_help import SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    writes=True,
    short_help="Write an empty roster to fill in.",
    help="Write an empty roster to FILE (.xlsx): its columns, lists to choose from, an example.",
)
@argument("file", type=OUTPUT)
@output_options
@click.pass_context
def template(ctx: click.Context, /, *, file: Path, lang: str | None, as_json: bool) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.check import show_template
    from balance_classes.workflows.draw.template import template as write

    show_template(write(file, spoken(ctx)), spoken(ctx), as_json=as_json)
