"""Totals: the sum of an attribute's numbers is spread, a student counting as often as it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from balance_classes.domain.problem.even_shares import Sizes
from balance_classes.domain.problem.quotas import Quota, even_quota
from balance_classes.domain.roster.roster import MISSING, Roster
from balance_classes.domain.rules.class_names import plain_name
from balance_classes.domain.rules.rules import TOTAL
from balance_classes.errors import Finding, RulesError
from balance_classes.language import Text

Totals = Sequence[tuple[str, Sequence[tuple[str, int]]]]
"""Attributes whose sums are spread, each with the numbers of its words."""

MOST_OF_A_LEVEL = 100
"""The greatest number that a level counts for."""


def total_quotas(roster: Roster, attribute: str, sizes: Sizes, totals: Totals) -> tuple[Quota, ...]:
    """The sum of an attribute's numbers is spread evenly: each counts as often as its level says.

    So their means are, as far as sizes are. Raises RulesError for a level without a number.
    """
    words = dict(totals).get(attribute)
    if words is None:
        return ()
    numbers = numbers_of_levels(attribute, roster.level_counts(attribute), dict(words))
    members = [
        position
        for position, student in enumerate(roster.students)
        for _ in range(numbers[student.levels[attribute]])
    ]
    return (even_quota(TOTAL, attribute, members, sizes),) if members else ()


def numbers_of_levels(
    attribute: str, levels: Iterable[str], words: Mapping[str, int]
) -> dict[str, int]:
    """Return the number that each level stands for: as the rules say, else the one in it.

    Who states none counts for nothing. Raises RulesError for a level without a number.
    """
    said = {plain_name(word): number for word, number in words.items()}
    found: dict[str, int] = {}
    for level in levels:
        digits = re.findall(r"[0-9]+", level)
        own = said.get(plain_name(level))
        if own is not None or level == MISSING:
            found[level] = own or 0
        elif len(digits) == 1 and int(digits[0]) <= MOST_OF_A_LEVEL:
            found[level] = int(digits[0])
    RulesError.raise_for(
        Finding(
            f"totals.{attribute}",
            Text("It is not known what number “{level}” stands for.", level=level),
            Text(
                "Write a number, or say in the rules: {example}",
                example=f'totals = {{ "{attribute}" = {{ "{level}" = 2 }} }}',
            ),
        )
        for level in levels
        if level not in found
    )
    return found
