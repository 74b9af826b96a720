"""Whom a text of a wish names: students by number, by full name, by a first name that is theirs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Literal, TypeVar

from balance_classes.domain.roster.wish_codes import SHOWN, tag_of
from balance_classes.files.roster.cell_values import HAN
from balance_classes.files.roster.names import spelt, words_of_name

K = TypeVar("K")
By = Literal["name", "number", "first"]
MOST_NEAREST = 3
USUAL_NAME = 3
"""A Chinese name has so many characters, if one is called by the last two."""
LIKE = 0.7
"""How alike two texts must be for one to be a slip of the other."""
SHORTEST_LIKE = 3
"""Shorter words are alike by chance."""
LONGEST_INITIALS = 4
SHORTEST_END, SHORTEST_NUMBER = 3, 4
"""So many digits may be the end of a number, and so many signs a number with a slip."""
NAME_SIGNS = frozenset(" .,'’‘`ʼ-‐‑·•‧∙⋅・･")
"""What may stand between the letters of a name."""
_UNSPACED = re.compile(rf"{HAN.pattern}|[぀-ヿ가-힣]")
"""Scripts that part the words of a name or not, as one likes."""
_NUMBERED = re.compile(
    r"(?:学号|學號|编号|no\.?|nr\.?|id|number|student|#|№)?\s*[:：]?\s*(\S+?)\s*(?:号|號)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """The rows that a text may name, and by what."""

    rows: frozenset[int]
    by: By
    whole: bool = True
    """Whether the text can only be the whole of a name or number, whatever stands beside it."""


@dataclass(frozen=True)
class Directory:
    """The students of a table: name, given name and numbers by row."""

    names: Mapping[int, str]
    given: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def mentioned(self, text: str) -> Mention | None:
        """Return whom a text names, None where it names nobody."""
        if rows := self._exact.get(_folded(text)):
            return Mention(rows, "name", len(words_of_name(text)) > 1 or _unspaced(text))
        if rows := self.numbered(text):
            return Mention(rows, "number")
        if not all(_is_letter(sign) or sign in NAME_SIGNS for sign in text):
            return None
        if rows := self._named(text):
            words = words_of_name(text)
            return Mention(rows, "name", len(words) > 1 or _unspaced(text))
        rows = self._first.get(spelt(text), frozenset())
        return Mention(rows, "first", whole=False) if rows else None

    def numbered(self, text: str) -> frozenset[int]:
        """Return the rows of a number, which may have lost the zeros before it."""
        found = _NUMBERED.fullmatch(text.strip())
        for number in filter(None, (plain_number(text), found and plain_number(found[1]))):
            if number in self._numbers:
                return self._numbers[number]
            if (bare := _bare(number)) in self._bare_numbers:
                return self._bare_numbers[bare]
        return frozenset()

    def tagged(self, text: str) -> frozenset[int] | None:
        """Return the rows of a code that the program itself made of names: AnnLee+BobRay.

        Empty where it has the names of some of them only; None for any other text.
        """
        names = text.split("+")
        more = len(names) == SHOWN + 1 and names[-1].isdigit()
        found = [self._tags.get(name, frozenset()) for name in (names[:-1] if more else names)]
        if len(found) == 1 or not all(len(rows) == 1 for rows in found):
            return None
        return frozenset() if more else frozenset().union(*found)

    def resembled(self, token: str) -> bool:
        """Whether a single word holds or nearly holds a student's name or number."""
        word, number = spelt(token), plain_number(token)
        if len(word) > 1 and (word in self._words or self._named(token)):
            return True
        if token.isalpha() and token.isupper() and 1 < len(token) <= LONGEST_INITIALS:
            return token in self._initials
        if any(sign.isdigit() for sign in token):
            runs = [run for run in re.findall(r"[^\W\d_]+", word) if len(run) > 1]
            parts = [self.numbered(part) for part in re.split(r"[-_.#]", token)]
            held = len(parts) > 1 and all(parts)
            return held or self._like_number(number) or any(map(self.resembled, runs))
        return len(word) >= SHORTEST_LIKE and any(
            _alike(word, other) for other in self._words if len(other) >= SHORTEST_LIKE
        )

    def holds(self, text: str) -> frozenset[int]:
        """Return the rows of whom any word or number of a text may be about."""
        words = {word for word in words_of_name(text) if len(word) > 1}
        rows = {row for word in words for row in self._words.get(word, ())}
        rows |= {row for row, name in self.names.items() if _UNSPACED.search(name) and name in text}
        found = (self.numbered(token) for token in re.split(r"[\s、，,;；]+", text) if token)
        return frozenset(rows.union(*found))

    def nearest(self, text: str) -> tuple[int, ...]:
        """Return the rows whose names or numbers are most like what stands in a text, by row."""
        scores: dict[int, float] = {}
        for part in filter(None, re.split(r"[\n、，,;；/+&]|\band\b", text)):
            written, number, words = spelt(part), plain_number(part), words_of_name(part)
            for row, name in self.names.items():
                score = _likeness(written, self._spelt[row])
                shared = any(len(word) > 1 and word in words for word in words_of_name(name))
                score = max(score, 0.8 if shared else 0.0)
                for own in self.numbers.get(row, ()):
                    if any(sign.isdigit() for sign in number) and _alike(number, own):
                        score = max(score, LIKE)
                scores[row] = max(score, scores.get(row, 0.0))
        likely = sorted((-score, row) for row, score in scores.items() if score >= LIKE)
        return tuple(row for _, row in likely[:MOST_NEAREST])

    @cached_property
    def _exact(self) -> Mapping[str, frozenset[int]]:
        return _index((_folded(name), row) for row, name in self.names.items())

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(each for name in self.names.values() for each in _initials(name))

    @cached_property
    def _tags(self) -> Mapping[str, frozenset[int]]:
        return _index((tag_of(name), row) for row, name in self.names.items())

    @cached_property
    def _by_name(self) -> Mapping[object, frozenset[int]]:
        return _index((key, row) for row, name in self.names.items() for key in _keys(name))

    @cached_property
    def _words(self) -> Mapping[str, frozenset[int]]:
        return _index(
            (word, row)
            for source in (self.names, self.given)
            for row, name in source.items()
            for word in (*words_of_name(name), spelt(name))
            if len(word) > 1
        )

    @cached_property
    def _first(self) -> Mapping[str, frozenset[int]]:
        """First names, each with all students of whom it may be said, by whatever part."""
        found: dict[str, set[int]] = {}
        for row, name in self.names.items():
            for first in _first_names(name, self.given.get(row, "")):
                found.setdefault(first, set()).add(row)
        return {
            first: frozenset(rows | self._words.get(first, frozenset()) | self._holding(first))
            for first, rows in found.items()
        }

    def _holding(self, first: str) -> frozenset[int]:
        if not _UNSPACED.search(first):
            return frozenset()
        return self._parts(len(first)).get(first, frozenset())

    def _parts(self, size: int) -> Mapping[str, frozenset[int]]:
        """Return all that stands together in names, of so many signs, with its rows."""
        if size not in self._known_parts:
            self._known_parts[size] = _index(
                (name[i : i + size], row)
                for row, name in self._spelt.items()
                for i in range(len(name) - size + 1)
            )
        return self._known_parts[size]

    @cached_property
    def _spelt(self) -> Mapping[int, str]:
        return {row: spelt(name) for row, name in self.names.items()}

    @cached_property
    def _numbers(self) -> Mapping[str, frozenset[int]]:
        return _index((number, row) for row, each in self.numbers.items() for number in each)

    @cached_property
    def _bare_numbers(self) -> Mapping[str, frozenset[int]]:
        return _index((_bare(number), row) for row, each in self.numbers.items() for number in each)

    @cached_property
    def _shapes(self) -> frozenset[str]:
        return frozenset(re.sub(r"\d", "9", number) for number in self._numbers)

    def _named(self, text: str) -> frozenset[int]:
        found = (self._by_name.get(key, frozenset()) for key in _keys(text))
        return frozenset().union(*found)

    def _like_number(self, number: str) -> bool:
        if number in self._numbers or re.sub(r"\d", "9", number) in self._shapes:
            return True
        size = len(number)
        if size >= SHORTEST_END and number.isdigit() and number in self._ends(size):
            return True
        near = range(max(SHORTEST_NUMBER, size - 1), size + 2) if size >= SHORTEST_NUMBER else ()
        return any(_alike(number, own) for length in near for own in self._of_length(length))

    def _ends(self, size: int) -> frozenset[str]:
        if size not in self._known_ends:
            self._known_ends[size] = frozenset(own[-size:] for own in self._numbers)
        return self._known_ends[size]

    def _of_length(self, size: int) -> tuple[str, ...]:
        if size not in self._known_lengths:
            of_size = tuple(own for own in self._numbers if len(own) == size)
            self._known_lengths[size] = of_size
        return self._known_lengths[size]

    @cached_property
    def _known_ends(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def _known_parts(self) -> dict[int, Mapping[str, frozenset[int]]]:
        return {}

    @cached_property
    def _known_lengths(self) -> dict[int, tuple[str, ...]]:
        return {}


@lru_cache(maxsize=4096)
def plain_number(text: str) -> str:
    """Return a number as numbers of people are compared: capitals, half width, no spaces."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper().removeprefix("'")
    return re.sub(r"^(\d+)\.0+$", r"\1", plain)


def _bare(number: str) -> str:
    """Return a number without the zeros that people leave out: 7 for 007, S7 for S007."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", number)


def _initials(name: str) -> Iterator[str]:
    """Yield the first letters of a name's words as people write them, of Chinese ones in pinyin."""
    words = [spelt(word) for word in re.split(r"[\s,·\-]+", name)]
    if HAN.search(name):
        from pypinyin import Style, lazy_pinyin

        words = lazy_pinyin(spelt(name), style=Style.FIRST_LETTER)
    letters = "".join(word[0] for word in words if word).upper()
    if len(letters) > 1:
        yield from (letters, letters[-1] + letters[:-1], letters[0] + letters[-1])


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _unspaced(text: str) -> bool:
    return bool(_UNSPACED.search(text))


def _keys(name: str) -> Iterator[object]:
    words = words_of_name(name)
    if words:
        yield words
        if _UNSPACED.search(name):
            yield spelt(name)


def _first_names(name: str, given: str) -> Iterator[str]:
    """Yield what a student may be called by alone."""
    if given and len(spelt(given)) > 1:
        yield spelt(given)
    plain = unicodedata.normalize("NFC", name)
    if _UNSPACED.search(plain):
        # Most family names have one character, so that two behind it are what one is called by.
        letters = spelt(plain)
        if len(letters) == USUAL_NAME and " " not in plain and "·" not in plain:
            yield letters[1:]
        return
    _, comma, behind = plain.partition(",")
    words = (behind if comma else plain).split()
    if len(words) + bool(comma) > 1 and len(spelt(words[0])) > 1:
        yield spelt(words[0])


def _index(pairs: Iterable[tuple[K, int]]) -> dict[K, frozenset[int]]:
    found: dict[K, set[int]] = {}
    for key, row in pairs:
        found.setdefault(key, set()).add(row)
    return {key: frozenset(rows) for key, rows in found.items()}


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d"


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other or (min(len(one), len(other)) > 1 and (one in other or other in one)):
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # One character of three is another: as near as a name of three can be.
    slip = _alike(one, other)
    return max(0.75 if slip else 0.0, matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0)


def _alike(one: str, other: str) -> bool:
    """Whether one sign is missing, too many or another, or two neighbours changed places."""
    if one == other:
        return True
    pairs = enumerate(zip(one, other, strict=False))
    at = next((i for i, (sign, its) in pairs if sign != its), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    turned = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return turned or a[1:] in (b, b[1:]) or a == b[1:]
