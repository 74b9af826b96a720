"""The Chinese words for values of rules, as options, rules files and manifests take them."""

from __future__ import annotations

VALUE_WORDS: dict[str, dict[str, str]] = {
    "stage": {"primary": "小学", "junior": "初中"},
    "date_format": {"dmy": "日月年", "mdy": "月日年"},
    "method": {"draw": "抽签", "program": "规划"},
    "gone": {"leave-out": "剔除", "keep": "保留"},
}


def meant(rule: str, written: object) -> object:
    """Return the value of a rule that is meant by its Chinese word; anything else as it is."""
    values = {word: value for value, word in VALUE_WORDS[rule].items()}
    return values.get(written, written) if isinstance(written, str) else written
