"""Names as lists show them: namesakes told apart, and names masked where a school wants that."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from balance_classes.domain.result.formed_classes import Formed, Placement

SHORTEST_TAIL, LONGEST_TAIL = 2, 4
SHORTEST_IDENTITY = 15
"""A number of so many characters holds an identity number, whose end is known to strangers."""
MASK = "*"
SHORT_NAME = 2
"""A name of so few letters shows its first only."""


def whole(name: str) -> str:
    """Return the name as it is."""
    return name


def masked(name: str) -> str:
    """Return a name with its first and last letter only: 张*三, 张*, 艾*·**提, M*** ***t.

    Spaces, dots and hyphens stay; a mark that belongs to a letter goes with it.
    """
    letters: list[str] = []
    for character in name:
        if letters and unicodedata.category(character)[0] == "M":
            letters[-1] += character
        else:
            letters.append(character)
    places = [i for i, letter in enumerate(letters) if letter[0].isalnum()]
    shown = {places[0], places[-1]} if len(places) > SHORT_NAME else set(places[:-1])
    return "".join(
        letter if i in shown or i not in places else MASK for i, letter in enumerate(letters)
    )


def told_apart(
    placements: Sequence[Placement], shown: Callable[[str], str] = whole
) -> tuple[str, ...]:
    """Return the name of each student of one list, where several would look the same with more.

    That is the end of the student number, as short as it may be, and never of an identity
    number; where there is no such number, those of one class are counted. It is without words,
    the same in every language: a digest of the lists stands on the ledger.
    """
    alike: dict[str, list[Placement]] = {}
    for placement in placements:
        alike.setdefault(shown(placement.student.name), []).append(placement)
    ends = {name: _ends(group) for name, group in alike.items()}
    words = []
    for placement in placements:
        name = shown(placement.student.name)
        words.append(_with_end(name, placement, alike[name], ends[name]))
    return tuple(words)


def _ends(group: Sequence[Placement]) -> tuple[str, ...]:
    """Return the shortest ends of the numbers of some students that are all different."""
    numbers = [p.student.identities.get("student_number", "") for p in group]
    if any(len(number) >= SHORTEST_IDENTITY for number in numbers):
        return ("",) * len(group)
    for length in range(SHORTEST_TAIL, LONGEST_TAIL + 1):
        ends = tuple(number[-length:] for number in numbers if len(number) > length)
        if len(set(ends)) == len(group):
            return ends
    return ("",) * len(group)


def _with_end(
    name: str, placement: Placement, alike: Sequence[Placement], ends: tuple[str, ...]
) -> str:
    end = ends[alike.index(placement)]
    if end and len(alike) > 1:
        return f"{name} (…{end})"
    mates = [other for other in alike if other.school_class == placement.school_class]
    if len(mates) == 1:
        return name
    return f"{name} ({mates.index(placement) + 1}/{len(mates)})"


def shown_lists(
    formed: Formed, shown: Callable[[str], str] = whole
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the classes as they are published: the name of each, and those of its students."""
    names = iter(told_apart([p for placed in formed.class_lists for p in placed], shown))
    return tuple(
        (school_class.name, tuple(next(names) for _ in placed))
        for school_class, placed in zip(formed.classes, formed.class_lists, strict=True)
    )


def lists_digest(lists: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return the SHA-256 of published lists: each class's name, then its names, a line each.

    Names go by their code points, so that lists may be shown in any order.
    """
    lines = (f"{line}\n" for name, students in lists for line in (name, *sorted(students)))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
