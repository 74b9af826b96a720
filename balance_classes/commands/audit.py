"""Audit: look at class lists from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.language import Language
from balance_classes.options import (
    INPUT,
    PATH,
    argument,
    chosen_rule_options,
    command,
    option,
    verbose_option,
    workers_option,
)
from balance_classes.translated_help import RARE, READING, SCORES, SpokenChoice, spoken

PERMUTATIONS = 4_999
FEWEST_PERMUTATIONS = 199
"""With fewer no strong sign could ever be found: the least p-value is 1 / (permutations + 1)."""


@command(
    writes=True,
    short_help="Look at class lists from anywhere.",
    help="Tell whether the class lists in CLASSLISTS (files or folders) keep the rules, and "
    "whether a lottery could have given them.",
)
@argument("classlists", type=INPUT, nargs=-1, required=True)
@chosen_rule_options(
    "stage", "cap", "min_size", "tolerance", "policy", "sheet", "date_format", "rules",
    "password_file",
)  # fmt: skip
@option(
    "--scores",
    type=INPUT,
    section=SCORES,
    help="A file with scores, used here only and never by a draw.",
)
@option(
    "--score-column",
    multiple=True,
    metavar="COLUMN",
    section=SCORES,
    help="A column of scores, by its header; repeatable.",
)
@option(
    "--scores-before-draw",
    type=SpokenChoice({"yes": "是", "no": "否", "unknown": "不详"}),
    section=SCORES,
    help="Whether the scores are from before the classes were formed; else it is asked.",
)
@option(
    "--stratum",
    multiple=True,
    metavar="COLUMN",
    help="A column within which students were placed; repeatable.",
)
@option(
    "--favour",
    multiple=True,
    metavar="COLUMN",
    section=SCORES,
    help="A column of those who may be favoured (staff children, who sent them), used here only; "
    "repeatable.",
)
@option(
    "--lists-before",
    type=INPUT,
    multiple=True,
    help="Class lists from before transfers: asked is who changed class since; repeatable.",
)
@option(
    "--staff",
    type=INPUT,
    section=SCORES,
    help="A table of the teachers of each class (class, years of service or title), used here "
    "only.",
)
@option(
    "--class-column",
    default="",
    metavar="COLUMN",
    section=READING,
    help="The header of the class, where it is an unusual one.",
)
@option(
    "--school-column",
    default="",
    metavar="COLUMN",
    section=READING,
    help="The header of the school, where it is an unusual one.",
)
@option(
    "--permutations",
    type=click.IntRange(min=FEWEST_PERMUTATIONS),
    default=PERMUTATIONS,
    section=RARE,
    help="How many lotteries the lists are compared with at most: 4999 by default, at least 199.",
)
@workers_option
@option("-o", "--output", type=PATH, help="The new folder for the result.")
@verbose_option
def audit(
    ctx: click.Context,
    /,
    *,
    classlists: tuple[Path, ...],
    scores: Path | None,
    score_column: tuple[str, ...],
    scores_before_draw: Any,
    stratum: tuple[str, ...],
    favour: tuple[str, ...],
    lists_before: tuple[Path, ...],
    staff: Path | None,
    class_column: str,
    school_column: str,
    permutations: int,
    workers: int,
    output: Path | None,
    rules: Path | None,
    password_file: Path | None,
    language: Language | None,
    as_json: bool,
    verbose: bool,
    **options: Any,
) -> None:
    """Parse, call the workflow, render."""
    import sys

    from balance_classes.files.lists.class_lists import ListColumns
    from balance_classes.rendering.audit import ask_before, show_audited
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.workflows.audit import AuditRequest
    from balance_classes.workflows.audit import audit as look

    request = AuditRequest(
        lists=classlists,
        rules=rules,
        options=options,
        columns=ListColumns(class_column, school_column, stratum, score_column, favour),
        scores=scores,
        before=scores_before_draw,
        ask=(lambda: ask_before(spoken(ctx))) if sys.stdin.isatty() else None,
        permutations=permutations,
        output=output,
        language=language,
        password=ask_password(spoken(ctx), password_file),
        earlier=lists_before,
        staff=staff,
        workers=workers,
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = look(request, report)
    show_audited(result, as_json=as_json, verbose=verbose)
    ctx.exit(result.exit_code)
