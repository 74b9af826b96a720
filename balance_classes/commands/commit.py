"""Commit: fix a giver's words before anybody's are read."""

from __future__ import annotations

import click

from balance_classes.options import argument, note_output, output_options
from balance_classes.translated_help import SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    short_help="For a giver: fix words before anybody's are read.",
    help="Fix WORDS of GIVER, with a code of its own, and print what to hand in before the seal. "
    "Each giver does it alone, on a machine of one's own.",
)
@argument("giver")
@argument("words", default="")
@output_options
@click.pass_context
def commit(
    ctx: click.Context, /, *, giver: str, words: str, lang: str | None, as_json: bool
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.seal import show_commitment
    from balance_classes.workflows.draw.commit import commit as fix

    show_commitment(fix(giver, words), spoken(ctx), as_json=as_json)
