"""Every word a person sees: English messages that are put into a language when they are shown."""

from __future__ import annotations

import gettext
import locale
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

DOMAIN = "balance_classes"
LOCALE_DIR = Path(__file__).with_name("locale")
LANGUAGES = ("zh", "en")


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


_STEERS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
)
"""Characters that steer a terminal or turn the direction of writing, and halves of pairs."""
_STEERING, _LINES = re.compile(f"[{_STEERS}]"), re.compile("[\t\n]")


def shown(text: str) -> str:
    """Return a text whose characters all show: those that steer stand as their codes, \\u202e.

    In JSON the codes are its own escapes, so that it still holds the same text.
    """
    return _STEERING.sub(_code, text)


def steering(text: str) -> str:
    """Return the first character of a text that steers or begins a line, "" where there is none."""
    found = _STEERING.search(text) or _LINES.search(text)
    return found[0] if found else ""


def _code(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


_NOUNS = {
    f"{noun}{'es' if noun == 'class' else 's'}": noun
    for noun in (
        *("student", "class", "school", "group", "number", "pair", "name", "room", "team"),
        *("teacher", "head teacher", "column", "row", "change", "level", "step", "time"),
        *("character", "seed", "draw", "seat", "roster", "file", "sheet", "line", "place"),
        *("exchange", "cell", "trial draw", "class name", "more school"),
    )
}
_VERBS = {"": "", " are": " is", " were": " was"}
_COUNTED = re.compile(rf"\{{(\w+)\}} ({'|'.join(_NOUNS)})\b( are\b| were\b)?")
"""What is counted in an English message, and the verb that follows it at once."""


@dataclass(frozen=True)
class Either:
    """A value that has a form of its own in each language and is no message: a date, words."""

    en: str | tuple[str, ...]
    zh: str | tuple[str, ...]


def day(text: str) -> Either:
    """Return a date, written as 2026-08-12, as each language writes it.

    Other numbers have one form in both: they are copied, compared and looked up.
    """
    try:
        on = date.fromisoformat(text)
    except ValueError:  # a record that somebody changed may hold anything
        return Either(text, text)
    return Either(
        en=f"{on.day} {MONTHS[on.month - 1]} {on.year}", zh=f"{on.year}年{on.month}月{on.day}日"
    )


@dataclass(frozen=True, init=False)
class Text:
    """A message in English with its values; it becomes words only in `Language.say`.

    Messages travel inside results and errors, so that the same result can be told in either
    language. Values may be texts themselves, or tuples of texts, which are joined by a comma.
    """

    message: str
    values: Mapping[str, object] = field(compare=True, hash=False)

    def __init__(self, message: str, **values: object) -> None:
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return Language("en").say(self)


@dataclass(frozen=True)
class Language:
    """One of `LANGUAGES`, able to say a text."""

    code: str

    def say(self, text: Text | str) -> str:
        """Return the text in this language; a plain string is data and is only made to show."""
        if isinstance(text, str):
            return shown(text)
        message = _catalogue(self.code).gettext(text.message)
        if not text.values:
            return message
        if self.code == "en" and 1 in text.values.values():
            message = _COUNTED.sub(lambda found: _of_one(found, text.values), message)
        told = message.format(**{name: self._value(value) for name, value in text.values.items()})
        # A value may end in the stop that the sentence ends in: “No.” is a header.
        return told[:-1] if re.search(r"[^.]\.\.$", told) else told

    def say_value(self, value: object) -> str:
        """Return one value of a text as it stands in it."""
        return str(self._value(value))

    def join(self, texts: tuple[Text | str, ...]) -> str:
        """Return the texts as one enumeration."""
        return ("、" if self.code == "zh" else ", ").join(self.say(text) for text in texts)

    def _value(self, value: object) -> object:
        if isinstance(value, Either):
            value = value.zh if self.code == "zh" else value.en
        if isinstance(value, tuple):
            return self.join(tuple(str(self._value(each)) for each in value))
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, int | float):
            return value
        return _LINES.sub(_code, shown(str(value)))  # a value begins no line of its own


def _of_one(found: re.Match[str], values: Mapping[str, object]) -> str:
    """Return what is counted as it is said of one, where there is one: {count} class is."""
    name, noun, verb = found.groups(default="")
    if values.get(name) != 1:
        return found[0]
    return f"{{{name}}} {_NOUNS[noun]}{_VERBS[verb]}"


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    # English is the language of the source and has no catalogue.
    return gettext.translation(DOMAIN, LOCALE_DIR, languages=[code], fallback=True)


def looks_chinese(text: str) -> bool:
    """Tell whether a text holds a Chinese character."""
    return bool(re.search(r"[一-鿿]", text))


def from_environment() -> Language:
    """Return the language of the person at this machine: Chinese or, failing that, English."""
    named = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((name for name in named if name), None) or locale.getlocale()[0] or ""
    return Language("zh" if chosen.lower().startswith(("zh", "chinese")) else "en")
