"""What lies in the folder of a result beside its own files: named, for nobody checked it."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from balance_classes.domain.verdict import Difference
from balance_classes.files.after_draw.event_folder import EVENT_FILES
from balance_classes.files.disk.opening import OF_THE_SYSTEM
from balance_classes.files.pages.report import REPORT
from balance_classes.files.result.result_writing import (
    CLASSES,
    LEDGER,
    RECORD,
    RUN,
    SEAL,
    workbook_name,
)
from balance_classes.language import LANGUAGES, Language, Text

LOCKS = ("~$", ".~lock.", ".~", "._")
"""How the locks of Excel, LibreOffice and WPS begin, and what macOS keeps of a file."""
MOST_OF_A_LOCK = 4096
"""Bytes; a lock holds the name of who has the file open."""
MOST_TOLD = 100
MOST_LOOKED_AT = 10_000
LONGEST_PATH = 3_000
"""Bytes; what lies deeper is named by its folder, for systems open no longer paths than 4,096."""


@dataclass(frozen=True)
class Beside:
    """Files by their paths within the folder.

    `posing` are to be taken for parts of the result, `others` are anything else: scans, notes,
    copies. `more` says that there are too many to be named.
    """

    posing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    more: bool = False

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What poses as a part of the result: it could be what people read."""
        what = Text("It bears a name of the result's own files, or is a link, and is none of them.")
        return tuple(Difference(name, what) for name in self.posing)

    @property
    def told(self) -> tuple[Text, ...]:
        """That there are others, by their names."""
        if not self.others:
            return ()
        if self.more:
            return (Text("what is in more than {count} other files here", count=MOST_TOLD),)
        return (Text("what is in other files here: {files}", files=self.others),)


def beside(folder: Path, own: Collection[str]) -> Beside:
    """Return what lies in a folder beside the files of a result, `own` by their paths within it."""
    posing, others = [], []
    names = {Path(path).name for path in own}
    looked_at = [*islice(_inside(folder), MOST_LOOKED_AT)]
    for path in looked_at:
        within = path.relative_to(folder).as_posix()
        if within in own and not path.is_symlink():
            continue
        if within in own or _poses(within):
            posing.append(within)
        elif not _of_the_system(path, names):
            others.append(within)
    more = len(others) > MOST_TOLD or len(looked_at) == MOST_LOOKED_AT
    return Beside(tuple(sorted(posing)[:MOST_TOLD]), tuple(sorted(others)[:MOST_TOLD]), more)


def _inside(folder: Path) -> Iterator[Path]:
    """Yield files and links at any depth, in folders that can be opened; no link is followed."""
    for home, folders, files in os.walk(folder):
        if len(os.fsencode(home)) > LONGEST_PATH:
            yield Path(home)
            folders.clear()
            continue
        linked = (name for name in folders if (Path(home) / name).is_symlink())
        yield from (Path(home) / name for name in (*files, *linked))


def _poses(within: str) -> bool:
    """Tell whether a name is one of the result's own, in other letters or in the wrong place."""
    shown = "".join(c for c in within if unicodedata.category(c) != "Cf")
    *folders, name = unicodedata.normalize("NFKC", shown).casefold().split("/")
    if folders and not (len(folders) == 1 and re.fullmatch(r"before-.*", folders[0])):
        return False
    books = (workbook_name(Language(code)) for code in LANGUAGES)
    known = {CLASSES, REPORT, LEDGER, RECORD, RUN, SEAL, *books}
    event = rf"({'|'.join(EVENT_FILES)})-\d+\.json"
    return name.strip(". ") in known or re.fullmatch(event, name) is not None


def _of_the_system(path: Path, names: Collection[str]) -> bool:
    """Tell whether a file is one of a system, or the lock of one of the result's own files."""
    if path.name.casefold() in OF_THE_SYSTEM:
        return True
    lock = next((begin for begin in LOCKS if path.name.startswith(begin)), None)
    if lock is None or path.is_symlink() or path.lstat().st_size > MOST_OF_A_LOCK:
        return False
    return path.name.removeprefix(lock).removesuffix("#") in names
