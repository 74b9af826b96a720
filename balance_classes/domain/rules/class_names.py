"""The classes to be formed: their number, names, caps and even shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

CHINESE_GRADES = "零一二三四五六七八九"


@dataclass(frozen=True)
class SchoolClass:
    """A class before it has students: its name and the most students it may hold."""

    name: str
    cap: int
    size: int = 0
    """How many students it is to have; 0: its share."""


def fewest_classes(students: int, cap: int) -> int:
    """Return the fewest classes of at most `cap` that seat the students."""
    return -(-students // cap)


def numbered_names(grade: int, count: int, language: str) -> tuple[str, ...]:
    """Return 七(1)班 … in Chinese, 7A … 7Z, 7AA … in English."""
    if language == "zh":
        return named_by_pattern(f"{CHINESE_GRADES[grade]}({{n}})班", count)
    return tuple(f"{grade}{letters(i)}" for i in range(count))


def named_by_pattern(pattern: str, count: int) -> tuple[str, ...]:
    """Return the pattern with its `{n}` replaced by 1, 2, … `count`."""
    return tuple(pattern.replace("{n}", str(i + 1)) for i in range(count))


def letters(index: int) -> str:
    """Return A … Z, AA, AB … for 0, 1, …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def lettered(classes: Sequence[SchoolClass]) -> tuple[SchoolClass, ...]:
    """Return the classes under the letters of their groups, while no lot has named them."""
    return tuple(
        replace(school_class, name=letters(group)) for group, school_class in enumerate(classes)
    )


def plain_name(name: str) -> str:
    """Return a class name as it is compared: （） equals (), no spaces, no capitals."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


DIGITS = "一二三四五六七八九"


def find_class(written: str, names: Sequence[str]) -> int | None:
    """Return which class is meant: by its name, or by the number in its name (3, (3)班, 三班).

    A number is never a place in the list: the third of 甲班, 乙班, 丙班 is not meant by 3.
    """
    plain = [plain_name(name) for name in names]
    if plain_name(written) in plain:
        return plain.index(plain_name(written))
    found = re.fullmatch(r"\(?0*(\d+)\)?班?", plain_name(written))
    number = found[1] if found else _spelt_number(plain_name(written))
    numbers = [re.findall(r"\d+", name)[-1:] for name in plain]
    if number and numbers.count([number]) == 1:
        return numbers.index([number])
    return None


def _spelt_number(written: str) -> str:
    """Return the number of a class below a hundred that is spelt in Chinese (十二班), else ""."""
    found = re.fullmatch(rf"([{DIGITS}])?(十)?([{DIGITS}])?班", written)
    if not found or not any(found.groups()):
        return ""
    tens, ten, ones = found.groups()
    if not ten:  # 三班; two digits in a row are no number
        return "" if tens and ones else str(DIGITS.index(tens or ones) + 1)
    return str(
        10 * (DIGITS.index(tens) + 1 if tens else 1) + (DIGITS.index(ones) + 1 if ones else 0)
    )


def even_sizes(students: int, caps: Sequence[int]) -> tuple[Fraction, ...]:
    """Return the even size t_c = min(cap_c, λ) of each class, with λ such that they add up.

    Raises ValueError when the caps together are less than the number of students.
    """
    if sum(caps) < students:
        raise ValueError("the caps seat too few")
    left, open_classes = Fraction(students), len(caps)
    level = Fraction(0)
    for cap in sorted(caps):
        level = left / open_classes
        if cap >= level:
            break
        left -= cap
        open_classes -= 1
    return tuple(min(Fraction(cap), level) for cap in caps)


def class_sizes(students: int, classes: Sequence[SchoolClass]) -> tuple[Fraction, ...]:
    """Return the even size t_c of each class: the one that is named, else its share of the rest.

    Raises ValueError when the caps together are less than the number of students.
    """
    unnamed = [school_class.cap for school_class in classes if not school_class.size]
    rest = iter(even_sizes(students - sum(each.size for each in classes), unnamed))
    return tuple(Fraction(each.size) if each.size else next(rest) for each in classes)


def size_band(even: Fraction, cap: int, tolerance: int, min_size: int) -> tuple[int, int]:
    """Return the fewest and the most students of a class of an even size.

    The even size rounded down and up; narrower than the tolerance, the band is widened to it,
    nearest around the even size: t - 1 to t + 1 for a whole t, else by one on the nearer side,
    up from one half on. It is cut at the cap and at the minimum size. By this rule, never by a
    solver: two of them would choose different sizes. A tolerance of 1 asks for no more than the
    even sizes, which differ by one at most.
    """
    low, high = even.__floor__(), even.__ceil__()
    if tolerance > 1:
        missing = tolerance - (high - low)
        below = (missing + (even - low < Fraction(1, 2))) // 2
        low, high = low - below, high + missing - below
    return max(low, min_size, 1), min(high, cap)
