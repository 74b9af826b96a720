"""The report: one page beside the workbook that shows how even the classes are, without names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.problem.assignment import Proof
from balance_classes.domain.result.departures import departures, policy_sentences
from balance_classes.domain.result.fewer_classes import NARROWINGS, narrowed_of
from balance_classes.domain.result.fixed import Posted
from balance_classes.domain.result.formed import BalanceLine, Formed
from balance_classes.domain.result.sentences import (
    evenness_sentences,
    notes,
    posted_sentences,
    seed_sentence,
)
from balance_classes.domain.roster.bins import number_column
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.domain.roster.roster import SEX
from balance_classes.domain.rules.rules import SIZE
from balance_classes.files.pages.pages import page
from balance_classes.files.workbook.overview import line_level, summary
from balance_classes.files.workbook.page_setup import REHEARSAL
from balance_classes.language import Language, Text

Say = Callable[[Text | str], str]

REPORT = "report.html"
GROUNDS = {
    "zero": Text("an excess of 0 proves itself"),
    "plan": Text("integer program no. 1"),
    "program": Text("integer program no. 2"),
    "none": Text("not proven"),
}


def report(formed: Formed, posted: Posted | None, language: Language) -> bytes:
    """Return the bytes of the page; the same result gives the same bytes."""
    say = language.say
    parts = [*_shown_first(), *_told_after(formed, posted)]
    return page(
        "report.html",
        lang=language.code,
        title=say(Text("{school}: how even the classes are", school=formed.school)),
        stamp=say(REHEARSAL) if formed.entry is None else "",
        intro=[say(text) for text in summary(formed)],
        privacy=say(PRIVACY),
        contents=[_said({"id": f"part{n}", **part}, say) for n, part in enumerate(parts, start=1)],
        tiers=_tiers(formed, say),
        sizes=_sizes(formed, say),
        key=_said(KEY, say),
        groups=[_group(formed, group, say) for group in formed.shown_groups()],
        proof=say(PROVEN),
        proofs=_proofs(formed, language),
    )


PRIVACY = Text(
    "This page holds no name and no number of a person. It counts small groups: it is for the "
    "school and for those who inspect it; what may be posted is written by the command notice."
)
KEY = {
    "inside": Text("students of a class"),
    "band": Text("even share, from to"),
    "outside": Text("outside the even share"),
}
PROVEN = Text(
    "Tiers are compared one after the other: no gain in a later one pays for a loss in an earlier "
    "one. Excess is how many students lie outside the even shares. Where it is the least possible, "
    "no other assignment is more even, whoever makes it."
)

COMPARE = Text(
    "Compare the fingerprints above with those that were read aloud and posted: that of the seal "
    "before the draw, that of the result and the ledger's head after it."
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


def _part(title: Text, **filled: object) -> dict[str, Any]:
    return {"title": title, "lines": [], "steps": [], "marks": [], **filled}


def _shown_first() -> list[dict[str, Any]]:
    titles = (
        Text("How even the classes are"),
        Text("Classes side by side"),
        Text("Every balance, class by class"),
        Text("Proof, tier by tier"),
    )
    return [_part(title) for title in titles]


def _told_after(formed: Formed, posted: Posted | None) -> Iterator[dict[str, Any]]:
    counts = narrowed_of(formed)
    yield _part(
        Text("Students with fewer than all classes open to them"),
        lines=[
            Text("{reason}: {count}", reason=NARROWINGS[code], count=count)
            for code, count in counts.items()
        ]
        or [Text("All classes were open to every student.")],
    )
    yield _part(Text("Policy"), lines=[*policy_sentences(formed.rules.policy)])
    yield _part(Text("Departures from the policy"), lines=[*departures(formed)] or [Text("None.")])
    source = formed.fixed.seed_source
    yield _part(
        Text("Draw and seed"),
        lines=[
            *posted_sentences(formed, posted),
            seed_sentence(formed.seed),
            *([Text("How the seed is obtained: {source}.", source=source)] if source else []),
        ],
    )
    yield _part(Text("To be known"), lines=[*notes(formed)] or [Text("Nothing.")])
    yield _part(Text("How to check it yourself"), steps=_steps(formed, posted))
    yield _part(Text("Digests (SHA-256)"), marks=_marks(formed, posted))


def _tiers(formed: Formed, say: Say) -> list[dict[str, object]]:
    """Return how even each tier is; where students came, left or were moved, nothing is proven."""
    sentences = evenness_sentences(formed)
    proven = [proof.proven for proof in formed.assignment.proofs] or [False] * len(sentences)
    return [
        {"proven": known, "sentence": say(sentence)}
        for known, sentence in zip(proven, sentences, strict=True)
    ]


def _sizes(formed: Formed, say: Say) -> dict[str, Any]:
    """Return the table of the classes: size and sexes."""
    groups = formed.shown_groups()
    lines = [*groups[SIZE], *groups.get(SEX, ())]
    heads = [Text("Size"), *(level_label(line.quota.level, SEX) for line in lines[1:])]
    return {
        "header": [say(Text("Class")), *map(say, heads)],
        "rows": [
            [school_class.name, *(line.counts[c] for line in lines)]
            for c, school_class in enumerate(formed.classes)
        ],
    }


def _group(formed: Formed, group: str, say: Say) -> dict[str, Any]:
    lines = formed.shown_groups()[group]
    return {
        "name": say(field_label(group)),
        "lines": [_line(formed, line, say) for line in lines],
        "means": [
            say(
                Text(
                    "{number}, mean: {overall} overall; by class: {means}",
                    number=field_label(number_column(mean.name)),
                    overall=mean.overall or "–",
                    means=tuple(each or "–" for each in mean.classes),
                )
            )
            for mean in formed.means()
            if mean.name == group
        ],
    }


def _line(formed: Formed, line: BalanceLine, say: Say) -> dict[str, Any]:
    about = Text("{count} students, even share {band}", count=line.total, band=line.band)
    excess = Text("{excess} beyond the even shares", excess=line.excess)
    return {
        # Without the ends of bins, which are numbers of single students.
        "level": say(line_level(line, None)),
        "about": say(about),
        "excess": say(excess) if line.excess else "",
        "strips": list(strips(line, [school_class.name for school_class in formed.classes])),
    }


def _proofs(formed: Formed, language: Language) -> dict[str, Any]:
    say = language.say
    header = (
        Text("Tier"), Text("Balances"), Text("Excess"), Text("Least possible"), Text("Proven by")
    )  # fmt: skip

    def row(number: int, proof: Proof) -> list[object]:
        names = tuple(field_label(group) for group in proof.groups)
        ground = GROUNDS[proof.ground] if proof.proven else GROUNDS["none"]
        return [number, language.join(names), proof.excess, proof.bound, say(ground)]

    return {
        "header": [say(word) for word in header],
        "rows": [
            row(n, proof) for n, proof in enumerate(formed.as_drawn.assignment.proofs, start=1)
        ],
    }


def _steps(formed: Formed, posted: Posted | None) -> list[dict[str, Any]]:
    """Return how a reader checks the result: with eyes alone, then with the program."""
    steps = [
        (RECOUNT, "balance-classes verify FOLDER --roster ROSTER --recount"),
        (REDRAW, "balance-classes verify FOLDER --roster ROSTER"),
        (WHY, "balance-classes explain FOLDER STUDENT"),
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


A_STRIP = 7
"""So many classes stand in one strip: on a telephone strips come under one another, 308 wide."""
WIDTH, BAR = 44, 26
TOP, HEIGHT = 13, 36
"""Pixels: room for the count above a bar, and the greatest height of a bar."""
LONGEST_NAME = 7


def strips(line: BalanceLine, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the strips of a quota: each the paths of its bars and bands, and its words."""
    most = max(1, *line.counts, *line.quota.high)
    for first in range(0, len(names), A_STRIP):
        yield _strip(line, names, range(first, min(first + A_STRIP, len(names))), most)


def _strip(
    line: BalanceLine, names: Sequence[str], classes: Sequence[int], most: int
) -> dict[str, Any]:
    def up(count: int) -> int:
        return HEIGHT * count // most

    floor, quota = TOP + HEIGHT, line.quota
    paths: dict[str, list[str]] = {"bars": [], "out": [], "band": []}
    texts = []
    for place, c in enumerate(classes):
        left, count = place * WIDTH + (WIDTH - BAR) // 2, line.counts[c]
        kind = "out" if quota.excess_in(c, count) else "bars"
        if count:
            paths[kind].append(f"M{left} {floor}v-{up(count)}h{BAR}v{up(count)}z")
        low, high = up(quota.low[c]), max(up(quota.high[c]), up(quota.low[c]) + 2)
        paths["band"].append(f"M{left - 4} {floor - low}v-{high - low}h{BAR + 8}v{high - low}z")
        x = place * WIDTH + WIDTH // 2
        texts.append({"x": x, "y": floor - up(max(count, quota.high[c])) - 3, "count": count,
                      "name": _short(names[c])})  # fmt: skip
    return {
        "width": len(classes) * WIDTH,
        "texts": texts,
        "spoken": ", ".join(f"{names[c]} {line.counts[c]}" for c in classes),
        **{kind: "".join(path) for kind, path in paths.items()},
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
