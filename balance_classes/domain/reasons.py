"""Reason codes: why an exception was made, in words that may be posted and accuse nobody."""

from __future__ import annotations

from typing import Literal, get_args

from balance_classes.language import Text

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
