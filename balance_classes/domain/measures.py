"""How even an assignment is, and which hard rules it breaks: recounted from the lists alone."""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.problem import Problem
from balance_classes.domain.quotas import Quota, Tier


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
    """Return the total excess of a tier; 0 is the mathematical limit."""
    return sum(quota_excess(quota, class_of) for quota in tier.quotas)


def all_excess(problem: Problem, class_of: Sequence[int]) -> tuple[int, ...]:
    """Return the excess of the hard quotas, then of each tier: compared from the left."""
    return tuple(tier_excess(tier, class_of) for tier in problem.all_tiers)


def keeps_hard_rules(problem: Problem, class_of: Sequence[int]) -> bool:
    """Tell whether caps, hard quotas (size among them), blocks and reach all hold."""
    sizes = [0] * len(problem.classes)
    for c in class_of:
        sizes[c] += 1
    return (
        len(class_of) == len(problem.keys)
        and all(size <= school.cap for size, school in zip(sizes, problem.classes, strict=True))
        and all(class_of[student] in classes for student, classes in problem.reach.items())
        and all(len({class_of[student] for student in block}) == 1 for block in problem.blocks)
        and tier_excess(problem.hard, class_of) == 0
    )
