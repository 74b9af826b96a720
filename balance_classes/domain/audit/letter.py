"""A letter to a school, drafted from what an audit found: what is asked of it, and no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from balance_classes.domain.audit.all_schools_sentences import over_years, tells
from balance_classes.domain.audit.findings import WEAK, Audit, Question, SchoolAudit
from balance_classes.domain.audit.school_sentences import school_sentences
from balance_classes.language import Text

ASKED_OF_ALL = (
    Text(
        "how the classes were formed, by whom and with which program; the record and the seed of "
        "the draw, and who was present;"
    ),
    Text(
        "whatever was changed by hand afterwards, with reasons and approvals, and requests of "
        "parents that were granted;"
    ),
)
_NO_PROOF = Text(
    "A sign is no proof of intent: parents' wishes, a language or a subject that the lists do not "
    "have, and late arrivals sort students, too, and there may be another reason."
)
_OF_BROKEN = Text("for each broken rule: who approved it, or how and until when it is mended;")
_OF_CHANGES = Text("for each student who changed class: request, reason, approval and date;")
_OF_QUESTION: dict[Question, Text] = {
    "attribute": Text(
        "whether a language, a subject, boarding or another need brought these students together;"
    ),
    "score": Text(
        "who had scores of these students before the classes were formed, and what they were used "
        "for;"
    ),
    "even": Text(
        "whether classes were balanced, dealt out or compared by score, and what else was balanced;"
    ),
    "order": Text("by which list the classes were filled, and who put it in order;"),
    "favour": Text("who decided on the classes of these students, and when;"),
}
_OF_YEARS = Text("how it is decided which group of students becomes which class, year by year;")


@dataclass(frozen=True)
class Letter:
    """A letter: to which school, what was found, and what it is asked to send."""

    school: str
    found: tuple[Text, ...]
    asked: tuple[Text, ...]


def letters(audit: Audit) -> Iterator[Letter]:
    """Yield a letter to each school with a broken rule or a sign, strong ones first."""
    for school in (audit.schools[at] for at in audit.strong_first):
        if tells(audit, school):
            found = tuple(school_sentences(audit, school))
            yield Letter(school.classes.school, found, (*ASKED_OF_ALL, *_asked(audit, school)))
    for years, p in zip(audit.years, audit.over_years, strict=True):
        if p < WEAK:
            found = tuple(over_years(years, p))
            yield Letter(years.of.school, found, (*ASKED_OF_ALL, _OF_YEARS))


def opening(audit: Audit) -> tuple[Text, Text]:
    """Return what every letter begins with: what was done, and what it is not."""
    lots = audit.permutations
    if audit.of_changes:
        asked = Text(
            "We compared your class lists with earlier ones and asked whether chance could have "
            "chosen who changed class, by {lots} lotteries among students of one class. This was "
            "found:",
            lots=lots,
        )
        return asked, _NO_PROOF
    asked = Text(
        "We looked at your class lists and asked whether a lottery could have given them: they "
        "were compared with {lots} lotteries over the same seats. This was found:",
        lots=lots,
    )
    return asked, _NO_PROOF


def _asked(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    if school.broken:
        yield _OF_BROKEN
    for question in audit.questions:
        if audit.sign(school, question) in ("weak", "strong"):
            yield _OF_QUESTION[question]
    if school.changes:
        yield _OF_CHANGES


def asked_of_schools(audit: Audit) -> Sequence[Text]:
    """Return all that is asked of any school, each once."""
    every = [text for letter in letters(audit) for text in letter.asked]
    return list({text.message: text for text in every}.values())
