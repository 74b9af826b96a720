"""Assign: form the classes of a roster."""

from __future__ import annotations

from typing import Any

import click

from balance_classes.options import (
    INPUT,
    PATH,
    again_options,
    argument,
    command,
    date_option,
    option,
    rehearsal_option,
    rule_options,
    seed_options,
    subject_of,
    verbose_option,
)
from balance_classes.translated_help import AGAIN, spoken


@command(
    writes=True,
    short_help="Form the classes of a roster.",
    help="Form balanced classes from ROSTER (.xlsx or .csv) and write class lists and a record.",
)
@argument("roster", type=INPUT)
@rule_options
@seed_options
@option("--sealed", type=INPUT, help="The seal; the draw is refused if anything has changed.")
@rehearsal_option
@option("-o", "--output", type=PATH, help="The new folder for the result.")
@option(
    "--redraw",
    is_flag=True,
    section=AGAIN,
    help="Replace the last draw; shown in public with its reason.",
)
@again_options
@date_option
@verbose_option
def assign(
    ctx: click.Context, /, *, ask_seed: bool, as_json: bool, verbose: bool, **given: Any
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.assign import show_assigned
    from balance_classes.rendering.policy import policy_question
    from balance_classes.rendering.printer import ask_closed, progress
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.workflows.draw.assign import AssignRequest
    from balance_classes.workflows.draw.assign import assign as form

    request = AssignRequest(
        subject=subject_of(ctx, given, choose=policy_question(quiet=as_json)),
        ask=asking if ask_seed else None,
        closed=ask_closed(spoken(ctx)),
        **given,
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = form(request, report)
    show_assigned(result, as_json=as_json, verbose=verbose)
