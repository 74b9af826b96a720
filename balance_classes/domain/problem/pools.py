"""Levels that are offered in some classes only: which classes are open to whom, and the shares.

Split and combined grades, a language or a track, a lift: one line of the rules for all of a level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from balance_classes.domain.problem.even_shares import (
    Asked,
    MissedSizeError,
    NoRoomError,
    Shares,
    overlapping,
    shared_out,
)
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.roster.labels import field_label, level_label, student_level_label
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.rules.class_names import (
    SchoolClass,
    class_sizes,
    find_class,
    plain_name,
)
from balance_classes.domain.rules.rules import OF_LEVEL, OFFERED, Rules
from balance_classes.errors import Finding, InfeasibleError, RulesError
from balance_classes.language import LANGUAGES, Language, Text

Offers = Mapping[tuple[str, str], Mapping[int, int]]
"""For each attribute and level the classes that are open to it, each with its number or 0."""


def offers_of(
    roster: Roster, rules: Rules, classes: Sequence[SchoolClass], *, standing: bool = False
) -> Offers:
    """Return the classes of each level that is offered in some only.

    Raises RulesError for a class that there is not, and for a level that no student has, unless
    classes are `standing`: all who had it may have left.
    """
    names = [school_class.name for school_class in classes]
    found: dict[tuple[str, str], dict[int, int]] = {}
    findings = []
    for attribute, written, listed in rules.offered:
        key = f"offered.{attribute}.{written}"
        known = sorted({student.levels.get(attribute, "") for student in roster.students})
        level = _meant_level(written, known, attribute)
        if level is None and standing:
            continue
        if level is None:
            what = Text("No student has “{level}”.", level=written)
            shown = tuple(student_level_label(each, attribute) for each in known if each)
            findings.append(Finding(key, what, Text("Write one of: {names}.", names=shown)))
        if (attribute, level) in found:
            what = Text("“{name}” is named twice.", name=written)
            findings.append(Finding(key, what, Text("Leave one of them out.")))
        open_to = {find_class(name, names): number for name, number in listed}
        if None in open_to:
            what = Text(
                "There is no class “{name}”.",
                name=next(name for name, _ in listed if find_class(name, names) is None),
            )
            findings.append(Finding(key, what, Text("Write one of: {names}.", names=tuple(names))))
        found[attribute, written if level is None else level] = {
            c: n for c, n in open_to.items() if c is not None
        }
    if findings:
        raise RulesError(*findings)
    return found


def _meant_level(written: str, known: Sequence[str], attribute: str) -> str | None:
    """Return the level that is meant: as the roster has it, or by its word in any language."""
    for level in known:
        words = {
            level,
            *(Language(c).say(student_level_label(level, attribute)) for c in LANGUAGES),
        }
        if plain_name(written) in map(plain_name, words - {""}):
            return level
    return None


def limited_reach(roster: Roster, offers: Offers, classes: int) -> dict[int, frozenset[int]]:
    """A level that is offered in some classes only: its students may join no other."""
    reach = (offered_to(student, offers, classes) for student in roster.students)
    return {position: each for position, each in enumerate(reach) if len(each) < classes}


def offered_to(student: Student, offers: Offers, classes: int) -> frozenset[int]:
    """Return the classes that are open to all levels of a student."""
    own = [
        frozenset(listed)
        for (attribute, level), listed in offers.items()
        if student.levels.get(attribute) == level
    ]
    return frozenset(range(classes)).intersection(*own)


def number_quotas(roster: Roster, offers: Offers, classes: int) -> tuple[Quota, ...]:
    """Of a level with a number for a class, that class has exactly so many."""
    found = []
    for (attribute, level), listed in offers.items():
        members = _having(roster, attribute, level)
        if any(listed.values()):
            low = tuple(listed.get(c, 0) for c in range(classes))
            high = tuple(listed.get(c) or len(members) for c in range(classes))
            found.append(Quota(OFFERED, f"{attribute}{OF_LEVEL}{level}", members, low, high))
    return tuple(found)


def shares_of(
    roster: Roster, offers: Offers, classes: Sequence[SchoolClass], *, standing: bool = False
) -> Shares:
    """Return the even shares, by pools where levels are offered in some classes only.

    Raises RulesError where the shares do not follow from the rules, InfeasibleError where a level
    has too few seats; of `standing` classes neither: numbers and sizes were of the draw.
    """
    if not offers:
        return Shares(class_sizes(roster.size, classes))
    pools = _asked(roster, offers, len(classes))
    if standing:
        roomy = [replace(each, cap=max(each.cap, roster.size)) for each in classes]
        try:
            return shared_out(pools, classes)
        except NoRoomError:
            return shared_out(pools, roomy)
    findings = list(_misfits(roster, offers, classes))
    if not findings and (both := overlapping(pools)):
        findings = [_does_not_follow(both, roster, offers, classes)]
    if findings:
        raise RulesError(*findings)
    try:
        return shared_out(pools, classes)
    except NoRoomError as error:
        raise InfeasibleError(_no_room(error, roster, offers, classes)) from None
    except MissedSizeError as error:
        name = classes[error.school_class].name
        what = Text("The sizes of the other classes do not let {name} have its own.", name=name)
        mend = Text("Name other sizes, or how many of each level come into it.")
        raise RulesError(Finding(Text("sizes"), what, mend)) from None


def _asked(roster: Roster, offers: Offers, classes: int) -> list[Asked]:
    """Return the pools before they are shared out, who may join every class among them."""
    every = frozenset(range(classes))
    reach = limited_reach(roster, offers, classes)
    numbers = {
        student: tuple(listed.get(c, 0) for c in range(classes))
        for (attribute, level), listed in offers.items()
        if any(listed.values())
        for student in _having(roster, attribute, level)
    }
    found: dict[tuple[frozenset[int], tuple[int, ...]], list[int]] = {}
    for student in range(roster.size):
        key = reach.get(student, every), numbers.get(student, (0,) * classes)
        found.setdefault(key, []).append(student)
    return [
        Asked(tuple(members), tuple(sorted(open_to)), named)
        for (open_to, named), members in sorted(found.items(), key=lambda entry: entry[1])
    ]


def _having(roster: Roster, attribute: str, level: str) -> tuple[int, ...]:
    return tuple(
        position
        for position, student in enumerate(roster.students)
        if student.levels.get(attribute) == level
    )


def _misfits(roster: Roster, offers: Offers, classes: Sequence[SchoolClass]) -> list[Finding]:
    """Find numbers that do not fit their level, and those of a level that a second rule divides."""
    reach = limited_reach(roster, offers, len(classes))
    found = []
    for (attribute, level), listed in offers.items():
        total, members = sum(listed.values()), _having(roster, attribute, level)
        if not total:
            continue
        key = f"offered.{attribute}.{level}"
        fewest = sum(not number for number in listed.values())
        if total > len(members) or (not fewest and total < len(members)):
            what = Text(
                "The numbers add up to {total}; students with “{level}”: {count}.",
                total=total,
                level=level_label(level, attribute),
                count=len(members),
            )
            mend = Text("Name numbers that add up, or a class more without a number.")
            found.append(Finding(key, what, mend))
        if len({reach.get(student) for student in members}) > 1:
            what = Text(
                "Students with “{level}” are limited by another column, too.",
                level=level_label(level, attribute),
            )
            found.append(Finding(key, what, Text("Name numbers in one of the columns only.")))
    return found


def _told(pool: Asked, roster: Roster, offers: Offers) -> tuple[Text, ...]:
    """Return the levels of a pool that are offered in some classes only."""
    student = roster.students[pool.members[0]]
    return tuple(
        Text("{group} {level}", group=field_label(name), level=level_label(level, name))
        for name, level in offers
        if student.levels.get(name) == level
    ) or (Text("all others"),)


def _does_not_follow(
    both: tuple[Asked, Asked], roster: Roster, offers: Offers, classes: Sequence[SchoolClass]
) -> Finding:
    one, other = both
    shared = tuple(classes[c].name for c in one.free if c in other.free)
    what = Text(
        "How many of {one} and how many of {other} come into {names} does not follow.",
        one=_told(one, roster, offers),
        other=_told(other, roster, offers),
        names=shared,
    )
    level, name = next(iter(offers))[1], shared[0]
    mend = Text(
        "Name the numbers, for example: {example}", example=f'"{level}" = {{ "{name}" = 12, … }}'
    )
    return Finding("offered", what, mend)


def _no_room(
    error: NoRoomError, roster: Roster, offers: Offers, classes: Sequence[SchoolClass]
) -> Finding:
    pool = error.pool
    levels = _told(pool, roster, offers)
    if not pool.free:
        what = Text("No class is open to {levels}.", levels=levels)
        return Finding("offered", what, Text("Open a class to all of them."))
    return Finding(
        "offered",
        Text(
            "Have {have}, need {need}: {what}.",
            have=error.have.__floor__(),
            need=pool.left.__ceil__(),
            what=Text(
                "seats in {names} for {levels}",
                names=tuple(classes[c].name for c in pool.free),
                levels=levels,
            ),
        ),
        Text("Open another class to them, or raise a cap or a size."),
    )
