"""Explain: say why a student is in its class."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import PATH, argument, command
from balance_classes.translated_help import spoken


@command(
    short_help="Say why a student is in its class.",
    help="Tell the way of STUDENT (lottery number, name or student number; lot:7, number:7 and "
    "name: say which) through the draw.",
)
@argument("folder", type=PATH)
@argument("student")
def explain(
    ctx: click.Context, /, *, folder: Path, student: str, language: Language | None, as_json: bool
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.explain import show_explained
    from balance_classes.rendering.printer import progress
    from balance_classes.rendering.questions import ask_which
    from balance_classes.workflows.checking.explain import ExplainRequest
    from balance_classes.workflows.checking.explain import explain as tell

    request = ExplainRequest(
        folder, student, language, choose=None if as_json else ask_which(spoken(ctx))
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = tell(request, report)
    show_explained(result, as_json=as_json)
