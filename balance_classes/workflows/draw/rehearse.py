"""Rehearse: a draw that stays in memory, marked as a rehearsal; no file, no line on a ledger.

It is the draw of `assign` as a rehearsal: the same roster, rules and words give the same record.
"""

from __future__ import annotations

from dataclasses import dataclass

from balance_classes.errors import told_in
from balance_classes.files.result.result_writing import Result
from balance_classes.language import Language
from balance_classes.workflows.draw.assign import drawn
from balance_classes.workflows.draw.begin import AskedDraw, rehearse, seed_words
from balance_classes.workflows.draw.prepare import RosterRequest, prepared_by


@dataclass(frozen=True)
class RehearseRequest:
    """What is to be tried out; `seed` holds 'giver=words' or words, and may be empty.

    Bytes that are `held` in memory stand for those of the roster's file.
    """

    subject: RosterRequest
    seed: tuple[str, ...]
    held: bytes | None = None


def rehearse_draw(request: RehearseRequest) -> Result:
    """Return the result of a rehearsal; raises a BalanceError for whatever the user can mend."""
    subject = request.subject
    prepared = prepared_by(subject, held=request.held)
    language = Language(prepared.roster.language)
    with told_in(language.code):
        bounds = prepared.plan()
        words = seed_words(request.seed, None, None, language)
        asked = AskedDraw(prepared, None, words, redraw=False, reason="", date="")
        return drawn(prepared, rehearse(asked), bounds, None, lambda stage: None)
