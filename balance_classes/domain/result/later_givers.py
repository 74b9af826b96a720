"""Who gives the words of later lots: the givers of the draw's seal, or others with a reason."""

from __future__ import annotations

from dataclasses import replace

from balance_classes.domain.lottery import Seed
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.seed_words import CODE_GIVER, Giver, givers_of


def sealed_givers(formed: Formed) -> tuple[Giver, ...]:
    """Return the givers whom the seal of the draw names, but for a school's code; else nobody.

    Words of a commitment are known since the draw: its giver gives others.
    """
    if formed.entry is None or not formed.entry.sealed:
        return ()
    givers = givers_of(formed.fixed.givers)
    return tuple(replace(g, commitment="") for g in givers if g.name != CODE_GIVER)


def needs_reason(formed: Formed, seed: Seed | None) -> bool:
    """Tell whether the words of a later lot are not by the givers whom the seal named.

    After words that people gave, nobody's are not either: who chooses the givers chooses the words.
    """
    if seed is None or formed.entry is None:
        return False
    if not seed.given:
        return formed.seed.given
    givers = sealed_givers(formed)
    if not givers:
        return False
    named = tuple(giver.name for giver in givers) == seed.givers
    return not named or not all(
        giver.wrote(said.words) for giver, said in zip(givers, seed.words, strict=True)
    )
