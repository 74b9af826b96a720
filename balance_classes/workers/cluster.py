"""Workers of a Dask cluster: the same tasks, on as many machines as there are."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from balance_classes.errors import Finding, UsageError
from balance_classes.language import Text
from balance_classes.workers.local import Lost

Task = TypeVar("Task")
Answer = TypeVar("Answer")

PATIENCE = 15.0
"""How many seconds a scheduler is waited for, and a worker that is tried."""
SILENCE = 600.0
"""After so many seconds in which no task ended, what runs is given to other workers, once."""
AHEAD = 4
"""So many tasks a thread are handed to the scheduler before they are needed."""
FEWEST_AHEAD = 16
ATTEMPTS = 2
"""A task that fails on a worker, or on one that falls silent, is tried once more."""


def run_on_cluster(
    function: Callable[[Task], Answer],
    tasks: Iterable[Task],
    scheduler: str,
    trial: Callable[[], Text | None],
    left_out: Callable[[Finding], None],
) -> Generator[tuple[Task, Answer | Lost], None, None]:
    """Yield each task with its answer as it comes from the cluster of a scheduler (tcp://…).

    `trial` runs on every worker first; one on which it fails, or returns what is wrong there, is
    told to `left_out` and given no task. A task whose worker is lost or falls silent runs again on
    another one; after some times, or when the scheduler is lost, it is told as lost. Raises
    UsageError where Dask or the scheduler is not there, or no worker is fit.
    """
    client = _client(scheduler)
    try:
        workers = _fit_workers(client, trial, left_out)
        yield from _Cluster(client, workers, function, iter(tasks)).answers()
    finally:
        with suppress(Exception):  # a lost scheduler cannot be told that the client leaves
            client.close(timeout=PATIENCE)


def _fit_workers(
    client: Any, trial: Callable[[], Text | None], left_out: Callable[[Finding], None]
) -> list[str]:
    """Return the addresses of the workers that can do the work."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=PATIENCE)
    tried = {
        address: client.submit(trial, workers=[address], pure=False)
        for address in client.scheduler_info(n_workers=-1)["workers"]
    }
    with suppress(TimeoutError):
        _wait(client, [*tried.values()], timeout=PATIENCE)
    faults = {address: _fault(future) for address, future in tried.items()}
    findings = [
        Finding(address, fault, Text("Install this program and mount this folder there as here."))
        for address, fault in faults.items()
        if fault
    ]
    fit = [address for address, fault in faults.items() if fault is None]
    if not fit:
        none = Finding(
            "--scheduler",
            Text("It has no worker that can do the work."),
            Text("Start workers with dask worker, and the address of the scheduler."),
        )
        raise UsageError(*findings, none)
    for finding in findings:
        left_out(finding)
    return fit


def _fault(future: Any) -> Text | None:
    if future.status == "finished":
        fault: Text | None = future.result()
        return fault
    if future.status == "error":
        what = type(future.exception()).__name__
        return Text("This worker cannot run this program ({what}).", what=what)
    future.cancel()
    return Text("This worker does not answer.")


class _Cluster:
    """Some tasks on the workers of a client; each with the number of times it was given."""

    def __init__(
        self, client: Any, workers: list[str], function: Callable[[Any], Any], tasks: Iterator[Any]
    ) -> None:
        self._client, self._workers = client, workers
        self._function, self._tasks = function, tasks
        self._given: dict[Any, tuple[Any, int]] = {}

    def answers(self) -> Iterator[tuple[Any, Any]]:
        """Yield each task with its answer; a scheduler that is lost leaves the rest lost."""
        try:
            self._give_more()
            while self._given:
                for future in self._ended():
                    yield self._given.pop(future)[0], _answer(future)
                self._give_more()
        except (OSError, RuntimeError):
            yield from ((task, Lost(None)) for task, _ in self._given.values())
            yield from ((task, Lost(None)) for task in self._tasks)

    def _give_more(self) -> None:
        threads = self._client.nthreads()
        most = max(FEWEST_AHEAD, AHEAD * sum(threads.get(each, 0) for each in self._workers))
        while len(self._given) < most:
            for task in self._tasks:
                self._give(task, 1)
                break
            else:
                return

    def _give(self, task: Any, attempt: int) -> None:
        future = self._client.submit(
            self._function, task, pure=False, workers=self._workers, retries=ATTEMPTS - 1
        )
        self._given[future] = (task, attempt)

    def _ended(self) -> list[Any]:
        """Return the tasks that have ended, or that fell silent for the second time."""
        try:
            _wait(
                self._client,
                [*self._given],
                timeout=SILENCE,
                return_when="FIRST_COMPLETED",
            )
        except TimeoutError:
            return self._silent()
        except Exception:  # noqa: S110 - of a cancelled task; its status tells the same
            pass
        return [future for future in self._given if future.status != "pending"]

    def _silent(self) -> list[Any]:
        """Give what runs to workers that hold nothing; return what was given before."""
        holding = {worker for worker, keys in self._client.processing().items() if keys}
        self._workers = [each for each in self._workers if each not in holding] or self._workers
        silent = dict(self._given)
        self._client.cancel([*silent])
        for future, (task, attempt) in silent.items():
            if attempt < ATTEMPTS:
                del self._given[future]
                self._give(task, attempt + 1)
        return [future for future, (_, attempt) in silent.items() if attempt == ATTEMPTS]


def _wait(client: Any, futures: list[Any], **terms: Any) -> None:
    from distributed import wait

    with client.as_current():
        wait(futures, **terms)  # type: ignore[no-untyped-call]


def _answer(future: Any) -> Any:
    return future.result() if future.status == "finished" else Lost(None)


def _client(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError.at(
            "--scheduler",
            Text("Dask is not installed."),
            Text("Install it: pip install 'balance-classes[cluster]'."),
        ) from error
    try:
        return Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise UsageError.at(
            "--scheduler",
            Text("The scheduler {address} does not answer.", address=scheduler),
            Text("Start it with dask scheduler, and name the address that it prints."),
        ) from error
