"""What the files of all later events have in common."""

from __future__ import annotations

from typing import Any

from balance_classes.domain.canonical import digest
from balance_classes.domain.result.after_draw import shifts
from balance_classes.domain.result.fixed import LaterEntry
from balance_classes.domain.result.formed import Formed, Later
from balance_classes.errors import EvidenceError, Finding
from balance_classes.files.events.forms import LaterFile, ShiftForm
from balance_classes.language import Text


def entry_of(file: LaterFile) -> LaterEntry:
    """Return which later event a file tells of."""
    return LaterEntry(
        file.draw, file.number, file.before, file.asked, file.date, file.line, file.head
    )


def position_of(formed: Formed, name: str) -> int:
    """Return the position of a class by its exact name, or raise EvidenceError."""
    names = [school_class.name for school_class in formed.classes]
    if name not in names:
        raise EvidenceError(
            Finding(
                Text("later event"),
                Text("There is no class “{name}”.", name=name),
                Text("Bring back the files as they were written."),
            )
        )
    return names.index(name)


def frame(event: Later, before: Formed, after: Formed) -> dict[str, Any]:
    """Return the keys that every file of a later event has, but for its digest."""
    entry = event.entry
    return {
        "draw": entry.draw,
        "number": entry.number,
        "before": entry.before,
        "asked": entry.asked,
        "date": entry.date,
        "line": entry.line,
        "head": entry.head,
        "sizes": tuple(
            (school_class.name, len(placed))
            for school_class, placed in zip(after.classes, after.class_lists, strict=True)
        ),
        "balance": tuple(
            ShiftForm(groups=shift.groups, before=shift.before, after=shift.after)
            for shift in shifts(before, after)
        ),
        "result_digest": result_digest(after),
    }


def result_digest(formed: Formed) -> str:
    """Return the digest of who is in which class: pairs of lottery number and class name."""
    return digest(
        [[p.lottery_number, formed.classes[p.school_class].name] for p in formed.placements]
    )
