"""Commit: fix a giver's words before anybody's are read."""

from __future__ import annotations

import click

from balance_classes.language import Language
from balance_classes.options import argument, command
from balance_classes.translated_help import spoken


@command(
    short_help="For a giver: fix words before anybody's are read.",
    help="Fix WORDS of GIVER, with a code of its own, and print what to hand in before the seal. "
    "Each giver does it alone, on a machine of one's own.",
)
@argument("giver")
@argument("words", default="")
def commit(
    ctx: click.Context, /, *, giver: str, words: str, language: Language | None, as_json: bool
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.seal import show_commitment
    from balance_classes.workflows.draw.commit import commit as fix

    show_commitment(fix(giver, words), spoken(ctx), as_json=as_json)
