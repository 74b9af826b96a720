"""What a batch had or its source holds never goes unsaid: schools, files, folders, sheets."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from balance_classes.domain.batch import INCOMPLETE, Outcome
from balance_classes.domain.canonical import fingerprint
from balance_classes.errors import EvidenceError, UsageError
from balance_classes.files.batch.manifest import read_schools
from balance_classes.files.evidence.seal import read_batch_seal
from balance_classes.language import Language
from balance_classes.workflows.batch.batch import BatchResult
from balance_classes.workflows.batch.on_workers import may_write
from balance_classes.workflows.batch.school import Task
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.commands.test_batch import start_none
from tests.workflows.batch.test_batch import county, drawn, rows, sealed, text

Work = Callable[[Task], Outcome]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    start_none(monkeypatch)


def states(result: BatchResult) -> dict[str, str]:
    return {outcome.code: outcome.state for outcome in result.outcomes}


def said_on_the_overview(result: BatchResult) -> str:
    sheet = load_workbook(result.summaries[0]).active
    assert sheet is not None
    return " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_a_school_that_leaves_the_source_stays_on_the_overview(tmp_path: Path) -> None:
    source = county(tmp_path, "ABC")
    drawn(source, workers=1)
    (source / "B.csv").unlink()
    result = drawn(source, workers=1)
    assert states(result) == {"A": "kept", "C": "kept", "B": "gone"}
    assert result.exit_code == INCOMPLETE
    assert "It was drawn in this batch, and the source has it no more." in said_on_the_overview(
        result
    )
    write_csv(source / "B.csv", text(rows(1)))
    assert drawn(source, workers=1).exit_code == 0


def test_a_school_that_leaves_before_it_was_drawn_is_told_as_well(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    write_csv(source / "B.csv", "no roster\n")
    assert states(drawn(source, workers=1)) == {"A": "drawn", "B": "failed"}
    (source / "B.csv").unlink()
    assert states(drawn(source, workers=1)) == {"A": "kept", "B": "gone"}


def test_another_name_of_the_roster_is_no_second_draw(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    drawn(source, workers=1)
    # One pupil less, so that not even the digest is the same.
    write_csv(source / "new.csv", text(rows(1)[:-1]))
    (source / "B.csv").unlink()
    result = drawn(source, workers=1)
    assert states(result) == {"A": "kept", "new": "failed", "B": "gone"}
    (new,) = (outcome for outcome in result.outcomes if outcome.code == "new")
    what = Language("en").say(new.findings[0].what)
    assert what.startswith("11 of its 11 names are those of the school B, which was drawn")
    assert not (source / "new.ledger.jsonl").exists()


def a_manifest(home: Path, name: str) -> Path:
    line = f"B,{name},county/B.csv,2\n"
    return write_csv(home / "m.csv", f"code,name,roster,classes\nA,Alder,county/A.csv,2\n{line}")


@pytest.mark.parametrize("seals", [False, True])
def test_the_name_of_a_school_may_be_corrected_and_that_is_recorded(
    tmp_path: Path, seals: bool
) -> None:
    county(tmp_path, "AB")
    more: dict[str, object] = {"subject": RosterRequest(a_manifest(tmp_path, "Brich"), None, {})}
    if seals:
        more["sealed"] = sealed(tmp_path / "m.csv", **more)
    source = tmp_path / "m.csv"
    drawn(source, **more)
    a_manifest(tmp_path, "Birch")
    result = drawn(source, **more)
    assert (states(result), result.exit_code) == ({"A": "kept", "B": "kept"}, 0)
    assert [outcome.name for outcome in result.outcomes] == ["Alder", "Birch"]
    assert "corrected after the draw; its lists say: Brich" in said_on_the_overview(result)


def test_a_child_that_is_another_is_told_by_row_and_never_by_name(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    drawn(source)
    lines = rows(0)
    lines[3][1], lines[5][0] = "Another Name", "999"
    write_csv(source / "A.csv", text(lines))
    result = drawn(source)
    told = [f"{f.where}: {f.what}" for f in result.outcomes[0].findings]
    assert [each.split(", ")[-1] for each in told[:2]] == [
        "row 4: The column name is another than at the draw.",
        "row 6: This student was not drawn.",
    ]
    assert told[2].startswith("A, lottery number ")
    assert "Name" not in " ".join(told)


def test_several_sources_are_one_batch(tmp_path: Path) -> None:
    east, west = county(tmp_path / "east", "AB"), county(tmp_path / "west", "BC")
    write_csv(west / "C.csv", text(rows(7)))
    manifest = write_csv(
        tmp_path / "more.csv", "code,roster,classes\nD,d.csv,2\n,east/county/A.csv,2\n"
    )
    write_csv(tmp_path / "d.csv", text(rows(8)))
    with pytest.raises(UsageError, match="-o"):
        drawn(east, more=(west, manifest))
    result = drawn(east, more=(west, manifest), output=tmp_path / "out")
    assert states(result) == {"A": "drawn", "B": "failed", "C": "drawn", "D": "drawn"}
    assert [str(finding.where) for finding in result.unread] == ["more.csv, sheet more, cell A3"]
    (west / "B.csv").unlink()
    assert states(drawn(west, more=(east, manifest), output=tmp_path / "out"))["B"] == "drawn"


def test_a_new_school_may_join_where_another_is_gone(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    drawn(source, workers=1)
    write_csv(source / "D.csv", text(rows(7)))
    (source / "B.csv").unlink()
    assert states(drawn(source, workers=1)) == {"A": "kept", "D": "drawn", "B": "gone"}


def test_files_and_folders_that_are_not_read_are_told(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    drawn(source, output=source / "results", workers=1)
    (source / "scan.pdf").write_bytes(b"%PDF")
    (source / "late").mkdir()
    shutil.copy(source / "A.csv", source / "late" / "Z.csv")
    for name in ("rules.toml", "~$A.xlsx", ".DS_Store", "Thumbs.db", "A-seal.json"):
        (source / name).write_text("")
    result = drawn(source, output=source / "results", workers=1)
    assert [finding.where for finding in result.unread] == ["county/late", "county/scan.pdf"]
    assert (states(result), result.exit_code) == ({"A": "kept"}, INCOMPLETE)
    assert "county/late: This folder is not looked into." in said_on_the_overview(result)


def test_every_sheet_of_a_manifest_is_read_or_told(tmp_path: Path) -> None:
    manifest = tmp_path / "county.xlsx"
    book = Workbook()
    for name in ("east", "west"):
        sheet = book.create_sheet(name)
        sheet.append(["code", "roster"])
        sheet.append([name, f"{name}.csv"])
    book.create_sheet("notes").append(["ask the south"])
    book.save(manifest)
    found = read_schools(manifest)
    assert [school.code for school in found.schools] == ["east", "west"]
    assert [Language("en").say(f.where) for f in found.unread] == ["county.xlsx, sheet notes"]


def test_a_result_that_a_worker_wrote_elsewhere_is_no_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(
        work: Work, tasks: Sequence[Task], *_: object, **__: object
    ) -> Iterator[tuple[Task, Outcome]]:
        for task in tasks:
            answer = work(task)
            task.folder.rename(tmp_path / "elsewhere")  # as where only the worker sees it
            yield task, answer

    monkeypatch.setattr("balance_classes.workers.cluster.run_on_cluster", elsewhere)
    (outcome,) = drawn(county(tmp_path, "A"), scheduler="tcp://127.0.0.1:9").outcomes
    assert (outcome.state, outcome.exit_code) == ("failed", 1)


def test_a_worker_is_fit_where_it_sees_the_folder_itself(tmp_path: Path) -> None:
    with may_write(tmp_path) as trial:
        assert pickle.loads(pickle.dumps(trial))() is None  # noqa: S301
        for mark in tmp_path.iterdir():
            mark.write_text("another word")
        fault = trial()
    assert fault is not None
    assert Language("en").say(fault).startswith("This worker does not see")
    assert not list(tmp_path.iterdir())


def test_a_worker_of_another_version_is_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with may_write(tmp_path) as trial:
        monkeypatch.setattr("balance_classes.workflows.batch.on_workers.__version__", "0.0.9")
        fault = trial()
        assert fault is not None
        assert Language("en").say(fault).startswith("This worker has version 0.0.9")


def test_what_was_sealed_is_drawn_as_sealed_and_told_so(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    seals = sealed(source, workers=1)
    result = drawn(source, sealed=seals, workers=1)
    posted = read_batch_seal(seals).digest
    assert f"fingerprint of all seals: {fingerprint(posted)}" in said_on_the_overview(result)
    write_csv(source / "D.csv", text(rows(7)))
    with pytest.raises(EvidenceError, match="drawn as it was sealed"):
        drawn(source, workers=1)


def test_no_seal_is_laid_over_a_batch_that_began_without_one(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    assert "Not sealed before the draw." in said_on_the_overview(drawn(source, workers=1))
    with pytest.raises(EvidenceError, match="began without a seal"):
        drawn(source, sealed=sealed(source, workers=1), workers=1)
