"""Batch: form the classes of many schools at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.commands.roster_argument import subject_of
from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    again_options,
    argument,
    date_option,
    note_output,
    option,
    output_options,
    rehearsal_option,
    rule_options,
    schools_options,
    seed_options,
)
from balance_classes.translated_help import AGAIN, RARE, SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    short_help="Form the classes of many schools at once.",
    help="Form the classes of all schools of SOURCE …: manifests (.xlsx, .csv, .toml), folders of "
    "rosters, or rosters with a column of schools (--by). The same command goes on where a run "
    "was cut off.",
)
@argument("sources", metavar="SOURCE", type=PATH, nargs=-1, required=True)
@rule_options
@schools_options
@seed_options
@option("--seals", type=PATH, help="The folder of seals that seal --batch wrote.")
@rehearsal_option
@option("-o", "--output", type=PATH, help="The folder for all results.")
@option(
    "--redraw-school",
    multiple=True,
    metavar="CODE",
    section=AGAIN,
    help="Draw this school again; repeatable.",
)
@again_options
@option("--only", multiple=True, metavar="CODE", section=RARE, help="This school; repeatable.")
@option("--part", default="", metavar="K/N", section=RARE, help="This part of the schools.")
@option("-q", "--quiet", is_flag=True, help="Print problems only.")
@option("-v", "--verbose", is_flag=True, help="Print a line for each school as it ends.")
@date_option
@output_options
@click.pass_context
def batch(
    ctx: click.Context,
    /,
    *,
    sources: tuple[Path, ...],
    by: str,
    name_by: str,
    workers: int,
    seed: tuple[str, ...],
    ask_seed: bool,
    seals: Path | None,
    rehearsal: bool,
    redraw_school: tuple[str, ...],
    reason: str,
    lapse: bool,
    output: Path | None,
    scheduler: str,
    only: tuple[str, ...],
    part: str,
    time_limit: float,
    quiet: bool,
    verbose: bool,
    date: str,
    lang: str | None,
    as_json: bool,
    password_file: Path | None,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.batch import show_batch, told_as
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.workflows.batch.batch import BatchRequest
    from balance_classes.workflows.batch.batch import batch as form
    from balance_classes.workflows.batch.chosen_schools import Chosen

    request = BatchRequest(
        subject=subject_of(ctx, roster=sources[0], password_file=password_file, **subject),
        by=by,
        name_by=name_by,
        seed=seed,
        ask=asking if ask_seed else None,
        sealed=seals,
        rehearsal=rehearsal,
        redraw=redraw_school,
        reason=reason,
        date=date,
        output=output,
        language=Language(lang) if lang else None,
        workers=workers,
        scheduler=scheduler,
        password_file=password_file,
        lapse=lapse,
        chosen=Chosen(only, part),
        time_limit=time_limit,
        more=sources[1:],
    )
    with told_as(spoken(ctx), as_json=as_json, quiet=quiet, verbose=verbose) as told:
        result = form(request, told)
    show_batch(result, spoken(ctx), as_json=as_json, quiet=quiet)
    ctx.exit(result.exit_code)
