"""Model: write the integer program for other solvers."""

from __future__ import annotations

from typing import Any

import click

from balance_classes.options import (
    INPUT,
    OUTPUT,
    argument,
    command,
    option,
    rule_options,
    subject_of,
)


@command(
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
    "earlier",
    type=click.IntRange(min=0),
    multiple=True,
    help="The excess of an earlier tier, from 1 on; repeat.",
)
@option("-o", "--output", type=OUTPUT, required=True, help="The new file, .mps or .lp.")
def model(ctx: click.Context, /, *, as_json: bool, **given: Any) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.model import show_model
    from balance_classes.workflows.draw.model import ModelRequest
    from balance_classes.workflows.draw.model import model as write

    show_model(write(ModelRequest(subject_of(ctx, given), **given)), as_json=as_json)
