"""Check: check a roster before the draw."""

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
    verbose_option,
)


@command(
    short_help="Check a roster before the draw.",
    help="Tell how ROSTER is understood, what stops a draw, and what is worth a look.",
)
@argument("roster", type=INPUT)
@rule_options
@option("--mark", type=OUTPUT, help="A new .xlsx for a copy with the bad cells marked.")
@option("--trials", is_flag=True, help="Make trial draws: who meets whatever is drawn?")
@verbose_option
def check(ctx: click.Context, /, *, as_json: bool, verbose: bool, **given: Any) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.check import show_checked
    from balance_classes.workflows.draw.check import CheckRequest
    from balance_classes.workflows.draw.check import check as examine

    result = examine(CheckRequest(subject_of(ctx, given), **given))
    show_checked(result, as_json=as_json, verbose=verbose)
    ctx.exit(result.exit_code)
