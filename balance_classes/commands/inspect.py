"""Inspect: what an inspector needs to draw again in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import PATH, argument, command, option
from balance_classes.translated_help import spoken


@command(
    writes=True,
    short_help="Write what an inspector needs to draw again in a browser.",
    help="Write the draw file of the result in FOLDER (all students as they are hashed: private) "
    "and verify.html into a new folder, for the owner only.",
)
@argument("folder", type=PATH)
@option("-o", "--output", type=PATH, help="The new folder for the inspector.")
def inspect(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    output: Path | None,
    language: Language | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.notice import show_inspected
    from balance_classes.rendering.printer import progress
    from balance_classes.workflows.checking.inspect import InspectRequest
    from balance_classes.workflows.checking.inspect import inspect as write

    with progress(spoken(ctx), quiet=as_json) as report:
        result = write(InspectRequest(folder, output, language), report)
    show_inspected(result, as_json=as_json)
