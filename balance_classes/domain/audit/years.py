"""Lists of one school over several years: does the same class get the better students?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.rules.class_names import plain_name

_YEAR = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)(?:\s*[-–/]\s*(?:20)?\d\d(?!\d))?(?:学?年度?|[级届])?"
)
FEWEST = 2
"""One year says nothing of the next."""
SAME = 0.1
"""Of two lists that share more of their students one is left out: it is no year of its own."""


@dataclass(frozen=True)
class Years:
    """The lists of one school, by position, and what its year is called in each."""

    school: str
    years: tuple[str, ...]
    lists: tuple[int, ...]
    same_students: int = 0
    """How many lists were left out, since their students stand in another year's, too."""


@dataclass(frozen=True)
class YearFigures:
    """What was found over the years: for each class its advantage a year, on average, and p.

    Advantages are in standard deviations of what lots give; `p` is corrected for the number of
    classes, `typical` the largest advantage of a class under lots.
    """

    of: Years
    classes: tuple[str, ...]
    advantages: tuple[float, ...]
    typical: float
    p: float


def without_year(name: str) -> str:
    """Return a name of a school or class without the year in it."""
    return " ".join(_YEAR.sub(" ", name).strip(" -_·.,，").split())


def years_of(lists: Sequence[ClassList], students: Sequence[frozenset[str]]) -> Iterator[Years]:
    """Yield the schools of which there are lists of several years, as their names say.

    `students` are the keys of each list: who moves up stands in the lists of two years.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    for at, classes in enumerate(lists):
        stated = _YEAR.search(classes.school)
        if stated:
            found.setdefault(without_year(classes.school), []).append((stated[0], at))
    for school, listed in sorted(found.items()):
        kept: list[tuple[str, int]] = []
        for year, at in sorted(listed):
            shared = (len(students[at] & students[other]) for _, other in kept)
            if max(shared, default=0) <= SAME * len(students[at]):
                kept.append((year, at))
        if len(kept) >= FEWEST:
            years, positions = zip(*kept, strict=True)
            yield Years(school, years, positions, len(listed) - len(kept))


def same_classes(lists: Sequence[ClassList]) -> dict[str, list[int | None]]:
    """Return for each class that two lists have, without its year, its position in each list."""
    names = [[plain_name(without_year(name)) for name in each.classes] for each in lists]
    every = dict.fromkeys(name for each in names for name in each)
    found = {name: [e.index(name) if name in e else None for e in names] for name in every}
    return {n: at for n, at in found.items() if sum(p is not None for p in at) >= FEWEST}
