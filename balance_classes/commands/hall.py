"""Hall: a page that shows the draw before the hall."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import PATH, argument, command, option
from balance_classes.translated_help import spoken


@command(
    writes=True,
    short_help="Write a page that shows the draw before the hall.",
    help="Write a page to project: the words, the seed, the lots and the classes filling, as the "
    "record of the result in FOLDER has them; numbers, no names.",
)
@argument("folder", type=PATH)
@option(
    "--minutes", type=click.IntRange(min=1, max=60), default=3,
    help="How many minutes the lots take; by default 3.",
)  # fmt: skip
@option("-o", "--output", type=PATH, help="The new file for the page.")
def hall(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    minutes: int,
    output: Path | None,
    language: Language | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.notice import show_hall
    from balance_classes.rendering.printer import progress
    from balance_classes.workflows.checking.hall import HallRequest
    from balance_classes.workflows.checking.hall import hall as write

    with progress(spoken(ctx), quiet=as_json) as report:
        result = write(HallRequest(folder, minutes, output, language), report)
    show_hall(result, as_json=as_json)
