"""Options shared by commands, and click classes whose help speaks the user's language."""

from __future__ import annotations

import gettext
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from balance_classes.language import (
    LANGUAGES,
    LOCALE_DIR,
    Language,
    Text,
    from_environment,
    looks_chinese,
)

if TYPE_CHECKING:
    from balance_classes.files.tables.content import Password
    from balance_classes.workflows.draw.prepare import RosterRequest

PATH: Any = click.Path(path_type=Path)
Function = TypeVar("Function", bound=Callable[..., Any])


CLICK = "click"
"""The domain of the catalogue of what click itself says."""


def spoken(ctx: click.Context) -> Language:
    """Return the language asked for by --lang, else the one written in, else the environment's."""
    asked = ctx.params.get("lang")
    if asked in LANGUAGES:  # while a command line is refused, click has marks of its own there
        return Language(asked)
    written = " ".join(str(value) for value in ctx.params.values() if value)
    group = ctx.find_root().command
    otherwise = group.language if isinstance(group, SpokenGroup) else from_environment()
    return Language("zh") if looks_chinese(written) else otherwise


def language_of(words: Sequence[str]) -> Language:
    """Return the language that the words of a command line ask for, before they are parsed."""
    named = re.search(r"(?:^|\0)--lang[=\0](zh|en)(?:\0|$)", "\0".join(words))
    if named:
        return Language(named[1])
    return Language("zh") if looks_chinese(" ".join(words)) else from_environment()


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
    from balance_classes.workflows.draw.prepare import RosterRequest

    names = [name.strip() for name in (class_names or "").replace("，", ",").split(",") if name]
    return RosterRequest(roster, rules, {**options, "class_names": names or None}, password)


def let_click_speak(language: Language) -> None:
    """Let what click says be in a language, from the catalogue beside ours."""
    # gettext, which click asks, looks at this variable before all others.
    os.environ["LANGUAGE"] = language.code
    gettext.bindtextdomain(CLICK, LOCALE_DIR)
    gettext.textdomain(CLICK)


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value: PATH, or the word for it."""
        return gettext.gettext(super().make_metavar(ctx))

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

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands below the list in the user's language."""
        if self.epilog:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(spoken(ctx).say(Text(self.epilog)))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the one line shown in the list of commands."""
        ctx = click.get_current_context(silent=True)
        return (spoken(ctx) if ctx else from_environment()).say(Text(self.short_help or ""))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the line of usage."""
        return [gettext.gettext(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help."""
        found = super().get_help_option(ctx)
        if found:
            found.help = spoken(ctx).say(Text("Show this message and exit."))
        return found


class SpokenGroup(SpokenCommand, click.Group):
    """A group whose help is translated when it is shown."""

    language = Language("en")
    """The language of this run, as far as it is known before the command line is parsed."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        """Run the command line; what click says is in the language of ours from the start."""
        self.language = language_of(sys.argv[1:] if args is None else args)
        let_click_speak(self.language)
        return super().main(args, *more, **settings)


class SpokenArgument(click.Argument):
    """An argument whose name is in the user's language, in the usage and in errors."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value: ROSTER, or the word for it."""
        shown = super().make_metavar(ctx)
        name = (self.metavar or self.name or "").upper()
        return shown.replace(name, gettext.gettext(name))


def argument(name: str, **settings: Any) -> Callable[[Function], Function]:
    """Return a click argument whose name is translated."""
    return click.argument(name, cls=SpokenArgument, **settings)


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


def rehearsal_option(function: Function) -> Function:
    """Add a rehearsal: marked as one, and on no ledger."""
    return option(
        "--rehearsal", is_flag=True, help="Try it out: marked as a rehearsal, not on the ledger."
    )(function)


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


def schools_options(function: Function) -> Function:
    """Add how one roster holds many schools, and how many of them are worked on at a time."""
    options = [
        option("--by", default="", metavar="COLUMN", help="The column with the school's code."),
        option("--name-by", default="", metavar="COLUMN", help="The column with its name."),
        workers_option,
    ]
    for add in reversed(options):
        function = add(function)
    return function


def workers_option(function: Function) -> Function:
    """Add how many schools of a batch are worked on at a time."""
    return option(
        "--workers",
        type=click.IntRange(min=1),
        default=os.cpu_count() or 1,
        help="How many schools are worked on at a time; by default one a core.",
    )(function)


date_format_option = option(
    "--date-format",
    type=click.Choice(["dmy", "mdy"]),
    help="What the numbers of a date such as 03/04/2015 mean.",
)


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
        option("--class-names", help="Names by comma, or a pattern such as Year 3-{n}."),
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
        date_format_option,
        option(
            "--spread",
            multiple=True,
            metavar="COLUMN",
            help="A column of your own to be spread evenly, by its header; repeatable.",
        ),
        option(
            "--unused",
            multiple=True,
            metavar="COLUMN",
            help="A column that no draw is to use, by its header; repeatable.",
        ),
        option(
            "--gone",
            type=click.Choice(["leave-out", "keep"]),
            help="Whether rows marked as gone, or as staff, are left out or kept.",
        ),
        option("--rules", type=PATH, help="A rules file (TOML)."),
        password_option,
    ]
    for add in reversed(options):
        function = add(function)
    return function


def chosen_rule_options(*names: str) -> Callable[[Function], Function]:
    """Add some of the options of rules, by their names, for a command that forms no classes."""

    def add(function: Function) -> Function:
        before: list[click.Parameter] = list(getattr(function, "__click_params__", ()))
        added: Any = rule_options(function)
        added.__click_params__ = [
            parameter
            for parameter in added.__click_params__
            if parameter in before or parameter.name in names
        ]
        return function

    return add
