"""A Dask cluster of real processes gives the same bytes as this machine, though a worker dies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from balance_classes.domain.batch import Outcome
from balance_classes.errors import UsageError
from balance_classes.workers.cluster import run_on_cluster
from balance_classes.workers.local import Lost
from balance_classes.workflows.batch.batch import Told, batch
from tests.workers.test_local import dies_on_three, squared
from tests.workflows.batch.test_batch import asked, contents, county

HOME = Path(__file__).parent.parent.parent
PATIENT = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "600s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "600s",
}
"""Where many other programs run, processes that start together take minutes to meet."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workers.cluster.PATIENCE", "600s")


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(HOME), **PATIENT}
    with subprocess.Popen(command, cwd=HOME, env=environment, **quiet) as process:  # type: ignore[call-overload] # noqa: S603
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def cluster(home: Path, workers: int) -> Iterator[tuple[str, Sequence[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own; its address, and the workers."""
    about = home / "scheduler.json"
    address = ("--host", "127.0.0.1")
    with ExitStack() as stack:
        scheduler = started(
            "distributed.cli.dask_scheduler", *address, "--port", "0", "--no-dashboard",
            "--scheduler-file", str(about),
        )  # fmt: skip
        stack.enter_context(scheduler)
        while not (where := address_in(about)):
            time.sleep(0.05)
        worker = (
            "distributed.cli.dask_worker", where, "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--local-directory", str(home), "--death-timeout", "600",
        )  # fmt: skip
        yield where, [stack.enter_context(started(*worker)) for _ in range(workers)]


def address_in(about: Path) -> str:
    """Return the address that a scheduler wrote, or nothing before it has written it whole."""
    try:
        return str(json.loads(about.read_text("utf-8"))["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return ""


class Killing(Told):
    """Kills a worker as soon as the first school has ended."""

    def __init__(self, worker: subprocess.Popen[bytes]) -> None:
        self._worker = worker

    def ended(self, outcome: Outcome) -> None:
        self._worker.kill()


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(tmp_path: Path) -> None:
    source, codes = county(tmp_path / "one", "ABCDEFGH"), "ABCDEFGH"
    other = tmp_path / "two/county"
    shutil.copytree(source, other)
    here = batch(asked(source, workers=1), Told())
    with cluster(tmp_path, 2) as (address, workers):
        there = batch(asked(other, scheduler=address), Killing(workers[0]))
        assert workers[0].wait() != 0
    # A school that the lost worker had written is found by the next one: it is kept, not drawn.
    assert [outcome.code for outcome in there.outcomes if outcome.finished] == list(codes)
    assert contents(there.folder) == contents(here.folder)


def test_every_task_is_answered_and_one_that_kills_its_workers_is_lost(tmp_path: Path) -> None:
    with cluster(tmp_path, 6) as (address, _):
        assert sorted(run_on_cluster(squared, range(40), address)) == [
            (n, n * n) for n in range(40)
        ]
        answers = dict(run_on_cluster(dies_on_three, [1, 3, 5], address))
    assert answers == {1: 1, 3: Lost(None), 5: 5}


def raises(number: int) -> int:
    raise ValueError(number)


def test_workers_that_cannot_run_the_program_are_told(tmp_path: Path) -> None:
    with cluster(tmp_path, 1) as (address, _), pytest.raises(UsageError) as told:
        list(run_on_cluster(raises, [1], address))
    assert "ValueError" in str(told.value)


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workers.cluster.PATIENCE", "1s")
    with pytest.raises(UsageError):
        list(run_on_cluster(squared, [1], "tcp://127.0.0.1:9"))
