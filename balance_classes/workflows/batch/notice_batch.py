"""Notices of a batch: each school's as `notice` writes it; one without stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.batch import INCOMPLETE
from balance_classes.errors import BalanceError, Finding, ResultError
from balance_classes.files.batch.batch_folder import read_batch, school_folder
from balance_classes.files.batch.batch_results import kept_codes, kept_language, kept_rules
from balance_classes.files.batch.roster_split import sources_again
from balance_classes.files.disk.new_folder import make_folder, write_folder
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.pages.notice import default_notice
from balance_classes.language import Language, Text
from balance_classes.workers.local import Lost
from balance_classes.workflows.batch.on_workers import Workers, lost_finding, may_write, on_workers
from balance_classes.workflows.checking.latest_draw import require_outside
from balance_classes.workflows.checking.notice import NoticeRequest, NoticeResult, made_notice


@dataclass(frozen=True)
class NoticeBatchRequest:
    """What is asked of each notice, the sources of the batch (split `by` a column), and who works.

    `school` is of all of them: its folder is the batch's. `left_out` hears of each worker of a
    cluster that was given nothing.
    """

    school: NoticeRequest
    sources: tuple[Path, ...]
    by: str
    workers: Workers
    left_out: Callable[[Finding], None]


@dataclass(frozen=True)
class NoticeTask:
    """A school of a batch, and what is asked of its notice."""

    code: str
    request: NoticeRequest


@dataclass(frozen=True)
class SchoolNotice:
    """The notice of a school; without one `findings` say why."""

    code: str
    result: NoticeResult | None
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """What a script is told of this school."""
        return 0 if self.result else INCOMPLETE


def notice_batch(asked: NoticeBatchRequest) -> Iterator[SchoolNotice]:
    """Yield the notice of each school of a batch as it is written, into a folder of its code.

    One that is there already stays if it is the same, so the same command goes on where it was cut
    off. Raises a BalanceError where there is no batch, or nothing can be written.
    """
    request = asked.school
    batch = read_batch(request.folder)
    language = request.language or kept_language(request.folder) or Language("en")
    folder = request.output or default_notice(request.folder.absolute(), language)
    require_outside(folder, request.folder)
    make_folder(folder, parents=True)
    codes = kept_codes(request.folder, batch)
    found = sources_again(asked.sources, asked.by, kept_rules(request.folder, codes))
    rosters = {school.code: school.roster.absolute() for school in found.schools}
    tasks = [
        NoticeTask(
            code,
            replace(
                request,
                folder=school_folder(request.folder.absolute(), code),
                output=folder.absolute() / code,
                roster=rosters.get(code),
                rules=request.rules.absolute() if request.rules else None,
            ),
        )
        for code in codes
    ]
    trial = may_write(folder.absolute())
    work = on_workers(publish, tasks, asked.workers, trial, asked.left_out)
    with closing(work) as answers:
        for task, answer in answers:
            yield _of(task, answer)
    with suppress(OSError):  # it holds notices
        folder.rmdir()


def publish(task: NoticeTask) -> SchoolNotice:
    """Write the notice of a school, unless it is there."""
    try:
        result, files = made_notice(task.request, lambda stage: None)
        if not result.folder.exists():
            write_folder(result.folder, files)
        elif any(not _same(result.folder / name, content) for name, content in files.items()):
            raise ResultError.at(
                str(result.folder), _ANOTHER, Text("Move it elsewhere, and give the command again.")
            )
    except BalanceError as error:
        return SchoolNotice(task.code, None, error.findings)
    return SchoolNotice(task.code, result)


_ANOTHER = Text("A notice is there already, and it is not that of the result as it stands now.")


def _same(path: Path, content: bytes) -> bool:
    try:
        return whole_file(path) == content
    except OSError:
        return False


def _of(task: NoticeTask, answer: SchoolNotice | Lost) -> SchoolNotice:
    """Return what came of a notice if it lies where it is seen here."""
    if isinstance(answer, Lost):
        return SchoolNotice(task.code, None, (lost_finding(task.code, answer),))
    lacking = [p for p in answer.result.files if not p.is_file()] if answer.result else []
    if not lacking:
        return answer
    what = Text("Its notice does not lie where it should: {path}.", path=str(lacking[0]))
    mend = Text("See that every worker has this folder mounted, and give the command again.")
    return SchoolNotice(task.code, None, (Finding(task.code, what, mend),))
