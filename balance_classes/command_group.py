"""The group of commands: the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from balance_classes.errors import BalanceError
from balance_classes.language import Language, Text
from balance_classes.translated_help import SpokenCommand, SpokenGroup

INTERRUPTED = 130
CLOSED_PIPE = 141
"""As shells say of a tool that SIGPIPE ended; the signal itself would end workers' pipes, too."""


class ErrorsAsCodes(SpokenGroup):
    """A group that shows errors in words and leaves with their exit code."""

    as_json = False
    """Whether this run answers as JSON, as far as it is known before the line is parsed."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        """Run the command line."""
        self.as_json = "--json" in (sys.argv[1:] if args is None else args)
        return super().main(args, *more, **settings)

    def make_context(self, *named: Any, **settings: Any) -> click.Context:
        """Parse what stands before the command."""
        with self._told():
            return super().make_context(*named, **settings)

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
        with self._told():
            try:
                return super().invoke(ctx)
            except BalanceError as error:
                self._show_error(ctx, error)
                ctx.exit(error.exit_code)
            except (KeyboardInterrupt, click.Abort) as stopped:
                # A workbook that is dropped half-written complains when it is cleared away.
                sys.unraisablehook = lambda _: None
                self._show_interrupted(ctx, stopped)
                ctx.exit(INTERRUPTED)
            finally:
                sys.stdout.flush()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell wrong usage to scripts as they read it, and leave quietly where nobody reads."""
        try:
            yield
        except click.UsageError as error:
            if not self.as_json:
                raise
            from balance_classes.rendering.printer import show_usage_error

            show_usage_error(error, self.language)
            raise click.exceptions.Exit(error.exit_code) from error
        except BrokenPipeError as closed:
            # What is left in the buffer would be written, and fail, when Python ends.
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(CLOSED_PIPE) from closed

    def _show_error(self, ctx: click.Context, error: BalanceError) -> None:
        from balance_classes.rendering.printer import show_error

        command = self.commands[str(ctx.invoked_subcommand)]
        writes = isinstance(command, SpokenCommand) and command.writes
        told = self._language(ctx, error.language)
        show_error(error, told, as_json=self.as_json, writes=writes)

    def _show_interrupted(self, ctx: click.Context, stopped: BaseException) -> None:
        from balance_classes.rendering.printer import show_interrupted

        told = self._language(ctx, getattr(stopped, "language", ""))
        begun = getattr(stopped, "begun", False)
        show_interrupted(told, INTERRUPTED, begun=begun, as_json=self.as_json)

    def _language(self, ctx: click.Context, otherwise: str) -> Language:
        """Return the language asked for, else that of the roster, else that of this run."""
        asked = ctx.meta.get("asked") or otherwise
        return Language(asked) if asked else ctx.meta.get("language", self.language)
