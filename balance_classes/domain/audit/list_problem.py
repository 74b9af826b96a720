"""The problem that a class list solved: the same students over the same seats, to draw anew."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.domain.rules.rules import EVERY_OTHER, SIZE, Rules

STRATUM = "stratum"
"""The group of quotas that keep as many students of each stratum in each class as there are."""


def problem_of(classes: ClassList, rules: Rules) -> Problem:
    """Return the problem: class sizes, strata, blocks and pins as they are, attributes by tier.

    The cells of two attributes are left out: an audit looks at attributes one by one.
    """
    everybody = tuple(range(classes.size))
    size = Quota(SIZE, "", everybody, classes.sizes, classes.sizes)
    strata = tuple(_stratum_quotas(classes))
    return Problem(
        keys=tuple(str(position) for position in everybody),
        classes=tuple(map(SchoolClass, classes.classes, classes.sizes)),
        blocks=tuple(sorted(classes.blocks)),
        reach=_reach(classes),
        hard=Tier((SIZE, STRATUM) if strata else (SIZE,), (size, *strata)),
        tiers=tuple(
            Tier(groups, tuple(q for name in groups for q in _level_quotas(classes, name)))
            for groups in _tier_groups(classes, rules)
        ),
    )


def _tier_groups(classes: ClassList, rules: Rules) -> Iterator[tuple[str, ...]]:
    """Yield the attributes by tier, as the rules weigh them; those of no tier come last.

    An audited list has no tier of names or of the cells of two attributes.
    """
    named = {group for tier in rules.tiers for group in tier}
    rest = tuple(name for name in classes.attributes if name not in named)
    tiers = rules.tiers if EVERY_OTHER in named else (*rules.tiers, rest)
    for tier in tiers:
        groups = tuple(n for g in tier for n in (rest if g == EVERY_OTHER else (g,)))
        there = tuple(name for name in dict.fromkeys(groups) if name in classes.attributes)
        if there:
            yield there


def _level_quotas(classes: ClassList, attribute: str) -> Iterator[Quota]:
    share = classes.even_share(attribute)
    for at, level in enumerate(classes.levels(attribute)):
        yield Quota(
            attribute,
            level,
            tuple(i for i, s in enumerate(classes.students) if s.levels[attribute] == level),
            tuple(row[at].__floor__() for row in share),
            tuple(row[at].__ceil__() for row in share),
        )


def _stratum_quotas(classes: ClassList) -> Iterator[Quota]:
    """Yield a quota for each stratum that shares a class with another: its counts stay."""
    seats: dict[str, list[int]] = {}
    for stratum, c in zip(classes.stratum_of, classes.class_of, strict=True):
        seats.setdefault(stratum, [0] * len(classes.classes))[c] += 1
    for stratum, counts in sorted(seats.items()):
        if any(0 < n < size for n, size in zip(counts, classes.sizes, strict=True)):
            members = tuple(i for i, each in enumerate(classes.stratum_of) if each == stratum)
            yield Quota(STRATUM, stratum, members, tuple(counts), tuple(counts))


def _reach(classes: ClassList) -> dict[int, frozenset[int]]:
    """Return the classes open to students who could not sit in every class."""
    open_to: dict[str, set[int]] = {}
    for stratum, c in zip(classes.stratum_of, classes.class_of, strict=True):
        open_to.setdefault(stratum, set()).add(c)
    reach = {
        i: frozenset([classes.class_of[i]] if classes.pinned[i] else open_to[stratum])
        for i, stratum in enumerate(classes.stratum_of)
    }
    return {i: each for i, each in reach.items() if len(each) < len(classes.classes)}
