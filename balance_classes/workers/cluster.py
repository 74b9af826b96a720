"""Workers of a Dask cluster: the same tasks, on as many machines as there are."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, TypeVar

from balance_classes.errors import UsageError
from balance_classes.language import Text
from balance_classes.workers.local import Lost

Task = TypeVar("Task")
Answer = TypeVar("Answer")

PATIENCE = "15s"
"""How long a scheduler is waited for."""
AHEAD = 4
"""So many tasks a thread are handed to the scheduler before they are needed."""
FEWEST_AHEAD = 16


def run_on_cluster(
    function: Callable[[Task], Answer], tasks: Iterable[Task], scheduler: str
) -> Generator[tuple[Task, Answer | Lost], None, None]:
    """Yield each task with its answer as it comes from the cluster of a scheduler (tcp://…).

    A task whose worker is lost runs again on another one; after some times it is told as lost.
    Raises UsageError where Dask or the scheduler is not there.
    """
    with _client(scheduler) as client:
        yield from _answers(client, function, iter(tasks))


def _answers(
    client: Any, function: Callable[[Task], Answer], tasks: Iterator[Task]
) -> Iterator[tuple[Task, Answer | Lost]]:
    from distributed import as_completed

    given: dict[Any, Task] = {}
    done: Any = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

    def give_more() -> None:
        most = max(FEWEST_AHEAD, AHEAD * sum(client.nthreads().values()))
        while len(given) < most:
            for task in tasks:
                future = client.submit(function, task, pure=False)
                given[future] = task
                done.add(future)
                break
            else:
                return

    give_more()
    while given:
        future = next(done)
        task = given.pop(future)
        yield task, _lost(future) if future.status == "error" else future.result()
        give_more()


def _lost(future: Any) -> Lost:
    """Return that the workers of a task died; anything else stops all of them alike."""
    from distributed import KilledWorker

    error = future.exception()
    if isinstance(error, KilledWorker):
        return Lost(None)
    raise UsageError.at(
        "--scheduler",
        Text("Its workers cannot run this program ({what}).", what=type(error).__name__),
        Text("Install the same version of it on every machine."),
    )


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
