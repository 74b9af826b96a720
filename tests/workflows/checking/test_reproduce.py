from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.canonical import digest
from balance_classes.errors import EvidenceError
from tests.builders import write_csv
from tests.workflows.stage import School, as_text, failed, pupils


@pytest.fixture
def school(tmp_path: Path) -> School:
    found = School.at(tmp_path)
    found.drawn()
    return found


def test_the_same_seed_gives_the_same_result(school: School) -> None:
    verdict = school.reproduce()
    assert verdict.passed
    assert [check.key for check in verdict.checks] == [
        "record", "seal", "ledger", "folder", "roster", "result", "workbook", "classes.csv",
        "report.html",
    ]  # fmt: skip


def test_a_rehearsal_is_reproduced_too(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.assign("a=1", rehearsal=True, output=school.folder)
    assert school.reproduce().passed


def test_another_roster_is_not_drawn_from(school: School) -> None:
    write_csv(school.roster, as_text(pupils()[:-1]))
    verdict = school.reproduce()
    assert failed(verdict) == {"roster"}
    assert verdict.checks[-1].key == "roster"


def test_without_the_roster_the_internal_list_is_drawn_again(school: School) -> None:
    school.roster.unlink()
    verdict = school.reproduce(roster=False)
    assert verdict.passed
    assert "result" in {check.key for check in verdict.checks}
    assert [str(each) for each in verdict.unchecked] == [
        "the roster file: none was named (--roster); drawn again from the internal list"
    ]


def test_an_internal_list_that_was_changed_is_not_drawn_from(school: School) -> None:
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    sheet = book["All students"]
    column = [cell.value for cell in sheet[1]].index("boarding") + 1
    for row in (2, 3, 4):
        sheet.cell(row, column).value = "boarders"
    book.save(path)
    verdict = school.reproduce(roster=False)
    assert "students" in failed(verdict)
    assert "result" not in {check.key for check in verdict.checks}


def forged(school: School, **changes: object) -> None:
    """Rewrite keys of the record, with digests that fit again."""
    path = school.folder / "record.json"
    record = {**json.loads(path.read_bytes()), **changes}
    record["fixed_digest"] = digest(record["fixed"])
    record["digest"] = digest({k: v for k, v in record.items() if k not in ("source", "digest")})
    path.write_text(
        json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1) + "\n", newline="\n"
    )


def test_a_forged_outcome_does_not_come_from_the_seed(school: School) -> None:
    forged(school, settled_at_step=99)
    assert "result" in failed(school.reproduce())


def test_another_version_of_the_solver_is_told_and_is_no_difference(school: School) -> None:
    record = json.loads((school.folder / "record.json").read_bytes())
    forged(school, fixed={**record["fixed"], "solver": "HiGHS (pulp 9, highspy 9)"})
    verdict = school.reproduce()
    assert any("HiGHS (pulp 9, highspy 9)" in str(note) for note in verdict.notes)
    assert "roster" not in failed(verdict)
    assert "result" not in failed(verdict)


def test_another_procedure_is_refused_and_not_called_a_fraud(school: School) -> None:
    record = json.loads((school.folder / "record.json").read_bytes())
    forged(school, fixed={**record["fixed"], "procedure": "balance-classes/2"})
    with pytest.raises(
        EvidenceError, match=r"procedure balance-classes/2.*says nothing against it"
    ):
        school.reproduce()


def test_a_changed_cell_is_found(school: School) -> None:
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    book["All students"]["C9"] = "somebody"
    book.save(path)
    assert failed(school.reproduce()) == {"workbook"}
