"""The one written form that is hashed: canonical text and canonical JSON."""

from __future__ import annotations

import hashlib
import json
import unicodedata

from balance_classes.domain.characters import strange_character

FORMULA_SIGNS = ("=", "+", "-", "@")
"""A text that begins so is run as a formula by spreadsheets, at the latest when edited."""
SPACES = " \t\r\n\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff"


def canonical_text(text: str) -> str:
    """Return the text in NFC without the white space of `SPACES` at its ends.

    Raises ValueError for a control character, and for a code point that is not assigned by the
    table of `characters` or is half of a surrogate pair: another machine could treat it otherwise.
    """
    stripped = unicodedata.normalize("NFC", text.strip(SPACES))
    if strange := strange_character(stripped):
        raise ValueError(f"U+{ord(strange):04X}")
    return stripped


def plain_text(text: str) -> str:
    """Return canonical text for lists that are shown, which must be no formula either.

    Raises ValueError as `canonical_text` does, and for a sign that begins a formula.
    """
    plain = canonical_text(text)
    if plain[:1] in FORMULA_SIGNS:
        raise ValueError(plain[:1])
    return plain


def spoken_text(text: str) -> str:
    """Return canonical text; raises ValueError for characters that show nothing, too."""
    plain = canonical_text(text)
    hidden = [c for c in plain if unicodedata.category(c) == "Cf"]
    if hidden:
        raise ValueError(f"U+{ord(hidden[0]):04X}")
    return plain


def canonical_json(value: object) -> str:
    """Return the value as JSON in the form of RFC 8785 (for texts, integers, lists, mappings)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: object) -> str:
    """Return SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
