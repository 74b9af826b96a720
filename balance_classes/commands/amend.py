"""Amend: make one approved change."""

from __future__ import annotations

import unicodedata
from typing import Any

import click

from balance_classes.domain.reason_codes import REASON_CODES, known_reasons, reason_label
from balance_classes.language import Language
from balance_classes.options import PATH, argument, command, date_option, ledger_option, option
from balance_classes.translated_help import SpokenChoice, spoken


class ReasonChoice(SpokenChoice):
    """One of the reason codes, or its words in either language."""

    def __init__(self) -> None:
        """Take the words of the notice for the Chinese ones."""
        super().__init__({c: Language("zh").say(reason_label(c)) for c in REASON_CODES})

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the code."""
        written = unicodedata.normalize("NFKC", str(value)).strip().casefold()
        return known_reasons().get(written) or super().convert(value, param, ctx)


@command(
    writes=True,
    short_help="Make one change that was approved.",
    help="Move one student of the result in FOLDER, or let two change places, by an approval.",
)
@argument("folder", type=PATH)
@option("--student", required=True, help="Who is moved: lottery number, name or student number.")
@option("--to", default="", help="The class that the student joins.")
@option("--swap", default="", help="The student with whom it changes places instead.")
@option(
    "--reason-code",
    type=ReasonChoice(),
    required=True,
    metavar="REASON",
    help="Why, as it will be shown in public: a code (health, safety, relative, siblings, "
    "correction, decision), or the words of the notice: health or access; safety or peace between "
    "students; a relative teaches the class; brothers and sisters together or apart; a mistake in "
    "the data; a decision of the authority or a court.",
)
@option("--approval", required=True, help="The number of the approval; it will be shown.")
@option(
    "--approved-by", required=True, help="Who approved it, such as the bureau; it will be shown."
)
@ledger_option
@date_option
def amend(ctx: click.Context, /, *, approved_by: str, as_json: bool, **given: Any) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.rendering.after_draw import show_amended
    from balance_classes.rendering.printer import progress
    from balance_classes.rendering.questions import ask_which
    from balance_classes.workflows.after_draw.amend import AmendRequest
    from balance_classes.workflows.after_draw.amend import amend as change

    choose = None if as_json else ask_which(spoken(ctx))
    request = AmendRequest(by=approved_by, choose=choose, **given)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = change(request, report)
    show_amended(result, as_json=as_json)
