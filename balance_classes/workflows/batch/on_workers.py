"""Schools on workers: processes of this machine, or those of a cluster that are fit for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from balance_classes.errors import Finding
from balance_classes.files.disk.new_folder import writing
from balance_classes.files.disk.opening import whole_file
from balance_classes.language import Text
from balance_classes.version import __version__
from balance_classes.workers.local import Lost, TooLong, run_locally

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Trial = Callable[[], Text | None]

MARK = ".trial"
"""A file with a word that a worker can read only where it sees this folder and no copy of it."""


@dataclass(frozen=True)
class Workers:
    """Who works: so many processes here, or the workers of a Dask scheduler, if one is named.

    A school may take so many `minutes`, 0 for any.
    """

    here: int
    scheduler: str = ""
    minutes: float = 0.0


def on_workers(
    function: Callable[[Task], Answer],
    tasks: Sequence[Task],
    workers: Workers,
    trial: AbstractContextManager[Trial],
    left_out: Callable[[Finding], None],
) -> Generator[tuple[Task, Answer | Lost], None, None]:
    """Yield each task with its answer; `left_out` hears of each worker of a cluster that is unfit.

    `trial` is what each of those has to stand first.
    """
    if not workers.scheduler:
        here = min(workers.here, len(tasks))
        yield from run_locally(function, tasks, here, workers.minutes)
        return
    from balance_classes.workers.cluster import run_on_cluster

    with trial as fault:
        yield from run_on_cluster(
            function, tasks, workers.scheduler, fault, left_out, minutes=workers.minutes
        )


def lost_finding(code: str, answer: Lost) -> Finding:
    """Return why a school has no answer."""
    if isinstance(answer, TooLong):
        what = Text("It was not done within {minutes} minutes.", minutes=f"{answer.minutes:g}")
        return Finding(code, what, Text("Give it more with --time-limit, or do it alone."))
    what = Text("The processes that worked on it died, one after the other.")
    mend = Text("Look whether memory runs out; with fewer --workers each has more.")
    return Finding(code, what, mend)


@contextmanager
def may_write(folder: Path) -> Iterator[Trial]:
    """Mark a folder and yield the trial of a worker: the same program, and the same folder."""
    word = secrets.token_hex(16)
    mark = folder / MARK
    with writing(folder):
        mark.write_text(word, "utf-8")
    try:
        yield partial(_fault, mark, word.encode(), __version__, writes=True)
    finally:
        mark.unlink(missing_ok=True)


@contextmanager
def may_read(path: Path) -> Iterator[Trial]:
    """Yield the trial of a worker: the same program, and the same file as it lies here."""
    yield partial(_fault, path, whole_file(path), __version__, writes=False)


def _fault(path: Path, content: bytes, version: str, *, writes: bool) -> Text | None:
    """Return what keeps this process from working for the one that holds this content."""
    if version != __version__:
        values = {"there": __version__, "here": version}
        return Text("This worker has version {there} of the program, not {here}.", **values)
    folder = path.parent
    try:
        same = whole_file(path) == content
    except OSError:
        same = False
    if not same:
        return Text("This worker does not see {folder} as it is here.", folder=str(folder))
    own = folder / f"{MARK}-{secrets.token_hex(8)}"
    try:
        if writes:
            own.write_text("", "utf-8")
            own.unlink()
    except OSError:
        return Text("This worker cannot write into {folder}.", folder=str(folder))
    return None
