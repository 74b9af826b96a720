"""The classes to be formed: their number, names, caps and even shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

CHINESE_GRADES = "零一二三四五六七八九"


@dataclass(frozen=True)
class SchoolClass:
    """A class before it has students: its name and the most students it may hold."""

    name: str
    cap: int


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


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts 七(2)班 before 七(10)班."""
    parts = re.findall(r"\d+|\D+", plain_name(name))
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)


def plain_name(name: str) -> str:
    """Return a class name as it is compared: （） equals (), no spaces, no capitals."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def find_class(written: str, names: Sequence[str]) -> int | None:
    """Return which class is meant: by its name, or by its number alone (3 or 3班)."""
    plain = plain_name(written)
    for position, name in enumerate(names):
        if plain_name(name) == plain:
            return position
    number = re.fullmatch(r"(\d+)班?", plain)
    if number and 1 <= int(number[1]) <= len(names):
        return int(number[1]) - 1
    return None


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
