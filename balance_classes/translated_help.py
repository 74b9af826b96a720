"""Click classes whose help speaks the user's language, in the order of the work."""

from __future__ import annotations

import gettext
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from balance_classes.language import (
    LANGUAGES,
    LOCALE_DIR,
    Language,
    Text,
    from_environment,
    looks_chinese,
    steering,
)
from balance_classes.rendering.line_breaks import SENTENCES, parts

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

CLICK = "click"
"""The domain of the catalogue of what click itself says."""

LANGUAGE_WORDS = {"zh": "中文", "en": "英文"}

MAIN = Text("Options")
SECTIONS = (
    MAIN,
    SCORES := Text("Scores"),
    CLASSES := Text("Classes"),
    READING := Text("Reading the file"),
    CEREMONY := Text("Ceremony"),
    AGAIN := Text("Drawing again"),
    RARE := Text("Rarely needed"),
    EVERY := Text("Every command"),
)
"""What the options of a command are told under, in this order."""

FEWEST_IN_SECTIONS = 12
"""So many options or more are told in sections; fewer are one list."""

WIDEST_TERM = 26
"""A longer option stands on a line of its own, above what it does."""


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
    known = {**{word: code for code, word in LANGUAGE_WORDS.items()}, "zh": "zh", "en": "en"}
    named = re.search(rf"(?:^|\0)--lang[=\0]({'|'.join(known)})(?:\0|$)", "\0".join(words))
    if named:
        return Language(known[named[1]])
    return Language("zh") if looks_chinese(" ".join(words)) else from_environment()


def let_click_speak(language: Language) -> None:
    """Let what click says be in a language, from the catalogue beside ours."""
    # gettext, which click asks, looks at this variable before all others.
    os.environ["LANGUAGE"] = language.code
    gettext.bindtextdomain(CLICK, LOCALE_DIR)
    gettext.textdomain(CLICK)


class SpokenChoice(click.Choice[str]):
    """A choice whose values have Chinese words, too, which are shown where help is Chinese."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the Chinese word of each value."""
        super().__init__(tuple(words))
        self.words = words

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """Return a value as it is written in the language at hand."""
        chinese = ctx is not None and spoken(ctx).code == "zh"
        return self.words.get(str(choice), str(choice)) if chinese else str(choice)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value that is meant: by itself or by its word, in letters of any width."""
        written = unicodedata.normalize("NFKC", str(value)).strip().casefold()
        known = {word.casefold(): value for value, word in self.words.items()}
        known |= {value.casefold(): value for value in self.words}
        if written not in known:
            self.fail(self.get_invalid_choice_message(value, ctx), param, ctx)
        return known[written]

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the values in the language at hand, or those that begin as what is typed does."""
        from click.shell_completion import CompletionItem

        if not incomplete:
            return super().shell_complete(ctx, param, incomplete)
        known = (*self.words, *self.words.values())
        return [CompletionItem(word) for word in known if word.startswith(incomplete)]


class PlainText(click.types.StringParamType):
    """A text without characters that steer a terminal or turn the direction of writing."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text."""
        text = super().convert(value, param, ctx)
        if ctx and (character := steering(text)):
            what = Text(
                "The text holds a character that cannot stand there (U+{code}).",
                code=f"{ord(character):04X}",
            )
            self.fail(spoken(ctx).say(what), param, ctx)
        return text


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown, in its section."""

    def __init__(self, *names: Any, section: Text = MAIN, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.section = section
        if self.type is click.STRING:
            self.type = PlainText()

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value: PATH, N, or the word for it."""
        if self.metavar is None and isinstance(self.type, click.types.IntParamType):
            return "N"
        return gettext.gettext(super().make_metavar(ctx))

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return what click adds to the help: no ranges, which the help says in words."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the user's language."""
        shown = super().get_help_record(ctx)
        if shown is None or not self.help:
            return shown
        return shown[0], shown[1].replace(self.help, spoken(ctx).say(Text(self.help)))


class SpokenArgument(click.Argument):
    """An argument whose name is in the user's language, in the usage and in errors."""

    def __init__(self, *names: Any, **settings: Any) -> None:
        super().__init__(*names, **settings)
        if self.type is click.STRING:
            self.type = PlainText()

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value: ROSTER, or the word for it."""
        shown = super().make_metavar(ctx)
        name = (self.metavar or self.name or "").upper()
        return shown.replace(name, gettext.gettext(name))


class SpokenFormatter(click.HelpFormatter):
    """Help in lines that fit a terminal, of whose places a Chinese character takes two."""

    term_width = 0
    """The width of the first column of all lists, where it is to be the same in all."""

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{heading}{'：' if looks_chinese(heading) else ':'}\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        indent = " " * self.current_indent
        for line in parts(text, self.width - self.current_indent, SENTENCES):
            self.write(f"{indent}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = WIDEST_TERM, col_spacing: int = 2
    ) -> None:
        """Write terms and what they mean in two columns."""
        listed = list(rows)
        first = self.term_width or widest([term for term, _ in listed], col_max)
        margin = " " * (self.current_indent + first + col_spacing)
        for term, meaning in listed:
            lines = list(parts(meaning, self.width - len(margin), SENTENCES))
            gap = first - places(term)
            self.write(" " * self.current_indent + term)
            self.write(f"\n{margin}" if gap < 0 else " " * (gap + col_spacing))
            self.write(f"\n{margin}".join(lines) + "\n")


def places(text: str) -> int:
    """Return how many places of a terminal a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def widest(terms: Sequence[str], most: int) -> int:
    """Return the width of a column that holds all terms but for those that are too wide."""
    return max((width for width in map(places, terms) if width <= most), default=0)


class SpokenContext(click.Context):
    """A context whose help is folded as its language wants it."""

    formatter_class = SpokenFormatter


class SpokenCommand(click.Command):
    """A command whose help is translated when it is shown.

    `writes` says that an error of it means that nothing was written.
    """

    context_class = SpokenContext

    def __init__(self, *names: Any, writes: bool = False, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.writes = writes

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description in the user's language."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(spoken(ctx).say(Text(self.help or "")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, of many each in its section."""
        sections = list(self.sections(ctx))
        terms = [term for _, rows in sections for term, _ in rows]
        if isinstance(formatter, SpokenFormatter):
            formatter.term_width = widest(terms, WIDEST_TERM)
        for heading, rows in sections:
            with formatter.section(spoken(ctx).say(heading)):
                formatter.write_dl(rows)

    def sections(self, ctx: click.Context) -> Iterator[tuple[Text, list[tuple[str, str]]]]:
        """Yield each section of the help: its heading, and its options with what they do."""
        rows = [
            (each.section if isinstance(each, SpokenOption) else EVERY, row)
            for each in self.get_params(ctx)
            if isinstance(each, click.Option) and (row := each.get_help_record(ctx))
        ]
        in_order = [(s, [row for of, row in rows if of == s]) for s in SECTIONS]
        if len(rows) < FEWEST_IN_SECTIONS:
            yield MAIN, [row for _, listed in in_order for row in listed]
        else:
            yield from ((section, listed) for section, listed in in_order if listed)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands below the list in the user's language."""
        if self.epilog:
            formatter.write_paragraph()
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
    """A group whose help is translated when it is shown, its commands in the order of the work."""

    language = Language("en")
    """The language of this run, as far as it is known before the command line is parsed."""

    def __init__(self, *names: Any, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.parts_of_work: list[tuple[Text, tuple[str, ...]]] = []

    def add_part(self, heading: Text, *commands: click.Command) -> None:
        """Add the commands of one part of the work."""
        for command in commands:
            self.add_command(command)
        self.parts_of_work.append((heading, tuple(str(command.name) for command in commands)))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the work."""
        return [name for _, names in self.parts_of_work for name in names]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under the part of the work that they are for, then the options."""
        if isinstance(formatter, SpokenFormatter):
            formatter.term_width = widest(self.list_commands(ctx), WIDEST_TERM)
        for heading, names in self.parts_of_work:
            with formatter.section(spoken(ctx).say(heading)):
                formatter.write_dl([(n, self.commands[n].get_short_help_str()) for n in names])
        super().format_options(ctx, formatter)

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        """Run the command line; what click says is in the language of ours from the start."""
        self.language = language_of(sys.argv[1:] if args is None else args)
        let_click_speak(self.language)
        return super().main(args, *more, **settings)
