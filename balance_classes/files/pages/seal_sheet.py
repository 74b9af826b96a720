"""The seal sheet: one page to post when a draw is sealed, with the fingerprint large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.before_draw_sentences import (
    seeds_sentence,
    setting_departures,
    steering_sentence,
)
from balance_classes.domain.result.fixed_before_draw import Fixed
from balance_classes.domain.result.policy_departures import policy_sentences
from balance_classes.domain.seed_words import givers_of
from balance_classes.files.pages.page_templates import page
from balance_classes.language import Language, Text, day

MARK, WITHIN = "balance-classes-seal", 8192
"""What tells a sheet from a table saved as a page, and in how many bytes it stands."""
ROOM = "_" * 24
"""Where somebody writes by hand."""
TO_FILL = (
    Text("Date and time of the draw: {line}", line=ROOM),
    Text("Place of the draw: {line}", line=ROOM),
    Text("Posted on: {line}", line=ROOM),
    Text("Signature and seal: {line}", line=ROOM),
)
COMPARE = Text(
    "Write this down. After the draw, lists and notice must show the same one as “Sealed before "
    "the draw”; with another roster, other rules or other givers it would be another one."
)


@dataclass(frozen=True)
class SealPage:
    """What a sheet says: of one school and its rules, or of all schools of a batch."""

    title: Text
    intro: tuple[Text, ...]
    digest: str
    givers: tuple[str, ...]
    seed: tuple[Text, ...]
    heading: Text
    below: tuple[Text, ...]


def seal_sheet(fixed: Fixed, school: str, date: str, language: Language) -> bytes:
    """Return the sheet as a page; `date` is when it was sealed, empty where nobody said so."""
    title = Text("{school}: sealed for the draw of classes", school=school)
    seed, rules = tuple(_of_seed(fixed)), tuple(_of_rules(fixed))
    intro = tuple(_intro(fixed, date))
    posted = SealPage(title, intro, fixed.digest(), fixed.givers, seed, Text("Rules"), rules)
    return _sheet(posted, language)


def batch_seal_sheet(
    digest: str,
    givers: tuple[str, ...],
    seed_source: str,
    schools: Sequence[tuple[str, str]],
    language: Language,
) -> bytes:
    """Return the sheet of a batch; `schools` pairs codes with what each is sealed to."""
    source = Text("How the seed is obtained: {source}.", source=seed_source)
    posted = SealPage(
        Text("Sealed for the draw of classes of several schools"),
        (Text("Sealed schools: {count}.", count=len(schools)),),
        digest,
        givers,
        (*((source,) if seed_source else ()), seeds_sentence(givers)),
        Text("Schools, each with the fingerprint of its own seal"),
        tuple(
            Text("{code}: {seal}", code=code, seal=fingerprint(sealed)) for code, sealed in schools
        ),
    )
    return _sheet(posted, language)


def _sheet(posted: SealPage, language: Language) -> bytes:
    say = language.say
    return page(
        "seal.html",
        lang=language.code,
        mark=MARK,
        title=say(posted.title),
        intro=list(map(say, posted.intro)),
        heading=say(Text("Fingerprint of the seal")),
        groups=fingerprint(posted.digest).split("-"),
        compare=say(COMPARE),
        of_seed=say(Text("Seed")),
        givers_heading=say(Text("Givers of the seed, in this order:")),
        givers=[say(giver.told()) for giver in givers_of(posted.givers)],
        seed=list(map(say, posted.seed)),
        of_rules=say(posted.heading),
        rules=list(map(say, posted.below)),
        to_fill=list(map(say, TO_FILL)),
    )


def is_seal_sheet(path: Path) -> bool:
    """Tell whether a file is such a sheet; one that cannot be read is left to whoever reads it."""
    if path.suffix != ".html":
        return False
    try:
        with path.open("rb") as file:
            return f'id="{MARK}"'.encode() in file.read(WITHIN)
    except OSError:
        return False


def _intro(fixed: Fixed, date: str) -> Iterator[Text]:
    values = {"students": fixed.students, "classes": len(fixed.classes)}
    yield Text("Students: {students}. Classes: {classes}.", **values)
    yield from policy_sentences(fixed.rules.policy)[:2]
    if date:
        yield Text("Sealed on {date}.", date=day(date))


def _of_seed(fixed: Fixed) -> Iterator[Text]:
    if fixed.seed_source:
        yield Text("How the seed is obtained: {source}.", source=fixed.seed_source)
    yield seeds_sentence(fixed.givers)
    if fixed.givers:
        yield Text("They also give the words of later lots, for teachers and for newcomers.")
    if fixed.few_seeds:
        yield Text("Why there are few: {reason}.", reason=fixed.few_seeds)


def _of_rules(fixed: Fixed) -> Iterator[Text]:
    yield from setting_departures(fixed.rules)
    yield steering_sentence(fixed.steering)
