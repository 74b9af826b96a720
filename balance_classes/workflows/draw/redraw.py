"""Replace: what a redraw takes the place of, where that goes, and what lapses with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from balance_classes.errors import EvidenceError, Finding
from balance_classes.files.disk.new_folder import require_new
from balance_classes.files.evidence.ledger import (
    Ledger,
    change_sentence,
    read_ledger,
    since_sentences,
)
from balance_classes.files.result.result_writing import (
    Result,
    default_folder,
    record_digest,
    superseded_folder,
)
from balance_classes.language import LANGUAGES, Language, Text

OTHER_DRAWS = Text(
    "To try things out: --rehearsal. To replace that draw, which will be shown in public: "
    '--redraw --reason "why".'
)


def cut_off(ledger: Ledger, reason: str, *, unwritten: bool) -> bool:
    """Tell whether the last draw is the redraw that is asked for, and was cut off.

    `unwritten` says that its result is not where it is to be written.
    """
    if not ledger.draws:
        return False
    last = ledger.draws[-1][1]
    return unwritten and last.replaces > 0 and last.reason == reason


def require_lapse(ledger: Ledger, *, lapse: bool) -> None:
    """Refuse a redraw while changes since the last draw would lapse with it and nobody said so."""
    draw = ledger.last_draw
    since = ledger.later(draw)
    if not since or lapse:
        return
    raise EvidenceError.at(
        "--redraw",
        Text(
            "With draw {draw} would lapse what happened since: {changes}.",
            draw=draw,
            changes=tuple(change_sentence(event) for _, event in since),
        ),
        Text(
            "If it is to lapse, add --lapse, and let --reason say why these changes lapse, "
            "too: it is shown in public. What is drawn is the roster as it stands: enter who "
            "came and take out who left, or give place again."
        ),
    )


def draw_in(folder: Path, ledger: Ledger) -> int:
    """Return of which draw the result in a folder is, 0 where it is of none."""
    inside = record_digest(folder)
    came = [(event.draw, ledger.result(event.draw)) for _, event in ledger.draws]
    return next((draw for draw, r in came if inside and r and r.record == inside), 0)


def other_names(roster: Path, folder: Path) -> tuple[Path, ...]:
    """Return the names that the folder of a result would have by itself in other languages."""
    names = (default_folder(roster, Language(code), rehearsal=False) for code in LANGUAGES)
    return tuple(name for name in names if name != folder)


def not_held(result: Result, book: Path) -> tuple[Text, ...]:
    """Return what the ledger knows of a draw that is written again, and its new lists do not."""
    if result.record.draw is None:
        return ()
    live = read_ledger(book, torn=True)
    return since_sentences(result.record.draw.number, result.ledger, live)


def set_aside(
    folder: Path, others: Sequence[Path], ledger: Ledger, *, replaces: bool, same: bool
) -> dict[Path, Path]:
    """Return where results go that a draw has replaced, or the last one if one now `replaces` it.

    They are the one in the folder's place, and those under `others`, its names in other languages.
    `same` tells whether roster, rules and seal are those of the last draw still.
    """
    held = {place: draw_in(place, ledger) for place in (folder, *others)}
    aside = {
        place: superseded_folder(place, draw)
        for place, draw in held.items()
        if draw and (replaces or draw < ledger.last_draw)
    }
    if folder not in aside:
        if held[folder]:
            raise EvidenceError(_lies_here(folder, held[folder], same=same))
        require_new(folder)
    return aside


def _lies_here(folder: Path, draw: int, *, same: bool) -> Finding:
    """Return that the last draw's result lies there, and what can be done about it now."""
    if same:
        mend = Text(
            "To write it into another folder: the same command with -o, without --seed. {others}",
            others=OTHER_DRAWS,
        )
    else:
        mend = Text(
            "Roster, rules or seal are others now than at that draw. {others}", others=OTHER_DRAWS
        )
    what = Text("The result of draw {draw} lies here already.", draw=draw)
    return Finding(str(folder), what, mend)
