"""Fingerprints: the start of a digest, short enough to be read aloud, written down and typed."""

from __future__ import annotations

import re
import unicodedata

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


def same_fingerprint(written: str, digest: str) -> bool:
    """Tell whether a fingerprint as somebody wrote it down is that of a digest.

    Capitals, spaces, dashes and full-width characters do not matter; O is read as 0, I and L
    as 1.
    """
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", written)).upper()
    return plain.translate(_MISREAD) == fingerprint(digest).replace("-", "")
