"""Sample: write the sample rosters, to try everything with."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.options import (
    PATH,
    argument,
    note_output,
    output_options,
)
from balance_classes.translated_help import SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    writes=True,
    short_help="Write rosters of schools that do not exist, to try things out.",
    help="Write into a new folder the rosters and teachers of schools that do not exist.",
)
@argument("folder", type=PATH)
@output_options
@click.pass_context
def sample(ctx: click.Context, /, *, folder: Path, lang: str | None, as_json: bool) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.check import show_samples
    from balance_classes.workflows.draw.sample import sample as write

    show_samples(write(folder), spoken(ctx), as_json=as_json)
