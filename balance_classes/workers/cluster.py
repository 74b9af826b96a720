"""Workers of a Dask cluster: the same tasks, on as many machines as there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from balance_classes.errors import Finding, UsageError
from balance_classes.language import Text
from balance_classes.workers.alone import alone
from balance_classes.workers.local import Lost

Task = TypeVar("Task")
Answer = TypeVar("Answer")

PATIENCE = 15.0
"""How many seconds a scheduler is waited for, and a worker that is tried."""
SILENCE = 600.0
"""After so many seconds in which no task ended, what runs is given to other workers, once."""
LOOK = 5.0
"""So often, in seconds, new workers are tried, and what lost ones held is given to others."""
ANSWER = 30.0
"""So many seconds an answer is waited for that a worker says it has."""
SILENT = object()
"""Stands for such an answer that did not come."""
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
    *,
    minutes: float = 0.0,
) -> Generator[tuple[Task, Answer | Lost], None, None]:
    """Yield each task with its answer as it comes from the cluster of a scheduler (tcp://…).

    `trial` runs on every worker first; one on which it fails, or returns what is wrong there, is
    told to `left_out` and given no task. A task whose worker is lost or falls silent runs again on
    another one; after some times, or when the scheduler is lost, it is told as lost. One that
    takes more than so many minutes is ended, 0 for none: then each runs in a process of its own.
    Raises UsageError where Dask or the scheduler is not there, or no worker is fit.
    """
    client = _client(scheduler)
    try:
        workers = _Workers(client, trial, left_out)
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=PATIENCE)
        workers.look()
        if not workers.fit:
            raise UsageError(
                *workers.faults,
                Finding(
                    "--scheduler",
                    Text("It has no worker that can do the work."),
                    Text("Start workers with dask worker, and the address of the scheduler."),
                ),
            )
        timed = partial(alone, function, minutes) if minutes else function
        silence = max(SILENCE, 60 * minutes + ANSWER)
        yield from _Cluster(client, workers, timed, iter(tasks), silence).answers()
    finally:
        with suppress(Exception):  # a lost scheduler cannot be told that the client leaves
            client.close(timeout=PATIENCE)


class _Workers:
    """The workers of a client, each tried when it is first seen: `fit` are those that do."""

    def __init__(
        self, client: Any, trial: Callable[[], Text | None], left_out: Callable[[Finding], None]
    ) -> None:
        self._client, self._trial, self._left_out = client, trial, left_out
        self._seen: set[str] = set()
        self.fit: list[str] = []
        self.faults: list[Finding] = []

    def look(self) -> list[str]:
        """Try the workers that came since; return the fit ones that are there now."""
        there = self._client.scheduler_info(n_workers=-1)["workers"]
        tried = {
            address: self._client.submit(self._trial, workers=[address], pure=False)
            for address in there
            if address not in self._seen
        }
        if tried:
            with suppress(TimeoutError):
                _wait(self._client, [*tried.values()], timeout=PATIENCE)
        for address, future in tried.items():
            self._seen.add(address)
            fault = _fault(future)
            if fault is None:
                self.fit.append(address)
                continue
            mend = Text("Install this program and mount this folder there as here.")
            self.faults.append(Finding(address, fault, mend))
            self._left_out(self.faults[-1])
        return [each for each in self.fit if each in there]


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
    """Some tasks on workers; each with how often it was given, and to which of them."""

    def __init__(
        self,
        client: Any,
        workers: _Workers,
        function: Callable[[Any], Any],
        tasks: Iterator[Any],
        silence: float,
    ) -> None:
        self._client, self._workers, self._silence = client, workers, silence
        self._function, self._tasks = function, tasks
        self._given: dict[Any, tuple[Any, int, tuple[str, ...]]] = {}

    def answers(self) -> Iterator[tuple[Any, Any]]:
        """Yield each task with its answer; a scheduler that is lost leaves the rest lost."""
        try:
            self._give_more()
            while self._given:
                for future in self._ended():
                    task, attempt, _ = self._given.pop(future)
                    answer = _answer(future)
                    if answer is SILENT and attempt < ATTEMPTS:
                        holders = self._client.who_has([future]).values()
                        self._give(task, attempt + 1, self._besides(set().union(*holders)))
                    else:
                        yield task, Lost(None) if answer is SILENT else answer
                self._give_more()
        except (OSError, RuntimeError):
            yield from ((task, Lost(None)) for task, *_ in self._given.values())
            yield from ((task, Lost(None)) for task in self._tasks)

    def _give_more(self) -> None:
        threads, fit = self._client.nthreads(), self._workers.fit
        most = max(FEWEST_AHEAD, AHEAD * sum(threads.get(each, 0) for each in fit))
        while len(self._given) < most:
            for task in self._tasks:
                self._give(task, 1, fit)
                break
            else:
                return

    def _give(self, task: Any, attempt: int, workers: Sequence[str]) -> None:
        future = self._client.submit(
            self._function, task, pure=False, workers=[*workers], retries=ATTEMPTS - 1
        )
        self._given[future] = (task, attempt, tuple(workers))

    def _ended(self) -> list[Any]:
        """Return the tasks that have ended, or that fell silent for the second time."""
        for _ in range(max(1, round(self._silence / LOOK))):
            with suppress(Exception):  # of silence, or a cancelled task; its status tells the same
                _wait(self._client, [*self._given], timeout=LOOK, return_when="FIRST_COMPLETED")
            if ended := [future for future in self._given if future.status != "pending"]:
                return ended
            there = self._workers.look()
            for future, (task, attempt, workers) in [*self._given.items()]:
                if there and not set(workers) & set(there):
                    self._client.cancel([future])
                    del self._given[future]
                    self._give(task, attempt, there)
        return self._silent()

    def _besides(self, busy: Collection[str]) -> list[str]:
        """Return the workers that are there and not among some, or all if there are no others."""
        there = self._workers.look()
        return [each for each in there if each not in busy] or there

    def _silent(self) -> list[Any]:
        """Give what runs to workers that hold nothing; return what was given before."""
        busy = {worker for worker, keys in self._client.processing().items() if keys}
        free = self._besides(busy)
        silent = dict(self._given)
        self._client.cancel([*silent])
        for future, (task, attempt, _) in silent.items():
            if attempt < ATTEMPTS:
                del self._given[future]
                self._give(task, attempt + 1, free)
        return [future for future, (_, attempt, _) in silent.items() if attempt == ATTEMPTS]


def _wait(client: Any, futures: list[Any], **terms: Any) -> None:
    from distributed import wait

    with client.as_current():
        wait(futures, **terms)  # type: ignore[no-untyped-call]


def _answer(future: Any) -> Any:
    """Return the answer of a task that ended; SILENT where its worker keeps it to itself."""
    if future.status != "finished":
        return Lost(None)
    try:
        return future.result(timeout=ANSWER)
    except TimeoutError:
        return SILENT


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
