"""Schools of a batch go on after their draw: overview, batch again and verify tell of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from balance_classes.domain.after_draw.newcomers import Terms
from balance_classes.files.batch.batch_folder import begun
from balance_classes.files.batch.overview import BALANCE, Summary, lines_of
from balance_classes.language import Language
from balance_classes.rendering.verify import show_verdicts
from balance_classes.workflows.after_draw.place import PlaceRequest, place
from balance_classes.workflows.batch.verify_batch import VerifyBatchRequest, verify_batch
from tests.builders import a_seed, write_csv
from tests.workflows.batch.test_batch import county, drawn, here, outcome, rows, states
from tests.workflows.batch.test_verify_batch import not_passed, recounted, verified

ENGLISH = Language("en")


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workflows.batch.on_workers.run_locally", here)


def gone(source: Path, folder: Path, code: str, leaver: str) -> None:
    """Take a student out of a school of a batch."""
    leavers = write_csv(source.parent / "gone.csv", f"name\n{leaver}\n")
    request = PlaceRequest(
        folder=folder / "schools" / code,
        newcomers=None,
        leavers=leavers,
        terms=Terms("even"),
        seed=(),
        ask=None,
        date="2026-09-10",
        roster=source / f"{code}.csv",
        language=None,
    )
    place(request, lambda stage: None)


def test_the_overview_tells_how_a_school_stands_now(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    first = drawn(source)
    name = str(rows(0)[1][1])
    gone(source, first.folder, "A", name)
    again = drawn(source)
    assert states(again) == {"A": "kept", "B": "kept"}
    before, now = (outcome(result, "A").classes for result in (first, again))
    assert before and now
    assert (sum(before.sizes) - 1, before.students - 1) == (sum(now.sizes), now.students)
    assert (before.changes, now.changes) == (0, 1)
    assert now.less_even == any(n > b for n, b in zip(now.excess, before.excess, strict=True))
    remarks = load_workbook(again.folder / "summary.xlsx").active
    said = " ".join(str(cell) for row in remarks.values for cell in row)  # type: ignore[union-attr]
    assert "Since the draw: change 1 (newcomers and leavers, 10 September 2026)" in said
    assert "Fingerprint of change 1:" in said
    assert name not in said
    assert outcome(again, "B").classes == outcome(first, "B").classes


def test_what_was_proven_and_is_less_even_since_is_not_called_proven(tmp_path: Path) -> None:
    result = drawn(county(tmp_path, "A"))
    (before,) = result.outcomes
    assert before.classes and before.classes.even
    now = replace(before, classes=replace(before.classes, changes=1, less_even=True))
    (line,) = lines_of(Summary(begun(a_seed("x"), ("A",), ""), (now,), ()), str)
    assert line.cells[BALANCE] == "less even than drawn"
    assert BALANCE in line.marked


def test_verify_of_a_batch_tells_what_happened_to_each_school(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = county(tmp_path, "AB")
    folder = drawn(source).folder
    shutil.copytree(folder / "schools/A", tmp_path / "old")
    gone(source, folder, "A", str(rows(0)[1][1]))
    assert not not_passed(recounted(folder, source))
    assert not not_passed(verified(folder, source))
    request = VerifyBatchRequest(folder, (source,), (), (), None, 2, None)
    assert show_verdicts(verify_batch(request, print), (), ENGLISH, as_json=False) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Schools: 2; not as they should be: 0.\n")
    assert "– A\n    Changes since the draw: 1.\n" in shown
    assert "\n  ✓ B\n" in shown
    shutil.rmtree(folder / "schools/A")
    shutil.copytree(tmp_path / "old", folder / "schools/A")
    show_verdicts(verify_batch(request, print), (), ENGLISH, as_json=False)
    assert "– A\n    Since then more has happened: change 1" in capsys.readouterr().out
    line = outcome(drawn(source), "A")
    assert line.classes
    assert any("old copy" in str(told) for told in line.classes.since)


def test_a_result_that_was_lost_comes_back_without_its_changes_and_says_so(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    folder = drawn(source).folder
    gone(source, folder, "A", str(rows(0)[1][1]))
    shutil.rmtree(folder / "schools/A")
    classes = outcome(drawn(source), "A").classes
    assert classes
    assert any("Since then more has happened: change 1" in str(told) for told in classes.since)


def test_a_school_is_drawn_again_only_if_its_changes_may_lapse(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    folder = drawn(source).folder
    gone(source, folder, "A", str(rows(0)[1][1]))
    refused = drawn(source, redraw=("A",), reason="wrong dice", seed=("parents=9", "notary=9"))
    assert states(refused) == {"A": "failed", "B": "kept"}
    assert "would lapse" in str(outcome(refused, "A").findings[0].what)
    words = {"redraw": ("A",), "reason": "wrong dice", "seed": ("parents=9", "notary=9")}
    assert states(drawn(source, lapse=True, **words)) == {"A": "drawn", "B": "kept"}
    assert states(drawn(source, lapse=True, **words)) == {"A": "kept", "B": "kept"}
    assert not not_passed(recounted(folder, source))
