"""The program and the page judge forged folders alike; what the page cannot find it names."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks.forgers import forged_school
from tests.forger import Edit, Evidence, outcome
from tests.lots import lots
from tests.verify_page.judge import evidence_of, judged, with_draw_file

EDITS, AT_ONCE = 300, 30
FOUND = ("refused", "counted", "drawn")
NAMED = {
    "amend": "whether an approved change was approved",
    "lists": "whether the rules are those of the policy that they name; what printed",
    "fixed.rules": "whether the rules are those of the policy",
    "source.columns": "whether the rules are those of the policy that they name; what printed",
    "fixed.steering": "what the trial draws of the seal said",
}
"""By the key of an edit, what the page says that it does not know."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that was sealed, drawn, paired with teachers, and changed twice."""
    return forged_school(tmp_path_factory.mktemp("forged") / "school").folder


def names(edit: Edit, verdict: dict[str, Any]) -> bool:
    """Tell whether the page names an edited value as something that it does not know."""
    return any(
        (edit.key.startswith(key) or f".{key}" in edit.key)
        and any(sentence.startswith(said) for sentence in verdict["unknown"])
        for key, said in NAMED.items()
    )


@pytest.mark.parametrize("numbers", lots(EDITS, AT_ONCE))
def test_the_program_and_the_page_agree_on_forged_folders(
    folder: Path, tmp_path: Path, numbers: range
) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    honest, drawn = Evidence(copy), with_draw_file(folder)
    edits, ours, cases = [], [], []
    for number in numbers:
        evidence, edit = honest.edited(random.Random(number))
        evidence.write(edit.document)
        cases.append({"files": drawn | evidence_of(copy)})
        edits.append(edit)
        ours.append("same" if cases[-1]["files"] == drawn else outcome(copy, edit))
    theirs = judged(cases)
    for edit, our, their in zip(edits, ours, theirs, strict=True):
        if our in FOUND:
            assert their["state"] in ("wrong", "version") or names(edit, their), (edit, our)
        elif our != "unjudged":
            assert their["state"] == "drawn", (edit, our, their["told"])
    assert {"wrong", "drawn"} <= {their["state"] for their in theirs}
