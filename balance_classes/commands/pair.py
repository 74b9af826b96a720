"""Pair: the second half, groups and teams of teachers by a second lot."""

from __future__ import annotations

from pathlib import Path

import click

from balance_classes.language import Language
from balance_classes.options import (
    INPUT,
    PATH,
    argument,
    date_option,
    ledger_option,
    note_output,
    option,
    other_givers_option,
    output_options,
    password_option,
    rehearsal_option,
    seed_options,
)
from balance_classes.translated_help import CEREMONY, SpokenCommand, spoken


@click.command(
    cls=SpokenCommand,
    writes=True,
    short_help="Give the groups teachers and class names by a second lot.",
    help="Draw which group of the result in FOLDER gets which team of teachers, class name and "
    "room, from a second seed; teams are formed from a table of teachers, or read from it.",
)
@argument("folder", type=PATH)
@option("--teachers", type=INPUT, help="The table of teachers; without it only names are drawn.")
@option(
    "--conflicts",
    type=INPUT,
    help="A list of students who must not come into a teacher's class, each with a reason code.",
)
@option(
    "--rooms",
    default="",
    metavar="NAMES",
    help="The rooms of the classes by comma, in the order of classes.",
)
@seed_options
@other_givers_option
@option(
    "--step",
    is_flag=True,
    section=CEREMONY,
    help="Show one pairing at a time, large; Enter shows the next.",
)
@option(
    "--page",
    type=PATH,
    section=CEREMONY,
    help="Write a page for the ceremony, which shows one at a time.",
)
@ledger_option
@rehearsal_option
@date_option
@password_option
@output_options
@click.pass_context
def pair(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    teachers: Path | None,
    conflicts: Path | None,
    rooms: str,
    seed: tuple[str, ...],
    ask_seed: bool,
    other_givers: str,
    step: bool,
    page: Path | None,
    roster: Path | None,
    rehearsal: bool,
    date: str,
    password_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.pair import announce, show_paired
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.workflows.after_draw.pair import PairRequest
    from balance_classes.workflows.after_draw.pair import pair as draw

    request = PairRequest(
        folder=folder,
        teachers=teachers,
        conflicts=conflicts,
        rooms=tuple(room.strip() for room in rooms.replace("，", ",").split(",")) if rooms else (),
        seed=seed,
        ask=asking if ask_seed else None,
        announce=announce if ask_seed else None,
        date=date,
        page=page,
        roster=roster,
        language=Language(lang) if lang else None,
        password=ask_password(spoken(ctx), password_file),
        rehearsal=rehearsal,
        other_givers=other_givers,
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = draw(request, report)
    show_paired(result, as_json=as_json, step=step)
