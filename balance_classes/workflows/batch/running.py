"""A batch at work: each school drawn or found finished, then children looked for in several."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing

from balance_classes.domain.batch import Outcome
from balance_classes.errors import Finding
from balance_classes.workers.local import Lost
from balance_classes.workflows.batch.on_workers import Workers, may_write, on_workers
from balance_classes.workflows.batch.progress import Course
from balance_classes.workflows.batch.school import Task, children_at, draw_school, drawn_here


def run(
    course: Course,
    workers: Workers,
    ended: Callable[[Outcome], None],
    idle: Callable[[Finding], None],
) -> None:
    """Work on all tasks; whatever cuts this off, an overview says what was done."""
    try:
        with closing(_answers(course, workers, idle)) as answers:
            for task, answer in answers:
                ended(course.ended(task, answer))
                course.write_meanwhile()
        _compare(course, workers)
    except BaseException:
        course.write_meanwhile(every=0)
        raise
    for outcome in course.gone:
        ended(outcome)


def _compare(course: Course, workers: Workers) -> None:
    """Look for children of several schools among those that were finished before, too."""
    trial, complete = may_write(course.folder.absolute()), True
    if tasks := course.to_compare():
        with closing(on_workers(children_at, tasks, workers, trial, _told_before)) as answers:
            for task, answer in answers:
                if isinstance(answer, Lost):
                    complete = False
                else:
                    course.take_children(task, answer)
    if complete:
        course.write_compared()


def _told_before(finding: Finding) -> None:
    """Tell nothing: a worker that is not fit was told when it was to draw."""


def _answers(
    course: Course, workers: Workers, idle: Callable[[Finding], None]
) -> Generator[tuple[Task, Outcome | Lost], None, None]:
    trial = may_write(course.folder.absolute())
    for task, answer in on_workers(draw_school, course.tasks, workers, trial, idle):
        if workers.scheduler and not isinstance(answer, Lost):
            yield task, drawn_here(task, answer)
        else:
            yield task, answer
