"""What happened after the draw: who came where, what it did to sizes and balance, the files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict

import click

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.reason_codes import reason_label
from balance_classes.domain.result.first_sentence import LOOK, NEXT
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import Shift, shifts, tally
from balance_classes.domain.result.result_sentences import posted_sentences
from balance_classes.domain.result.shown_names import masked
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster_parts import shown_row
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_draw_answers import Grown
from balance_classes.rendering.line_breaks import print_line, print_section
from balance_classes.rendering.printer import print_table
from balance_classes.rendering.questions import confirmed
from balance_classes.workflows.after_draw.amend import AmendResult, WhatIf
from balance_classes.workflows.after_draw.event_steps import Grown as GrownResult
from balance_classes.workflows.after_draw.place import Coming, PlaceResult, otherwise_sentences


def show_placed(result: PlaceResult, *, as_json: bool) -> None:
    """Print where newcomers came, by lottery number, and what it did to the classes."""
    if as_json:
        print_answer(grown_body(result.grown))
        return
    say, placing = result.language.say, result.placing
    counts = {"newcomers": len(placing.newcomers), "leavers": len(placing.leavers)}
    print_line(
        say(Text("Came: {newcomers}; left: {leavers}; nobody else changed class.", **counts)),
        style="bold",
    )
    print_section(say(LOOK), map(say, otherwise_sentences(result.otherwise)))
    _print_sizes(result.grown.before, result.grown.result.formed, result.language)
    print_section(say(Text("Who came and left")), map(say, (*_places(result), *_leavers(result))))
    _print_end(result.grown, result.language)


def show_amended(result: AmendResult, *, as_json: bool) -> None:
    """Print who was moved, by lottery number, and what it did to the classes."""
    if as_json:
        print_answer(grown_body(result.grown))
        return
    grown = result.grown
    moved = Text(
        "Moved by an approved change: {count}; nobody else changed class.",
        count=len(result.amendment.moves),
    )
    print_line(result.language.say(moved), style="bold")
    _print_amended(WhatIf(grown.before, grown.result.formed, result.amendment, result.language))
    _print_end(result.grown, result.language)


def _print_amended(result: WhatIf) -> None:
    """Print whom a change moves, and what it sets aside."""
    say = result.language.say
    if result.amendment.broken:
        wishes = tuple(map(field_label, result.amendment.broken))
        aside = Text("Wishes of before the draw that this sets aside: {wishes}.", wishes=wishes)
        print_section(say(LOOK), [say(aside)])
    _print_sizes(result.before, result.after, result.language)
    print_section(say(Text("Who was moved")), map(say, _moves(result)))


def _moves(result: WhatIf) -> Iterator[Text]:
    """Yield who is moved from where to where, and why."""
    named = result.before.told_name
    names = {p.lottery_number: p.student.name for p in result.before.placements}
    for move in result.amendment.moves:
        yield Text(
            "From {leaves} to {joins}: {name}, lottery number {number}.",
            name=masked(names[move.lottery_number]),
            number=move.lottery_number,
            leaves=named(move.leaves),
            joins=named(move.joins),
        )
    yield Text("Reason: {reason}.", reason=reason_label(result.amendment.reason_code))


def ask_amended() -> Callable[[WhatIf], None] | None:
    """Return a way to ask whether a change is wanted as it shows, where somebody can answer."""
    if not sys.stdin.isatty():
        return None

    def ask(result: WhatIf) -> None:
        _print_amended(result)
        _print_balance(result.before, result.after, result.language)
        sys.stdout.flush()
        if not confirmed(result.language, Text("Make this change?"), default=False):
            raise click.Abort

    return ask


def ask_coming() -> Callable[[Coming], None] | None:
    """Return a way to ask who came and who left, where somebody can answer."""
    if not sys.stdin.isatty():
        return None

    def ask(coming: Coming) -> None:
        say = coming.language.say
        came = [
            Text("{name}, row {row}", name=masked(s.name), row=shown_row(s.row, coming.parts))
            for s in coming.came
        ]
        left = [
            Text(
                "{name}, {school_class}, lottery number {number}",
                name=masked(p.student.name),
                school_class=coming.classes[p.school_class],
                number=p.lottery_number,
            )
            for p in coming.left
        ]
        for text, lines in ((Text("Newcomers: {count}"), came), (Text("Leavers: {count}"), left)):
            print_line(say(Text(text.message, count=len(lines))))
            for line in lines:
                print_line(f"  {say(line)}")
        sys.stdout.flush()
        if not confirmed(coming.language, Text("Are these the right ones?"), default=False):
            raise click.Abort

    return ask


def grown_body(grown: GrownResult) -> Grown:
    """Return a later event as scripts read it; the change is the file that was written."""
    posted = grown.result.posted
    return {
        "rehearsal": grown.path is None,
        "file": str(grown.path) if grown.path else None,
        "folder": str(grown.folder),
        "fingerprint": fingerprint(grown.file.digest) if grown.path else None,
        "ledger": {"line": posted.line, "head": posted.head} if posted else None,
        "since_the_draw": asdict(tally(grown.result.formed)),
        "change": grown.file.plain(),
    }


def _print_sizes(before: Formed, after: Formed, language: Language) -> None:
    heads = (Text("Class"), Text("Size before"), Text("Size now"))
    pairs = zip(after.classes, before.class_lists, after.class_lists, strict=True)
    print()
    print_table(
        [language.say(head) for head in heads],
        ([c.name, str(len(there)), str(len(now))] for c, there, now in pairs),
    )


def _places(result: PlaceResult) -> Iterator[Text]:
    """Yield where newcomers came, by their rows in the file that the person has at hand."""
    named = result.grown.before.told_name
    for newcomer in sorted(result.placing.newcomers, key=lambda n: n.placement.student.row):
        placement = newcomer.placement
        who = Text(
            "Row {row} of {file}, lottery number {number}",
            row=shown_row(placement.student.row, result.parts),
            file=result.file,
            number=placement.lottery_number,
        )
        values = {"who": who, "name": named(placement.school_class)}
        if placement.lottery_number in result.placing.returned:
            yield Text("{who}: back into {name}, which it had left.", **values)
        elif len(newcomer.drawn_among) > 1:
            among = tuple(map(named, newcomer.drawn_among))
            yield Text("{who}: {name}, by lot among {among}.", **values, among=among)
        elif result.placing.method == "smallest-class":
            yield Text("{who}: {name}, the smallest class that was open.", **values)
        else:
            yield Text("{who}: {name}, where it leaves the classes most even.", **values)


def _leavers(result: PlaceResult) -> Iterator[Text]:
    """Yield how many left which classes."""
    before, going = result.grown.before, set(result.placing.leavers)
    left = Counter(p.school_class for p in before.placements if p.lottery_number in going)
    for c, count in sorted(left.items()):
        yield Text("Left {name}: {count}.", name=before.classes[c].name, count=count)


def _print_end(grown: GrownResult, language: Language) -> None:
    say, formed = language.say, grown.result.formed
    _print_balance(grown.before, formed, language)
    marks = posted_sentences(formed, grown.result.posted)
    print_section(say(Text("What to post")), map(say, marks))
    print_section(say(Text("Files")), [say(Text("Result: {path}", path=grown.folder))])
    if grown.path:
        check = Text('Check it: balance-classes verify "{folder}"', folder=grown.folder)
        print_section(say(NEXT), [say(check)])


def _print_balance(before: Formed, after: Formed, language: Language) -> None:
    said = (language.say(shift_sentence(shift)) for shift in shifts(before, after))
    print_section(language.say(Text("Balance, before and now")), said)


def shift_sentence(shift: Shift) -> Text:
    """Return what happened to the excess of a tier."""
    groups = tuple(field_label(group) for group in shift.groups)
    if shift.before == shift.after == 0:
        return Text("{groups}: even before and now.", groups=groups)
    return Text(
        "{groups}: {before} beyond the even shares before, {after} now.",
        groups=groups,
        before=shift.before,
        after=shift.after,
    )
