"""Place: newcomers join the classes, leavers go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.options import (
    INPUT,
    PATH,
    argument,
    command,
    date_format_option,
    date_option,
    gone_option,
    ledger_option,
    option,
    other_givers_option,
    password_option,
    rehearsal_option,
    seed_options,
    sheet_option,
    unused_option,
)
from balance_classes.translated_help import RARE, SpokenChoice, spoken


@command(
    writes=True,
    short_help="Place newcomers after the draw, take leavers out.",
    help="Place NEWCOMERS (a roster) in the classes of the result in FOLDER; nobody else moves.",
)
@argument("folder", type=PATH)
@argument("newcomers", type=INPUT, required=False)
@option("--leavers", type=INPUT, help="A list of students who left: numbers, or names.")
@option(
    "--where",
    type=SpokenChoice({"even": "均衡", "smallest-class": "人数最少"}),
    default="even",
    help="Where newcomers come: where classes stay most even (default), or to the smallest class.",
)
@seed_options
@other_givers_option
@option(
    "--approved-cap",
    type=click.IntRange(min=1),
    section=RARE,
    help="A higher cap that was approved for newcomers.",
)
@option(
    "--cap-reason",
    default="",
    section=RARE,
    help="Why the cap is above the policy's; it will be shown.",
)
@date_format_option
@unused_option
@gone_option
@sheet_option
@ledger_option
@rehearsal_option
@date_option
@password_option
def place(
    ctx: click.Context,
    /,
    *,
    where: Any,
    ask_seed: bool,
    approved_cap: int | None,
    cap_reason: str,
    password_file: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.domain.after_draw.newcomers import Terms
    from balance_classes.rendering.after_draw import show_placed
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.workflows.after_draw.place import PlaceRequest
    from balance_classes.workflows.after_draw.place import place as seat

    request = PlaceRequest(
        terms=Terms(where, approved_cap or 0, cap_reason),
        ask=asking if ask_seed else None,
        password=ask_password(spoken(ctx), password_file),
        **given,
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = seat(request, report)
    show_placed(result, as_json=as_json)
