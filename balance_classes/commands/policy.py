"""Policy: what a rule set from above says."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import OUTPUT, argument, command, option
from balance_classes.translated_help import spoken


@command(
    short_help="Say what a policy asks for, or check one.",
    help="List the policies of the program; or say what POLICY asks for, a name or a file, after "
    "checking it.",
)
@argument("policy", required=False)
@option("--template", type=OUTPUT, help="Write a policy to fill in to a new file (.toml).")
def policy(
    ctx: click.Context,
    /,
    *,
    policy: str | None,
    template: Path | None,
    language: Language | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.policy import show_policies
    from balance_classes.workflows.draw.policy import policy as read

    result = read(policy or "", template, spoken(ctx))
    show_policies(result, spoken(ctx), whole=bool(policy), as_json=as_json)
