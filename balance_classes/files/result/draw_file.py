"""The draw file: students and problem as they are hashed, to draw again elsewhere."""

from __future__ import annotations

import json

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.teachers.pair_event import PairingEvent, pairing_as_read

DRAW_FILE = "draw-file.json"
FORMAT = "balance-classes/draw-file"


def draw_file(formed: Formed) -> bytes:
    """Return the bytes of the file; with the record it holds all that a draw computes with.

    What was asked of a pairing stands under the number of that change. It has the names and
    numbers of all students, and teachers: it is for their school and for inspectors.
    """
    drawn = formed.as_drawn
    value = {
        "format": FORMAT,
        "version": 1,
        "students": drawn.roster.as_read(),
        "problem": drawn.assignment.problem.as_read(),
        **({"pairings": pairings} if (pairings := _pairings(formed)) else {}),
    }
    return f"{json.dumps(value, ensure_ascii=False, sort_keys=True)}\n".encode()


def _pairings(formed: Formed) -> dict[str, object]:
    """Return what was asked of each pairing, by the number of the change."""
    found: dict[str, object] = {}
    before = formed.as_drawn
    for event in formed.later:
        if isinstance(event, PairingEvent):
            paired = event.paired
            staff = paired.teams.staff if paired.teams else None
            asked = pairing_as_read(before, staff, paired.conflicts, paired.rooms)
            found[str(event.entry.number)] = asked
        before = event.applied(before)
    return found
