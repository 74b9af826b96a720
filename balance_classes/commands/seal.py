"""Seal: fix roster and rules before the draw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.commands.roster_argument import subject_of
from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    argument,
    date_option,
    note_output,
    option,
    output_options,
    rule_options,
    schools_options,
)
from balance_classes.translated_help import SpokenCommand


@click.command(
    cls=SpokenCommand,
    writes=True,
    short_help="Fix roster and rules before the draw.",
    help="Fix everything that can change the result of ROSTER, and print its fingerprint.",
)
@argument("sources", metavar="ROSTER", type=PATH, nargs=-1, required=True)
@rule_options
@option(
    "--giver", multiple=True,
    help="Who will give words of the seed, in this order, and their form, such as "
    "'parents=3 numbers 1-6'; repeatable.",
)  # fmt: skip
@option(
    "--few-seeds", default="", metavar="TEXT",
    help="Why there are few possible seeds; it will be posted.",
)  # fmt: skip
@option("--seed-source", default="", help="How the seed will be obtained, in words.")
@option("-o", "--output", type=PATH, help="The new file for the seal; of a batch the folder.")
@option("--batch", is_flag=True, help="ROSTER … is what batch takes: seal all schools.")
@schools_options
@date_option
@output_options
@click.pass_context
def seal(
    ctx: click.Context,
    /,
    *,
    sources: tuple[Path, ...],
    giver: tuple[str, ...],
    seed_source: str,
    few_seeds: str,
    output: Path | None,
    batch: bool,
    by: str,
    name_by: str,
    workers: int,
    scheduler: str,
    time_limit: float,
    date: str,
    lang: str | None,
    as_json: bool,
    password_file: Path | None,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.policy import policy_question
    from balance_classes.rendering.seal import show_sealed
    from balance_classes.workflows.batch.seal_batch import SealBatchRequest
    from balance_classes.workflows.seal import seal as fix

    asked = SealBatchRequest(
        subject=subject_of(
            ctx,
            roster=sources[0],
            password_file=password_file,
            choose=policy_question(quiet=as_json or batch),
            **subject,
        ),
        by=by,
        name_by=name_by,
        givers=giver,
        seed_source=seed_source,
        date=date,
        output=output,
        language=Language(lang) if lang else None,
        workers=workers,
        password_file=password_file,
        few_seeds=few_seeds,
        more=sources[1:],
        scheduler=scheduler,
        time_limit=time_limit,
    )
    result = fix(asked, batch=batch)
    show_sealed(result, as_json=as_json)
    ctx.exit(result.exit_code)
