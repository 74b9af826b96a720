"""Notice: write what is published of a result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from balance_classes.errors import Finding
from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    argument,
    command,
    date_option,
    lone_roster,
    option,
    rosters_option,
    rules_option,
    workers_options,
)
from balance_classes.translated_help import spoken


@command(
    writes=True,
    short_help="Write what is published of a result.",
    help="Write the public list of the result in FOLDER (.xlsx and .html), with names alone; of a "
    "batch, one of each school.",
)
@argument("folder", type=PATH)
@option("--masked", is_flag=True, help="Mask the names, as in 张*三.")
@option("--hotline", default="", help="Whom to call; else as [notice] in the rules file says.")
@option("--objection", default="", help="Until when to object, in words; else as [notice] says.")
@date_option
@rules_option
@rosters_option
@workers_options
@option("-o", "--output", type=PATH, help="The new folder for the notice.")
def notice(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    masked: bool,
    hotline: str,
    objection: str,
    date: str,
    rules: Path | None,
    rosters: tuple[Path, ...],
    by: str,
    workers: int,
    scheduler: str,
    time_limit: float,
    output: Path | None,
    language: Language | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    from balance_classes.files.batch.batch_folder import is_batch
    from balance_classes.rendering.notice import show_notice, show_notices
    from balance_classes.rendering.printer import progress
    from balance_classes.workflows.checking.notice import NoticeRequest
    from balance_classes.workflows.checking.notice import notice as publish

    request = NoticeRequest(folder, masked, rules, hotline, objection, output, language, date=date)
    if is_batch(folder):
        from balance_classes.files.batch.batch_results import kept_language
        from balance_classes.workflows.batch.notice_batch import NoticeBatchRequest, notice_batch
        from balance_classes.workflows.batch.on_workers import Workers

        idle: list[Finding] = []
        whole = NoticeBatchRequest(
            request, rosters, by, Workers(workers, scheduler, time_limit), idle.append
        )
        told = language or kept_language(folder) or spoken(ctx)
        ctx.exit(show_notices(notice_batch(whole), idle, told, as_json=as_json))
    with progress(spoken(ctx), quiet=as_json) as report:
        result = publish(replace(request, roster=lone_roster(rosters)), report)
    show_notice(result, as_json=as_json)
