"""Texts as cells hold them, written and read by one definition of escapes (ECMA-376, 22.9.2.19)."""

from __future__ import annotations

import re

LONGEST = 32_767
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)


def as_held(text: str) -> str:
    """Return a text as a cell holds it: what XML cannot, and what looks like an escape, escaped."""
    plain = _LIKE_AN_ESCAPE.sub("_x005F_", text[:LONGEST])
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def as_meant(held: str) -> str:
    """Return the text that a cell holds."""
    return _ESCAPE.sub(_meant, held) if "_x" in held else held


def _meant(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code in _SURROGATES else chr(code)
