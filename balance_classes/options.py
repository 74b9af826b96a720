"""Options shared by commands, and click classes whose help speaks the user's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from balance_classes.language import LANGUAGES, Language, Text, from_environment

if TYPE_CHECKING:
    from balance_classes.files.intake.content import Password
    from balance_classes.workflows.prepare import RosterRequest

PATH: Any = click.Path(path_type=Path)
Function = TypeVar("Function", bound=Callable[..., Any])


def spoken(ctx: click.Context) -> Language:
    """Return the language asked for by --lang, else the one written in, else the environment's."""
    asked = ctx.params.get("lang")
    if asked:
        return Language(asked)
    written = " ".join(str(value) for value in ctx.params.values() if value)
    return Language("zh") if re.search(r"[一-鿿]", written) else from_environment()


def note_output(ctx: click.Context, lang: str | None, *, as_json: bool) -> None:
    """Note how a command is to answer, for errors too."""
    ctx.meta.update(language=spoken(ctx), asked=lang, as_json=as_json)


def roster_request(
    *,
    roster: Path,
    rules: Path | None,
    class_names: str | None,
    password: Password | None,
    **options: object,
) -> RosterRequest:
    """Return the roster and the rules that a command line names for it."""
    from balance_classes.workflows.prepare import RosterRequest

    names = [name.strip() for name in (class_names or "").replace("，", ",").split(",") if name]
    return RosterRequest(roster, rules, {**options, "class_names": names or None}, password)


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the user's language."""
        shown = super().get_help_record(ctx)
        if shown is None or not self.help:
            return shown
        return shown[0], shown[1].replace(self.help, spoken(ctx).say(Text(self.help)))


class SpokenCommand(click.Command):
    """A command whose help is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description in the user's language."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(spoken(ctx).say(Text(self.help or "")))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the one line shown in the list of commands."""
        return from_environment().say(Text(self.short_help or ""))


class SpokenGroup(SpokenCommand, click.Group):
    """A group whose help is translated when it is shown."""


def option(*names: str, **settings: Any) -> Callable[[Function], Function]:
    """Return a click option whose help is translated."""
    return click.option(*names, cls=SpokenOption, **settings)


def output_options(function: Function) -> Function:
    """Add what every command says about its output: language, JSON."""
    function = option(
        "--json", "as_json", is_flag=True, help="Print the result as JSON, for scripts."
    )(function)
    return option(
        "--lang",
        type=click.Choice(LANGUAGES),
        is_eager=True,
        help="The language of words and files; by default the roster's.",
    )(function)


def date_option(function: Function) -> Function:
    """Add the date that is printed; the clock is never asked."""
    return option("--date", default="", help="The date to print and enter, such as 2026-08-12.")(
        function
    )


def ledger_option(function: Function) -> Function:
    """Add the roster, where the folder of a result no longer lies beside it."""
    return option("--roster", type=PATH, help="The roster that was drawn, whose ledger goes on.")(
        function
    )


def password_option(function: Function) -> Function:
    """Add the file that holds a roster's password; on the command line others could read it."""
    return option(
        "--password-file", type=PATH, help="A file with the password of the roster's workbook."
    )(function)


def rule_options(function: Function) -> Function:
    """Add the rules a command line may name; each goes before the same key of the rules file."""
    options = [
        option("--school", help="The name of the school on every list; else the file's name."),
        option(
            "--stage",
            type=click.Choice(["primary", "junior"]),
            help="The stage, which gives the policy's cap and the grade.",
        ),
        option(
            "--classes", type=int, help="The number of classes; else the fewest the cap allows."
        ),
        option("--class-names", help="Names by comma, or a pattern such as 七({n})班."),
        option("--cap", type=int, help="The most students in a class."),
        option("--cap-reason", help="Why the cap is above the policy's; it will be shown."),
        option("--min-size", type=int, help="The fewest students in a class."),
        option("--tolerance", type=int, help="How far class sizes may differ: 1 (default) or 2."),
        option("--grade", type=int, help="The grade in the names of the classes, 1 to 9."),
        option("--policy", help="The rule set from above: changji-2022 (default) or none."),
        option(
            "--method",
            type=click.Choice(["draw", "program"]),
            help="Who places: the draw (default), or the integer program.",
        ),
        option(
            "--groups",
            is_flag=True,
            default=None,
            help="Stop at lettered groups; pair names them, with teachers, by another lot.",
        ),
        option("--solver", help="The solver for the integer programs, by PuLP's name."),
        option("--year", type=int, help="The year of entry, by which ages are checked."),
        option("--plan", type=int, help="The approved number of students, not to be exceeded."),
        option("--sheet", help="The sheet that holds the roster; else the one with most columns."),
        option(
            "--date-format",
            type=click.Choice(["dmy", "mdy"]),
            help="What the numbers of a date such as 03/04/2015 mean.",
        ),
        option("--rules", type=PATH, help="A rules file (TOML)."),
        password_option,
    ]
    for add in reversed(options):
        function = add(function)
    return function
