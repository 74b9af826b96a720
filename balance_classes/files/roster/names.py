"""Names: two columns put together, compared with whole names, and how names sound."""

from __future__ import annotations

import unicodedata

from balance_classes.domain.characters import is_letter_or_number
from balance_classes.domain.rules.rules import SAME_SOUND, SAME_TONE, Rules
from balance_classes.files.roster.cell_values import HAN, read_name

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
        if is_letter_or_number(sign) or kind[0] == "M":
            kept.append(sign)
        elif kind != "Cf":
            kept.append(" ")
    return "".join(kept)


def sounds_of(name: str, rules: Rules) -> tuple[str, str]:
    """Return how a name sounds without and with tones; each is "" unless the rules ask for it."""
    asked = {*rules.hard, *(group for tier in rules.tiers for group in tier)}
    return (
        sound_of(name) if SAME_SOUND in asked else "",
        sound_of(name, tones=True) if SAME_TONE in asked else "",
    )


def sound_of(name: str, *, tones: bool = False) -> str:
    """Return a name as it is spoken: pinyin by the usual reading (ISO 7098), with or without tones.

    Tones are the digits 1 to 4 behind their syllables. Other scripts stay as they are written,
    in small letters; spaces and dots do not count.
    """
    from pypinyin import Style, lazy_pinyin

    spoken = "".join(lazy_pinyin(name, style=Style.TONE3 if tones else Style.NORMAL))
    return "".join(sign for sign in spoken.casefold() if is_letter_or_number(sign))


SURNAMES = {
    "单": "shan4", "仇": "qiu2", "解": "xie4", "查": "zha1", "区": "ou1", "朴": "piao2",
    "任": "ren2", "盖": "ge3", "缪": "miao4", "燕": "yan1", "曾": "zeng1", "翟": "zhai2",
}  # fmt: skip
"""Readings that these characters have as surnames."""


def by_sound(name: str) -> tuple[tuple[str, str], ...]:
    """Return what a list goes by: the sound of each character, then its tone and the character."""
    from pypinyin import Style, lazy_pinyin

    spoken = lazy_pinyin(name, style=Style.TONE3)
    read = [SURNAMES.get(name[:1], spoken[0]), *spoken[1:]] if spoken else []
    sounds = ((sound.rstrip("1234").casefold(), sound) for sound in read)
    return (*sounds, ("", name))
