"""Lists: what a school takes home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from balance_classes.options import PATH, argument, command, option, password_option
from balance_classes.translated_help import SpokenChoice, spoken


@command(
    writes=True,
    short_help="Write the roster with its classes, and class lists.",
    help="Write ROSTER, every column as it was, with the classes of the result in FOLDER, and a "
    "list of each class to hand out: internal, for the owner only.",
)
@argument("folder", type=PATH)
@argument("roster", type=PATH)
@option(
    "--list-columns",
    default="",
    metavar="COLUMN",
    help="Columns of the class lists, by comma; else name and sex.",
)
@option(
    "--order",
    type=SpokenChoice({"draw": "抽签号", "name": "姓名", "roster": "名册"}),
    default="roster",
    help="The order of the class lists: by lottery number, by name, or as in the roster.",
)
@option(
    "--paper",
    type=SpokenChoice({"a4": "A4", "letter": "信纸"}),
    default="a4",
    help="The paper of the class lists: A4 (default) or US Letter.",
)
@password_option
@option("-o", "--output", type=PATH, help="The new folder for the lists.")
def lists(
    ctx: click.Context,
    /,
    *,
    list_columns: str,
    order: Any,
    paper: Any,
    password_file: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Parse, call the workflow, render."""
    import re

    from balance_classes.files.result.handout_lists import Look
    from balance_classes.rendering.notice import show_lists
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.workflows.checking.lists import ListsRequest
    from balance_classes.workflows.checking.lists import lists as write

    columns = tuple(word.strip() for word in re.split("[,，、]", list_columns) if word.strip())
    password = ask_password(spoken(ctx), password_file)
    request = ListsRequest(look=Look(columns, order, paper), password=password, **given)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = write(request, report)
    show_lists(result, as_json=as_json)
