"""What every command prints: errors, progress, JSON; and the questions for the seed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balance_classes.domain.lottery import SeedWords, letters_and_digits
from balance_classes.domain.result.result_sentences import told_words
from balance_classes.domain.seed_words import Giver
from balance_classes.errors import BalanceError, Finding
from balance_classes.files.disk.opening import STANDARD, password_from
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import finding_answer, print_answer, told_answer
from balance_classes.rendering.questions import asked, confirmed, plain

if TYPE_CHECKING:
    from rich.console import Console

STAGES = {
    "read": Text("Reading the roster"),
    "plan": Text("Planning (integer program no. 1)"),
    "trials": Text("Trial draws"),
    "settle": Text("Dealing and settling"),
    "program": Text("Placing by solver (integer program no. 2)"),
    "prove": Text("Proving"),
    "write": Text("Writing the result"),
    "verify": Text("Recounting"),
    "lots": Text("Comparing with lotteries"),
}


CELL = Text("{file}, sheet {sheet}, cell {cell}")
CELLS = Text("{file}, sheet {sheet}, {count} cells ({cells})")
MOST_CELLS = 8
"""So many cells of which the same is to be said are named; --json has them all."""
BEGUN = Text(
    "It stands on the ledger already: the same command with the same files and words finishes it."
)


def show_error(error: BalanceError, language: Language, *, as_json: bool, writes: bool) -> None:
    """Print every finding of an error: where, what, how to mend it."""
    if as_json:
        findings = [finding_answer(finding, language) for finding in error.findings]
        print_answer({}, exit_code=error.exit_code, findings=findings)
        return
    say = language.say
    for finding in told_once(error.findings):
        print(say(finding.told), file=sys.stderr)
    if writes:
        print(say(Text("No result was written.")), file=sys.stderr)
        if error.begun:
            print(say(BEGUN), file=sys.stderr)


def told_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings in their order; those that say the same of several cells are one."""
    cells: list[tuple[Finding, list[object]]] = []
    for finding in findings:
        where = finding.where
        if not isinstance(where, Text) or where.message != CELL.message:
            cells.append((finding, []))
            continue
        values = dict(where.values)
        cell = values.pop("cell")
        alike = replace(finding, where=Text(CELLS.message, **values), cells=())
        same = next((found for told, found in cells if found and told == alike), None)
        if same is None:
            cells.append((alike, [cell]))
        else:
            same.append(cell)
    return [_with_cells(finding, found) for finding, found in cells]


def _with_cells(finding: Finding, cells: Sequence[object]) -> Finding:
    if not cells or not isinstance(finding.where, Text):
        return finding
    values = dict(finding.where.values)
    if len(cells) == 1:
        return replace(finding, where=Text(CELL.message, **values, cell=cells[0]))
    shown = (*map(str, cells[:MOST_CELLS]), *(["…"] if len(cells) > MOST_CELLS else []))
    return replace(finding, where=Text(CELLS.message, **values, count=len(cells), cells=shown))


def show_interrupted(language: Language, exit_code: int, *, begun: bool, as_json: bool) -> None:
    """Print that the run was broken off by its user, and whether the draw had begun."""
    say = language.say
    what = Text("Interrupted; no half-written result is left.")
    if as_json:
        finding = told_answer("", what, language, BEGUN if begun else "")
        print_answer({}, exit_code=exit_code, findings=[finding])
        return
    print(say(what), file=sys.stderr)
    if begun:
        print(say(BEGUN), file=sys.stderr)


def show_usage_error(error: click.UsageError, language: Language) -> None:
    """Print what is wrong with a command line, for scripts; click tells people."""
    mend = f"{error.ctx.command_path} --help" if error.ctx else ""
    finding = told_answer(Text("command line"), error.format_message(), language, mend)
    print_answer({}, exit_code=error.exit_code, findings=[finding])


@contextmanager
def beside(output: Path | None) -> Iterator[None]:
    """Let words go beside a file that goes to standard output."""
    if output == STANDARD:
        with redirect_stdout(sys.stderr):
            yield
    else:
        yield


def console() -> Console:
    """Return the console for tables; one whose pipe was closed raises, as a print does."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(file=sys.stdout, markup=False, emoji=False, highlight=False)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table without lines: words on the left, numbers on the right."""
    from rich.table import Table

    table, cells = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0)), list(rows)
    for at, head in enumerate(heads):
        number = all(row[at].isdecimal() for row in cells)
        table.add_column(head, justify="right" if number else "left", overflow="fold")
    for row in cells:
        table.add_row(*row)
    console().print(table)


@contextmanager
def progress(language: Language, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show the stage at hand on a terminal while work goes on; say nothing to a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage: None
        return
    from rich.console import Console

    with Console(stderr=True).status(language.say(STAGES["read"])) as status:

        def report(stage: str) -> None:
            if stage in STAGES:
                status.update(language.say(STAGES[stage]))
                status.start()
            else:  # people are asked
                status.stop()

        yield report


UNWITNESSED = Text(
    "Nobody gave words: the program would draw the seed itself, and the result would say that "
    "nobody witnessed it. Go on like this?"
)


def ask_givers(language: Language) -> list[str]:
    """Ask for the names of the givers one by one: all names come before any words."""
    names: list[str] = []
    while True:
        text = Text("Name of giver {number} (Enter: all are named)", number=len(names) + 1)
        name = asked(language, text, default="")
        if not name:
            return names
        wrong = None
        if not any(map(str.isalpha, name)):
            wrong = Text("A name is wanted here; the words come when all givers are named.")
        elif letters_and_digits(name) in map(letters_and_digits, names):
            wrong = Text("{giver} is named already.", giver=name)
        if wrong:
            print(language.say(wrong), file=sys.stderr)
        else:
            names.append(name)


def ask_seed(language: Language, givers: tuple[Giver, ...]) -> Sequence[SeedWords]:
    """Ask each giver for words on the terminal; without givers, for their names too.

    Words that cannot count are asked for again at once; on a terminal all are read back.
    """
    say = language.say

    def words_of(giver: Giver, names: Sequence[str]) -> SeedWords:
        while True:
            words = asked(language, Text("Turn of {giver}; the words", giver=giver.told()))
            wrong = giver.unfit(words)
            if words in names:
                wrong = Text("This is the name of a giver; the words are wanted.")
            if wrong is None:
                return SeedWords(giver.name, giver.words(words))
            print(say(wrong), file=sys.stderr)

    def all_words() -> list[SeedWords]:
        turns = givers or tuple(map(Giver, ask_givers(language)))
        return [words_of(giver, [each.name for each in turns]) for giver in turns]

    while True:
        words = all_words()
        if not sys.stdin.isatty():
            return words
        if not words:
            # An empty answer may be a slip, and a draw that nobody witnessed stands for good.
            if confirmed(language, UNWITNESSED, default=False):
                return words
            continue
        for entry in words:
            read = Text("{giver}: {words}", giver=entry.giver, words=told_words(entry.words))
            print("  " + say(read), file=sys.stderr)
        if confirmed(language, Text("Are these the words?"), default=False):
            return words


def ask_closed(language: Language) -> Callable[[Path], bool] | None:
    """Return a way to ask that an open file be closed, where somebody can answer."""
    if not sys.stdin.isatty():
        return None

    def ask(folder: Path) -> bool:
        text = Text(
            "A file in {folder} is open in another program (Excel, WPS). Close it and press "
            "Enter; or type q to stop",
            folder=folder,
        )
        return plain(asked(language, text, default="")) != "q"

    return ask


def ask_password(language: Language, file: Path | None) -> Callable[[], str] | None:
    """Return a way to the roster's password: its file, else a question on the terminal.

    The question is asked only where somebody can answer it.
    """
    if file is not None:
        return password_from(file)
    if not sys.stdin.isatty():
        return None

    def ask() -> str:
        return asked(language, Text("Password of the roster"), hide_input=True)

    return ask
