"""Verify: is a result what its rules, its students and its seed give?"""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.errors import Finding
from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    argument,
    command,
    lone_roster,
    option,
    password_option,
    rosters_option,
    workers_options,
)
from balance_classes.translated_help import spoken


@command(
    short_help="Check a result: recount it, and draw it again.",
    help="Recount the result in FOLDER, or all of a batch, from its lists: rules, balance, "
    "digests, ledger; then draw it again and compare.",
)
@argument("folder", type=PATH)
@rosters_option
@option("--fingerprint", multiple=True, help="A fingerprint that was posted; repeatable.")
@option(
    "--seed",
    multiple=True,
    metavar="GIVER=WORDS",
    help="What a giver gave, as 'giver=words', to be compared.",
)
@option(
    "--notice", type=PATH,
    help="A notice (workbook or page), or the roster with its classes, to compare every student.",
)  # fmt: skip
@option("--recount", is_flag=True, help="Count only: no draw is run again, no solver needed.")
@workers_options
@password_option
def verify(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    rosters: tuple[Path, ...],
    by: str,
    fingerprint: tuple[str, ...],
    seed: tuple[str, ...],
    notice: Path | None,
    recount: bool,
    workers: int,
    scheduler: str,
    time_limit: float,
    password_file: Path | None,
    language: Language | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.files.batch.batch_folder import is_batch
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.rendering.verify import show_verdict
    from balance_classes.workflows.checking.verify import VerifyRequest
    from balance_classes.workflows.checking.verify import verify as check

    if is_batch(folder):
        from balance_classes.files.batch.batch_results import kept_language
        from balance_classes.rendering.verify import show_verdicts
        from balance_classes.workflows.batch.verify_batch import VerifyBatchRequest, verify_batch

        whole = VerifyBatchRequest(
            folder,
            rosters,
            fingerprint,
            seed,
            language,
            workers,
            password_file,
            recount,
            scheduler,
            time_limit,
            by,
        )
        idle: list[Finding] = []
        told = language or kept_language(folder) or spoken(ctx)
        verdicts = verify_batch(whole, idle.append)
        ctx.exit(show_verdicts(verdicts, idle, told, as_json=as_json))
    password = ask_password(spoken(ctx), password_file)
    roster = lone_roster(rosters)
    request = VerifyRequest(folder, roster, fingerprint, seed, language, password, recount, notice)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = check(request, report)
    show_verdict(result, as_json=as_json)
    ctx.exit(result.verdict.exit_code)
