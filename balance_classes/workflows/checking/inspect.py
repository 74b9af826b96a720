"""Inspect: write the draw file, by which an inspector draws again in a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from balance_classes.files.disk.new_folder import write_folder
from balance_classes.files.pages.verify_page import VERIFY_PAGE, verify_page
from balance_classes.files.result.draw_file import DRAW_FILE, draw_file
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.latest_draw import require_outside
from balance_classes.workflows.checking.recount import honest


@dataclass(frozen=True)
class InspectRequest:
    """The folder of a result."""

    folder: Path
    output: Path | None
    language: Language | None


@dataclass(frozen=True)
class InspectResult:
    """What an inspector gets: where it was written, and of how many students it tells."""

    folder: Path
    files: tuple[Path, ...]
    students: int
    language: Language


def inspect(request: InspectRequest, report: Callable[[str], None]) -> InspectResult:
    """Write draw file and page into a new folder for the owner only, never beside what is posted.

    Raises EvidenceError where the result does not verify.
    """
    report("verify")
    found = honest(request.folder)
    language = request.language or found.kept.language
    target = request.output or request.folder.absolute().with_name(
        language.say(Text("{stem}-inspection", stem=request.folder.absolute().name))
    )
    require_outside(target, request.folder)
    report("write")
    files = {VERIFY_PAGE: verify_page(), DRAW_FILE: draw_file(found.formed)}
    write_folder(target, files)
    size = found.formed.as_drawn.roster.size
    return InspectResult(target, tuple(target / name for name in files), size, language)
