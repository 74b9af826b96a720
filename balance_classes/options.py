"""Options and arguments that commands share: one name, one meaning in all of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from balance_classes.domain.rules.rules import VALUE_WORDS
from balance_classes.language import Language, Text
from balance_classes.translated_help import (
    AGAIN,
    CLASSES,
    EVERY,
    LANGUAGE_WORDS,
    MAIN,
    RARE,
    READING,
    SpokenArgument,
    SpokenChoice,
    SpokenCommand,
    SpokenOption,
    spoken,
)

if TYPE_CHECKING:
    from balance_classes.workflows.draw.prepare import RosterRequest

Function = TypeVar("Function", bound=Callable[..., Any])
Stream = Literal["", "in", "out"]
"""What `-` is in the place of a file: nothing, standard input or standard output."""


class FilePath(click.Path):
    """A path; `-` is a stream where a command reads or writes one file, and a mistake elsewhere."""

    def __init__(self, stream: Stream = "") -> None:
        super().__init__(path_type=Path)
        self.stream = stream

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        if str(value) == "-" and ctx and (wrong := self._wrong(ctx)):
            self.fail(spoken(ctx).say(wrong), param, ctx)
        return super().convert(value, param, ctx)

    def _wrong(self, ctx: click.Context) -> Text | None:
        """Return why `-` cannot stand here; a command line that may have it has it once."""
        if not self.stream:
            return Text("“-” cannot stand here: name a file or a folder.")
        if f"standard {self.stream}" in ctx.meta:
            return Text("“-” stands here twice, and can be read once.")
        ctx.meta[f"standard {self.stream}"] = True
        if self.stream == "out" and ctx.params.get("as_json"):
            return Text("“-” and --json both ask for standard output.")
        if self.stream == "out" and sys.stdout.isatty():
            return Text(
                "A file is not written onto a terminal: let “-” lead into a pipe or a file."
            )
        return None


PATH, INPUT, OUTPUT = FilePath(), FilePath("in"), FilePath("out")


def argument(name: str, **settings: Any) -> Callable[[Function], Function]:
    """Return a click argument whose name is translated."""
    return click.argument(name, cls=SpokenArgument, **settings)


def option(*names: str, section: Text = MAIN, **settings: Any) -> Callable[[Function], Function]:
    """Return a click option whose help is translated and stands in a section."""
    return click.option(*names, cls=SpokenOption, section=section, **settings)


def all_of(*options: Callable[[Any], Any]) -> Callable[[Function], Function]:
    """Return several options as one decorator, in their order."""

    def add(function: Function) -> Function:
        for each in reversed(options):
            function = each(function)
        return function

    return add


output_options = all_of(
    option(
        "--lang",
        type=SpokenChoice(LANGUAGE_WORDS),
        is_eager=True,
        section=EVERY,
        help="The language of words and files; by default the roster's.",
    ),
    option(
        "--json", "as_json", is_flag=True, is_eager=True, section=EVERY,
        help="Print the result as JSON, for scripts.",
    ),
)  # fmt: skip
"""What every command says about its output."""


def command(**settings: Any) -> Callable[[Function], click.Command]:
    """Make a function a command of the program, whose last options are those of its output."""

    def make(function: Function) -> click.Command:
        @output_options
        @click.pass_context
        def noted(ctx: click.Context, /, *, lang: str | None, **given: Any) -> None:
            # How it is to answer is noted for errors, too.
            ctx.meta.update(language=spoken(ctx), asked=lang)
            function(ctx, language=Language(lang) if lang else None, **given)

        vars(noted)["__click_params__"] += vars(function).get("__click_params__", [])
        named = click.command(function.__name__, cls=SpokenCommand, **settings)
        return named(noted)

    return make


verbose_option = option(
    "-v", "--verbose", is_flag=True, section=EVERY, help="Print everything, not the answer alone."
)

date_option = option(
    "--date", metavar="DATE", default="", help="The date to print and enter, such as 2026-08-12."
)
"""The date that is printed; the clock is never asked."""

seed_options = all_of(
    option(
        "--seed", multiple=True, metavar="GIVER=WORDS",
        help="What one giver gave, as 'giver=words'; repeatable.",
    ),
    option("--ask-seed", is_flag=True, help="Ask each giver for words on the terminal."),
)  # fmt: skip

other_givers_option = option(
    "--other-givers", default="", metavar="TEXT", section=RARE,
    help="Why the words are not by the givers of the draw's seal; it will be shown.",
)  # fmt: skip

rehearsal_option = option(
    "--rehearsal", is_flag=True, help="Try it out: marked as a rehearsal, it binds nobody."
)

again_options = all_of(
    option("--reason", default="", section=AGAIN, help="Why the last draw is replaced."),
    option(
        "--lapse", is_flag=True, section=AGAIN,
        help="Let changes since the replaced draw lapse; say why.",
    ),
)  # fmt: skip
"""What is said of a draw that replaces another one."""


def lone_roster(rosters: Sequence[Path]) -> Path | None:
    """Return the roster of a single result, if one is named; raises UsageError for several."""
    if rosters[1:]:
        from balance_classes.errors import UsageError

        what = Text("A single result has one roster.")
        raise UsageError.at("--roster", what, Text("Name the one that was drawn."))
    return rosters[0] if rosters else None


ledger_option = option(
    "--roster", type=PATH, section=RARE, multiple=True,
    callback=lambda _ctx, _param, rosters: lone_roster(rosters),
    help="The roster that was drawn, where its ledger does not lie beside the folder.",
)  # fmt: skip

rosters_option = all_of(
    option(
        "--roster", "rosters", type=PATH, multiple=True,
        help="The roster that was drawn; of a batch its sources: repeatable.",
    ),
    option(
        "--by", default="", metavar="COLUMN", section=RARE,
        help="Of a batch: the column of the school's code in a source, as batch was given it.",
    ),
)  # fmt: skip


password_option = option(
    "--password-file", type=PATH, section=READING,
    help="A file with the password of the roster's workbook.",
)  # fmt: skip
"""The file that holds a roster's password; on the command line others could read it."""

workers_option = option(
    "--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1, section=RARE,
    help="How many schools are worked on at a time; by default one a core.",
)  # fmt: skip

workers_options = all_of(
    workers_option,
    option(
        "--scheduler", default="", metavar="ADDRESS", section=RARE,
        help="A Dask scheduler (tcp://…) whose workers do the work.",
    ),
    option(
        "--time-limit", type=click.FloatRange(min=0), default=0.0, metavar="MINUTES", section=RARE,
        help="How long a school may take; by default any time.",
    ),
)  # fmt: skip
"""Who works on the schools of a batch, and how long at most on one."""

schools_options = all_of(
    option("--by", default="", metavar="COLUMN", help="The column with the school's code."),
    option("--name-by", default="", metavar="COLUMN", help="The column with its name."),
    option(
        "--ledgers", type=PATH, section=RARE,
        help="A folder for the ledgers of all schools; by default each lies beside its roster.",
    ),
    workers_options,
)  # fmt: skip
"""How one roster holds many schools, where their ledgers lie, and who works on them."""

date_format_option = option(
    "--date-format", type=SpokenChoice(VALUE_WORDS["date_format"]), section=READING,
    help="What the numbers of a date such as 03/04/2015 mean.",
)  # fmt: skip

rules_option = option("--rules", type=INPUT, section=RARE, help="A rules file (TOML).")

POLICIES = {"changji-2022": "昌吉2022", "china": "全国", "own": "本校"}
"""The policies that come with the program, and their words; a test holds them against the files."""


class PolicyName(SpokenChoice):
    """A policy of the program by its name or its word, or the file of another one."""

    def __init__(self) -> None:
        super().__init__(POLICIES)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what stands for the value: the names, or a file."""
        names = "|".join(self.normalize_choice(choice, ctx) for choice in self.choices)
        return f"[{names}|{'文件' if spoken(ctx).code == 'zh' else 'FILE'}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name, or the path as it stands; “none” is the school's own rules."""
        written = str(value).strip()
        if written.casefold() in ("none", "无"):
            return "own"
        if Path(written).suffix == ".toml" or Path(written).is_file():
            return written
        return super().convert(value, param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what may stand there: a name, or a file."""
        message = super().get_invalid_choice_message(value, ctx)
        more = Text("A file of a policy ends in .toml.")
        return f"{message} {spoken(ctx).say(more) if ctx else more}"


unused_option = option(
    "--unused", multiple=True, metavar="COLUMN", section=READING,
    help="A column that no draw is to use, by its header; repeatable.",
)  # fmt: skip

gone_option = option(
    "--gone", type=SpokenChoice(VALUE_WORDS["gone"]), section=READING,
    help="Whether rows marked as gone, or as staff, are left out or kept.",
)  # fmt: skip

sheet_option = option(
    "--sheet", metavar="NAME", section=READING,
    help="The sheet that holds the roster; all: every sheet is a part of it.",
)  # fmt: skip

rule_options = all_of(
    option(
        "--stage", type=SpokenChoice(VALUE_WORDS["stage"]),
        help="The stage, which gives the policy's cap and the grade.",
    ),
    option("--classes", type=int, help="The number of classes; else the fewest the cap allows."),
    option(
        "--school", metavar="NAME",
        help="The name of the school on every list; else the file's name.",
    ),
    option(
        "--class-names", metavar="NAMES", section=CLASSES,
        help="Names by comma, or a pattern such as Year 3-{n}.",
    ),
    option(
        "--grade", type=int, section=CLASSES,
        help="The grade in the names of the classes, 1 to 9.",
    ),
    option("--cap", type=int, section=CLASSES, help="The most students in a class."),
    option(
        "--cap-reason", section=CLASSES,
        help="Why the cap is above the policy's; it will be shown.",
    ),
    option(
        "--sizes", metavar="CLASS=NUMBER,…", section=CLASSES,
        help="How many students single classes are to have; the others share the rest.",
    ),
    option(
        "--offered", multiple=True, metavar="COLUMN=LEVEL:CLASS,…", section=CLASSES,
        help="The only classes that are open to a level of a column; repeatable.",
    ),
    option("--min-size", type=int, section=CLASSES, help="The fewest students in a class."),
    option(
        "--tolerance", type=int, section=CLASSES,
        help="How far class sizes may differ: 1 (default) or 2.",
    ),
    option(
        "--groups", is_flag=True, default=None, section=CLASSES,
        help="Stop at lettered groups; pair names them, with teachers, by another lot.",
    ),
    option(
        "--spread", multiple=True, metavar="COLUMN", section=READING,
        help="A column of your own to be spread evenly, by its header; repeatable.",
    ),
    option(
        "--keep", metavar="COLUMN", section=READING,
        help="The column of the classes that stand: as few students as can be change class.",
    ),
    option(
        "--total", "totals", multiple=True, metavar="COLUMN", section=READING,
        help="A column of numbers to be spread by level and by their sum; repeatable.",
    ),
    option(
        "--spread-score", "scores", multiple=True, metavar="COLUMN", section=READING,
        help="A column of scores that the school itself chooses to spread; every sheet tells so.",
    ),
    unused_option,
    gone_option,
    sheet_option,
    date_format_option,
    option(
        "--year", type=int, section=READING,
        help="The year of entry, by which ages are checked.",
    ),
    option(
        "--plan", type=int, section=READING,
        help="The approved number of students, not to be exceeded.",
    ),
    password_option,
    rules_option,
    option(
        "--policy", type=PolicyName(), section=RARE,
        help="The rule set that is gone by: one of the program, or a file (docs/policy.md).",
    ),
    option(
        "--method", type=SpokenChoice(VALUE_WORDS["method"]), section=RARE,
        help="Who places: the draw (default), or the integer program.",
    ),
    option(
        "--solver", metavar="NAME", section=RARE,
        help="The solver for the integer programs, by PuLP's name.",
    ),
)  # fmt: skip
"""The rules a command line may name; each goes before the same key of the rules file."""


RULE_NAMES = {parameter.name for parameter in click.command()(rule_options(lambda: None)).params}


def subject_of(
    ctx: click.Context, given: dict[str, Any], choose: Callable[[Language], str] | None = None
) -> RosterRequest:
    """Take the roster that a command is about, and the rules named for it, out of what is given.

    `choose` asks a person for a policy where none is named.
    """
    from balance_classes.rendering.printer import ask_password
    from balance_classes.workflows.draw.prepare import RosterRequest

    named = {name: given.pop(name) for name in tuple(given) if name in RULE_NAMES}
    roster, rules, password_file = (
        given.pop("roster"), named.pop("rules"), named.pop("password_file"),
    )  # fmt: skip
    if roster.name in ("", ".."):
        roster = roster.resolve()  # ledger and result lie beside it under its name
    written = (named.pop("class_names") or "").replace("，", ",").split(",")
    names = [name.strip() for name in written if name]
    password = ask_password(spoken(ctx), password_file)
    return RosterRequest(roster, rules, {**named, "class_names": names or None}, password, choose)


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
