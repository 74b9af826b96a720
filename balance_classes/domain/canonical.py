"""The one written form that is hashed, the hash, and its fingerprint, which is read aloud."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

from balance_classes.domain.characters import strange_character

PROCEDURE = "balance-classes/1"

FORMULA_SIGNS = ("=", "+", "-", "@")
"""A text that begins so is run as a formula by spreadsheets, at the latest when edited."""
SPACES = (
    " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""White space, wherever a text is read: Unicode's, and two characters of no width."""


def canonical_text(text: str) -> str:
    """Return the text in NFC without the white space of `SPACES` at its ends.

    Raises ValueError for a control character, and for a code point that is not assigned by the
    table of `characters` or is half of a surrogate pair: another machine could treat it otherwise.
    """
    stripped = text.strip(SPACES)
    if stripped.isascii() and stripped.isprintable():
        return stripped
    stripped = unicodedata.normalize("NFC", stripped)
    if strange := strange_character(stripped):
        raise ValueError(f"U+{ord(strange):04X}")
    return stripped


def spoken_text(text: str) -> str:
    """Return canonical text of what people said.

    Raises ValueError as `canonical_text` does, and for characters that show nothing, among them
    those that turn the direction of writing.
    """
    plain = canonical_text(text)
    hidden = [c for c in plain if unicodedata.category(c) == "Cf"]
    if hidden:
        raise ValueError(f"U+{ord(hidden[0]):04X}")
    return plain


def plain_text(text: str) -> str:
    """Return what people said for lists that are shown, which must be no formula either.

    Raises ValueError as `spoken_text` does, and for a sign that begins a formula.
    """
    plain = spoken_text(text)
    if plain[:1] in FORMULA_SIGNS:
        raise ValueError(plain[:1])
    return plain


def canonical_json(value: object) -> str:
    """Return the value as JSON in the form of RFC 8785 (for texts, integers, lists, mappings)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: object) -> str:
    """Return SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, which has no I, L, O and U: heard or written, no two are taken for one."""
GROUPS, GROUP = 6, 4
"""24 symbols are 120 bits: whoever wants two inputs of one fingerprint must try about 2^60."""
_BITS = 5
_MISREAD = str.maketrans("OIL", "011")


def fingerprint(digest: str) -> str:
    """Return the first 120 bits of a digest (hexadecimal) as six groups of four symbols."""
    symbols = GROUPS * GROUP
    number = int(digest, 16) >> (4 * len(digest) - _BITS * symbols)
    places = range(_BITS * (symbols - 1), -1, -_BITS)
    text = "".join(SYMBOLS[number >> place & (len(SYMBOLS) - 1)] for place in places)
    return "-".join(text[i : i + GROUP] for i in range(0, symbols, GROUP))


def written_fingerprint(written: str) -> str:
    """Return a fingerprint as somebody wrote it down in the one form that it has.

    Capitals, spaces, dashes and full-width characters do not matter; O is read as 0, I and L
    as 1. What is no fingerprint comes out as none.
    """
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", written)).upper()
    symbols = plain.translate(_MISREAD)
    return "-".join(symbols[i : i + GROUP] for i in range(0, len(symbols), GROUP))


def same_fingerprint(written: str, digest: str) -> bool:
    """Tell whether a fingerprint as somebody wrote it down is that of a digest."""
    return written_fingerprint(written) == fingerprint(digest)
