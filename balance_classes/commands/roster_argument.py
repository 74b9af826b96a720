"""The roster that a command is about, and the rules named for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balance_classes.language import Language
from balance_classes.options import roster_request
from balance_classes.translated_help import spoken

if TYPE_CHECKING:
    from balance_classes.workflows.draw.prepare import RosterRequest


def subject_of(
    ctx: click.Context,
    *,
    password_file: Path | None,
    choose: Callable[[Language], str] | None = None,
    **named: Any,
) -> RosterRequest:
    """Return the roster that a command is about, and the rules named for it.

    `choose` asks a person for a policy where none is named.
    """
    from balance_classes.rendering.printer import ask_password

    password = ask_password(spoken(ctx), password_file)
    return replace(roster_request(password=password, **named), choose=choose)
