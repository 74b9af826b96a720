"""The commands, and the one place where errors become exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from balance_classes import __version__
from balance_classes.errors import BalanceError
from balance_classes.language import Language
from balance_classes.options import (
    SpokenCommand,
    SpokenGroup,
    option,
    output_options,
    rule_options,
    spoken,
)

INTERRUPTED = 130


class ErrorsAsCodes(SpokenGroup):
    """A group that shows errors in words and leaves with their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a defect keeps its traceback, all else is told in words."""
        try:
            return super().invoke(ctx)
        except BalanceError as error:
            from balance_classes.rendering import show_error

            language = ctx.meta["asked"] or error.language
            told = Language(language) if language else ctx.meta["language"]
            show_error(error, told, as_json=ctx.meta["as_json"])
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            from balance_classes.rendering import show_interrupted

            # A workbook that is dropped half-written complains when it is cleared away.
            sys.unraisablehook = lambda _: None
            show_interrupted(ctx.meta["language"])
            ctx.exit(INTERRUPTED)


@click.group(
    cls=ErrorsAsCodes,
    help="Form balanced classes from a roster, proven, by a draw that anyone can repeat.",
)
@click.version_option(__version__, package_name="balance-classes")
def commands() -> None:
    """Hold the commands together."""


@commands.command(
    cls=SpokenCommand,
    short_help="Form the classes of a roster.",
    help="Form balanced classes from ROSTER (.xlsx or .csv) and write class lists and a record.",
)
@click.argument("roster", type=click.Path(path_type=Path))
@rule_options
@option("--seed", multiple=True, help="The words of one giver of the seed; repeatable.")
@option("-o", "--output", type=click.Path(path_type=Path), help="The new folder for the result.")
@output_options
@click.pass_context
def assign(
    ctx: click.Context,
    /,
    *,
    roster: Path,
    rules: Path | None,
    seed: tuple[str, ...],
    output: Path | None,
    lang: str | None,
    as_json: bool,
    class_names: str | None,
    **options: object,
) -> None:
    """Parse, call the workflow, render."""
    ctx.meta.update(language=spoken(ctx), asked=lang, as_json=as_json)
    from balance_classes.rendering import progress, show_assigned
    from balance_classes.workflows.assign import AssignRequest
    from balance_classes.workflows.assign import assign as form

    names = [name.strip() for name in (class_names or "").replace("，", ",").split(",") if name]
    request = AssignRequest(
        roster=roster,
        rules=rules,
        options={**options, "class_names": names or None},
        seed=seed,
        output=output,
        language=Language(lang) if lang else None,
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = form(request, report)
    show_assigned(result, as_json=as_json)
