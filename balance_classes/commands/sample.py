"""Sample: write the sample rosters, to try everything with."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import PATH, argument, command
from balance_classes.translated_help import spoken


@command(
    writes=True,
    short_help="Write rosters of schools that do not exist, to try things out.",
    help="Write into a new folder the rosters and teachers of schools that do not exist.",
)
@argument("folder", type=PATH)
def sample(
    ctx: click.Context, /, *, folder: Path, language: Language | None, as_json: bool
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.check import show_samples
    from balance_classes.workflows.draw.template_and_samples import sample as write

    show_samples(write(folder), spoken(ctx), as_json=as_json)
