"""Worker processes on this machine, a task at a time each; one that dies takes no other along."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

START = "spawn"
"""How workers are started: a fork would copy the locks of whatever threads there are."""
ATTEMPTS = 2
"""A task whose worker died runs once more; the second time it is told as lost."""
TASKS_A_PROCESS = 200
"""After so many tasks a worker is replaced, so that no library's memory can grow without end."""
LOOK = 0.5
"""So often, in seconds, tasks are looked at that may take no longer than some minutes."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True)
class Lost:
    """Stands for the answer of a task whose worker died, every time."""

    exit_code: int | None


@dataclass(frozen=True)
class TooLong(Lost):
    """Stands for the answer of a task that was ended, for it took so many minutes."""

    minutes: float


def run_locally(
    function: Callable[[Task], Answer], tasks: Iterable[Task], workers: int, minutes: float = 0.0
) -> Generator[tuple[Task, Answer | Lost], None, None]:
    """Yield each task with its answer as it comes; `function` is one that can be imported.

    No more than `workers` tasks and answers are held at a time; one may take so many minutes, 0
    for any. Whatever ends this, the workers end as well.
    """
    pool = _Pool(function, iter(tasks), workers, minutes)
    try:
        yield from pool.answers()
    finally:
        pool.end()


class _Pool(Generic[Task, Answer]):
    def __init__(
        self,
        function: Callable[[Task], Answer],
        tasks: Iterator[Task],
        workers: int,
        minutes: float,
    ) -> None:
        self._function, self._tasks, self._most = function, tasks, workers
        self._minutes = minutes
        self._again: deque[tuple[Task, int]] = deque()
        self._idle: list[_Worker] = []
        self._busy: dict[_Worker, tuple[Task, int]] = {}

    def answers(self) -> Iterator[tuple[Task, Answer | Lost]]:
        self._hand_out()
        while self._busy:
            by_pipe: dict[Any, _Worker] = {worker.pipe: worker for worker in self._busy}
            for pipe in wait(list(by_pipe), LOOK if self._minutes else None):
                yield from self._taken_back(by_pipe[pipe])
            yield from self._ended()
            self._hand_out()

    def end(self) -> None:
        for worker in (*self._busy, *self._idle):
            worker.process.kill()
        for worker in (*self._busy, *self._idle):
            worker.process.join()

    def _ended(self) -> Iterator[tuple[Task, Lost]]:
        """End what takes too long; it is not tried again, for it would take as long."""
        if not self._minutes:
            return
        for worker in [each for each in self._busy if each.minutes > self._minutes]:
            task, _ = self._busy.pop(worker)
            worker.end()
            yield task, TooLong(None, self._minutes)

    def _hand_out(self) -> None:
        while len(self._busy) < self._most and (given := self._next()) is not None:
            worker = self._idle.pop() if self._idle else _Worker(self._function)
            self._busy[worker] = given
            worker.give(given[0])

    def _next(self) -> tuple[Task, int] | None:
        if self._again:
            return self._again.popleft()
        for task in self._tasks:
            return task, 1
        return None

    def _taken_back(self, worker: _Worker) -> Iterator[tuple[Task, Answer | Lost]]:
        task, attempt = self._busy.pop(worker)
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):  # it died
            worker.process.join()
            if attempt < ATTEMPTS:
                self._again.append((task, attempt + 1))
            else:
                yield task, Lost(worker.process.exitcode)
            return
        if worker.given < TASKS_A_PROCESS:
            self._idle.append(worker)
        else:
            worker.end()
        yield task, answer


class _Worker:
    def __init__(self, function: Callable[[Any], Any]) -> None:
        context: Any = multiprocessing.get_context(START)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, function), daemon=True)
        self.given, self._since = 0, 0.0
        with _one_thread_each():
            self.process.start()
        theirs.close()

    def give(self, task: Any) -> None:
        self.given, self._since = self.given + 1, monotonic()
        # If it died already, taking the answer back will show it.
        with suppress(OSError):
            self.pipe.send(task)

    @property
    def minutes(self) -> float:
        """How long it has been at its task."""
        return (monotonic() - self._since) / 60

    def end(self) -> None:
        self.process.kill()
        self.process.join()


def _work(pipe: Connection, function: Callable[[Any], Any]) -> None:
    # Ctrl-C reaches every process of the terminal; the one that gives out the work decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(function(task))


def _leave_with_parent() -> None:
    """End this process with the one that started it, however that one ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that start now compute with one thread: the workers share the cores."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
