"""Worker processes: every task is answered, and one that dies takes no other along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from balance_classes.workers.alone import alone
from balance_classes.workers.local import Lost, TooLong, run_locally


def squared(number: int) -> int:
    return number * number


def threads(_: int) -> str:
    return os.environ["OPENBLAS_NUM_THREADS"]


def dies_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def says_who_it_is(folder: Path) -> None:
    (folder / str(os.getpid())).touch()
    time.sleep(600)


def test_every_task_is_answered_by_processes_of_one_thread() -> None:
    before = dict(os.environ)
    assert sorted(run_locally(squared, range(5), 2)) == [(n, n * n) for n in range(5)]
    assert list(run_locally(threads, [1], 1)) == [(1, "1")]
    assert dict(os.environ) == before


def test_tasks_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    answers = run_locally(squared, tasks(), 2)
    next(answers)
    answers.close()
    assert len(taken) <= 3


def test_a_task_that_kills_its_worker_is_lost_and_no_other_is() -> None:
    answers = dict(run_locally(dies_on_three, range(6), 2))
    assert answers.pop(3) == Lost(-signal.SIGKILL)
    assert answers == {n: n for n in (0, 1, 2, 4, 5)}


def sleeps_on_three(number: int) -> int:
    time.sleep(600 if number == 3 else 0)
    return number


def test_a_task_that_takes_too_long_is_ended_and_no_other_is() -> None:
    answers = dict(run_locally(sleeps_on_three, range(6), 2, 0.05))
    assert answers.pop(3) == TooLong(None, 0.05)
    assert answers == {n: n for n in (0, 1, 2, 4, 5)}


def prints(number: int) -> int:
    os.write(1, b"beside the answer")
    return number


def test_a_task_alone_is_answered_or_ended() -> None:
    assert alone(prints, 10, 2) == 2
    assert alone(sleeps_on_three, 0.001, 3) == TooLong(None, 0.001)
    with pytest.raises(ChildProcessError):
        alone(dies_on_three, 10, 3)


def test_a_task_whose_worker_died_runs_again(tmp_path: Path) -> None:
    assert list(run_locally(dies_once, [tmp_path / "mark"], 1)) == [(tmp_path / "mark", "done")]


def test_the_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from balance_classes.workers.local import run_locally\n"
        "from tests.workers.test_local import says_who_it_is\n"
        f"list(run_locally(says_who_it_is, [Path({str(tmp_path)!r})] * 2, 2))\n"
    )
    home = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=home) as parent:  # noqa: S603 - our own
        while len(list(tmp_path.iterdir())) < 2:
            assert parent.poll() is None
            time.sleep(0.05)
        workers = [int(path.name) for path in tmp_path.iterdir()]
        parent.kill()
    while any(is_alive(worker) for worker in workers):
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    """Whether a process is still at work; one that ended and was not yet waited for is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
