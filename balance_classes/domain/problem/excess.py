"""How even an assignment is, and which hard rules it breaks: recounted from the lists alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balance_classes.domain.problem.friend_wishes import alone
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.domain.roster.labels import OF_STUDENTS, Words
from balance_classes.domain.rules.rules import SIZE
from balance_classes.domain.verdict import Difference
from balance_classes.language import Text


def counts(quota: Quota, class_of: Sequence[int]) -> tuple[int, ...]:
    """Return how many members of the quota each class has; `class_of` has a class a student."""
    found = [0] * len(quota.low)
    for student in quota.members:
        found[class_of[student]] += 1
    return tuple(found)


def quota_excess(quota: Quota, class_of: Sequence[int]) -> int:
    """Return how far the quota's counts lie outside their bands, over all classes."""
    return sum(quota.excess_in(c, n) for c, n in enumerate(counts(quota, class_of)))


def tier_excess(tier: Tier, class_of: Sequence[int]) -> int:
    """Return the total excess of a tier, its wishes counted; 0 is the mathematical limit."""
    quotas = sum(quota_excess(quota, class_of) for quota in tier.quotas)
    return quotas + alone(tier.wishes, class_of)


def all_excess(problem: Problem, class_of: Sequence[int]) -> tuple[int, ...]:
    """Return the excess of the hard quotas, then of each tier: compared from the left."""
    return tuple(tier_excess(tier, class_of) for tier in problem.all_tiers)


def keeps_hard_rules(problem: Problem, class_of: Sequence[int]) -> bool:
    """Tell whether caps, hard quotas (size among them), blocks and reach all hold."""
    return next(broken_rules(problem, class_of), None) is None


def broken_rules(
    problem: Problem, class_of: Sequence[int], words: Words = OF_STUDENTS
) -> Iterator[Difference]:
    """Yield each hard rule that is broken; students are told by their position from 1 on."""
    names = [school_class.name for school_class in problem.classes]
    sizes = counts(problem.size_quota, class_of)
    for c, school_class in enumerate(problem.classes):
        if sizes[c] > school_class.cap:
            values = {"size": sizes[c], "cap": school_class.cap}
            yield Difference(
                names[c], Text("It has {size} students, at most {cap} are allowed.", **values)
            )
    for student, classes in sorted(problem.reach.items()):
        if class_of[student] not in classes:
            yield Difference(
                Text("lottery number {number}", number=student + 1),
                Text(
                    "The class {name} is not open to this student.", name=names[class_of[student]]
                ),
            )
    for block in problem.blocks:
        if len({class_of[student] for student in block}) > 1:
            yield Difference(
                Text("lottery numbers {numbers}", numbers=tuple(str(s + 1) for s in block)),
                Text("These students are to stay together and do not."),
            )
    for quota in problem.hard.quotas:
        yield from outside(quota, class_of, names, words)
    for wish in problem.hard.wishes:
        if not wish.met(class_of):
            yield Difference(
                Text("lottery number {number}", number=wish.student + 1),
                Text("None of those it named is in its class, and one has to be."),
            )


def outside(
    quota: Quota, class_of: Sequence[int], names: Sequence[str], words: Words
) -> Iterator[Difference]:
    """Yield each class whose count of a quota lies outside its band."""
    level = "" if quota.group == SIZE else words.level(quota.level, quota.group)
    for c, count in enumerate(counts(quota, class_of)):
        if quota.excess_in(c, count):
            values = {"name": names[c], "group": words.group(quota.group), "level": level}
            yield Difference(
                Text("{name}, {group} {level}", **values)
                if level
                else Text("{name}, {group}", **values),
                _out_of_band(quota, c, count),
            )


def _out_of_band(quota: Quota, c: int, count: int) -> Text:
    if quota.or_none:
        return Text(
            "It has {count}, where at least {low} or none should be.", count=count, low=quota.low[c]
        )
    return Text(
        "It has {count}, the even share is {low} to {high}.",
        count=count,
        low=quota.low[c],
        high=quota.high[c],
    )
