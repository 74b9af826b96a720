"""Hall: a page that shows the draw before the hall, made of its record alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from balance_classes.files.disk.new_folder import require_new, write_file
from balance_classes.files.result.hall_page import hall_page
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.latest_draw import require_outside
from balance_classes.workflows.checking.recount import honest


@dataclass(frozen=True)
class HallRequest:
    """The folder of a result, and how many minutes the lots take on the page."""

    folder: Path
    minutes: float
    output: Path | None
    language: Language | None


@dataclass(frozen=True)
class HallResult:
    """Where the page was written."""

    page: Path
    language: Language


def hall(request: HallRequest, report: Callable[[str], None]) -> HallResult:
    """Write the page into a new file; nothing in the result is touched.

    Raises EvidenceError where the result does not verify.
    """
    report("verify")
    found = honest(request.folder)
    language = request.language or found.kept.language
    folder = request.folder.absolute()
    named = language.say(Text("{stem}-hall.html", stem=folder.name))
    target = request.output or folder.with_name(named)
    require_outside(target, request.folder)
    require_new(target)
    write_file(target, hall_page(found.kept.record, request.minutes, language))
    return HallResult(target, language)
