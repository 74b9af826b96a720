"""What givers and witnesses remember of the words of a seed, each held against its own lot."""

from __future__ import annotations

import re
from collections.abc import Mapping

from balance_classes.domain.lottery import SeedWords
from balance_classes.domain.seed_words import Giver, counted_words, givers_of, sound_givers
from balance_classes.domain.verdict import Check, Difference
from balance_classes.files.result.result_reading import Kept
from balance_classes.language import Text

DRAW = "draw"
_NAMED = re.compile("(draw|(?:place|pair)-[0-9]+)[:：](.*)", re.DOTALL)

Lots = Mapping[str, tuple[SeedWords, ...]]
"""The words of each lot, by its name: that of the draw, then those of later events' files."""


def seed_check(kept: Kept, remembered: str) -> Check:
    """Compare what somebody remembers with the words of one lot: the draw's, unless one is named.

    A later lot is named by its file, as 'place-1:giver=words'.
    """
    named = _NAMED.fullmatch(remembered.strip())
    lot, text = (named[1], named[2]) if named else (DRAW, remembered)
    said, lots = SeedWords.split(text), _lots(kept)
    giver = said.giver or Text("no giver named")
    difference = _difference(kept, said, lot, lots)
    return Check(
        "seed",
        Text("Words of {giver} that {lot} was drawn from.", giver=giver, lot=_told(lot)),
        (Difference(Text("seed, {giver}", giver=giver), difference),) if difference else (),
    )


def _lots(kept: Kept) -> Lots:
    later = {
        each.name.removesuffix(".json"): each.file.lot.words
        for each in kept.readable_later
        if each.file.lot
    }
    return {DRAW: kept.record.seed.words, **later}


def _difference(kept: Kept, said: SeedWords, lot: str, lots: Lots) -> Text | None:
    if lot not in lots:
        return Text("There is no lot {lot}; there are: {lots}.", lot=lot, lots=tuple(lots))
    here = {entry.giver: entry.words for entry in lots[lot]}
    if said.giver in here and _same(kept, said, here[said.giver]):
        return None
    others = [
        name
        for name, words in lots.items()
        for entry in words
        if entry.giver == said.giver and _same(kept, said, entry.words)
    ]
    if others:
        return Text(
            "They are not of this lot, but of {lot}: ask for it as '{name}:giver=words'.",
            lot=_told(others[0]),
            name=others[0],
        )
    if said.giver in here:
        return Text("These are not the words that were drawn from.")
    return Text("There is no such giver; given by: {givers}.", givers=tuple(here))


def _same(kept: Kept, said: SeedWords, words: str) -> bool:
    """Tell whether somebody remembers these words; a form has one writing for what was said."""
    sealed = kept.record.fixed.givers
    givers = givers_of(sealed) if sound_givers(sealed) else ()
    giver = next((giver for giver in givers if giver.name == said.giver), Giver(said.giver))
    remembered = said.words if giver.unfit(said.words) else giver.words(said.words)
    return counted_words(remembered) == counted_words(words)


def _told(lot: str) -> Text | str:
    return Text("the draw") if lot == DRAW else lot
