"""Check: check a roster before the draw."""

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
    verbose_option,
)
from balance_classes.translated_help import SpokenCommand


@click.command(
    cls=SpokenCommand,
    short_help="Check a roster before the draw.",
    help="Tell how ROSTER is understood, what stops a draw, and what is worth a look.",
)
@argument("roster", type=INPUT)
@rule_options
@option("--mark", type=OUTPUT, help="A new .xlsx for a copy with the bad cells marked.")
@option("--trials", is_flag=True, help="Make trial draws: who meets whatever is drawn?")
@verbose_option
@output_options
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    mark: Path | None,
    trials: bool,
    lang: str | None,
    as_json: bool,
    verbose: bool,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.check import show_checked
    from balance_classes.workflows.draw.check import CheckRequest
    from balance_classes.workflows.draw.check import check as examine

    language = Language(lang) if lang else None
    request = CheckRequest(subject_of(ctx, **subject), mark, language, trials=trials)
    result = examine(request)
    show_checked(result, as_json=as_json, verbose=verbose)
    ctx.exit(result.exit_code)
