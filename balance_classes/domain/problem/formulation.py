"""From a roster and its rules to the problem: each rule becomes quotas, blocks or reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from balance_classes.domain.problem.attribute_totals import Totals, total_quotas
from balance_classes.domain.problem.even_shares import Shares, Sizes
from balance_classes.domain.problem.friend_wishes import FriendWish, friend_wishes
from balance_classes.domain.problem.keep import keep_quotas
from balance_classes.domain.problem.limited_students import (
    at_least_quotas,
    at_most_quotas,
    seat_count,
    seated,
)
from balance_classes.domain.problem.pools import (
    Offers,
    limited_reach,
    number_quotas,
    offers_of,
    shares_of,
)
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import (
    Quota,
    Tier,
    cell_quotas,
    even_quota,
    two_way_quotas,
)
from balance_classes.domain.problem.tier_groups import tier_groups
from balance_classes.domain.roster.labels import field_label, glimpse
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.roster.row_ranges import place_of_rows
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.domain.rules.class_names import SchoolClass, find_class, size_band
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import (
    APART,
    CROSS,
    OFFERED,
    SAME_NAME,
    SAME_SOUND,
    SAME_TONE,
    SIZE,
    TWO_WAY,
    Rules,
)
from balance_classes.errors import Finding, RosterError
from balance_classes.language import Text


def formulate(
    roster: Roster, rules: Rules, classes: Sequence[SchoolClass], *, standing: bool = False
) -> Problem:
    """Return the problem; students stand in the order of the roster, that is of their keys.

    Of `standing` classes it is not asked any more what the draw alone had to bring about.
    Raises RosterError for a special column that cannot be right, RulesError for levels offered
    where they cannot be. Whether the rules can all hold is asked later: a student may have no class
    that is open.
    """
    offers = offers_of(roster, rules, classes, standing=standing)
    everybody = seated(roster.students, rules.seats)
    sizes = shares_of(roster, offers, classes, everybody, standing=standing)
    gone = (KEEP,) if standing else ()
    tiers = [tuple(g for g in tier if g not in gone) for tier in tier_groups(roster, rules)]
    named = {group for tier in tiers for group in tier}
    hard = {
        group: strictly_apart(roster, len(classes))
        if group == APART
        else _quotas(roster, (group,), sizes)
        for group in rules.hard
        if group not in named
    }
    crossed = tuple(name for name in roster.attributes if name in named)
    # Where classes stand, nothing is spread: cells are left as they are.
    depth = every_cell(roster, crossed, sizes) if TWO_WAY in named and not rules.keep else ()
    limits = (
        *at_most_quotas(roster.students, rules.at_most, len(classes)),
        *at_least_quotas(roster.students, rules.at_least, len(classes)),
    )
    kept = () if standing else keep_quotas(roster, rules, classes)
    numbers = () if standing else number_quotas(roster, offers, len(classes), everybody)
    _require_known_classes(roster, classes)
    blocks, reach = together_blocks(roster), _reach(roster, classes, offers)
    return Problem(
        keys=tuple(student.key for student in roster.students),
        classes=tuple(classes),
        blocks=blocks,
        reach=reach,
        hard=_hard_tier(
            size_quota(everybody, rules, classes, sizes),
            hard,
            friend_wishes(roster.students) if FRIENDS in rules.hard else (),
            limits,
            numbers,
        ),
        tiers=_without_empty(
            Tier(
                tier,
                depth if TWO_WAY in tier else _quotas(roster, tier, sizes, rules.totals, kept),
                friend_wishes(roster.students) if FRIENDS in tier else (),
            )
            for tier in tiers
        ),
        crossed=crossed if depth else (),
        pools=sizes.pools,
    )


def _hard_tier(
    size: Quota,
    groups: Mapping[str, Sequence[Quota]],
    wishes: tuple[FriendWish, ...],
    limits: Sequence[Quota],
    numbers: Sequence[Quota],
) -> Tier:
    """Return all that is hard: size, the groups that the rules call so, limits, numbers."""
    names = (
        SIZE,
        *(group for group, quotas in groups.items() if quotas or (group == FRIENDS and wishes)),
        *dict.fromkeys(quota.group for quota in limits),
        *([OFFERED] if numbers else []),
    )
    return Tier(
        names, (size, *(q for quotas in groups.values() for q in quotas), *limits, *numbers), wishes
    )


def planned(roster: Roster, rules: Rules) -> tuple[SchoolClass, ...]:
    """Return the classes of a roster; raises as `plan_classes` does."""
    seats = seat_count(roster.students, rules.seats)
    return plan_classes(roster.size, rules, roster.language, seats)


def size_quota(
    everybody: Sequence[int], rules: Rules, classes: Sequence[SchoolClass], sizes: Shares
) -> Quota:
    """All students together: class sizes differ by at most the tolerance (§7, by size).

    A class whose size is named has that one. Who takes several seats counts as often.
    """
    bands = [
        (school_class.size, school_class.size)
        if school_class.size
        else size_band(even, school_class.cap, rules.tolerance, rules.min_size)
        for even, school_class in zip(sizes.sizes, classes, strict=True)
    ]
    low, high = zip(*bands, strict=True)
    return Quota(SIZE, "", tuple(everybody), low, high)


def level_quotas(roster: Roster, attribute: str, sizes: Sizes) -> tuple[Quota, ...]:
    """Each level of an attribute is spread evenly (§7: sex ratio, mixed composition)."""
    levels = _by_code(roster, lambda student: (student.levels[attribute],))
    return tuple(
        even_quota(attribute, level, members, sizes) for level, members in sorted(levels.items())
    )


def crossed_quotas(roster: Roster, group: str, sizes: Sizes) -> tuple[Quota, ...]:
    """Each cell of two attributes is spread evenly (§7: mixed composition), as sex*ethnicity."""
    one, other = (level_quotas(roster, name, sizes) for name in group.split(CROSS))
    return tuple(cell_quotas(one, other, group, sizes))


def every_cell(roster: Roster, crossed: Sequence[str], sizes: Sizes) -> tuple[Quota, ...]:
    """Each cell of every two attributes that are spread (§7: mixed composition, in depth)."""
    return two_way_quotas([level_quotas(roster, name, sizes) for name in crossed], sizes)


def same_name_quotas(roster: Roster, sizes: Sizes) -> tuple[Quota, ...]:
    """Students of the same full name come into different classes as far as there are any."""
    groups = _by_code(roster, lambda student: (student.name,))
    shared = {name: members for name, members in groups.items() if len(members) > 1}
    return _numbered_quotas(SAME_NAME, shared, sizes)


def same_sound_quotas(roster: Roster, sizes: Sizes) -> tuple[Quota, ...]:
    """Students whose names sound alike but for tones come into different classes as well."""
    groups = _by_code(roster, lambda student: (student.sound,) if student.sound else ())
    shared = {sound: members for sound, members in groups.items() if len(members) > 1}
    return _numbered_quotas(SAME_SOUND, shared, sizes)


def same_tone_quotas(roster: Roster, sizes: Sizes) -> tuple[Quota, ...]:
    """Students whose names sound alike, tones included, come into different classes as well."""
    groups = _by_code(roster, lambda student: (student.tone,) if student.tone else ())
    shared = {tone: members for tone, members in groups.items() if len(members) > 1}
    return _numbered_quotas(SAME_TONE, shared, sizes)


def apart_quotas(roster: Roster, sizes: Sizes) -> tuple[Quota, ...]:
    """Students with the same code in the column 分开/apart are spread over the classes."""
    return _numbered_quotas(APART, _by_code(roster, _apart), sizes)


def strictly_apart(roster: Roster, classes: int) -> tuple[Quota, ...]:
    """No two students with the same code in the column 分开/apart come into one class."""
    codes = sorted(_by_code(roster, _apart).items())
    return tuple(
        _limit(APART, str(number), members, 1, classes)
        for number, (_, members) in enumerate(codes, start=1)
    )


def _limit(group: str, level: str, members: Sequence[int], most: int, classes: int) -> Quota:
    return Quota(group, level, tuple(members), (0,) * classes, (most,) * classes)


def together_blocks(roster: Roster) -> tuple[tuple[int, ...], ...]:
    """Students with the same code in the column 同班/together form a block."""
    groups = _by_code(roster, _together)
    return tuple(sorted(tuple(members) for members in groups.values()))


def _reach(
    roster: Roster, classes: Sequence[SchoolClass], offers: Offers
) -> dict[int, frozenset[int]]:
    """Return the classes of who may not join every one, by pins, bars and levels offered."""
    reach = open_reach(roster, classes)
    limited = limited_reach(roster, offers, len(classes))
    return reach | {s: open_to & reach.get(s, open_to) for s, open_to in limited.items()}


def open_reach(roster: Roster, classes: Sequence[SchoolClass]) -> dict[int, frozenset[int]]:
    """Return the classes open to students who cannot join all: pinned, or barred from some.

    Both need a written reason: placing by hand is the classic abuse.
    """
    names = [school_class.name for school_class in classes]
    return {
        position: pinned_reach(student, names) & unbarred_reach(student, names)
        for position, student in enumerate(roster.students)
        if student.pinned_class or student.barred
    }


def pinned_reach(student: Student, names: Sequence[str]) -> frozenset[int]:
    """A class in the column 指定班级/pinned class is the only one that is open; else all are."""
    pinned = find_class(student.pinned_class, names) if student.pinned_class else None
    return frozenset(range(len(names)) if pinned is None else [pinned])


def unbarred_reach(student: Student, names: Sequence[str]) -> frozenset[int]:
    """Classes in the column 不进班级/barred class are closed (a parent teaches there)."""
    barred = {find_class(name, names) for name in student.barred}
    return frozenset(c for c in range(len(names)) if c not in barred)


def _quotas(
    roster: Roster,
    groups: Iterable[str],
    sizes: Sizes,
    totals: Totals = (),
    kept: tuple[Quota, ...] = (),
) -> tuple[Quota, ...]:
    by_rule = {
        KEEP: lambda roster, sizes: kept,
        FRIENDS: lambda roster, sizes: (),
        SAME_NAME: same_name_quotas,
        SAME_SOUND: same_sound_quotas,
        SAME_TONE: same_tone_quotas,
        APART: apart_quotas,
    }
    return tuple(
        quota
        for group in groups
        for quota in (
            by_rule[group](roster, sizes)
            if group in by_rule
            else crossed_quotas(roster, group, sizes)
            if CROSS in group
            else (*level_quotas(roster, group, sizes), *total_quotas(roster, group, sizes, totals))
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
    """Return the tiers that ask something: where no two names are alike, none is to be apart."""
    return tuple(tier for tier in tiers if tier.quotas or tier.wishes)


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


def _unknown_class(
    roster: Roster, student: Student, column: str, written: str, names: Sequence[str]
) -> Finding:
    return Finding(
        place_of_rows(roster, [student.row]),
        Text(
            "{column}: there is no class “{name}”.",
            column=field_label(column),
            name=glimpse(written),
        ),
        Text(
            "Write one of: {names}; or give the classes their names with --class-names.",
            names=tuple(names),
        ),
        ((student.row, column),),
    )
