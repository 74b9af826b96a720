"""Which students a limit is about: a kind of students, as the rules name it.

A kind is an attribute (to whom it applies), one level of it (`village=Hillside`), or each level
for itself (`village=*`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.roster.labels import same_word
from balance_classes.domain.roster.roster import MISSING, Roster, Student
from balance_classes.domain.rules.rules import AT_LEAST, AT_MOST, EVERY_LEVEL, OF_LEVEL, Rules

NOT_APPLYING = (MISSING, "none", "no", "not_left_behind", "day")
"""Levels that say that an attribute does not apply to a student."""

Limits = Sequence[tuple[str, int]]
"""Kinds of students, each with its number."""


def attribute_of(kind: str) -> str:
    """Return the attribute that a kind of students is about."""
    return kind.partition(OF_LEVEL)[0]


def at_most_quotas(students: Sequence[Student], limits: Limits, classes: int) -> tuple[Quota, ...]:
    """No class has more than so many students of a kind (随班就读: 3; of one old class: 5)."""
    return tuple(
        Quota(AT_MOST, kind, members, (0,) * classes, (most,) * classes)
        for kind, most, members in limited(students, limits)
    )


def at_least_quotas(students: Sequence[Student], limits: Limits, classes: int) -> tuple[Quota, ...]:
    """Each class has at least so many students of a kind, or none; of fewer it has all or none."""
    return tuple(
        Quota(
            AT_LEAST,
            kind,
            members,
            (min(least, len(members)),) * classes,
            (len(members),) * classes,
            or_none=True,
        )
        for kind, least, members in limited(students, limits)
    )


def absent_kinds(roster: Roster, rules: Rules) -> tuple[str, ...]:
    """Return the kinds that rules of a school's own name, and that no student is of."""
    asked = [kind for kind, _ in (*rules.at_most, *rules.at_least)]
    own = [kind for kind in asked if OF_LEVEL in kind or kind not in rules.policy.at_most]
    there = {kind for kind, _ in kinds_there(roster.students, [(kind, 0) for kind in own])}
    return tuple(kind for kind in dict.fromkeys(own) if kind not in there)


def kinds_there(students: Sequence[Student], limits: Limits) -> tuple[tuple[str, int], ...]:
    """Return the kinds of which there are students, as the rules name them."""
    return tuple((kind, number) for kind, number in limits if any(_members(students, kind)))


def limited(
    students: Sequence[Student], limits: Limits
) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """Yield each kind that there is, with its number and its members (positions).

    What is said of one level counts before what is said of each.
    """
    found: dict[str, tuple[int, tuple[int, ...]]] = {}
    for kind, number in sorted(limits, key=lambda limit: not limit[0].endswith(_EACH)):
        for level_kind, members in _members(students, kind):
            found[level_kind] = number, members
    for kind, (number, members) in sorted(found.items()):
        yield kind, number, members


def _members(students: Sequence[Student], kind: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the kinds that a rule names, one of each level where it says so, with their members."""
    attribute, of_level, asked = kind.partition(OF_LEVEL)
    levels = [student.levels.get(attribute, MISSING) for student in students]
    there = sorted({*levels} - {MISSING})
    if not of_level:
        yield from _of(kind, levels, [level for level in there if level not in NOT_APPLYING])
    elif asked == EVERY_LEVEL:
        for level in there:
            yield from _of(f"{attribute}{OF_LEVEL}{level}", levels, [level])
    else:
        level = same_word(asked, there, attribute)
        yield from _of(f"{attribute}{OF_LEVEL}{level}", levels, [level])


def _of(
    kind: str, levels: Sequence[str], wanted: Sequence[str]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    members = tuple(position for position, level in enumerate(levels) if level in wanted)
    if members:
        yield kind, members


_EACH = OF_LEVEL + EVERY_LEVEL
