"""Reason codes of approved changes and of conflicts with teachers; they accuse nobody.

Why a student is pinned is free text: files/roster/check_wishes.py asks that it is there.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from balance_classes.language import LANGUAGES, Language, Text

ReasonCode = Literal["health", "safety", "relative", "siblings", "correction", "decision"]
REASON_CODES: tuple[ReasonCode, ...] = get_args(ReasonCode)

_REASONS: dict[str, Text] = {
    "health": Text("health or access"),
    "safety": Text("safety or peace between students"),
    "relative": Text("a relative teaches the class"),
    "siblings": Text("brothers and sisters together or apart"),
    "correction": Text("a mistake in the data"),
    "decision": Text("a decision of the authority or a court"),
}


def reason_label(code: str) -> Text:
    """Return the words for a reason code."""
    return _REASONS[code]


FEW = 3
"""Of fewer of a kind a public page gives no number: beside what people know of a child it would
tell which one it is."""


@cache
def known_reasons() -> dict[str, ReasonCode]:
    """Return the reason codes by themselves and by their words in each language, in small letters.

    The words are those of the notice: whoever copies them from there must be understood.
    """
    found: dict[str, ReasonCode] = {}
    for code in REASON_CODES:
        for word in (code, *(Language(each).say(reason_label(code)) for each in LANGUAGES)):
            found[word.casefold()] = code
    return found


def reason_choices() -> tuple[Text, ...]:
    """Return what may be written: each code with its words."""
    return tuple(Text("{code} ({words})", code=c, words=reason_label(c)) for c in REASON_CODES)
