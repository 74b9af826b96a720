"""A Dask cluster of real processes gives the same bytes as this machine, though a worker dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from balance_classes.domain.batch import Outcome
from balance_classes.errors import Finding, UsageError
from balance_classes.language import Text
from balance_classes.version import __version__
from balance_classes.workers.cluster import run_on_cluster
from balance_classes.workers.local import Lost, TooLong
from balance_classes.workflows.batch.batch import Told, batch
from tests.commands.test_batch import run
from tests.workers.test_local import dies_on_three, sleeps_on_three, squared
from tests.workflows.batch.test_batch import asked, contents, county

HOME = Path(__file__).parent.parent.parent
PATIENT = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "600s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "600s",
}
"""Where many other programs run, processes that start together take minutes to meet."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workers.cluster.PATIENCE", 600.0)


@contextmanager
def started(*arguments: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(HOME), **PATIENT, **more}
    with subprocess.Popen(command, cwd=HOME, env=environment, **quiet) as process:  # type: ignore[call-overload] # noqa: S603
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def cluster(home: Path, workers: int) -> Iterator[tuple[str, Sequence[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own; its address, and the workers.

    A task may kill two workers until the scheduler gives it up.
    """
    about = home / "scheduler.json"
    address = ("--host", "127.0.0.1")
    with ExitStack() as stack:
        scheduler = started(
            "distributed.cli.dask_scheduler", *address, "--port", "0", "--no-dashboard",
            "--scheduler-file", str(about), DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1",
        )  # fmt: skip
        (home / "scheduler.pid").write_text(str(stack.enter_context(scheduler).pid))
        while not (where := address_in(about)):
            time.sleep(0.05)
        yield where, [stack.enter_context(worker(where, home)) for _ in range(workers)]


def worker(
    address: str, home: Path, **environment: str
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker of a scheduler, a process of its own."""
    return started(
        "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
        "--no-dashboard", "--local-directory", str(home), "--death-timeout", "600", **environment,
    )  # fmt: skip


def wait_for(workers: int, address: str) -> None:
    """Wait until so many workers have met their scheduler."""
    from distributed import Client

    with Client(address, timeout=600, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(workers, timeout=600)


def fit() -> None:
    """The trial that every worker stands."""


def answers(
    function: Callable[[int], Any],
    tasks: Iterable[int],
    address: str,
    trial: Callable[[], Text | None] = fit,
    left_out: Callable[[Finding], None] = print,
) -> Iterator[tuple[int, Any]]:
    return run_on_cluster(function, tasks, address, trial, left_out)


def address_in(about: Path) -> str:
    """Return the address that a scheduler wrote, or nothing before it has written it whole."""
    try:
        return str(json.loads(about.read_text("utf-8"))["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return ""


def on_import(home: Path, name: str, code: str) -> str:
    """A folder whose code runs first in every process that has it on its path."""
    folder = home / name
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    return f"{folder}{os.pathsep}{HOME}"


BAD = """
import sys
class Missing:
    def find_spec(self, name, *_):
        if name.startswith("balance_classes.workflows"):
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
"""
OLD = "import balance_classes.version as here\nhere.__version__ = '0.0.9'\n"


class Failing(Told):
    """Kills a worker as soon as the first school has ended, and stops another one."""

    def __init__(self, workers: Sequence[subprocess.Popen[bytes]]) -> None:
        self._workers = workers

    def ended(self, outcome: Outcome) -> None:
        killed, stopped, _ = self._workers
        killed.kill()
        stopped.send_signal(signal.SIGSTOP)


@pytest.mark.slow
def test_a_county_is_drawn_whole_though_workers_are_bad_and_old_and_die_and_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balance_classes.workers.cluster.SILENCE", 20.0)
    monkeypatch.setattr("balance_classes.workers.cluster.ANSWER", 5.0)
    codes = "ABCDEFGHIJKM"
    source, other = county(tmp_path / "one", codes), tmp_path / "two/county"
    shutil.copytree(source, other)
    here = batch(asked(source, workers=1), Told())
    paths = [on_import(tmp_path, *each) for each in (("bad", BAD), ("old", OLD))]
    with cluster(tmp_path, 3) as (address, workers), ExitStack() as unfit:
        for path in paths:
            unfit.enter_context(worker(address, tmp_path, PYTHONPATH=path))
        wait_for(5, address)
        # The worker that lacks modules dies of its trial, and answers nothing.
        monkeypatch.setattr("balance_classes.workers.cluster.PATIENCE", 15.0)
        there = batch(asked(other, scheduler=address), Failing(workers))
        assert workers[0].wait() != 0
        workers[1].send_signal(signal.SIGCONT)
    said = sorted(str(finding.what) for finding in there.idle_workers)
    assert said == [
        "This worker does not answer.",
        f"This worker has version 0.0.9 of the program, not {__version__}.",
    ]
    told = [str(f.what) for outcome in there.outcomes for f in outcome.findings]
    # A school that the lost worker had written is found by the next one: it is kept, not drawn.
    assert [outcome.code for outcome in there.outcomes if outcome.finished] == list(codes), told
    assert contents(there.folder) == contents(here.folder)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of a worker, and of one whose environment says that it is unfit."""
    home = tmp_path_factory.mktemp("cluster")
    with cluster(home, 1) as (address, _), worker(address, home, UNFIT="yes"):
        wait_for(2, address)
        yield address


@pytest.mark.slow
def test_a_batch_goes_from_seal_to_notice_on_a_cluster_within_its_time(
    tmp_path: Path, address: str
) -> None:
    source = county(tmp_path, "A")
    on_it = ("--scheduler", address, "--time-limit", 10)
    runs = [
        run("seal", source, "--batch", "--classes", 2, "--giver", "parents", *on_it),
        run(
            "batch", source, "--classes", 2, "--seals", tmp_path / "county-seal",
            "--seed", "parents=3", *on_it,
        ),
        run("verify", tmp_path / "county-classes", "--roster", source, *on_it),
        run("notice", tmp_path / "county-classes", "--roster", source, *on_it),
    ]  # fmt: skip
    assert [each.exit_code for each in runs] == [0, 0, 0, 0], [each.output for each in runs]
    limited = run_on_cluster(sleeps_on_three, [1, 3], address, fit, print, minutes=0.05)
    assert dict(limited) == {1: 1, 3: TooLong(None, 0.05)}


@pytest.mark.slow
def test_every_task_is_answered(address: str) -> None:
    assert sorted(answers(squared, range(40), address)) == [(n, n * n) for n in range(40)]


def raises() -> None:
    raise ValueError


@pytest.mark.slow
def test_workers_that_cannot_run_the_program_are_told(address: str) -> None:
    with pytest.raises(UsageError) as told:
        list(answers(squared, [1], address, trial=raises))
    assert "ValueError" in str(told.value)


def unfit_where_it_says_so() -> Text | None:
    return Text("It is another folder.") if "UNFIT" in os.environ else None


@pytest.mark.slow
def test_a_worker_that_is_not_fit_is_told_and_given_nothing(address: str) -> None:
    told: list[Finding] = []
    found = answers(
        whether_unfit, range(9), address, trial=unfit_where_it_says_so, left_out=told.append
    )
    assert sorted(found) == [(n, False) for n in range(9)]
    assert [finding.what for finding in told] == [Text("It is another folder.")]


def whether_unfit(_: int) -> bool:
    return "UNFIT" in os.environ


def process_id(_: int) -> int:
    time.sleep(0.1)
    return os.getpid()


@pytest.mark.slow
def test_what_kills_its_workers_is_lost_and_so_is_the_rest_where_the_scheduler_is(
    tmp_path: Path,
) -> None:
    with cluster(tmp_path, 3) as (address, _):
        wait_for(3, address)
        assert dict(answers(dies_on_three, [1, 3, 5], address)) == {1: 1, 3: Lost(None), 5: 5}
        held = answers(process_id, range(100), address)
        found = dict([next(held)])
        os.kill(int((tmp_path / "scheduler.pid").read_text()), signal.SIGKILL)
        found.update(held)
    assert sorted(found) == list(range(100))
    assert Lost(None) in found.values()


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workers.cluster.PATIENCE", 1.0)
    with pytest.raises(UsageError):
        list(answers(squared, [1], "tcp://127.0.0.1:9"))
