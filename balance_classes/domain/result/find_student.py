"""Finding the one student that a person means: by lottery number, name or student number."""

from __future__ import annotations

from collections.abc import Iterable

from balance_classes.domain.result.formed import Formed, Placement
from balance_classes.errors import UsageError
from balance_classes.language import Text


def student_meant(
    formed: Formed, written: str, among: Iterable[Placement] | None = None
) -> Placement:
    """Return the one student that is meant, of those who are there unless others are named.

    Raises UsageError where nobody is, or several are.
    """
    wanted = _plain(written)
    meant = [
        p
        for p in (formed.placements if among is None else among)
        if wanted in (str(p.lottery_number), _plain(p.student.key), _plain(p.student.name))
    ]
    if len(meant) == 1:
        return meant[0]
    numbers = tuple(
        Text(
            "lottery number {number} ({name})",
            number=p.lottery_number,
            name=formed.told_name(p.school_class),
        )
        for p in meant
    )
    raise UsageError.at(
        Text("student"),
        Text("Several students are meant: {numbers}.", numbers=numbers)
        if meant
        else Text("There is no such student in this result."),
        Text("Give the lottery number from the internal list, the full name or the number."),
    )


def _plain(text: str) -> str:
    """Return a name or a number as it is compared: without spaces and capitals."""
    return "".join(text.split()).casefold()
