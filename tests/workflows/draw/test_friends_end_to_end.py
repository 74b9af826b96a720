"""Wished friends through the whole way: drawn, told, verified, and missed if a list is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.result.evenness_sentences import proof_sentences
from balance_classes.domain.result.result_sentences import notes
from balance_classes.workflows.checking.explain import ExplainRequest, explain
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import School, failed

COUNT = 16
RULES = """
classes = 2
policy = "own"
steps = 400
"""
"""Few steps: a limit that no plan knows is looked for until the last of them."""


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school of which each child names the next but one of its sex; the last two name nobody."""
    lines = ["id,name,sex,Friend 1,Friend 2"]
    for i in range(COUNT):
        friend = f"S{i + 2:02}" if i < COUNT - 2 else ""
        lines.append(f"S{i:02},Pupil{chr(65 + i)},{'MF'[i % 2]},{friend},")
    found = School(tmp_path)
    write_csv(found.roster, "\n".join(lines) + "\n")
    found.assign("a=1", subject=asked(found))
    return found


def asked(school: School) -> RosterRequest:
    rules = school.home / "rules.toml"
    rules.write_text(RULES, "utf-8")
    return RosterRequest(school.roster, rules, {})


def test_who_has_no_friend_is_counted_proven_told_and_verified(school: School) -> None:
    assert school.verify().passed
    formed = school.assign("a=1", subject=asked(school), output=school.home / "again").result.formed
    said = [str(text) for text in (*proof_sentences(formed.assignment), *notes(formed))]
    # Each sex is one chain, which two classes cut once.
    assert any(
        "wished friends: children with none" in text and ": 2; proven" in text for text in said
    )
    assert any("Children who named friends: 14" in text for text in said)
    told = explain(ExplainRequest(school.folder, "S03", None), lambda stage: None)
    assert len(told.named) == 1
    assert set(told.met) <= set(told.named)


def test_a_changed_wish_is_missed(school: School) -> None:
    path = next(school.folder.glob("*.xlsx"))
    book = load_workbook(path)
    sheet = book["All students"]
    column = [cell.value for cell in sheet[1]].index("wished friends") + 1
    first = next(row for row in range(2, COUNT + 2) if sheet.cell(row, column).value)
    other = sheet.cell(first, 2).value
    sheet.cell(first, column).value = str(int(other) % COUNT + 1)
    book.save(path)
    assert "students" in failed(school.recount())
