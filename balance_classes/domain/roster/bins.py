"""Numbers that are spread over the classes: by their bins, and told by their means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from balance_classes.domain.roster.roster import MISSING, Roster, Student

AGE_MONTHS, DISTANCE = "age_months", "distance"
NUMBERS = (AGE_MONTHS, DISTANCE)
"""The numbers there are: months of age, metres to school. Any other could be a score (§7)."""
DEFAULT_BINS = 4
FEWEST_FOR_MEAN = 5
"""The mean of fewer numbers would tell too much of one of them."""


def bins_of(numbers: Sequence[int | None], bins: int) -> list[str]:
    """Return the level of each number: its quantile bin, "" where it is not stated.

    Of N numbers one with s smaller and e equal ones, itself among these, is in bin
    ⌊bins·(2s + e)/2N⌋ + 1: where the middle of its equals lies. So no edge parts equal numbers,
    and many of them fill bins more evenly than by their first; in whole numbers, so every
    machine agrees.
    """
    stated = sorted(number for number in numbers if number is not None)
    return [
        MISSING if number is None else bin_level(_bin(stated, number, bins), bins)
        for number in numbers
    ]


def _bin(stated: Sequence[int], number: int, bins: int) -> int:
    """Return the bin, from 1, of one of the sorted numbers: s + (s + e) is 2s + e."""
    middle = bisect_left(stated, number) + bisect_right(stated, number)
    return bins * middle // (2 * len(stated)) + 1


def bin_level(number: int, bins: int) -> str:
    """Return the code of a bin, which record and digest hold: in text order, without a number."""
    return f"bin_{number:0{len(str(bins))}}_of_{bins}"


def number_column(name: str) -> str:
    """Return the field of the number itself, which stands in the internal list beside its bin."""
    return f"{name}_number"


def with_bins(students: Sequence[Student], bins: Mapping[str, int]) -> list[Student]:
    """Return the students with the bins of their numbers as levels of these attributes."""
    levels = {
        name: bins_of([student.numbers.get(name) for student in students], count)
        for name, count in bins.items()
    }
    return [
        replace(student, levels={**student.levels, **{name: levels[name][i] for name in levels}})
        for i, student in enumerate(students)
    ]


def with_standing_bins(
    newcomers: Sequence[Student], standing: Sequence[Student], bins: Mapping[str, int]
) -> list[Student]:
    """Return newcomers with the bins that their numbers fall into as those of others were cut.

    Nobody's bin changes after the draw; what is beyond all is in the first or the last.
    """
    levels = dict[str, list[str]]()
    for name, count in bins.items():
        stated = sorted(s.numbers[name] for s in standing if name in s.numbers)
        levels[name] = [
            bin_level(min(_bin(stated, s.numbers[name], count), count), count)
            if stated and name in s.numbers
            else MISSING
            for s in newcomers
        ]
    return [
        replace(student, levels={**student.levels, **{name: levels[name][i] for name in levels}})
        for i, student in enumerate(newcomers)
    ]


def bin_ranges(roster: Roster, name: str) -> dict[str, tuple[int, int]]:
    """Return the least and the greatest number of each bin that has any."""
    found: dict[str, list[int]] = {}
    for student in roster.students:
        if name in student.numbers:
            found.setdefault(student.levels[name], []).append(student.numbers[name])
    return {level: (min(numbers), max(numbers)) for level, numbers in found.items()}


def mean_of(numbers: Sequence[int]) -> str:
    """Return the mean to one decimal, halves up, reckoned in whole numbers: “77.3”.

    "" where there are so few numbers that it would tell of single ones.
    """
    count = len(numbers)
    if count < FEWEST_FOR_MEAN:
        return ""
    tenths = (20 * sum(numbers) + count) // (2 * count)
    return f"{tenths // 10}.{tenths % 10}"
