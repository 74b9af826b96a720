"""The draw file: students and problem as they are hashed, to draw again elsewhere."""

from __future__ import annotations

import json

from balance_classes.domain.result.formed_classes import Formed

DRAW_FILE = "draw-file.json"
FORMAT = "balance-classes/draw-file"


def draw_file(formed: Formed) -> bytes:
    """Return the bytes of the file; with the record it holds all that a draw computes with.

    It has the names and numbers of all students: it is for their school and for inspectors.
    """
    drawn = formed.as_drawn
    value = {
        "format": FORMAT,
        "version": 1,
        "students": drawn.roster.as_read(),
        "problem": drawn.assignment.problem.as_read(),
    }
    return f"{json.dumps(value, ensure_ascii=False, sort_keys=True)}\n".encode()
