"""The commands: each parses, calls one workflow, renders, exits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balance_classes import __version__
from balance_classes.group import ErrorsAsCodes
from balance_classes.language import Language
from balance_classes.options import (
    PATH,
    SpokenCommand,
    date_option,
    note_output,
    option,
    output_options,
    password_option,
    roster_request,
    rule_options,
    spoken,
)

if TYPE_CHECKING:
    from balance_classes.workflows.prepare import RosterRequest

DIFFERENT = 6


@click.group(
    cls=ErrorsAsCodes,
    help="Form balanced classes from a roster, proven, by a draw that anyone can repeat.",
)
@click.version_option(__version__, package_name="balance-classes")
def commands() -> None:
    """Hold the commands together."""


def _subject(ctx: click.Context, *, password_file: Path | None, **named: Any) -> RosterRequest:
    """Return the roster that a command is about, and the rules named for it."""
    from balance_classes.rendering.printer import ask_password

    return roster_request(password=ask_password(spoken(ctx), password_file), **named)


@commands.command(
    cls=SpokenCommand,
    short_help="Fix roster and rules before the draw.",
    help="Fix everything that can change the result of ROSTER, and print its fingerprint.",
)
@click.argument("roster", type=PATH)
@rule_options
@option(
    "--giver", multiple=True, help="Who will give words of the seed, in this order; repeatable."
)
@option("--seed-source", default="", help="How the seed will be obtained, in words.")
@option("-o", "--output", type=PATH, help="The new file for the seal.")
@date_option
@output_options
@click.pass_context
def seal(
    ctx: click.Context,
    /,
    *,
    giver: tuple[str, ...],
    seed_source: str,
    output: Path | None,
    date: str,
    lang: str | None,
    as_json: bool,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.evidence import show_sealed
    from balance_classes.workflows.seal import SealRequest
    from balance_classes.workflows.seal import seal as fix

    request = SealRequest(
        subject=_subject(ctx, **subject),
        givers=giver,
        seed_source=seed_source,
        date=date,
        output=output,
        language=Language(lang) if lang else None,
    )
    show_sealed(fix(request), as_json=as_json)


@commands.command(
    cls=SpokenCommand,
    short_help="Form the classes of a roster.",
    help="Form balanced classes from ROSTER (.xlsx or .csv) and write class lists and a record.",
)
@click.argument("roster", type=PATH)
@rule_options
@option("--seed", multiple=True, help="What one giver gave, as 'giver=words'; repeatable.")
@option("--ask-seed", is_flag=True, help="Ask each giver for words on the terminal.")
@option("--sealed", type=PATH, help="The seal; the draw is refused if anything has changed.")
@option("--rehearsal", is_flag=True, help="Try it out: marked as a rehearsal, not on the ledger.")
@option("--redraw", is_flag=True, help="Replace the last draw; shown in public with its reason.")
@option("--reason", default="", help="Why the last draw is replaced.")
@option("-o", "--output", type=PATH, help="The new folder for the result.")
@date_option
@output_options
@click.pass_context
def assign(
    ctx: click.Context,
    /,
    *,
    seed: tuple[str, ...],
    ask_seed: bool,
    sealed: Path | None,
    rehearsal: bool,
    redraw: bool,
    reason: str,
    output: Path | None,
    date: str,
    lang: str | None,
    as_json: bool,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.assigned import show_assigned
    from balance_classes.rendering.printer import ask_seed as asking
    from balance_classes.rendering.printer import progress
    from balance_classes.workflows.assign import AssignRequest
    from balance_classes.workflows.assign import assign as form

    request = AssignRequest(
        subject=_subject(ctx, **subject),
        seed=seed,
        ask=asking if ask_seed else None,
        sealed=sealed,
        rehearsal=rehearsal,
        redraw=redraw,
        reason=reason,
        date=date,
        output=output,
        language=Language(lang) if lang else None,
    )
    with progress(spoken(ctx), quiet=as_json) as report:
        result = form(request, report)
    show_assigned(result, as_json=as_json)


@commands.command(
    cls=SpokenCommand,
    short_help="Check a roster before the draw.",
    help="Tell how ROSTER is understood, what stops a draw, and what is worth a look.",
)
@click.argument("roster", type=PATH)
@rule_options
@option("--mark", type=PATH, help="A new .xlsx for a copy with the bad cells marked.")
@output_options
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    mark: Path | None,
    lang: str | None,
    as_json: bool,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.checked import show_checked
    from balance_classes.workflows.check import CheckRequest
    from balance_classes.workflows.check import check as examine

    request = CheckRequest(_subject(ctx, **subject), mark, Language(lang) if lang else None)
    result = examine(request)
    show_checked(result, as_json=as_json)
    ctx.exit(result.exit_code)


@commands.command(
    cls=SpokenCommand,
    short_help="Write the integer program for other solvers.",
    help="Write the integer program of ROSTER to a file (.mps or .lp) that any solver reads.",
)
@click.argument("roster", type=PATH)
@rule_options
@option("--tier", type=int, help="The tier to be minimised: 1 (default), 2, …; 0: hard rules.")
@option("--at", type=int, multiple=True, help="The excess of an earlier tier, from 1 on; repeat.")
@option("-o", "--output", type=PATH, required=True, help="The new file, .mps or .lp.")
@output_options
@click.pass_context
def model(
    ctx: click.Context,
    /,
    *,
    tier: int | None,
    at: tuple[int, ...],
    output: Path,
    lang: str | None,
    as_json: bool,
    **subject: Any,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.model import show_model
    from balance_classes.workflows.model import ModelRequest
    from balance_classes.workflows.model import model as write

    language = Language(lang) if lang else None
    request = ModelRequest(_subject(ctx, **subject), tier, at, output, language)
    show_model(write(request), as_json=as_json)


@commands.command(
    cls=SpokenCommand,
    short_help="Write an empty roster to fill in.",
    help="Write an empty roster to FILE (.xlsx): its columns, lists to choose from, an example.",
)
@click.argument("file", type=PATH)
@output_options
@click.pass_context
def template(ctx: click.Context, /, *, file: Path, lang: str | None, as_json: bool) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.checked import show_template
    from balance_classes.workflows.template import template as write

    show_template(write(file, spoken(ctx)), spoken(ctx), as_json=as_json)


@commands.command(
    cls=SpokenCommand,
    short_help="Check a result without drawing again.",
    help="Recount the result in FOLDER from its lists: rules, balance, digests, ledger.",
)
@click.argument("folder", type=PATH)
@option("--roster", type=PATH, help="The roster, to check that it is the one that was drawn.")
@option("--fingerprint", multiple=True, help="A fingerprint that was posted; repeatable.")
@option("--seed", multiple=True, help="What a giver gave, as 'giver=words', to be compared.")
@password_option
@output_options
@click.pass_context
def verify(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    roster: Path | None,
    fingerprint: tuple[str, ...],
    seed: tuple[str, ...],
    password_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.evidence import show_verdict
    from balance_classes.rendering.printer import ask_password
    from balance_classes.workflows.verify import VerifyRequest
    from balance_classes.workflows.verify import verify as check

    language = Language(lang) if lang else None
    password = ask_password(spoken(ctx), password_file)
    result = check(VerifyRequest(folder, roster, fingerprint, seed, language, password))
    show_verdict(result, as_json=as_json)
    ctx.exit(0 if result.verdict.passed else DIFFERENT)


@commands.command(
    cls=SpokenCommand,
    short_help="Run the draw of a result again.",
    help="Run the draw of the result in FOLDER again, and compare everything.",
)
@click.argument("folder", type=PATH)
@option("--roster", type=PATH, required=True, help="The roster that was drawn.")
@password_option
@output_options
@click.pass_context
def reproduce(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    roster: Path,
    password_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.evidence import show_verdict
    from balance_classes.rendering.printer import ask_password, progress
    from balance_classes.workflows.reproduce import ReproduceRequest
    from balance_classes.workflows.reproduce import reproduce as repeat

    password = ask_password(spoken(ctx), password_file)
    request = ReproduceRequest(folder, roster, Language(lang) if lang else None, password)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = repeat(request, report)
    show_verdict(result, as_json=as_json)
    ctx.exit(0 if result.verdict.passed else DIFFERENT)


@commands.command(
    cls=SpokenCommand,
    short_help="Say why a student is in its class.",
    help="Tell the way of STUDENT (lottery number, name or student number) through the draw.",
)
@click.argument("folder", type=PATH)
@click.argument("student")
@output_options
@click.pass_context
def explain(
    ctx: click.Context, /, *, folder: Path, student: str, lang: str | None, as_json: bool
) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.evidence import show_explained
    from balance_classes.rendering.printer import progress
    from balance_classes.workflows.explain import ExplainRequest
    from balance_classes.workflows.explain import explain as tell

    request = ExplainRequest(folder, student, Language(lang) if lang else None)
    with progress(spoken(ctx), quiet=as_json) as report:
        result = tell(request, report)
    show_explained(result, as_json=as_json)


@commands.command(
    cls=SpokenCommand,
    short_help="Show what has happened to a roster.",
    help="Show the events on the ledger of SUBJECT: a roster, the folder of a result, a ledger.",
)
@click.argument("subject", type=PATH)
@output_options
@click.pass_context
def ledger(ctx: click.Context, /, *, subject: Path, lang: str | None, as_json: bool) -> None:
    """Parse, call the workflow, render."""
    note_output(ctx, lang, as_json=as_json)
    from balance_classes.rendering.evidence import show_ledger
    from balance_classes.workflows.ledger import ledger as read

    show_ledger(read(subject, spoken(ctx)), as_json=as_json)
