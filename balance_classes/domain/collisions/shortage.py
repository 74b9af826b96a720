"""Have and need of a collision, where one number each says why the rules cannot hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TypedDict

from balance_classes.domain.collisions.collision import Collision
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.roster.labels import field_label, limited_label
from balance_classes.domain.rules.rules import AT_MOST
from balance_classes.language import Text


class Balance(TypedDict):
    """What is short, how much there is of it, and how much would have to be."""

    what: Text
    have: int
    need: int


def balance_of(collision: Collision, problem: Problem) -> Balance | None:
    """Return what is short in a collision; None where no count says it."""
    if collision.of("friends") or any(
        problem.hard.quotas[rule.position].or_none for rule in collision.of("quota")
    ):
        return None  # no count says alone why so many do not fit
    asking = {s for rule in collision.of("open", "together") for s in rule.students}
    quotas = [problem.hard.quotas[rule.position] for rule in collision.of("quota")]
    if not quotas and not collision.of("most", "least"):
        return Balance(what=Text("classes open to them"), have=0, need=1)
    found = _seats(collision, problem, asking) or _joining(collision, problem, asking)
    if found is None and len(quotas) == 1:
        found = _places(quotas[0], collision, problem, asking)
    return found or _apart(quotas, problem)


def _seats(collision: Collision, problem: Problem, asking: set[int]) -> Balance | None:
    bounded = collision.of("most")
    largest = max((_taken(problem, rule.students) for rule in collision.of("together")), default=0)
    roomiest = max((problem.size_quota.high[rule.position] for rule in bounded), default=0)
    if len(bounded) == len(problem.classes) and largest > roomiest:
        return Balance(what=Text("seats in one class"), have=roomiest, need=largest)
    need = _taken(problem, asking)
    if not bounded or need <= sum(problem.size_quota.high[r.position] for r in bounded):
        return None
    names = tuple(problem.classes[rule.position].name for rule in bounded)
    have = sum(problem.size_quota.high[rule.position] for rule in bounded)
    return Balance(what=Text("seats in {names}", names=names), have=have, need=need)


def _taken(problem: Problem, students: Iterable[int]) -> int:
    """Return how many seats some students take."""
    return sum(problem.seats_of[student] for student in students)


def _joining(collision: Collision, problem: Problem, asking: set[int]) -> Balance | None:
    bounded = {rule.position for rule in collision.of("least")}
    every = frozenset(range(len(problem.classes)))
    if problem.seats > len(problem.keys):
        return None  # heads say nothing of seats
    able = len(problem.keys) - sum(not problem.reach.get(s, every) & bounded for s in asking)
    need = sum(problem.size_quota.low[c] for c in bounded)
    if able >= need:
        return None
    names = tuple(problem.classes[c].name for c in sorted(bounded))
    return Balance(what=Text("students who can join {names}", names=names), have=able, need=need)


def _places(
    quota: Quota, collision: Collision, problem: Problem, asking: set[int]
) -> Balance | None:
    """Return the places that a quota leaves for its members among those who ask."""
    members = [s for s in quota.members if s in asking] or list(quota.members)
    every = frozenset(range(len(problem.classes)))
    reached = {c for s in members for c in problem.reach.get(s, every)}
    blocks = [set(rule.students) & set(members) for rule in collision.of("together")]
    largest = max((len(block) for block in blocks), default=0)
    if largest > max(quota.high):
        return Balance(what=_kind(quota), have=max(quota.high), need=largest)
    have = sum(quota.high[c] for c in reached)
    if len(members) <= have:
        return None
    what = (
        Text("classes open to them")
        if quota.group != AT_MOST and max(quota.high) == 1
        else Text("places for “{name}”", name=_name(quota))
    )
    return Balance(what=what, have=have, need=len(members))


def _kind(quota: Quota) -> Text:
    return Text("places for “{name}” in one class", name=_name(quota))


def _name(quota: Quota) -> Text | str:
    return limited_label(quota.level) if quota.group == AT_MOST else field_label(quota.group)


def pairs_apart(quotas: Sequence[Quota]) -> set[tuple[int, int]]:
    """Return the pairs of students of whom no class may have both."""
    return {
        pair
        for quota in quotas
        if max(quota.high) == 1
        for pair in itertools.combinations(quota.members, 2)
    }


def _apart(quotas: Sequence[Quota], problem: Problem) -> Balance | None:
    """Return how many classes students need who are all apart from each other."""
    students = sorted({student for quota in quotas for student in quota.members})
    apart = pairs_apart(quotas)
    every = frozenset(range(len(problem.classes)))
    have = len({c for student in students for c in problem.reach.get(student, every)})
    if len(students) <= have or len(apart) < len(students) * (len(students) - 1) // 2:
        return None
    return Balance(what=Text("classes open to them"), have=have, need=len(students))
