"""Pair: the second half, groups and teams of teachers by a second lot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.options import (
    INPUT,
    PATH,
    argument,
    command,
    date_option,
    ledger_option,
    option,
    other_givers_option,
    password_option,
    rehearsal_option,
    seed_options,
)
from balance_classes.translated_help import CEREMONY, spoken


@command(
    writes=True,
    short_help="Give the groups teachers and class names by a second lot.",
    help="Draw which group of the result in FOLDER gets which team of teachers, class name and "
    "room, from a second seed; teams are formed from a table of teachers, or read from it.",
)
@argument("folder", type=PATH)
@option("--teachers", type=INPUT, help="The table of teachers; without it only names are drawn.")
@option(
    "--conflicts",
    type=INPUT,
    help="A list of students who must not come into a teacher's class, each with a reason code.",
)
@option(
    "--rooms",
    default="",
    metavar="NAMES",
    help="The rooms of the classes by comma, in the order of classes.",
)
@seed_options
@other_givers_option
@option(
    "--step",
    is_flag=True,
    section=CEREMONY,
    help="Show one pairing at a time, large; Enter shows the next.",
)
@option(
    "--page",
    type=PATH,
    section=CEREMONY,
    help="Write a page for the ceremony, which shows one at a time.",
)
@ledger_option
@rehearsal_option
@date_option
@password_option
def pair(
    ctx: click.Context,
    /,
    *,
    rooms: str,
    ask_seed: bool,
    step: bool,
    password_file: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.pair import announce, show_paired
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.workflows.after_draw.pair import PairRequest
    from balance_classes.workflows.after_draw.pair import pair as draw

    request = PairRequest(
        rooms=tuple(room.strip() for room in rooms.replace("，", ",").split(",")) if rooms else (),
        ask=asking if ask_seed else None,
        announce=announce if ask_seed else None,
        password=ask_password(spoken(ctx), password_file),
        **given,
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = draw(request, report)
    show_paired(result, as_json=as_json, step=step)
