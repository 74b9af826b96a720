"""The draw file: students and problem as they are hashed, to draw again elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from balance_classes.domain.after_draw.place_event import Placing
from balance_classes.domain.result.formed_classes import Formed, LaterEvent
from balance_classes.domain.result.later_states import states
from balance_classes.domain.rules.rules import SAME_SOUND, SAME_TONE
from balance_classes.domain.teachers.pair_event import PairingEvent, pairing_as_read

DRAW_FILE = "draw-file.json"
FORMAT = "balance-classes/draw-file"
Part = tuple[str, object]


def draw_file(formed: Formed) -> bytes:
    """Return the bytes of the file; with the record it holds all that a draw computes with.

    What was asked of a change, and no other file has, stands under the number of that change. It
    has the names and numbers of all students, and teachers: it is for their school and for
    inspectors.
    """
    drawn = formed.as_drawn
    value: dict[str, object] = {
        "format": FORMAT,
        "version": 1,
        "students": drawn.roster.as_read(),
        "problem": drawn.assignment.problem.as_read(),
    }
    parts: dict[str, dict[str, object]] = {}
    befores = states(drawn, formed.later)
    for before, event, after in zip(befores, formed.later, befores[1:], strict=False):
        for name, part in _asked(before, event, after):
            parts.setdefault(name, {})[str(event.entry.number)] = part
    return f"{json.dumps({**value, **parts}, ensure_ascii=False, sort_keys=True)}\n".encode()


def _asked(before: Formed, event: LaterEvent, after: Formed) -> Iterator[Part]:
    """Yield what was asked of a change, and which names sound alike after it, each by its name."""
    if isinstance(event, PairingEvent):
        paired = event.paired
        staff = paired.teams.staff if paired.teams else None
        yield "pairings", pairing_as_read(before, staff, paired.conflicts, paired.rooms)
        return
    if isinstance(event, Placing):
        came = sorted((n.placement.student for n in event.newcomers), key=lambda s: s.key)
        yield "newcomers", replace(before.roster, students=tuple(came)).as_read()
    # How names sound nobody can tell from the students alone.
    quotas = after.assignment.problem.one_way.quotas
    if alike := [q for q in quotas if q.group in (SAME_SOUND, SAME_TONE)]:
        keys = after.assignment.problem.keys
        yield "alike", sorted([q.group, q.level, sorted(keys[s] for s in q.members)] for q in alike)
