"""The group of commands: the one place where errors become exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from balance_classes.errors import BalanceError
from balance_classes.language import Language, Text
from balance_classes.options import SpokenGroup

INTERRUPTED = 130
WRITING = (
    *("seal", "assign", "template", "sample", "model"),
    *("pair", "place", "amend", "notice", "audit"),
)
"""Commands of which an error means that nothing was written; of a batch some schools may be."""


class ErrorsAsCodes(SpokenGroup):
    """A group that shows errors in words and leaves with their exit code."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant; a file in its place is what a command is about."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            if Path(args[0]).suffix and Path(args[0]).exists():
                ctx.fail(
                    self.language.say(
                        Text(
                            "Name a command first: {examples}.",
                            examples=(
                                f"balance-classes desk {args[0]}",
                                f"balance-classes check {args[0]}",
                            ),
                        )
                    )
                )
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a defect keeps its traceback, all else is told in words."""
        try:
            return super().invoke(ctx)
        except BalanceError as error:
            from balance_classes.rendering.printer import show_error

            language = ctx.meta["asked"] or error.language
            told = Language(language) if language else ctx.meta["language"]
            writes = ctx.invoked_subcommand in WRITING
            show_error(error, told, as_json=ctx.meta["as_json"], writes=writes)
            ctx.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort) as stopped:
            from balance_classes.rendering.printer import show_interrupted

            # A workbook that is dropped half-written complains when it is cleared away.
            sys.unraisablehook = lambda _: None
            begun = getattr(stopped, "begun", False)
            language = ctx.meta["asked"] or getattr(stopped, "language", "")
            told = Language(language) if language else ctx.meta["language"]
            show_interrupted(told, begun=begun)
            ctx.exit(INTERRUPTED)
