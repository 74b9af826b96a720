"""Batch: form the classes of many schools at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.options import (
    PATH,
    again_options,
    argument,
    command,
    date_option,
    option,
    rehearsal_option,
    rule_options,
    schools_options,
    seed_options,
    subject_of,
)
from balance_classes.translated_help import AGAIN, RARE, spoken


@command(
    short_help="Form the classes of many schools at once.",
    help="Form the classes of all schools of SOURCE …: manifests (.xlsx, .csv, .toml), folders of "
    "rosters, or rosters with a column of schools (--by). The same command goes on where a run "
    "was cut off.",
)
@argument("sources", metavar="SOURCE", type=PATH, nargs=-1, required=True)
@rule_options
@schools_options
@seed_options
@option("--seals", "sealed", type=PATH, help="The folder of seals that seal --batch wrote.")
@rehearsal_option
@option("-o", "--output", type=PATH, help="The folder for all results.")
@option(
    "--redraw-school",
    "redraw",
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
def batch(
    ctx: click.Context,
    /,
    *,
    sources: tuple[Path, ...],
    ask_seed: bool,
    only: tuple[str, ...],
    part: str,
    quiet: bool,
    verbose: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.batch import show_batch, told_as
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.workflows.batch.batch import BatchRequest
    from balance_classes.workflows.batch.batch import batch as form
    from balance_classes.workflows.batch.chosen_schools import Chosen

    given["roster"] = sources[0]
    request = BatchRequest(
        password_file=given["password_file"],
        subject=subject_of(ctx, given),
        ask=asking if ask_seed else None,
        chosen=Chosen(only, part),
        more=sources[1:],
        **given,
    )
    with told_as(spoken(ctx), as_json=as_json, quiet=quiet, verbose=verbose) as told:
        result = form(request, told)
    show_batch(result, spoken(ctx), as_json=as_json, quiet=quiet)
    ctx.exit(result.exit_code)
