"""The verdict: recounted, drawn again, compared with what was posted, and no word more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.canonical import digest, fingerprint
from balance_classes.domain.verdict import Verdict
from balance_classes.errors import EvidenceError
from tests.builders import write_csv
from tests.workflows.stage import School, as_text, failed, pupils


@pytest.fixture
def school(tmp_path: Path) -> School:
    found = School.at(tmp_path)
    found.drawn()
    return found


def test_the_same_seed_gives_the_same_result(school: School) -> None:
    verdict = school.verify()
    assert verdict.passed
    assert [check.key for check in verdict.checks[-2:]] == ["result", "trials"]


def closing(verdict: Verdict) -> str:
    assert verdict.scope is not None
    return str(verdict.scope.closing(passed=verdict.passed))


def test_the_closing_line_says_no_more_than_was_done(school: School) -> None:
    posted = fingerprint(json.loads((school.folder / "record.json").read_bytes())["digest"])
    told = {
        "counted": closing(school.recount(posted)),
        "drawn": closing(school.verify()),
        "posted": closing(school.verify(posted)),
    }
    assert "not drawn again" in told["counted"]
    assert "only its posted fingerprint can show" in told["drawn"]
    assert told["posted"].startswith("Yes: this is the posted result")


def test_where_the_evidence_is_wrong_nothing_else_is_said_to_be_recounted(school: School) -> None:
    path = school.folder / "record.json"
    path.write_text(path.read_text("utf-8").replace('"students": ', '"students": 1'), "utf-8")
    scope = school.recount().scope
    assert scope is not None
    assert str(scope.recounted).endswith("stopped the rest.")


@pytest.mark.parametrize(
    ("roster", "unknown"),
    [(True, ["without the posted"]), (False, ["students of the roster", "without the posted"])],
)
def test_what_nobody_can_know_from_what_was_given_is_named(
    school: School, roster: bool, unknown: list[str]
) -> None:
    told = [str(text) for text in school.verify(roster=roster).unknown]
    assert len(told) == len(unknown)
    assert all(part in text for part, text in zip(unknown, told, strict=True))


def test_a_rehearsal_is_drawn_again_too(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.assign("a=1", rehearsal=True, output=school.folder)
    assert school.verify().passed


def test_another_roster_is_found(school: School) -> None:
    write_csv(school.roster, as_text(pupils()[:-1]))
    verdict = school.verify()
    assert failed(verdict) == {"roster"}


def test_without_the_roster_the_internal_list_is_drawn_again(school: School) -> None:
    school.roster.unlink()
    verdict = school.verify(roster=False)
    assert verdict.passed
    assert "result" in {check.key for check in verdict.checks}


def test_an_internal_list_that_was_changed_is_not_drawn_from(school: School) -> None:
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    sheet = book["All students"]
    column = [cell.value for cell in sheet[1]].index("boarding") + 1
    for row in (2, 3, 4):
        sheet.cell(row, column).value = "boarders"
    book.save(path)
    verdict = school.verify(roster=False)
    assert "students" in failed(verdict)
    assert "result" not in {check.key for check in verdict.checks}
    assert closing(verdict) == "No: see what is marked with ✗."


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
    assert "result" in failed(school.verify())


def test_another_version_of_the_solver_is_told_and_is_no_difference(school: School) -> None:
    record = json.loads((school.folder / "record.json").read_bytes())
    forged(school, fixed={**record["fixed"], "solver": "HiGHS (pulp 9, highspy 9)"})
    verdict = school.verify()
    assert any("HiGHS (pulp 9, highspy 9)" in str(note) for note in verdict.notes)
    assert "roster" not in failed(verdict)
    assert "result" not in failed(verdict)


def test_another_procedure_is_refused_and_not_called_a_fraud(school: School) -> None:
    record = json.loads((school.folder / "record.json").read_bytes())
    forged(school, fixed={**record["fixed"], "procedure": "balance-classes/2"})
    with pytest.raises(
        EvidenceError, match=r"procedure balance-classes/2.*says nothing against it"
    ):
        school.verify()


def test_a_changed_cell_is_found(school: School) -> None:
    path = school.folder / "classes.xlsx"
    book = load_workbook(path)
    book["All students"]["C9"] = "somebody"
    book.save(path)
    assert "workbook" in failed(school.verify())
