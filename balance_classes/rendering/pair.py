"""What the second lot gave: who is paired with what, how even the teams are, the files."""

from __future__ import annotations

import sys

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.teachers.paired_classes import shown_pairings
from balance_classes.files.workbook.pairing_sheets import pairing_sentences
from balance_classes.language import Language, Text
from balance_classes.rendering.ceremony import at_enter, print_table, show_steps
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_draw_answers import Paired
from balance_classes.rendering.line_breaks import print_line
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
    print_table(pairings, result.language)
    for sentence in pairing_sentences(formed, result.event.paired):
        print_line(say(sentence))
    print()
    for sentence in opening(result):
        print_line(say(sentence))
    if result.page:
        print_line(say(Text("Page for the ceremony: {path}", path=result.page)))
    print_line(say(Text("Result: {path}", path=result.folder)))


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
