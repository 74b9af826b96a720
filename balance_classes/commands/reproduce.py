"""Reproduce: run the draw of a result again."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    argument,
    note_output,
    option,
    output_options,
    password_option,
    workers_option,
)
from balance_classes.spoken import SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    short_help="Run the draw of a result again.",
    help="Run the draw of the result in FOLDER, or of all of a batch, again; compare everything.",
)
@argument("folder", type=PATH)
@option(
    "--roster",
    type=PATH,
    help="The roster that was drawn; without it the internal list in FOLDER is drawn again.",
)
@workers_option
@password_option
@output_options
@click.pass_context
def reproduce(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    roster: Path | None,
    workers: int,
    password_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.files.batch.folder import is_batch
    from balance_classes.rendering.evidence import show_verdict
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.workflows.checking.reproduce import ReproduceRequest
    from balance_classes.workflows.checking.reproduce import reproduce as repeat

    language = Language(lang) if lang else None
    if is_batch(folder):
        from balance_classes.files.batch.results import kept_language
        from balance_classes.rendering.batch_verdict import show_verdicts
        from balance_classes.workflows.batch.reproduce_batch import (
            ReproduceBatchRequest,
            reproduce_batch,
        )

        whole = ReproduceBatchRequest(folder, roster, language, workers, password_file)
        told = language or kept_language(folder) or spoken(ctx)
        ctx.exit(show_verdicts(reproduce_batch(whole), told, as_json=as_json))
    password = ask_password(spoken(ctx), password_file)
    request = ReproduceRequest(folder, roster, language, password)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = repeat(request, report)
    show_verdict(result, as_json=as_json)
    ctx.exit(result.verdict.exit_code)
