"""Rules of all kinds through the whole way: drawn, verified, reproduced, and missed if broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.sentences import notes
from balance_classes.workflows.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import School, failed

RULES = """
classes = 3
class_names = ["Oak", "Elm", "Ash"]
at_most = { inclusion = 1 }
caps = { Ash = 4 }
"""


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school with a child barred from two classes, inclusive schooling and a small room."""
    lines = ["id,name,sex,inclusion,disability,barred class,reason"]
    for i in range(15):
        inclusion = "visual,visual" if i in (3, 4) else "none,none"
        wish = "Oak Elm,parent teaches" if i == 7 else ","
        lines.append(f"S{i:02},Pupil{chr(65 + i)},{'MF'[i % 2]},{inclusion},{wish}")
    found = School(tmp_path)
    write_csv(found.roster, "\n".join(lines) + "\n")
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    found.assign("a=1", subject=RosterRequest(found.roster, tmp_path / "rules.toml", {}))
    return found


def test_they_are_kept_told_verified_and_reproduced(school: School) -> None:
    assert school.verify().passed
    assert school.reproduce().passed
    subject = RosterRequest(school.roster, school.home / "rules.toml", {})
    formed = school.assign("a=1", subject=subject, output=school.home / "again").result.formed
    assert len(formed.class_lists[2]) == 4
    assert [formed.classes[p.school_class].name for p in formed.barred()] == ["Ash"]
    visual = [p.school_class for p in formed.placements if p.student.levels["inclusion"] != "none"]
    assert len(set(visual)) == 2
    said = [str(note) for note in notes(formed)]
    assert "Students barred from a class, with a reason: 1." in said
    assert "inclusive schooling: at most 1 a class." in said


@pytest.mark.parametrize("column", ["barred classes", "reason", "inclusive schooling"])
def test_a_changed_wish_is_missed(school: School, column: str) -> None:
    def change(sheet: object) -> None:
        header = [cell.value for cell in sheet[1]]  # type: ignore[index]
        at = header.index(column) + 1
        row = next(r for r in range(2, 17) if sheet.cell(r, at).value not in (None, "", "none"))  # type: ignore[attr-defined]
        sheet.cell(row, at, {"inclusive schooling": "none"}.get(column, "Elm"))  # type: ignore[attr-defined]

    assert edited(school, change)


def edited(school: School, change: Callable[[object], None]) -> set[str]:
    """Change the internal list, and return the checks that are not passed then."""
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    change(book["All students"])
    book.save(path)
    return failed(school.verify())
