"""What a later event does to the balance: the excess of each tier before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from balance_classes.domain.problem.excess import tier_excess
from balance_classes.domain.result.formed import Formed


@dataclass(frozen=True)
class Shift:
    """One tier, the hard one first: its groups, and its excess before and after an event."""

    groups: tuple[str, ...]
    before: int
    after: int


def shifts(before: Formed, after: Formed) -> tuple[Shift, ...]:
    """Return what happened to the excess of each tier that there is afterwards.

    A tier that nobody was in before had no excess: no two names were the same.
    """
    was, *earlier = _excess(before)
    (groups, now), *later = _excess(after)
    then = dict(earlier)
    return (
        Shift(groups, was[1], now),
        *(Shift(tier, then.get(tier, 0), excess) for tier, excess in later),
    )


def _excess(formed: Formed) -> list[tuple[tuple[str, ...], int]]:
    assignment = formed.assignment
    class_of = assignment.class_of
    return [(tier.groups, tier_excess(tier, class_of)) for tier in assignment.problem.all_tiers]
