"""The page of the draw for the hall: words, seed, lots and classes filling; numbers, no names."""

from __future__ import annotations

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.policy_departures import policy_sentences
from balance_classes.domain.seed_words import counted_words
from balance_classes.files.evidence.forms import Record
from balance_classes.files.pages.page_templates import page
from balance_classes.files.workbook.page_fit import text_width
from balance_classes.files.workbook.page_setup import REHEARSAL
from balance_classes.language import Language, Text

NARROWEST, REM_A_CHARACTER = 9.5, 0.7
"""Boxes of classes, in rem: wide enough for their names and some numbers beside each other."""


def hall_page(record: Record, minutes: float, language: Language) -> bytes:
    """Return the page of a draw as its record tells it; the lots take so many minutes."""
    say, fixed = language.say, record.fixed
    title = say(Text("{school}: the draw of classes", school=record.source.school))
    class_of = {n: at for at, each in enumerate(record.classes) for n in each.lottery_numbers}
    names = [each.name for each in record.classes]
    opening = [
        *([REHEARSAL] if record.rehearsal else []),
        Text("Students: {students}. Classes: {classes}.", students=fixed.students,
             classes=len(names)),
        policy_sentences(fixed.rules.policy)[0],
        Text("Everything that can change the result is fixed: {fixed}",
             fixed=fingerprint(record.fixed_digest)),
    ]  # fmt: skip
    given = record.seed.words if record.seed.given else ()
    return page(
        "hall.html",
        lang=language.code,
        title=title,
        opening=list(map(say, opening)),
        words_heading=say(Text("Words of the seed")),
        words=[
            {"giver": each.giver or "–", "words": each.words, "counted": counted_words(each.words)}
            for each in given
        ],
        counted=say(Text("counted")),
        digest_heading=say(Text("Seed")),
        digest=record.seed.value,
        digest_meaning=say(_made_of(record)),
        lots_heading=say(Text("Lottery numbers")),
        box_width=max(NARROWEST, REM_A_CHARACTER * (max(map(text_width, names)) + 4)),
        names=names,
        class_of=[class_of[number] for number in sorted(class_of)],
        milliseconds=round(minutes * 60_000),
        pause=say(Text("Pause, or go on")),
        headings=list(map(say, (Text("Class"), Text("Students"), Text("Lottery numbers")))),
        rows=[
            [each.name, str(each.size), language.join(tuple(map(str, each.lottery_numbers)))]
            for each in record.classes
        ],
        closing=[say(Text("Fingerprint of the result: {fingerprint}",
                          fingerprint=fingerprint(record.digest)))],
        all=say(Text("All together")),
        back=say(Text("Back")),
        next=say(Text("Next")),
    )  # fmt: skip


def _made_of(record: Record) -> Text:
    if record.seed.given:
        return Text(
            "SHA-256 of what counts of the words: by it and the students' own numbers the lots are "
            "ordered."
        )
    return Text("Nobody witnessed this draw: the program drew its seed.")
