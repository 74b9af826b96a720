"""From a roster and its rules to the problem: each rule becomes quotas, blocks or reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from balance_classes.domain.classes import SchoolClass, even_sizes, find_class
from balance_classes.domain.labels import field_label, glimpse
from balance_classes.domain.problem import SIZE, Problem
from balance_classes.domain.quotas import Quota, Tier, even_quota
from balance_classes.domain.roster import MISSING, Roster, Student
from balance_classes.domain.rules import APART, AT_MOST, EVERY_OTHER, SAME_NAME, SAME_SOUND, Rules
from balance_classes.errors import Finding, RosterError
from balance_classes.language import Text

Sizes = Sequence[Fraction]

NOT_APPLYING = (MISSING, "none", "no", "not_left_behind", "day")
"""Levels that say that an attribute does not apply to a student."""


def formulate(roster: Roster, rules: Rules, classes: Sequence[SchoolClass]) -> Problem:
    """Return the problem; students stand in the order of the roster, that is of their keys.

    Raises RosterError for a special column that cannot be right. Whether the rules can all hold
    is asked later: a student may have no class that is open.
    """
    sizes = even_sizes(roster.size, [school_class.cap for school_class in classes])
    tiers = tier_groups(roster, rules)
    named = {group for tier in tiers for group in tier}
    hard = {group: _quotas(roster, (group,), sizes) for group in rules.hard if group not in named}
    limits = limit_quotas(roster, rules.at_most, len(classes))
    _require_known_classes(roster, classes)
    blocks, reach = together_blocks(roster), open_reach(roster, classes)
    return Problem(
        keys=tuple(student.key for student in roster.students),
        classes=tuple(classes),
        blocks=blocks,
        reach=reach,
        hard=Tier(
            (
                SIZE,
                *(group for group, quotas in hard.items() if quotas),
                *([AT_MOST] if limits else []),
            ),
            (size_quota(roster, sizes), *(q for quotas in hard.values() for q in quotas), *limits),
        ),
        tiers=_without_empty(Tier(tier, _quotas(roster, tier, sizes)) for tier in tiers),
    )


def tier_groups(roster: Roster, rules: Rules) -> tuple[tuple[str, ...], ...]:
    """Return the tiers by names of quota groups, without those that the roster does not have."""
    known = {*roster.attributes, SAME_NAME, SAME_SOUND, APART}
    named = {group for tier in rules.tiers for group in tier}
    rest = tuple(name for name in roster.attributes if name not in named)
    tiers, taken = [], set[str]()
    for tier in rules.tiers:
        groups = [g for name in tier for g in (rest if name == EVERY_OTHER else (name,))]
        # A group weighs where it is named first, and once.
        tiers.append(tuple(g for g in dict.fromkeys(groups) if g in known and g not in taken))
        taken.update(groups)
    return tuple(tier for tier in tiers if tier)


def size_quota(roster: Roster, sizes: Sizes) -> Quota:
    """All students together: class sizes differ by at most one (§7, by size)."""
    return even_quota(SIZE, "", range(roster.size), sizes)


def level_quotas(roster: Roster, attribute: str, sizes: Sizes) -> tuple[Quota, ...]:
    """Each level of an attribute is spread evenly (§7: sex ratio, mixed composition)."""
    levels = _by_code(roster, lambda student: (student.levels[attribute],))
    return tuple(
        even_quota(attribute, level, members, sizes) for level, members in sorted(levels.items())
    )


def same_name_quotas(roster: Roster, sizes: Sizes) -> tuple[Quota, ...]:
    """Students of the same full name come into different classes as far as there are any."""
    groups = _by_code(roster, lambda student: (student.name,))
    shared = {name: members for name, members in groups.items() if len(members) > 1}
    return _numbered_quotas(SAME_NAME, shared, sizes)


def same_sound_quotas(roster: Roster, sizes: Sizes) -> tuple[Quota, ...]:
    """Students whose names sound alike, tones apart, come into different classes as well."""
    groups = _by_code(roster, lambda student: (student.sound,) if student.sound else ())
    shared = {sound: members for sound, members in groups.items() if len(members) > 1}
    return _numbered_quotas(SAME_SOUND, shared, sizes)


def apart_quotas(roster: Roster, sizes: Sizes) -> tuple[Quota, ...]:
    """Students with the same code in the column 分开/apart are spread over the classes."""
    return _numbered_quotas(APART, _by_code(roster, _apart), sizes)


def limit_quotas(
    roster: Roster, at_most: Sequence[tuple[str, int]], classes: int
) -> tuple[Quota, ...]:
    """No class has more than so many students to whom an attribute applies (随班就读: 3)."""
    found = []
    for attribute, most in at_most:
        if attribute in roster.attributes:
            members = tuple(
                position
                for position, student in enumerate(roster.students)
                if student.levels[attribute] not in NOT_APPLYING
            )
            if members:
                found.append(Quota(AT_MOST, attribute, members, (0,) * classes, (most,) * classes))
    return tuple(found)


def together_blocks(roster: Roster) -> tuple[tuple[int, ...], ...]:
    """Students with the same code in the column 同班/together form a block."""
    groups = _by_code(roster, _together)
    return tuple(sorted(tuple(members) for members in groups.values()))


def open_reach(roster: Roster, classes: Sequence[SchoolClass]) -> dict[int, frozenset[int]]:
    """Return the classes open to students who cannot join all.

    Those with a class in the column 指定班级/pinned class may join that class only; those with
    classes in 不进班级/barred class any other (a parent teaches there). Both need a written
    reason: placing by hand is the classic abuse.
    """
    names = [school_class.name for school_class in classes]
    reach = {}
    for position, student in enumerate(roster.students):
        if student.pinned_class or student.barred:
            pinned = find_class(student.pinned_class, names) if student.pinned_class else None
            wanted = range(len(names)) if pinned is None else [pinned]
            barred = {find_class(name, names) for name in student.barred}
            reach[position] = frozenset(c for c in wanted if c not in barred)
    return reach


def _quotas(roster: Roster, groups: Iterable[str], sizes: Sizes) -> tuple[Quota, ...]:
    by_rule = {
        SAME_NAME: same_name_quotas,
        SAME_SOUND: same_sound_quotas,
        APART: apart_quotas,
    }
    return tuple(
        quota
        for group in groups
        for quota in (
            by_rule[group](roster, sizes)
            if group in by_rule
            else level_quotas(roster, group, sizes)
        )
    )


def _numbered_quotas(
    group: str, members_of: Mapping[str, Sequence[int]], sizes: Sizes
) -> tuple[Quota, ...]:
    """Return a quota for each name or code; its level is a number, since records hold no name."""
    return tuple(
        even_quota(group, str(number), members, sizes)
        for number, (_, members) in enumerate(sorted(members_of.items()), start=1)
    )


def _without_empty(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    """Return the tiers that have quotas: where no two names are the same, none is to be apart."""
    return tuple(tier for tier in tiers if tier.quotas)


def _by_code(roster: Roster, codes_of: Callable[[Student], Iterable[str]]) -> dict[str, list[int]]:
    """Return the positions of the students by each of their codes."""
    groups: dict[str, list[int]] = {}
    for position, student in enumerate(roster.students):
        for code in codes_of(student):
            groups.setdefault(code, []).append(position)
    return groups


def _require_known_classes(roster: Roster, classes: Sequence[SchoolClass]) -> None:
    """Refuse pins to classes that there are not, from the first row to the last."""
    names = [school_class.name for school_class in classes]
    findings: list[tuple[int, Finding]] = []
    for student in roster.students:
        for column, written in (
            ("pinned_class", student.pinned_class),
            *(("barred", name) for name in student.barred),
        ):
            if written and find_class(written, names) is None:
                findings.append(
                    (student.row, _unknown_class(roster, student, column, written, names))
                )
    if findings:
        raise RosterError(*(finding for _, finding in sorted(findings, key=lambda f: f[0])))


def _together(student: Student) -> tuple[str, ...]:
    return (student.together,) if student.together else ()


def _apart(student: Student) -> tuple[str, ...]:
    return student.apart


def _row(roster: Roster, student: Student) -> Text:
    return Text(
        "{file}, sheet {sheet}, row {row}", file=roster.file, sheet=roster.sheet, row=student.row
    )


def _unknown_class(
    roster: Roster, student: Student, column: str, written: str, names: Sequence[str]
) -> Finding:
    return Finding(
        _row(roster, student),
        Text(
            "{column}: there is no class “{name}”.",
            column=field_label(column),
            name=glimpse(written),
        ),
        Text("Write one of: {names}.", names=tuple(names)),
    )
