"""How names sound, for rosters whose rules keep apart what a teacher cannot call apart."""

from __future__ import annotations

from balance_classes.domain.rules.rules import SAME_SOUND, SAME_TONE, Rules


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
    return "".join(sign for sign in spoken.casefold() if sign.isalnum())
