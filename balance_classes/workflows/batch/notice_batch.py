"""Notices of a batch: each school's as `notice` writes it; one without stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.batch import INCOMPLETE
from balance_classes.errors import BalanceError, Finding, ResultError
from balance_classes.files.batch.batch_folder import read_batch, school_folder
from balance_classes.files.batch.batch_results import kept_codes, kept_language
from balance_classes.files.batch.manifest import rosters_in
from balance_classes.files.disk.new_folder import make_folder, write_folder
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.pages.notice import default_notice
from balance_classes.language import Language, Text
from balance_classes.workers.local import Lost, run_locally
from balance_classes.workflows.batch.on_workers import lost_finding
from balance_classes.workflows.checking.latest_draw import require_outside
from balance_classes.workflows.checking.notice import NoticeRequest, NoticeResult, made_notice


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


def notice_batch(
    request: NoticeRequest, sources: Sequence[Path], workers: int
) -> Iterator[SchoolNotice]:
    """Yield the notice of each school of a batch as it is written, into a folder of its code.

    The request is of all of them: its folder is the batch's; `sources` are those of the batch.
    One that is there already stays if it is the same, so the same command goes on where it was cut
    off. Raises a BalanceError where there is no batch, or nothing can be written.
    """
    batch = read_batch(request.folder)
    language = request.language or kept_language(request.folder) or Language("en")
    folder = request.output or default_notice(request.folder.absolute(), language)
    require_outside(folder, request.folder)
    make_folder(folder, parents=True)
    rosters = rosters_in(sources)
    tasks = [
        NoticeTask(
            code,
            replace(
                request,
                folder=school_folder(request.folder, code),
                output=folder.absolute() / code,
                roster=rosters.get(code),
            ),
        )
        for code in kept_codes(request.folder, batch)
    ]
    with closing(run_locally(publish, tasks, min(workers, len(tasks)))) as answers:
        for task, answer in answers:
            yield _lost(task.code, answer) if isinstance(answer, Lost) else answer
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


def _lost(code: str, answer: Lost) -> SchoolNotice:
    return SchoolNotice(code, None, (lost_finding(code, answer),))
