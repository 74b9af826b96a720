"""The orders of a class list, for an audit alone: by name, by number, by row.

What leaves this room are ranks; no name and no number does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from balance_classes.domain.audit.class_list import Scores
from balance_classes.files.lists.lists_by_school import ListedStudent, natural
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.names import sound_of

Ranks = tuple[float | None, ...]


def orders_of(lines: Sequence[ListedStudent]) -> Scores:
    """Return ranks of the students by each order that the list has; equal ones share a rank.

    Rows give an order where they stand in one sheet; an order that is another's is left out.
    """
    found: dict[str, Ranks] = {}
    asked: dict[str, Sequence[Any]] = {
        "name": [_sound(line) for line in lines],
        "number": _numbers(lines),
        "row": [line.row for line in lines] if len({line.page for line in lines}) == 1 else [],
    }
    for name, keys in asked.items():
        ranks = _ranks(keys)
        turned = tuple(None if rank is None else -rank for rank in ranks)
        if any(ranks) and not {ranks, turned} & {*found.values()}:
            found[name] = ranks
    return found


def _sound(line: ListedStudent) -> str | None:
    name, numbers = line.student.name, line.student.identities.values()
    return sound_of(name) if name and name not in numbers else None


def _numbers(lines: Sequence[ListedStudent]) -> Sequence[Any]:
    """Return the numbers of the first kind that all students have."""
    for field in KEY_FIELDS:
        numbers = [line.student.identities.get(field, "") for line in lines]
        if all(numbers):
            return [natural(number) for number in numbers]
    return []


def _ranks(keys: Sequence[Any]) -> Ranks:
    place = {key: float(at) for at, key in enumerate(sorted({*keys} - {None}))}
    return tuple(None if key is None else place[key] for key in keys)
