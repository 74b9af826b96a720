"""Which groups of quotas weigh in which tier, as the rules ask and the roster has them."""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import (
    APART,
    CROSS,
    EVERY_OTHER,
    MOST_TIERS,
    NAMES_ALIKE,
    TWO_WAY,
    Rules,
)


def tier_groups(roster: Roster, rules: Rules) -> tuple[tuple[str, ...], ...]:
    """Return the tiers by names of quota groups, without those that the roster does not have."""
    known = {*roster.attributes, *NAMES_ALIKE, APART, TWO_WAY}
    asked = rules.tiers
    if FRIENDS not in rules.hard and any(student.friends for student in roster.students):
        known, asked = {*known, FRIENDS}, with_friends(rules.tiers)
    if rules.keep:
        known, asked = {*known, KEEP}, with_keep(asked)
    named = {group for tier in asked for group in tier}
    rest = tuple(n for n in roster.attributes if n not in named and n != rules.keep)
    tiers, taken = [], set[str]()
    for tier in asked:
        groups = [g for name in tier for g in (rest if name == EVERY_OTHER else (name,))]
        # A group weighs where it is named first, and once.
        there = [g for g in dict.fromkeys(groups) if g in known or _is_crossed(roster, g)]
        tiers.append(tuple(g for g in there if g not in taken))
        taken.update(groups)
    return tuple(tier for tier in tiers if tier)


def with_keep(tiers: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return tiers of which the first is who stays in its class, where none names it."""
    if any(KEEP in tier for tier in tiers):
        return tuple(tiers)
    if len(tiers) < MOST_TIERS or not tiers:
        return ((KEEP,), *tiers)
    return ((KEEP, *tiers[0]), *tiers[1:])


def with_friends(tiers: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return tiers with one of wishes for friends after the others, where none names it.

    The two-way tier stays the last. Where there are as many tiers as there may be, it is part of
    the last that it may be.
    """
    if any(FRIENDS in tier for tier in tiers):
        return tuple(tiers)
    cells = tuple(tier for tier in tiers if TWO_WAY in tier)
    others = tuple(tier for tier in tiers if TWO_WAY not in tier)
    if len(tiers) < MOST_TIERS or not others:
        return (*others, (FRIENDS,), *cells)
    return (*others[:-1], (*others[-1], FRIENDS), *cells)


def _is_crossed(roster: Roster, group: str) -> bool:
    """Tell whether a group is of the cells of two attributes that the roster has."""
    return frozenset(roster.attributes).issuperset(group.split(CROSS))
