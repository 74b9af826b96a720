"""How names sound, for rosters whose rules keep apart what a teacher cannot call apart."""

from __future__ import annotations

from balance_classes.domain.rules import SAME_SOUND, Rules


def needs_sound(rules: Rules) -> bool:
    """Whether the rules ask how names sound."""
    return SAME_SOUND in (*rules.hard, *(name for tier in rules.tiers for name in tier))


def sound_of(name: str) -> str:
    """Return a name as it is spoken: pinyin without tones, by the usual reading (ISO 7098).

    Other scripts stay as they are written, in small letters; spaces and dots do not count.
    """
    from pypinyin import Style, lazy_pinyin

    spoken = "".join(lazy_pinyin(name, style=Style.NORMAL))
    return "".join(sign for sign in spoken.casefold() if sign.isalnum())
