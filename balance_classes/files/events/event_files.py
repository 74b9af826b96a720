"""Later events as they lie in the folder of a result, told as the domain tells them, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.result.formed import Formed, Later
from balance_classes.domain.roster.roster import Student
from balance_classes.errors import EvidenceError, Finding, reason_of
from balance_classes.files.disk.whole_file import bytes_of
from balance_classes.files.events.amend_file import amend_file, amendment
from balance_classes.files.events.forms import LATER_FILES, LaterFile, later_name
from balance_classes.files.events.lists import Lists
from balance_classes.files.events.pair_file import pair, pair_file
from balance_classes.files.events.place_file import place_file, placing
from balance_classes.files.evidence.forms import LaterEvent, Source
from balance_classes.files.evidence.ledger import Ledger, later_entry
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


@dataclass(frozen=True)
class Teller:
    """How a kind of later event is read from its file and written into it.

    `event` takes the file, the formed classes before, all students by lottery number, and the
    lists; `file` takes the event, the formed classes before and after, and the source that the
    file keeps.
    """

    event: Callable[[LaterFile, Formed, Mapping[int, Student], Lists], Later]
    file: Callable[[Later, Formed, Formed, Source | None], LaterFile]


def _without_lists(
    event: Callable[[LaterFile, Formed, Mapping[int, Student]], Later],
) -> Callable[[LaterFile, Formed, Mapping[int, Student], Lists], Later]:
    return lambda file, before, students, lists: event(file, before, students)


TELLERS: Mapping[str, Teller] = {
    "place": Teller(_without_lists(placing), place_file),
    "amend": Teller(_without_lists(amendment), amend_file),
    "pair": Teller(pair, pair_file),
}
"""A kind of later event is added here and in `LATER_FILES`."""


def read_later(folder: Path) -> tuple[KeptLater, ...]:
    """Return the files of later events in a folder, by their numbers.

    Raises EvidenceError where one is not as this program writes it.
    """
    found = []
    for path in sorted(folder.iterdir()):
        named = re.fullmatch(r"([a-z]+)-([1-9]\d*)\.json", path.name)
        if named and named[1] in LATER_FILES:
            content = _content(path)
            file = LATER_FILES[named[1]].read(path.name, content)
            found.append((int(named[2]), path.name, KeptLater(path.name, file, content)))
    return tuple(kept for _, _, kept in sorted(found, key=lambda each: each[:2]))


def _content(path: Path) -> bytes:
    try:
        return bytes_of(path)
    except OSError as error:
        raise EvidenceError(
            Finding(
                path.name,
                Text("The file cannot be opened: {reason}.", reason=reason_of(error)),
                Text("Bring back the file as it was written."),
            )
        ) from error


def told_later(
    drawn: Formed, kept: tuple[KeptLater, ...], students: Mapping[int, Student], lists: Lists
) -> Formed:
    """Return formed classes after the later events that files tell of."""
    formed = drawn
    for later in kept:
        event = TELLERS[later.kind].event(later.file, formed, students, lists)
        formed = event.applied(formed)
    return formed


def written(event: Later, before: Formed, after: Formed, source: Source | None) -> LaterFile:
    """Return the file of a later event."""
    return TELLERS[event.kind].file(event, before, after, source)


def source_in(file: LaterFile) -> Source | None:
    """Return what the file of a later event keeps of the file that it was read from."""
    source = getattr(file, "source", None)
    return source if isinstance(source, Source) else None


def begun(ledger: Ledger, draw: int, number: int) -> LaterEvent | None:
    """Return the event by which a later event began, if it did."""
    return next((event for _, event in ledger.later(draw) if event.number == number), None)


__all__ = [
    "TELLERS", "KeptLater", "Teller", "begun", "later_entry", "later_name", "read_later",
    "source_in", "told_later", "written",
]  # fmt: skip
