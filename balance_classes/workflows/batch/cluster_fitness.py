"""Whether a worker of a cluster is fit: the same program, and the same folder, to be written."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from balance_classes.domain.batch import Outcome
from balance_classes.errors import Finding
from balance_classes.files.disk.new_folder import writing
from balance_classes.files.result.result_writing import finished_record
from balance_classes.language import Text
from balance_classes.version import __version__
from balance_classes.workers.local import Lost
from balance_classes.workflows.batch.school import Task, draw_school, failed

MARK = ".trial"
"""A file with a word that a worker can read only where it sees this folder and no copy of it."""


def draw_on_cluster(
    tasks: Sequence[Task], scheduler: str, folder: Path, left_out: Callable[[Finding], None]
) -> Generator[tuple[Task, Outcome | Lost], None, None]:
    """Yield what came of each school; `left_out` hears of each worker that is not fit."""
    from balance_classes.workers.cluster import run_on_cluster

    with worker_trial(folder) as trial:
        for task, answer in run_on_cluster(draw_school, tasks, scheduler, trial, left_out):
            yield task, answer if isinstance(answer, Lost) else _seen_here(task, answer)


def _seen_here(task: Task, outcome: Outcome) -> Outcome:
    """Return what a worker told of a school if the result lies in the folder that is seen here."""
    if outcome.classes is None:
        return outcome
    record = finished_record(task.folder)
    if record is not None and record.digest == outcome.classes.record:
        return outcome
    what = Text("Its result does not lie where it should: {folder}.", folder=str(task.folder))
    mend = Text("See that every worker has this folder mounted, and give the command again.")
    return failed(task, Finding(task.school.code, what, mend))


@contextmanager
def worker_trial(folder: Path) -> Iterator[Callable[[], Text | None]]:
    """Mark a folder and yield the trial of a worker, which can be sent to it."""
    word = secrets.token_hex(16)
    mark = folder / MARK
    with writing(folder):
        mark.write_text(word, "utf-8")
    try:
        yield partial(_fault, folder, word, __version__)
    finally:
        mark.unlink(missing_ok=True)


def _fault(folder: Path, word: str, version: str) -> Text | None:
    """Return what keeps this process from working for the one that set the mark."""
    if version != __version__:
        values = {"there": __version__, "here": version}
        return Text("This worker has version {there} of the program, not {here}.", **values)
    try:
        if (folder / MARK).read_text("utf-8") != word:
            return _other_folder(folder)
    except OSError:
        return _other_folder(folder)
    own = folder / f"{MARK}-{secrets.token_hex(8)}"
    try:
        own.write_text("", "utf-8")
        own.unlink()
    except OSError:
        return Text("This worker cannot write into {folder}.", folder=str(folder))
    return None


def _other_folder(folder: Path) -> Text:
    return Text("This worker does not see {folder} as it is here.", folder=str(folder))
