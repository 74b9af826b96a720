"""Template: write an empty roster to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import OUTPUT, argument, command
from balance_classes.translated_help import spoken


@command(
    writes=True,
    short_help="Write an empty roster to fill in.",
    help="Write an empty roster to FILE (.xlsx): its columns, lists to choose from, an example.",
)
@argument("file", type=OUTPUT)
def template(
    ctx: click.Context, /, *, file: Path, language: Language | None, as_json: bool
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.check import show_template
    from balance_classes.workflows.draw.template_and_samples import template as write

    show_template(write(file, spoken(ctx)), spoken(ctx), as_json=as_json)
