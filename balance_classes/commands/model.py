"""Model: write the integer program for other solvers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.commands.roster_argument import subject_of
from balance_classes.language import Language
from balance_classes.options import (
    INPUT,
    OUTPUT,
    argument,
    note_output,
    option,
    output_options,
    rule_options,
)
from balance_classes.translated_help import SpokenCommand


@click.command(
    cls=SpokenCommand,
    writes=True,
    short_help="Write the integer program for other solvers.",
    help="Write the integer program of ROSTER to a file (.mps or .lp) that any solver reads.",
)
@argument("roster", type=INPUT)
@rule_options
@option(
    "--tier",
    type=click.IntRange(min=0),
    help="The tier to be minimised: 1 (default), 2, …; 0: hard rules.",
)
@option(
    "--at",
    type=click.IntRange(min=0),
    multiple=True,
    help="The excess of an earlier tier, from 1 on; repeat.",
)
@option("-o", "--output", type=OUTPUT, required=True, help="The new file, .mps or .lp.")
@output_options
@click.pass_context
def model(
    ctx: click.Context,
    /,
    *,
    tier: int | None,
    at: tuple[int, ...],
    output: Path,
    lang: str | None,
    as_json: bool,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.model import show_model
    from balance_classes.workflows.draw.model import ModelRequest
    from balance_classes.workflows.draw.model import model as write

    language = Language(lang) if lang else None
    request = ModelRequest(subject_of(ctx, **subject), tier, at, output, language)
    show_model(write(request), as_json=as_json)
