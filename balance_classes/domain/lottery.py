"""Chance, as SHA-256 of text: seed, tickets, lottery order and the stream of draws.

After RFC 3797 (a draw specified so that strangers can redo it) and consistent sampling (a
ticket is the hash of seed and identity), so that anyone can redo it in any language.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from balance_classes.domain.canonical import PROCEDURE, canonical_json, digest
from balance_classes.domain.characters import is_letter_or_number
from balance_classes.domain.seed_words import counted_words

WORD = 2**32
BLOCK = struct.Struct(">8I")
"""A SHA-256 as words of 32 bits, the highest byte first."""
FILLERS = "\u115f\u1160"
"""Letters by category that show nothing; NFKC brings the other Hangul fillers to these."""


@dataclass(frozen=True)
class SeedWords:
    """What one giver gave; `giver` is empty where nobody was named."""

    giver: str
    words: str

    @classmethod
    def split(cls, text: str) -> SeedWords:
        """Return the parts of 'giver=words', or words alone."""
        giver, sign, words = text.replace("＝", "=").partition("=")
        return cls(giver.strip(), words.strip()) if sign else cls("", text.strip())


@dataclass(frozen=True)
class Seed:
    """What a draw starts from: the words of each giver in order, and whether anybody gave them.

    A rehearsal has a seed of its own even for the same words, so that it foretells nothing.
    """

    words: tuple[SeedWords, ...]
    given: bool
    rehearsal: bool = False

    @cached_property
    def value(self) -> str:
        """The hash of what counts of the givers' words, in order."""
        purpose = "rehearsal" if self.rehearsal else "seed"
        return digest([PROCEDURE, purpose, [counted_words(w.words) for w in self.words]])

    @property
    def givers(self) -> tuple[str, ...]:
        """The givers' names, in order."""
        return tuple(words.giver for words in self.words)


def ticket(seed: str, purpose: str, key: str) -> str:
    """Return the ticket of a key: 64 hexadecimal digits that nobody could choose."""
    return digest([PROCEDURE, "ticket", seed, purpose, key])


def lottery_order(seed: str, purpose: str, keys: Sequence[str]) -> list[int]:
    """Return the positions of the keys, sorted by ticket: the first drawn comes first."""
    return sorted(range(len(keys)), key=lambda i: (ticket(seed, purpose, keys[i]), keys[i]))


class Stream:
    """An endless stream of draws for one purpose of one seed."""

    def __init__(self, seed: str, purpose: str) -> None:
        self._prefix = canonical_json([PROCEDURE, "stream", seed, purpose])
        self._blocks = 0
        self._words: list[int] = []

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1, each equally likely (by rejection).

        Of more than 2^32 it takes as many words as such a number needs, the highest first.
        """
        span, many = WORD, 1
        while span < limit:
            span, many = span * WORD, many + 1
        fair = span - span % limit
        while True:
            number = self._word()
            for _ in range(many - 1):
                number = number * WORD + self._word()
            if number < fair:
                return number % limit

    def _word(self) -> int:
        if not self._words:
            self._refill()
        return self._words.pop()

    def _refill(self) -> None:
        text = f"{self._prefix}{self._blocks}"
        block = hashlib.sha256(text.encode()).digest()
        self._blocks += 1
        # Words are used from the first on; the list is popped from its end.
        self._words = [*BLOCK.unpack(block)][::-1]


def letters_and_digits(text: str) -> str:
    """Return what tells names and reasons apart: letters, small, and digits, in NFKC."""
    normal = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in normal if is_letter_or_number(c) and c not in FILLERS)
