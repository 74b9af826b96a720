"""Names that stand in two columns: how they are put together, and compared with a whole name."""

from __future__ import annotations

import unicodedata

from balance_classes.files.roster.cells import HAN, read_name

WHOLE = "name"
PARTS = ("given_name", "family_name")
"""The fields of a name in two columns."""


def joined_name(given: object, family: object) -> str:
    """Return a name from its parts: 张 and 三 are 张三, Ann and Lee are Ann Lee."""
    first, last = str(given or ""), str(family or "")
    if HAN.search(first + last):
        return str(read_name(f"{last} {first}".strip()))
    return f"{first} {last}".strip()


def words_of_name(name: object) -> tuple[str, ...]:
    """Return the words of a name in an order of their own: Lee, Ann is Ann Lee."""
    return tuple(sorted(_letters(name).split()))


def spelt(name: object) -> str:
    """Return a name as far as its spelling tells people apart."""
    return "".join(_letters(name).split())


def _letters(name: object) -> str:
    """Return letters and digits in small; a mark of a letter is a letter: मोना is not मीना."""
    text = unicodedata.normalize("NFKC", str(name or "")).casefold()
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(sign)
        if sign.isalnum() or kind[0] == "M":
            kept.append(sign)
        elif kind != "Cf":
            kept.append(" ")
    return "".join(kept)
