"""Classes that stand: as few students as can be leave theirs, when something has changed."""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import MISSING, Roster
from balance_classes.domain.rules.class_names import SchoolClass, find_class
from balance_classes.domain.rules.policy import KEEP
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import RulesError
from balance_classes.language import Text


def keep_quotas(roster: Roster, rules: Rules, classes: Sequence[SchoolClass]) -> tuple[Quota, ...]:
    """Who sits in a class stays there, as far as can be: the excess is how many leave theirs.

    Who has no class yet, or one that is no more, is a quota that asks for nothing. Raises
    RulesError where the column names none of the classes.
    """
    if not rules.keep:
        return ()
    names = [school_class.name for school_class in classes]
    sitting: dict[int | None, list[int]] = {}
    for position, student in enumerate(roster.students):
        level = student.levels.get(rules.keep, MISSING)
        sitting.setdefault(find_class(level, names) if level else None, []).append(position)
    if set(sitting) == {None}:
        raise RulesError.at(
            "keep",
            Text("No cell of “{name}” names a class.", name=field_label(rules.keep)),
            Text(
                "The classes are: {names}. Give them their names with --class-names.",
                names=tuple(names),
            ),
        )
    return tuple(
        _staying("" if c is None else names[c], c, members, len(names))
        for c, members in sorted(sitting.items(), key=lambda entry: entry[1])
    )


def _staying(level: str, own: int | None, members: Sequence[int], classes: int) -> Quota:
    low = tuple(len(members) if c == own else 0 for c in range(classes))
    return Quota(KEEP, level, tuple(members), low, (len(members),) * classes)


def classes_no_more(roster: Roster, rules: Rules, classes: Sequence[SchoolClass]) -> dict[str, int]:
    """Return the classes that stood and are no more, each with its number of students."""
    names = [school_class.name for school_class in classes]
    counts = roster.level_counts(rules.keep) if rules.keep else {}
    return {n: count for n, count in counts.items() if n and find_class(n, names) is None}
