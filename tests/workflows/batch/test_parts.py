"""A batch in parts, cut off, or in a folder that may only be read: nothing lost, all told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from balance_classes.domain.batch import INCOMPLETE, Outcome
from balance_classes.errors import ResultError, UsageError
from balance_classes.files.batch.batch_folder import LOCK
from balance_classes.files.disk.lock import held
from balance_classes.workers.local import TooLong
from balance_classes.workflows.batch.batch import Told, batch
from balance_classes.workflows.batch.chosen_schools import Chosen
from balance_classes.workflows.batch.progress import Course
from tests.commands.test_batch import start_none
from tests.workflows.batch.test_batch import asked, contents, county, drawn
from tests.workflows.batch.test_nothing_falls_out import said_on_the_overview, states


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    start_none(monkeypatch)


def test_the_parts_and_then_the_whole_give_the_bytes_of_one_run(tmp_path: Path) -> None:
    whole = drawn(county(tmp_path / "whole"))
    source = county(tmp_path / "parts")
    found = [drawn(source, chosen=Chosen(part=f"{number}/2")) for number in (2, 1)]
    assert [states(result) for result in found] == [{"B": "drawn"}, {"A": "drawn", "C": "drawn"}]
    assert [result.summaries for result in found] == [(), ()]
    collected = drawn(source)
    assert states(collected) == dict.fromkeys("ABC", "kept")
    assert collected.exit_code == 0
    assert contents(collected.folder / "schools") == contents(whole.folder / "schools")
    assert "joined" not in said_on_the_overview(collected)


def test_some_schools_are_drawn_and_the_others_are_not(tmp_path: Path) -> None:
    source = county(tmp_path)
    result = drawn(source, chosen=Chosen(only=("C", "A")))
    assert (states(result), result.exit_code) == ({"A": "drawn", "C": "drawn"}, 0)
    assert not (result.folder / "schools/B").exists()


@pytest.mark.parametrize("part", ["0/2", "3/2", "2", "1/0", "a/b", "１/２"])
def test_what_is_no_part_is_refused_and_leaves_nothing(tmp_path: Path, part: str) -> None:
    source = county(tmp_path)
    with pytest.raises(UsageError, match="--part"):
        drawn(source, chosen=Chosen(part=part))
    assert [path.name for path in tmp_path.iterdir()] == ["county"]


def test_a_code_that_no_chosen_school_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--only"):
        drawn(county(tmp_path), chosen=Chosen(only=("Z",)))


def test_parts_share_the_folder_and_the_whole_has_it_alone(tmp_path: Path) -> None:
    source = county(tmp_path)
    first = drawn(source, chosen=Chosen(only=("A",)))
    with held(first.folder / LOCK, wait=False, shared=True):
        assert states(drawn(source, chosen=Chosen(only=("B",)))) == {"B": "drawn"}
        with pytest.raises(ResultError, match="Another run is at work"):
            drawn(source)
    with held(first.folder / LOCK, wait=False), pytest.raises(ResultError, match="Another run"):
        drawn(source, chosen=Chosen(only=("C",)))


def test_a_finished_batch_that_may_only_be_read_is_told_as_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = county(tmp_path)
    before = contents(drawn(source).folder)
    may = os.access
    monkeypatch.setattr(
        "os.access", lambda path, mode: mode != os.W_OK and may(path, mode)
    )  # as on read-only media
    result = drawn(source)
    assert (states(result), result.exit_code) == (dict.fromkeys("ABC", "kept"), 0)
    assert result.summaries == ()
    assert contents(result.folder) == before


def test_a_run_that_is_cut_off_leaves_an_overview_of_what_it_did(tmp_path: Path) -> None:
    class Stops(Told):
        def ended(self, outcome: Outcome) -> None:
            raise KeyboardInterrupt

    source = county(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        batch(asked(source), Stops())
    page = (tmp_path / "county-classes/summary.html").read_text("utf-8")
    assert "Not yet reached: 2. The same command goes on." in page
    assert page.count("not yet reached") >= 2
    assert "ot yet reached" not in said_on_the_overview(drawn(source))


def test_overviews_are_written_while_a_run_is_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    write = Course.write_overview

    def count(course: Course) -> tuple[Path, ...]:
        written.append([outcome.state for outcome in course.outcomes].count("waiting"))
        return write(course)

    monkeypatch.setattr(Course, "write_overview", count)
    monkeypatch.setattr(Course.write_meanwhile, "__kwdefaults__", {"every": 0.0})
    drawn(county(tmp_path))
    assert written == [2, 1, 0, 0]


def test_a_school_that_takes_too_long_is_told_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "balance_classes.workflows.batch.on_workers.run_locally",
        lambda function, tasks, workers, minutes: (
            (task, TooLong(None, minutes)) for task in tasks
        ),
    )
    result = drawn(county(tmp_path, "A"), time_limit=1.5)
    (finding,) = result.outcomes[0].findings
    assert str(finding.what) == "It was not done within 1.5 minutes."
    assert "--time-limit" in str(finding.mend)
    assert result.exit_code == INCOMPLETE
