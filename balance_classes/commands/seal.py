"""Seal: fix roster and rules before the draw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.options import (
    PATH,
    argument,
    command,
    date_option,
    option,
    rule_options,
    schools_options,
    subject_of,
)


@command(
    writes=True,
    short_help="Fix roster and rules before the draw.",
    help="Fix everything that can change the result of ROSTER, and print its fingerprint.",
)
@argument("sources", metavar="ROSTER", type=PATH, nargs=-1, required=True)
@rule_options
@option(
    "--giver", "givers", multiple=True,
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
def seal(
    ctx: click.Context, /, *, sources: tuple[Path, ...], batch: bool, as_json: bool, **given: Any
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.policy import policy_question
    from balance_classes.rendering.seal import show_sealed
    from balance_classes.workflows.batch.seal_batch import SealBatchRequest
    from balance_classes.workflows.seal import seal as fix

    given["roster"] = sources[0]
    asked = SealBatchRequest(
        password_file=given["password_file"],
        subject=subject_of(ctx, given, choose=policy_question(quiet=as_json or batch)),
        more=sources[1:],
        **given,
    )
    result = fix(asked, batch=batch)
    show_sealed(result, as_json=as_json)
    ctx.exit(result.exit_code)
