"""Desk: from a roster to classes, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.language import Language
from balance_classes.options import PATH, argument, command, rule_options, subject_of
from balance_classes.translated_help import spoken


@command(
    short_help="Lead from a roster to classes, step by step.",
    help="Check ROSTER, show what was understood, ask what to do, and draw: all on the terminal.",
)
@argument("roster", type=PATH, required=False)
@rule_options
def desk(
    ctx: click.Context,
    /,
    *,
    roster: Path | None,
    language: Language | None,
    as_json: bool,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.desk import AtDesk, ask_roster, show_desk
    from balance_classes.rendering.printer import progress
    from balance_classes.workflows.desk import DeskRequest
    from balance_classes.workflows.desk import desk as lead

    asked = roster or ask_roster(spoken(ctx))
    request = DeskRequest(subject_of(ctx, {**subject, "roster": asked}), language)
    person = AtDesk(spoken(ctx), quiet=as_json)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = lead(request, person, report)
    show_desk(result, result.checked.language, as_json=as_json)
    ctx.exit(result.exit_code)
