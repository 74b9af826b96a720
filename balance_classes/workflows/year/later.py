"""Later: what every event after the draw goes through, from an honest result to a new one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.result.fixed import LaterEntry
from balance_classes.domain.result.formed import Formed, Later
from balance_classes.errors import EvidenceError, Finding, UsageError
from balance_classes.files.disk.folder import bring_back
from balance_classes.files.events.event_files import written
from balance_classes.files.events.forms import LaterFile, later_name
from balance_classes.files.evidence.forms import (
    AmendEvent,
    Begun,
    LaterEvent,
    OutcomeEvent,
    PlaceEvent,
    Source,
)
from balance_classes.files.evidence.ledger import (
    Ledger,
    append,
    later_entry,
    ledger_path,
    read_ledger,
)
from balance_classes.files.evidence.record import seed_form
from balance_classes.files.evidence.since import change_sentence
from balance_classes.files.result.consistency import posted_of
from balance_classes.files.result.kept import Kept
from balance_classes.files.result.result import Result, write_later
from balance_classes.language import Text
from balance_classes.workflows.checking.recount import honest
from balance_classes.workflows.draw.begin import SEED_BYTES


@dataclass(frozen=True)
class Opened:
    """A result as it is now, checked, with the ledger beside the roster (`book`)."""

    kept: Kept
    formed: Formed
    ledger: Ledger
    book: Path

    @property
    def draw(self) -> int:
        """The number of the draw that the result is of, 0 where it is a rehearsal."""
        return self.formed.entry.number if self.formed.entry else 0

    @property
    def number(self) -> int:
        """The number of the next later event."""
        return len(self.formed.later) + 1

    @property
    def before(self) -> str:
        """The digest of what the next event follows: the record, or the last later file."""
        later = self.kept.later
        return later[-1].file.digest if later else self.kept.record.digest


@dataclass(frozen=True)
class Grown:
    """What came of a later event: the new result, its folder, and the file that tells of it.

    `path` is where that file lies, None for a rehearsal, which keeps none.
    """

    result: Result
    before: Formed
    event: Later
    file: LaterFile
    folder: Path
    path: Path | None


def opened(folder: Path, roster: Path | None) -> Opened:
    """Return the result of a folder, ready for a later event.

    Raises EvidenceError where verify would say no, where it is a rehearsal or was replaced, and
    where the ledger is not found or goes another way. A folder that was lost by a run that was
    cut off is brought back.
    """
    bring_back(folder)
    result = honest(folder)
    if result.kept.record.draw is None:
        raise EvidenceError(_rehearsed(folder))
    found = Opened(result.kept, result.formed, result.ledger, _book(result.kept, roster))
    _require_last(found)
    return found


def _book(kept: Kept, roster: Path | None) -> Path:
    """Return the ledger beside the roster: where the folder lies, unless a roster is named."""
    beside = roster or kept.folder.absolute().parent / Path(kept.record.source.file).name
    path = ledger_path(beside)
    if not path.exists():
        raise EvidenceError(
            Finding(
                str(path),
                Text("The ledger beside the roster is not there."),
                Text("Name the roster with --roster: its ledger goes on."),
            )
        )
    return path


def _require_last(found: Opened) -> None:
    """Refuse a result that is not the last one of its roster."""
    live = read_ledger(found.book, torn=True)
    if live.upto(len(found.ledger.lines)) != found.ledger:
        raise EvidenceError(
            _finding(found.book, Text("It does not continue the ledger in the folder."))
        )
    last = live.draws[-1][1].draw
    if last != found.draw:
        what = Text("This result was replaced: the last draw is draw {draw}.", draw=last)
        raise EvidenceError(_finding(found.kept.folder, what))
    if live.outcome(found.draw, found.number + 1) or len(live.later(found.draw)) > found.number:
        raise EvidenceError(_old_copy(found))


def begin_later(found: Opened, event: Begun) -> LaterEvent:
    """Begin a later event on the ledger, or find it there where the same was begun already.

    Its seed is then the one that the ledger holds. Raises EvidenceError where another event
    was begun and has not come to its outcome.
    """

    def opened_on(ledger: Ledger) -> Ledger:
        begun = _begun(ledger, found)
        if begun is None:
            return ledger.with_event(event)
        same = (type(begun), begun.asked) == (type(event), event.asked)
        given = event.seed is not None and event.seed.given
        if not same or (given and event.seed != begun.seed):
            raise EvidenceError(_begun_otherwise(found, begun))
        return ledger

    begun = _begun(append(found.book, opened_on), found)
    assert begun is not None
    return begun


def _begun(ledger: Ledger, found: Opened) -> LaterEvent | None:
    events = (event for _, event in ledger.later(found.draw))
    return next((event for event in events if event.number == found.number), None)


def entry_of(found: Opened) -> LaterEntry:
    """Return the entry of the event that was begun last."""
    line, event = next(
        (line, event)
        for line, event in read_ledger(found.book, torn=True).later(found.draw)
        if event.number == found.number
    )
    return later_entry(line, event)


def finish(found: Opened, event: Later, source: Source | None) -> Grown:
    """Enter the outcome of an event on the ledger, and write the result anew."""
    after = event.applied(found.formed)
    file = written(event, found.formed, after, source)
    outcome = OutcomeEvent(draw=found.draw, number=found.number, digest=file.digest)

    def entered(ledger: Ledger) -> Ledger:
        return ledger if ledger.outcome(found.draw, found.number) else ledger.with_event(outcome)

    ledger = append(found.book, entered)
    came = ledger.outcome(found.draw, found.number)
    if came is None or came[1] != outcome:
        raise EvidenceError(
            _finding(found.book, Text("The ledger holds another outcome of this event."))
        )
    ledger = ledger.upto(came[0].line)
    record = found.kept.record
    result = Result(after, record, posted_of(record, ledger), None, ledger)
    name = later_name(event.kind, found.number)
    write_later(found.kept.folder, result, found.kept.language, name, file.content())
    folder = found.kept.folder
    return Grown(result, found.formed, event, file, folder, folder / name)


def place_event(found: Opened, asked: str, seed: Seed | None, date: str) -> PlaceEvent:
    """Return the line by which newcomers begin to be placed."""
    return PlaceEvent(
        draw=found.draw,
        number=found.number,
        before=found.before,
        asked=asked,
        seed=seed_form(seed) if seed else None,
        date=date,
    )


def amend_event(found: Opened, asked: str, date: str) -> AmendEvent:
    """Return the line by which an approved change begins."""
    return AmendEvent(
        draw=found.draw, number=found.number, before=found.before, asked=asked, date=date
    )


def new_seed(words: Sequence[SeedWords]) -> Seed:
    """Return the givers' seed; without one 128 bits from the operating system, seen by nobody."""
    if words:
        return Seed(tuple(words), given=True)
    return Seed((SeedWords("", secrets.token_hex(SEED_BYTES)),), given=False)


def require_new_words(found: Opened, seed: Seed) -> None:
    """Refuse words that were known before what is drawn now was fixed."""
    formed = found.formed
    known = [formed.seed, *(event.seed for event in formed.later if event.seed)]
    if any(seed.value == before.value for before in known):
        raise UsageError(
            Finding(
                "--seed",
                Text("These words were used before: everybody knew them."),
                Text("Let the givers give new ones for this lot."),
            )
        )


def _rehearsed(folder: Path) -> Finding:
    return Finding(
        str(folder),
        Text("This is a rehearsal: nothing that counts can happen after it."),
        Text("To try pair or place out after it: --rehearsal. Else give the folder of a draw."),
    )


def _old_copy(found: Opened) -> Finding:
    return _finding(found.kept.folder, Text("Since then more has happened to this result."))


def _begun_otherwise(found: Opened, begun: LaterEvent) -> Finding:
    return Finding(
        found.book.name,
        Text(
            "It stands on the ledger already, with other words or files: {change}.",
            change=change_sentence(begun),
        ),
        Text(
            "The same command with the same files and words continues it; or name the last folder."
        ),
    )


def _finding(where: Path, what: Text) -> Finding:
    return Finding(str(where), what, Text("Give the folder of the last result, and its roster."))
