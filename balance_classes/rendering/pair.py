"""What the second lot gave, on a terminal: pairings one at a time or all, the teams, the files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.first_sentence import NEXT
from balance_classes.domain.teachers.paired_classes import ShownPairing, shown_pairings
from balance_classes.files.pages.ceremony import HEADINGS, boxes_of
from balance_classes.files.workbook.page_setup import REHEARSAL
from balance_classes.files.workbook.pairing_sheets import pairing_sentences
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_draw_answers import Paired
from balance_classes.rendering.line_breaks import print_line, print_section
from balance_classes.rendering.printer import console, print_table
from balance_classes.workflows.after_draw.pair import PairResult, opening


def announce(language: Language, asked: str) -> None:
    """Print the fingerprint of all that is fixed, before anybody gives words."""
    print(
        language.say(
            Text(
                "Students, teachers, conflicts and rooms are fixed; read aloud before the words "
                "are given: {asked}",
                asked=asked,
            )
        ),
        file=sys.stderr,
    )


def show_paired(result: PairResult, *, as_json: bool, step: bool) -> None:
    """Print the pairings, one at a time if asked for; numbers and letters, no names of people."""
    if as_json:
        print_answer(paired_body(result))
        return
    say, formed = result.language.say, result.grown.result.formed
    pairings = shown_pairings(result.event.paired, formed.classes)
    if step:
        show_steps(
            opening(result),
            pairings,
            result.language,
            at_enter(result.language),
            rehearsal=result.grown.path is None,
        )
    print_line(say(_verdict(result, len(pairings))), style="bold")
    print()
    fields = boxes_of(pairings)
    rows = ([getattr(pairing, name) for name in fields] for pairing in pairings)
    print_table([say(HEADINGS[name]) for name in fields], rows)
    sentences = pairing_sentences(formed, result.event.paired)
    print_section(say(Text("Teams")), map(say, sentences))
    print_section(say(Text("Draw")), map(say, opening(result)))
    files = [Text("Result: {path}", path=result.folder)]
    if result.page:
        files.append(Text("Page for the ceremony: {path}", path=result.page))
    print_section(say(Text("Files")), map(say, files))
    if result.grown.path:
        check = Text('Check it: balance-classes verify "{folder}"', folder=result.folder)
        print_section(say(NEXT), [say(check)])


def _verdict(result: PairResult, count: int) -> Text:
    paired = result.event.paired
    if paired.teams is None:
        return Text("{count} groups have their classes, by lot.", count=count)
    if paired.names:
        return Text(
            "{count} groups have their classes and their teams of teachers, by lot.", count=count
        )
    return Text("{count} classes have their teams of teachers, by lot.", count=count)


def paired_body(result: PairResult) -> Paired:
    """Return the pairing as scripts read it; the file is the one that was written."""
    posted = result.grown.result.posted
    return {
        "folder": str(result.folder),
        "rehearsal": result.grown.path is None,
        "file": str(result.grown.path) if result.grown.path else None,
        "page": str(result.page) if result.page else None,
        "fingerprint": fingerprint(result.grown.file.digest) if result.grown.path else None,
        "fixed": fingerprint(result.asked),
        "ledger": {"line": posted.line, "head": posted.head} if posted else None,
        "pair": result.grown.file.plain(),
    }


Wait = Callable[[], None]
"""Returns when the next pairing is to be shown."""


def show_steps(
    opening: Sequence[Text],
    pairings: Sequence[ShownPairing],
    language: Language,
    wait: Wait,
    *,
    rehearsal: bool,
) -> None:
    """Show what was drawn from, then one pairing after the other, each when `wait` returns."""
    from rich.align import Align
    from rich.console import Group
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.table import Table

    say, fields = language.say, boxes_of(pairings)
    stamp = say(REHEARSAL) if rehearsal else ""
    screen = console()

    def page(content: object, title: str) -> None:
        if screen.is_terminal:
            screen.clear()
        centred = Align.center(content, vertical="middle")  # type: ignore[arg-type]
        height = screen.height - 1 if screen.is_terminal else None
        marked = f"{stamp} {title}".strip()
        screen.print(Panel(Padding(centred, (2, 4)), title=marked, height=height))
        wait()

    page(Group(*map(say, opening)), say(Text("The second lot")))
    for number, pairing in enumerate(pairings, start=1):
        table = Table(show_edge=False, padding=(1, 4), header_style="bold")
        for name in fields:
            table.add_column(say(HEADINGS[name]), justify="center", style="bold reverse")
        table.add_row(*(f" {getattr(pairing, name)} " for name in fields))
        page(table, f"{number} / {len(pairings)}")


def at_enter(language: Language) -> Wait:
    """Return a wait for the Enter key; where nobody can press it, it does not wait."""
    prompt = language.say(Text("Enter: the next"))

    def wait() -> None:
        if not sys.stdin.isatty():
            sys.stdin.readline()
            return
        print(prompt, end="", flush=True)
        sys.stdin.readline()

    return wait
