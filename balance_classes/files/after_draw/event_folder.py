"""Later events as they lie in the folder of a result, told as the domain tells them, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.result.formed_classes import Formed, LaterEvent
from balance_classes.domain.roster.roster import Student
from balance_classes.files.after_draw.amend_file import AmendFile
from balance_classes.files.after_draw.event_file import LaterFile, ListTexts
from balance_classes.files.after_draw.pair_file import PairFile
from balance_classes.files.after_draw.place_file import PlaceFile
from balance_classes.files.disk.opening import file_bytes
from balance_classes.files.evidence.forms import Source
from balance_classes.language import Text


@dataclass(frozen=True)
class KeptLater:
    """The file of a later event, and the bytes that it was read from."""

    name: str
    file: LaterFile
    content: bytes

    @property
    def kind(self) -> str:
        """The kind of the event."""
        return self.name.partition("-")[0]


EVENT_FILES: Mapping[str, type[LaterFile]] = {
    "place": PlaceFile,
    "amend": AmendFile,
    "pair": PairFile,
}
"""The file of each kind of later event, which knows how to be written and read."""


def later_name(kind: str, number: int) -> str:
    """Return the name of the file of a later event: place-1.json."""
    return f"{kind}-{number}.json"


def read_later(folder: Path) -> tuple[KeptLater, ...]:
    """Return the files of later events in a folder, by their numbers.

    Raises EvidenceError where one is not as this program writes it.
    """
    found = []
    for path in sorted(folder.iterdir()):
        named = re.fullmatch(r"([a-z]+)-([1-9]\d*)\.json", path.name)
        if named and named[1] in EVENT_FILES:
            content = file_bytes(path, Text("Bring back the file as it was written."))
            file = EVENT_FILES[named[1]].read(path.name, content)
            found.append((int(named[2]), path.name, KeptLater(path.name, file, content)))
    return tuple(kept for _, _, kept in sorted(found, key=lambda each: each[:2]))


def after_files(
    drawn: Formed, kept: tuple[KeptLater, ...], students: Mapping[int, Student], lists: ListTexts
) -> Formed:
    """Return formed classes after the later events that files tell of."""
    formed = drawn
    for later in kept:
        event = later.file.event(formed, students, lists)
        formed = event.applied(formed)
    return formed


def file_of(event: LaterEvent, before: Formed, after: Formed, source: Source | None) -> LaterFile:
    """Return the file of a later event."""
    return EVENT_FILES[event.kind].of(event, before, after, source)
