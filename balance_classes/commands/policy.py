"""Policy: what a rule set from above says."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.options import (
    OUTPUT,
    argument,
    note_output,
    option,
    output_options,
)
from balance_classes.translated_help import SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    short_help="Say what a policy asks for, or check one.",
    help="List the policies of the program; or say what POLICY asks for, a name or a file, after "
    "checking it.",
)
@argument("policy", required=False)
@option("--template", type=OUTPUT, help="Write a policy to fill in to a new file (.toml).")
@output_options
@click.pass_context
def policy(
    ctx: click.Context,
    /,
    *,
    policy: str | None,
    template: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.policy import show_policies
    from balance_classes.workflows.draw.policy import policy as read

    language = spoken(ctx)
    result = read(policy or "", template, language)
    show_policies(result, language, whole=bool(policy), as_json=as_json)
