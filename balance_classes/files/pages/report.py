"""The page beside the workbook: the answer first, then what to look at, counts, proof, evidence.

It holds counts and digests, no name and no number, and needs neither network nor script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.count_table import count_groups, explained
from balance_classes.domain.result.fewer_open_classes import NARROWINGS, narrowed_of
from balance_classes.domain.result.first_sentence import LOOK, answer_sentences, origin_sentence
from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.policy_departures import departures, policy_sentences
from balance_classes.domain.result.result_sentences import (
    evenness_sentences,
    notes,
    posted_sentences,
    seed_sentence,
)
from balance_classes.files.pages.count_pictures import BESIDE, beside_lots, counts_shown
from balance_classes.files.pages.page_templates import page
from balance_classes.files.workbook.page_setup import REHEARSAL
from balance_classes.language import Language, Text

Say = Callable[[Text | str], str]

REPORT = "report.html"
GROUNDS: dict[str, Text | str] = {
    "zero": "",
    "plan": Text("by integer program no. 1"),
    "program": Text("by integer program no. 2"),
    "none": "",
}


def report(formed: Formed, posted: Posted | None, language: Language) -> bytes:
    """Return the bytes of the page; the same result gives the same bytes."""
    say = language.say
    parts = [*_shown_first(formed), *_told_after(formed, posted)]
    contents = [_said({"id": f"part{n}", **part}, say) for n, part in enumerate(parts, start=1)]
    return page(
        "report.html",
        lang=language.code,
        title=say(Text("{school}: how even the classes are", school=formed.school)),
        stamp=say(REHEARSAL) if formed.entry is None else "",
        answer=[say(text) for text in answer_sentences(formed)],
        origin=say(origin_sentence(formed)),
        privacy=say(PRIVACY),
        contents_word=say(Text("Contents")),
        contents=contents,
        counts=counts_shown(formed, say),
        beside=beside_lots(formed, say),
        tiers=_tiers(formed, say),
    )


PRIVACY = Text(
    "This page holds no name and no number of a person. It counts small groups: it is for the "
    "school and for those who inspect it; what may be posted is written by the command notice."
)
PROVEN = Text(
    "What stands first counts first: no gain in a later line pays for a loss in an earlier one. "
    "Beyond even shares are the students whom a class has more or fewer than its even share. Where "
    "that is the least possible, no other assignment is more even, whoever makes it; nothing "
    "beyond even shares proves itself."
)

COMPARE = Text(
    "Compare the fingerprints above with those that were read aloud and posted: that of the seal "
    "before the draw, that of the result and the ledger's head after it."
)
PAGE = Text(
    "Without the program open verify.html, which lies beside this page, and put in what you have."
)
REMEMBER = Text("Every giver compares what was typed with what he gave.")
RECOUNT = Text("On any machine recount the result from its lists, without the code that draws:")
REDRAW = Text("Draw again from roster and seed; the classes must be the same:")
WHY = Text("Ask why one student is in its class (for the school's desk):")
WRITTEN = Text("The procedure ({procedure}) is written down so that a stranger can write it anew.")


def _said(part: dict[str, Any], say: Say) -> dict[str, Any]:
    """Return a part of the page with its texts in words."""
    return {name: _words(value, say) for name, value in part.items()}


def _words(value: Any, say: Say) -> Any:
    if isinstance(value, list):
        return [_words(entry, say) for entry in value]
    if isinstance(value, dict):
        return _said(value, say)
    return say(value) if isinstance(value, Text) else value


def _shown_first(formed: Formed) -> list[dict[str, Any]]:
    explains = explained(count_groups(formed))
    return [
        _part(LOOK, listed=[*notes(formed)] or [Text("Nothing.")]),
        _part(Text("Students a class"), lines=[explains], together=False),
        _part(Text("Beside lots alone"), lines=[BESIDE]),
        _part(Text("Proof, line by line"), lines=[PROVEN], together=False),
    ]


def _told_after(formed: Formed, posted: Posted | None) -> Iterator[dict[str, Any]]:
    source = formed.fixed.seed_source
    yield _part(
        Text("Draw and seed"),
        lines=[
            *posted_sentences(formed, posted),
            seed_sentence(formed.seed),
            *([Text("How the seed is obtained: {source}.", source=source)] if source else []),
        ],
    )
    counts = narrowed_of(formed)
    yield _part(
        Text("Students with fewer than all classes open to them"),
        lines=[
            Text("{reason}: {count}.", reason=NARROWINGS[code], count=count)
            for code, count in counts.items()
        ]
        or [Text("All classes were open to every student.")],
    )
    yield _part(
        Text("Policy"),
        lines=[
            *policy_sentences(formed.rules.policy),
            *([*departures(formed)] or [Text("Nothing departs from the policy.")]),
        ],
    )
    yield _part(Text("How to check it yourself"), steps=_steps(formed, posted))
    yield _part(Text("Digests (SHA-256)"), marks=_marks(formed, posted))


def _part(title: Text, **filled: object) -> dict[str, Any]:
    empty: dict[str, Any] = {"lines": [], "listed": [], "steps": [], "marks": []}
    return {"title": title, "together": True, **empty, **filled}


def _tiers(formed: Formed, say: Say) -> list[dict[str, object]]:
    """Return how even each tier is; where students came, left or were moved, nothing is proven."""
    sentences, proofs = evenness_sentences(formed), formed.assignment.proofs
    proven = [proof.proven for proof in proofs] or [False] * len(sentences)
    grounds = [GROUNDS[proof.ground] if proof.proven else "" for proof in proofs]
    return [
        {"proven": known, "sentence": say(sentence), "ground": say(ground)}
        for known, sentence, ground in zip(
            proven, sentences, grounds or [""] * len(sentences), strict=True
        )
    ]


def _steps(formed: Formed, posted: Posted | None) -> list[dict[str, Any]]:
    """Return how a reader checks the result: with eyes alone, then with the program."""
    steps = [
        (PAGE, ""),
        (RECOUNT, Text("balance-classes verify FOLDER --roster ROSTER --recount")),
        (REDRAW, Text("balance-classes verify FOLDER --roster ROSTER")),
        (WHY, Text("balance-classes explain FOLDER STUDENT")),
        (Text(WRITTEN.message, procedure=formed.fixed.procedure), ""),
    ]
    if posted:
        steps = [(COMPARE, ""), (REMEMBER, ""), *steps]
    return [{"words": words, "command": command} for words, command in steps]


def _marks(formed: Formed, posted: Posted | None) -> list[dict[str, Any]]:
    fixed, drawn = formed.fixed, formed.as_drawn.assignment
    digests = (
        (Text("All that was fixed before the draw"), fixed.digest()),
        (Text("Record"), posted.record if posted else ""),
        (Text("Ledger's head"), posted.head if posted else ""),
    )
    return [
        *(
            {"name": name, "value": f"{fingerprint(digest)}  ({digest})"}
            for name, digest in digests
            if digest
        ),
        {"name": Text("Roster, as read"), "value": fixed.roster_digest},
        {"name": Text("Roster file"), "value": formed.roster.file_sha256},
        {"name": Text("Rules"), "value": fixed.rules_digest},
        {"name": Text("Result"), "value": drawn.digest()},
        {"name": Text("Value of the seed"), "value": formed.seed.value},
        {"name": Text("Solver"), "value": fixed.solver},
    ]
