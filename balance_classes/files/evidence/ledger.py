"""The ledger: one file of events beside the roster, each line with the hash of the one before.

Beside it what it knows of a result that the folder of the result does not hold.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.roster.labels import change_label
from balance_classes.errors import EvidenceError, Finding, VersionError, mend_of, reason_of
from balance_classes.files.disk.lock import held
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.evidence.document import MOST_BYTES, START, whole_json
from balance_classes.files.evidence.forms import (
    Begun,
    BegunEvent,
    DrawEvent,
    Event,
    LedgerLine,
    OutcomeEvent,
    RehearsalEvent,
    ResultEvent,
    SealEvent,
)
from balance_classes.language import Text, day

SUFFIX = ".ledger.jsonl"
MOST_LINES = 5_000
"""Each is a seal, a draw or a change: a school that draws every week fills them in 40 years."""
MOST_REHEARSALS = 1_000
"""More are refused, so that rehearsals never take the lines of a draw."""


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

    @property
    def rehearsals(self) -> tuple[tuple[LedgerLine, RehearsalEvent], ...]:
        """The lines of the rehearsals, with their events."""
        return tuple(
            (line, line.what) for line in self.lines if isinstance(line.what, RehearsalEvent)
        )

    def rehearsed(self, before: int) -> tuple[str, ...]:
        """Return the digests of the rehearsals that stand before a line."""
        return tuple(event.record for line, event in self.rehearsals if line.line < before)

    def result(self, draw: int) -> ResultEvent | None:
        """Return the result of a draw, if it came to one."""
        found = (line.what for line in self.lines if isinstance(line.what, ResultEvent))
        return next((event for event in found if event.draw == draw), None)

    def later(self, draw: int) -> tuple[tuple[LedgerLine, Begun], ...]:
        """Return the lines at which the later events of a draw begin, with their events."""
        return tuple(
            (line, line.what)
            for line in self.lines
            if isinstance(line.what, BegunEvent) and line.what.draw == draw
        )

    def outcome(self, draw: int, number: int) -> tuple[LedgerLine, OutcomeEvent] | None:
        """Return the line of the outcome of a later event, if it came to one."""
        for line in self.lines:
            event = line.what
            if isinstance(event, OutcomeEvent) and (event.draw, event.number) == (draw, number):
                return line, event
        return None

    def outcome_count(self, draw: int) -> int:
        """Return how many later events of a draw came to their outcome."""
        return sum(bool(self.outcome(draw, event.number)) for _, event in self.later(draw))

    def unfinished(self, draw: int) -> Begun | None:
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


def ledger_path(roster: Path) -> Path:
    """Return where the ledger of a roster is: 新生.ledger.jsonl beside 新生.xlsx."""
    return roster.with_name(f"{roster.stem}{SUFFIX}")


def read_ledger(path: Path, *, torn: bool = False) -> Ledger:
    """Return the ledger of a file, empty where there is none.

    Raises EvidenceError for a line that cannot be read or does not follow from the one before;
    where it may be `torn`, a last line that was being written when the power went is left out.
    """
    _require_no_link(path)
    try:
        content = whole_file(path)
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        what = Text("The file cannot be opened: {reason}.", reason=reason_of(error))
        raise EvidenceError.at(str(path), what, BRING_BACK) from error
    if len(content) > MOST_BYTES:
        what = Text("It is larger than any this program writes.")
        raise EvidenceError.at(path.name, what, BRING_BACK)
    return Ledger(tuple(_lines(path.name, _mended(path.name, content) if torn else content)))


def append(path: Path, extend: Callable[[Ledger], Ledger]) -> Ledger:
    """Write the lines that `extend` adds to the ledger, and return it; nobody comes between.

    The lines are on the disk before this returns. What `extend` refuses leaves no file where there
    was none. Raises EvidenceError as `read_ledger` does.
    """
    _require_no_link(path)
    if not path.exists():
        extend(Ledger())
    try:
        with held(path, wait=True) as file:
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


def _require_no_link(path: Path) -> None:
    """Refuse a link: behind it could lie another ledger than the one that everybody sees."""
    if path.is_symlink():
        what = Text("This is a link to another place, where the ledger belongs.")
        mend = Text("Put the ledger itself here.")
        raise EvidenceError.at(str(path), what, mend)


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
            raise VersionError.at(
                Text("{file}, line {line}", file=name, line=number),
                Text("It was made by another version of the program ({what}).", what=version),
                Text("Use the version of the program that made it."),
            )
        return LedgerLine.model_validate_json(raw)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise EvidenceError(_broken(name, number)) from None


def _broken(name: str, number: int) -> Finding:
    return Finding(
        Text("{file}, line {line}", file=name, line=number),
        Text("The line is not as it was written, or does not follow from the line before."),
        BRING_BACK,
    )


BRING_BACK = Text("Bring back the ledger as it was; compare its head with the one that was posted.")


def _closed(path: Path, error: OSError) -> Finding:
    return Finding(
        str(path),
        Text("The ledger cannot be written: {reason}.", reason=reason_of(error)),
        mend_of(error, Text("Put the roster into a folder in which you may write.")),
    )


def change_sentence(event: Begun) -> Text:
    """Return which change after a draw this is: its number, its kind, its date."""
    values = {"number": event.number, "kind": change_label(event.event)}
    if event.date:
        return Text("change {number} ({kind}, {date})", **values, date=day(event.date))
    return Text("change {number} ({kind})", **values)


def since_sentences(draw: int, kept: Ledger, live: Ledger) -> tuple[Text, ...]:
    """Return what happened to the result of a draw since `kept`, the ledger in its folder."""
    return (*_changes(draw, kept, live), *_draws(draw, live))


def _changes(draw: int, kept: Ledger, live: Ledger) -> Iterator[Text]:
    """Yield changes that the folder does not hold, and one that was cut off."""
    more = live.outcome_count(draw) - kept.outcome_count(draw)
    unfinished = live.unfinished(draw)
    if more > 1 or (more and unfinished):
        yield Text(
            "Since then more has happened: {count} changes; this is an old copy.", count=more
        )
    elif more:
        last = live.later(draw)[-1][1]
        yield Text(
            "Since then more has happened: {change}. Either this is an old copy, or the run was "
            "cut off while it wrote: then the same command with the same files and words finishes "
            "it.",
            change=change_sentence(last),
        )
    if unfinished:
        yield Text(
            "Begun and cut off: {change}. The same command with the same files and words finishes "
            "it; until then no other change can begin.",
            change=change_sentence(unfinished),
        )


def _draws(draw: int, live: Ledger) -> Iterator[Text]:
    """Yield that another draw replaced the result, or was begun and cut off."""
    last = live.draws[-1][1]
    if last.draw == draw:
        return
    values = {"number": draw, "count": last.draw, "reason": last.reason}
    yield Text(
        "This result was replaced: draw {number} of {count}; reason of the last: {reason}.",
        **values,
    )
    if live.result(last.draw) is None:
        yield Text(
            "Draw {count} was begun and cut off: the same command finishes it.", count=last.draw
        )
