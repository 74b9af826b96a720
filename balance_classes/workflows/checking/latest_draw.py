"""Latest: whether a result is of the last draw over its roster; what is made of it lies beside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.errors import EvidenceError, UsageError
from balance_classes.files.batch.batch_folder import live_ledger
from balance_classes.files.evidence.ledger import Ledger, ledger_path, read_ledger
from balance_classes.files.result.result_reading import Kept
from balance_classes.files.result.result_writing import default_folder, record_digest
from balance_classes.language import LANGUAGES, Language, Text


def roster_beside(kept: Kept, roster: Path | None) -> Path:
    """Return the roster that is named, else where it lies if it lies beside the folder."""
    return roster or kept.folder.absolute().parent / Path(kept.record.source.file).name


def require_outside(target: Path, folder: Path) -> None:
    """Raise UsageError where something would be written into the folder of a result."""
    if target.resolve().is_relative_to(folder.resolve()):
        raise UsageError.at(
            "-o", Text("This is the place of another file."), Text("Name a new folder.")
        )


def require_latest(kept: Kept, ledger: Ledger, roster: Path | None) -> tuple[Text, ...]:
    """Refuse a result that was replaced or changed since; return what could not be looked up.

    The ledger is looked for beside the folder unless a roster is named. `ledger` is the one in
    the folder. Raises EvidenceError.
    """
    if kept.record.draw is None:
        return ()  # a rehearsal stands on no ledger, and the notice says what it is
    path = live_ledger(kept.folder, roster_beside(kept, roster))
    if path.exists():
        require_last(kept, ledger, path)
        return ()
    if roster:
        raise _refused(path, Text("The ledger beside the roster is not there."))
    return (
        Text(
            "The ledger {file} does not lie beside the folder: whether this is the last result "
            "was not checked. Name the roster with --roster.",
            file=path.name,
        ),
    )


def require_last(kept: Kept, ledger: Ledger, path: Path, *, begun: int = 0) -> None:
    """Refuse a result that is not the last one on the ledger of its roster, at `path`.

    `ledger` is the one in the folder; `begun` is how many later events more the other may hold.
    """
    assert kept.record.draw is not None
    live = read_ledger(path, torn=True)
    if live.upto(len(ledger.lines)) != ledger:
        raise _refused(path, Text("It does not continue the ledger in the folder."))
    draw, last = kept.record.draw.number, live.last_draw
    if last != draw:
        what = Text("This result was replaced: the last draw is draw {draw}.", draw=last)
        raise _refused(kept.folder, what)
    if len(live.later(draw)) > len(ledger.later(draw)) + begun:
        raise _refused(kept.folder, Text("Since then more has happened to this result."))


def _refused(where: Path, what: Text) -> EvidenceError:
    mend = Text("Give the folder of the last result, and its roster.")
    return EvidenceError.at(str(where), what, mend)


@dataclass(frozen=True)
class Standing:
    """The last draw of a roster; `folder` is None where its result does not lie in its place."""

    draw: int
    date: str
    folder: Path | None


def standing_draw(roster: Path) -> Standing | None:
    """Return the last draw of a roster, None where it has not been drawn."""
    ledger = read_ledger(ledger_path(roster), torn=True)
    if not ledger.draws:
        return None
    _, last = ledger.draws[-1]
    result = ledger.result(last.draw)
    places = (default_folder(roster, Language(code), rehearsal=False) for code in LANGUAGES)
    lies = next((p for p in places if result and record_digest(p) == result.record), None)
    return Standing(last.draw, last.date, lies)
