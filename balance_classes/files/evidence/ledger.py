"""The ledger: one file of events beside the roster, each line with the hash of the one before."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from balance_classes.domain.result.fixed import DrawEntry, LaterEntry
from balance_classes.errors import EvidenceError, Finding, VersionError, reason_of
from balance_classes.files.disk.private import OWNER_ONLY, keep_private
from balance_classes.files.disk.whole_file import bytes_of
from balance_classes.files.evidence.document import MOST_BYTES, START, whole_json
from balance_classes.files.evidence.forms import (
    DrawEvent,
    Event,
    LaterEvent,
    LedgerLine,
    OutcomeEvent,
    ResultEvent,
    SealEvent,
)
from balance_classes.language import Text

SUFFIX = ".ledger.jsonl"
MOST_LINES = 5_000
"""Each is a seal, a draw or a change: a school that draws every week fills them in 40 years."""


@dataclass(frozen=True)
class Ledger:
    """The lines of a ledger whose chain is whole."""

    lines: tuple[LedgerLine, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last line."""
        return self.lines[-1].head() if self.lines else START

    @property
    def draws(self) -> tuple[tuple[LedgerLine, DrawEvent], ...]:
        """The lines at which draws began, with their events."""
        return tuple((line, line.what) for line in self.lines if isinstance(line.what, DrawEvent))

    @property
    def last_draw(self) -> int:
        """The number of the last draw that was begun, 0 where there is none."""
        return self.draws[-1][1].draw if self.draws else 0

    @property
    def seals(self) -> tuple[tuple[LedgerLine, SealEvent], ...]:
        """The lines of the seals, with their events."""
        return tuple((line, line.what) for line in self.lines if isinstance(line.what, SealEvent))

    def result(self, draw: int) -> ResultEvent | None:
        """Return the result of a draw, if it came to one."""
        found = (line.what for line in self.lines if isinstance(line.what, ResultEvent))
        return next((event for event in found if event.draw == draw), None)

    def later(self, draw: int) -> tuple[tuple[LedgerLine, LaterEvent], ...]:
        """Return the lines at which the later events of a draw begin, with their events."""
        return tuple(
            (line, line.what)
            for line in self.lines
            if isinstance(line.what, LaterEvent) and line.what.draw == draw
        )

    def outcome(self, draw: int, number: int) -> tuple[LedgerLine, OutcomeEvent] | None:
        """Return the line of the outcome of a later event, if it came to one."""
        for line in self.lines:
            event = line.what
            if isinstance(event, OutcomeEvent) and (event.draw, event.number) == (draw, number):
                return line, event
        return None

    def came(self, draw: int) -> int:
        """Return how many later events of a draw came to their outcome."""
        return sum(bool(self.outcome(draw, event.number)) for _, event in self.later(draw))

    def unfinished(self, draw: int) -> LaterEvent | None:
        """Return the later event of a draw that was begun and has not come to its outcome."""
        begun = (event for _, event in self.later(draw))
        return next((event for event in begun if not self.outcome(draw, event.number)), None)

    def with_event(self, event: Event) -> Ledger:
        """Return the ledger with one line more."""
        line = LedgerLine(line=len(self.lines) + 1, previous=self.head, what=event)
        return Ledger((*self.lines, line))

    def upto(self, line: int) -> Ledger:
        """Return the ledger as it stood at a line."""
        return Ledger(self.lines[:line])

    def content(self) -> bytes:
        """Return the bytes of the file."""
        return "".join(f"{line.text()}\n" for line in self.lines).encode()


def draw_entry(line: LedgerLine, event: DrawEvent) -> DrawEntry:
    """Return which draw began at a line of the ledger."""
    return DrawEntry(
        number=event.draw,
        replaces=event.replaces,
        replaced=event.replaced,
        reason=event.reason,
        sealed=event.sealed,
        date=event.date,
        line=line.line,
        head=line.head(),
    )


def later_entry(line: LedgerLine, event: LaterEvent) -> LaterEntry:
    """Return which later event began at a line of the ledger."""
    return LaterEntry(
        draw=event.draw,
        number=event.number,
        before=event.before,
        asked=event.asked,
        date=event.date,
        line=line.line,
        head=line.head(),
    )


def kind_of(event: LaterEvent) -> str:
    """Return the kind of a later event, as its file is named."""
    return str(getattr(event, "event", ""))


def ledger_path(roster: Path) -> Path:
    """Return where the ledger of a roster is: 新生.ledger.jsonl beside 新生.xlsx."""
    return roster.with_name(f"{roster.stem}{SUFFIX}")


def read_ledger(path: Path, *, torn: bool = False) -> Ledger:
    """Return the ledger of a file, empty where there is none.

    Raises EvidenceError for a line that cannot be read or does not follow from the one before;
    where it may be `torn`, a last line that was being written when the power went is left out.
    """
    try:
        content = bytes_of(path)
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise EvidenceError(_closed(path, error)) from error
    if len(content) > MOST_BYTES:
        raise EvidenceError(_broken(path.name, MOST_LINES + 1))
    return Ledger(tuple(_lines(path.name, _mended(path.name, content) if torn else content)))


def append(path: Path, extend: Callable[[Ledger], Ledger]) -> Ledger:
    """Write the lines that `extend` adds to the ledger, and return it; nobody comes between.

    The lines are on the disk before this returns. Raises EvidenceError as `read_ledger` does.
    """
    try:
        with _alone(path) as file:
            content = file.read()
            whole = _mended(path.name, content)
            ledger = Ledger(tuple(_lines(path.name, whole)))
            extended = extend(ledger)
            if extended.content() != content:
                kept = min(len(whole), len(content))
                file.seek(kept)
                file.truncate()
                file.write(extended.content()[kept:])
                file.flush()
                os.fsync(file.fileno())
            return extended
    except OSError as error:
        raise EvidenceError(_closed(path, error)) from error


def _mended(name: str, content: bytes) -> bytes:
    """Return the content with its last line ended, or without it if it never was whole.

    Nothing is computed before a line is on the disk, so that nothing came of half a line.
    """
    if not content or content.endswith(b"\n"):
        return content
    try:
        list(_lines(name, content + b"\n"))
    except EvidenceError:
        return content[: content.rfind(b"\n") + 1]
    return content + b"\n"


def _lines(name: str, content: bytes) -> Iterator[LedgerLine]:
    """Yield the lines; each must be written as this program writes it and follow the one before."""
    previous = START
    for number, ended in enumerate(io.BytesIO(content), start=1):
        raw = ended.removesuffix(b"\n")
        if raw == ended or number > MOST_LINES:
            raise EvidenceError(_broken(name, number))
        line = _line(name, number, raw)
        if line.text().encode() != raw or (line.line, line.previous) != (number, previous):
            raise EvidenceError(_broken(name, number))
        previous = line.head()
        yield line


def _line(name: str, number: int, raw: bytes) -> LedgerLine:
    try:
        version = whole_json(raw)["version"]
        if version != LedgerLine.model_fields["version"].default:
            raise VersionError(
                Finding(
                    Text("{file}, line {line}", file=name, line=number),
                    Text("It was made by another version of the program ({what}).", what=version),
                    Text("Use the version of the program that made it."),
                )
            )
        return LedgerLine.model_validate_json(raw)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise EvidenceError(_broken(name, number)) from None


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read and write that no other process has open in this way."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    with os.fdopen(handle, "r+b") as file:
        if not os.fstat(handle).st_size:
            keep_private(path)
        # The system gives the lock back however the process ends.
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield file


def _broken(name: str, number: int) -> Finding:
    return Finding(
        Text("{file}, line {line}", file=name, line=number),
        Text("The line is not as it was written, or does not follow from the line before."),
        Text("Bring back the ledger as it was; compare its head with the one that was posted."),
    )


def _closed(path: Path, error: OSError) -> Finding:
    return Finding(
        str(path),
        Text("The ledger cannot be written: {reason}.", reason=reason_of(error)),
        Text("Put the roster into a folder in which you may write."),
    )
