"""Place: newcomers join the classes, leavers go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    SpokenCommand,
    argument,
    date_format_option,
    date_option,
    ledger_option,
    note_output,
    option,
    output_options,
    password_option,
    rehearsal_option,
    spoken,
)


@click.command(
    cls=SpokenCommand,
    short_help="Place newcomers after the draw, take leavers out.",
    help="Place NEWCOMERS (a roster) in the classes of the result in FOLDER; nobody else moves.",
)
@argument("folder", type=PATH)
@argument("newcomers", type=PATH, required=False)
@option("--leavers", type=PATH, help="A list of students who left: numbers, or names.")
@option(
    "--method",
    type=click.Choice(["even", "smallest-class"]),
    default="even",
    help="Where newcomers come: where classes stay most even (default), or to the smallest class.",
)
@option("--seed", multiple=True, help="What one giver gave, as 'giver=words'; repeatable.")
@option("--ask-seed", is_flag=True, help="Ask each giver for words on the terminal.")
@option("--cap", type=int, default=0, help="A higher cap that was approved for newcomers.")
@option("--cap-reason", default="", help="Why the cap is above the policy's; it will be shown.")
@date_format_option
@ledger_option
@rehearsal_option
@date_option
@password_option
@output_options
@click.pass_context
def place(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    newcomers: Path | None,
    leavers: Path | None,
    method: Any,
    seed: tuple[str, ...],
    ask_seed: bool,
    cap: int,
    cap_reason: str,
    roster: Path | None,
    date_format: str | None,
    rehearsal: bool,
    date: str,
    password_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.domain.year.newcomers import Terms
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.rendering.year import show_placed
    from balance_classes.workflows.year.place import PlaceRequest
    from balance_classes.workflows.year.place import place as seat

    request = PlaceRequest(
        folder=folder,
        newcomers=newcomers,
        leavers=leavers,
        terms=Terms(method, cap, cap_reason),
        seed=seed,
        ask=asking if ask_seed else None,
        date=date,
        roster=roster,
        language=Language(lang) if lang else None,
        password=ask_password(spoken(ctx), password_file),
        rehearsal=rehearsal,
        date_format=date_format or "",
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = seat(request, report)
    show_placed(result, as_json=as_json)
