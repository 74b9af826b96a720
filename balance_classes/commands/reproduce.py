"""Reproduce: run the draw of a result again."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    SpokenCommand,
    note_output,
    option,
    output_options,
    password_option,
    spoken,
)


@click.command(
    cls=SpokenCommand,
    short_help="Run the draw of a result again.",
    help="Run the draw of the result in FOLDER again, and compare everything.",
)
@click.argument("folder", type=PATH)
@option("--roster", type=PATH, required=True, help="The roster that was drawn.")
@password_option
@output_options
@click.pass_context
def reproduce(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    roster: Path,
    password_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.evidence import show_verdict
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.workflows.reproduce import ReproduceRequest
    from balance_classes.workflows.reproduce import reproduce as repeat

    password = ask_password(spoken(ctx), password_file)
    request = ReproduceRequest(folder, roster, Language(lang) if lang else None, password)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = repeat(request, report)
    show_verdict(result, as_json=as_json)
    ctx.exit(result.verdict.exit_code)
