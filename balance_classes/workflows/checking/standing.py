"""Standing: the last draw over a roster, as the ledger beside it tells, and where its result is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.files.evidence.ledger import ledger_path, read_ledger
from balance_classes.files.result.result import default_folder, record_digest
from balance_classes.language import LANGUAGES, Language


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
