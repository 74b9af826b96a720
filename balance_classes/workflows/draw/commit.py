"""Commit: words of a giver fixed before anybody's are read, and the fingerprint that shows it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.seed_words import Giver, commitment_digest, unfit_words
from balance_classes.errors import UsageError
from balance_classes.language import Text
from balance_classes.workflows.draw.prepare import option_text

GROUPS, GROUP = 5, 4
"""Digits of a code that the system draws: without it words of dice are found by trying them all."""


@dataclass(frozen=True)
class Commitment:
    """Words that a giver keeps to himself, and the fingerprint of them that is handed in."""

    giver: str
    words: str
    fingerprint: str


def commit(giver: str, words: str) -> Commitment:
    """Return a giver's words with a code of their own, and what is handed in before the seal.

    Raises UsageError for words that could not count.
    """
    name = Giver(option_text("giver", giver)).name
    code = " ".join(f"{secrets.randbelow(10**GROUP):0{GROUP}d}" for _ in range(GROUPS))
    whole = " ".join(filter(None, (option_text("words", words), code)))
    if wrong := unfit_words(whole):
        raise UsageError.at("words", wrong, Text("Give the numbers of dice or balls, as digits."))
    return Commitment(name, whole, fingerprint(commitment_digest(name, whole)))
