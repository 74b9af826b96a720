"""What counts of the words of a seed: whatever looks or sounds the same is the same, or refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import prod

from balance_classes.domain.canonical import (
    GROUP,
    GROUPS,
    PROCEDURE,
    SYMBOLS,
    digest,
    fingerprint,
    written_fingerprint,
)
from balance_classes.domain.characters import is_letter_or_number, strange_character
from balance_classes.language import Text

CODE_GIVER = "code"
"""The last giver of a school's seed in a batch: what it gives is the school's code."""

NOT_HEARD = "\u115f\u1160\u119e丶丨"
"""Letters by category that show nothing, or nothing but a dot or a stroke between words."""
DIGITS = str.maketrans(
    {
        sign: str(digit)
        for digit, signs in enumerate(
            (
                "o〇零○◯",
                "il一壹〡",
                "二贰貳〢",
                "三叁參叄〣",
                "四肆〤",
                "五伍〥",
                "六陆陸〦",
                "七柒〧",
                "八捌〨",
                "九玖〩",
            )
        )
        for sign in signs
    }
)
"""Letters and signs that look or sound like a digit, as in fingerprints."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\ufa0e-\ufa29\U00020000-\U0003fffd]*")


def counted_words(words: str) -> str:
    """Return what counts of a giver's words: letters without marks, small, and digits 0 to 9."""
    return "".join(c for c in _plain(words) if _counts(c))


def _plain(words: str) -> str:
    """Return words with every digit as one of 0 to 9; signs between them are still there."""
    normal = unicodedata.normalize("NFKD", words).lower()
    known = (c for c in normal if not strange_character(c))
    return "".join(str(unicodedata.decimal(c, c)) for c in known).translate(DIGITS)


def _counts(sign: str) -> bool:
    modifies = unicodedata.category(sign) == "Lm"
    return is_letter_or_number(sign) and not modifies and sign not in NOT_HEARD


def unfit_words(words: str) -> Text | None:
    """Return why words cannot count as a giver's, or None where they can."""
    counted = counted_words(words)
    if not counted:
        return Text("The words hold no letter and no digit.")
    if strange := _strange(words, counted):
        return Text(
            "“{sign}” (U+{code}) may be taken for another sign; what counts are digits, letters "
            "from A to Z, and Chinese characters.",
            sign=strange,
            code=f"{ord(strange):04X}",
        )
    letters = re.sub("[0-9]", "", counted)
    if re.search("[a-z]", letters) and re.search("[^a-z]", letters):
        return Text("The words mix letters from A to Z with Chinese characters.")
    return None


def _strange(words: str, counted: str) -> str:
    """Return the first letter of another script, or sign that is none of ASCII, "" where none."""
    letters = (c for c in counted if not re.match("[a-z0-9]", c) and not _HAN.fullmatch(c))
    signs = (c for c in _plain(words) if c > "\x7f" and unicodedata.category(c)[0] == "S")
    return next(letters, "") or next(signs, "")


@dataclass(frozen=True)
class NumbersForm:
    """The form of a giver's words: so many numbers, each from the lowest to the highest."""

    count: int
    low: int
    high: int

    @classmethod
    def read(cls, text: str) -> NumbersForm:
        """Return the form of a text such as “3 numbers 1-6”; raises ValueError for any other.

        What counts are its three whole numbers: how many, from, to.
        """
        found = re.findall("[0-9]+", unicodedata.normalize("NFKC", text))
        if max(map(len, found), default=0) > LONGEST_NUMBER:
            raise ValueError(text)
        count, low, high = map(int, found)
        if not 1 <= count <= MOST_NUMBERS or low >= high:
            raise ValueError(text)
        return cls(count, low, high)

    def __str__(self) -> str:
        return f"{self.count} numbers {self.low}-{self.high}"

    def told(self) -> Text:
        """Return the form in words."""
        return Text(
            "{count} numbers from {low} to {high}", count=self.count, low=self.low, high=self.high
        )

    @property
    def seeds(self) -> int:
        """How many words of this form there are."""
        return int((self.high - self.low + 1) ** self.count)

    def words(self, text: str) -> str:
        """Return the numbers of a text, each with as many digits as the highest has.

        Raises ValueError for whatever is not of this form. Numbers may stand without a sign
        between them where each has all its digits.
        """
        width = len(str(self.high))
        numbers = re.findall("[0-9]+", _plain(text))
        if unfit_words(text) or re.search("[^0-9]", counted_words(text)):
            raise ValueError(text)
        if len(numbers) == 1 and len(numbers[0]) == width * self.count:
            numbers = re.findall("." * width, numbers[0])
        fit = [n for n in numbers if len(n) <= LONGEST_NUMBER and self.low <= int(n) <= self.high]
        if len(numbers) != self.count or len(fit) != self.count:
            raise ValueError(text)
        return " ".join(f"{int(number):0{width}d}" for number in fit)


LONGEST_NUMBER, MOST_NUMBERS = 6, 100
COMMIT = re.compile(r"\s*(?:commit\s|承诺)", re.IGNORECASE)
NOT_COMMITTED = Text("These are not the words that this giver committed to.")


def commitment_digest(giver: str, words: str) -> str:
    """Return the digest whose fingerprint a giver hands in before any words are read."""
    return digest([PROCEDURE, "commit", giver, counted_words(words)])


def _commitment_in(text: str) -> str:
    """Return a fingerprint in its one form; raises ValueError for what is none."""
    found = written_fingerprint(text)
    if len(found.replace("-", "")) != GROUPS * GROUP or set(found) - {*SYMBOLS, "-"}:
        raise ValueError(text)
    return found


@dataclass(frozen=True)
class Giver:
    """Who gives words of the seed; a form, where the seal names one, refuses any other words.

    So does a commitment: the fingerprint of words that the giver chose before anybody else's.
    """

    name: str
    form: NumbersForm | None = None
    commitment: str = ""

    @classmethod
    def read(cls, text: str) -> Giver:
        """Return the giver of “name”, “name=3 numbers 1-6” or “name=commit FINGERPRINT”.

        Raises ValueError for other forms.
        """
        name, sign, form = text.replace("＝", "=").partition("=")
        if found := re.match(COMMIT, form):
            return cls(name.strip(), commitment=_commitment_in(form[found.end() :]))
        return cls(name.strip(), NumbersForm.read(form) if sign else None)

    def __str__(self) -> str:
        form = f"commit {self.commitment}" if self.commitment else self.form
        return f"{self.name}={form}" if form else self.name

    def told(self) -> Text | str:
        """Return the giver, with the form of the words, for a sentence."""
        if self.commitment:
            values = {"giver": self.name, "commitment": self.commitment}
            return Text("{giver} (committed beforehand: {commitment})", **values)
        if self.form is None:
            return Text("the school's code") if self.name == CODE_GIVER else self.name
        return Text("{giver} ({form})", giver=self.name, form=self.form.told())

    def unfit(self, words: str) -> Text | None:
        """Return why words cannot be this giver's, or None where they can."""
        if self.form is None:
            wrong = unfit_words(words)
            if wrong or not self.commitment:
                return wrong
            made = fingerprint(commitment_digest(self.name, words))
            return None if made == self.commitment else NOT_COMMITTED
        try:
            self.form.words(words)
        except ValueError:
            return Text("The seal asks for {form}.", form=self.form.told())
        return None

    def words(self, text: str) -> str:
        """Return the words as they are written down; those of a form have one writing."""
        return self.form.words(text) if self.form else text

    def wrote(self, words: str) -> bool:
        """Tell whether words could be written down as this giver's."""
        return self.unfit(words) is None and self.words(words) == words


def sound_givers(sealed: tuple[str, ...]) -> bool:
    """Tell whether givers are written as a seal writes them."""
    try:
        return all(str(Giver.read(text)) == text for text in sealed)
    except ValueError:
        return False


def givers_of(sealed: tuple[str, ...]) -> tuple[Giver, ...]:
    """Return the givers that a seal names."""
    return tuple(map(Giver.read, sealed))


FEW_SEEDS, SAFE_SEEDS = 10_000, 2**40
"""Of fewer, a roster can be written that suits a good part of all seeds: of 10,000, one among
thousands of rosters gives one child one class some percent more often. Up to the second, who sees
the roster can draw from all of them beforehand."""


def too_few(givers: tuple[Giver, ...]) -> bool:
    """Tell whether it is known that there are fewer seeds than there should be."""
    seeds = seeds_of(givers)
    return seeds is not None and seeds < FEW_SEEDS


def seeds_of(givers: tuple[Giver, ...]) -> int | None:
    """Return how many seeds there can be; None where a giver may say anything, or none is named."""
    forms = [giver.form for giver in givers if giver.name != CODE_GIVER]
    known = [form.seeds for form in forms if form]
    return prod(known) if forms and len(known) == len(forms) else None
