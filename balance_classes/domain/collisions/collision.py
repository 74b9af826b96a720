"""Hard rules one by one, so that it can be asked which of them collide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.domain.rules.rules import SIZE
from balance_classes.errors import Finding
from balance_classes.language import Text

Kind = Literal["least", "quota", "most", "friends", "open", "together"]


@dataclass(frozen=True)
class Rule:
    """One hard rule, which can be taken away alone.

    `together` keeps the students of a block in one class, `open` lets one student join some
    classes only, `quota` is the hard quota at `position` among the hard ones, `friends` the hard
    wish at `position` (first of its students is who wishes), `most` and `least` bound the size of
    the class at `position`. `students` are positions, those it is about.
    """

    kind: Kind
    students: tuple[int, ...]
    position: int = -1


@dataclass(frozen=True)
class Collision:
    """Rules that cannot all hold, though they can without any one of them.

    `alike` are further rules that any rule of the same kind here could change places with;
    `exact` is False where the solver's budget ended before it was known of each rule that the
    others can hold without it.
    """

    rules: tuple[Rule, ...]
    alike: tuple[Rule, ...] = ()
    exact: bool = True

    def of(self, *kinds: Kind) -> tuple[Rule, ...]:
        """Return the rules of some kinds."""
        return tuple(rule for rule in self.rules if rule.kind in kinds)

    @property
    def wishes(self) -> tuple[Rule, ...]:
        """The rules that came from rows of the roster alone, or else all but sizes."""
        return self.of("friends", "open", "together") or self.of("quota")


def rules_of(problem: Problem) -> tuple[Rule, ...]:
    """Return every hard rule of a problem, those last that tell a reader most."""
    size = problem.size_quota
    everywhere = range(len(problem.classes))
    return (
        *(Rule("least", (), c) for c in everywhere if size.low[c]),
        *(
            Rule("quota", quota.members, position)
            for position, quota in enumerate(problem.hard.quotas)
            if quota.group != SIZE
        ),
        *(Rule("most", (), c) for c in everywhere if size.high[c] < problem.seats),
        *(
            Rule("friends", (wish.student, *wish.friends), position)
            for position, wish in enumerate(problem.hard.wishes)
        ),
        *(
            Rule("open", (student,))
            for student, classes in sorted(problem.reach.items())
            if len(classes) < len(problem.classes)
        ),
        *(Rule("together", block) for block in problem.blocks),
    )


def keeping(problem: Problem, rules: Collection[Rule]) -> Problem:
    """Return the problem with these hard rules only and without tiers."""
    positions = {rule.position for rule in rules if rule.kind == "quota"}
    quotas = tuple(
        _size_kept(quota, rules, problem.seats) if quota.group == SIZE else quota
        for position, quota in enumerate(problem.hard.quotas)
        if quota.group == SIZE or position in positions
    )
    wishes = [problem.hard.wishes[rule.position] for rule in rules if rule.kind == "friends"]
    restricted = {rule.students[0] for rule in rules if rule.kind == "open"}
    bounded = {rule.position for rule in rules if rule.kind == "most"}
    return replace(
        problem,
        classes=tuple(
            each if c in bounded else replace(each, cap=problem.seats)
            for c, each in enumerate(problem.classes)
        ),
        blocks=tuple(rule.students for rule in rules if rule.kind == "together"),
        reach={student: problem.reach[student] for student in sorted(restricted)},
        hard=Tier(
            tuple(dict.fromkeys(quota.group for quota in quotas)),
            quotas,
            tuple(sorted(wishes, key=lambda wish: wish.student)),
        ),
        tiers=(),
        crossed=(),
    )


def looks(problem: Problem) -> dict[Rule, object]:
    """Return for each rule what it looks like; rules of equal look can change places.

    Only what is a student's own counts, the seats it takes among it: whom exchanging two students
    would leave every other rule as it is.
    """
    quotas = [quota for quota in problem.hard.quotas if quota.group != SIZE]
    inside = {student for block in problem.blocks for student in block}
    member_of: list[tuple[int, ...]] = [(seats,) for seats in problem.seats_of]
    for position, quota in enumerate(quotas):
        for student in quota.members:
            member_of[student] += (position,)
    for wish in problem.hard.wishes:
        for student in (wish.student, *wish.friends):
            member_of[student] += (-1 - student,)  # like nobody else

    def look(rule: Rule) -> object:
        if rule.kind == "open" and rule.students[0] not in inside:
            student = rule.students[0]
            return "open", problem.reach[student], member_of[student]
        if rule.kind == "together" and not any(s in problem.reach for s in rule.students):
            return "together", tuple(sorted(member_of[student] for student in rule.students))
        return rule

    return {rule: look(rule) for rule in rules_of(problem)}


def no_answer_exists() -> Finding:
    """Return the finding of whoever only knows that the hard rules collide, not which of them."""
    return Finding(
        Text("rules"),
        Text("The hard rules cannot all hold: sizes, blocks, pinned classes, students apart."),
        Text("Take one of them back, or form another number of classes."),
    )


def _size_kept(quota: Quota, rules: Collection[Rule], students: int) -> Quota:
    least = {rule.position for rule in rules if rule.kind == "least"}
    most = {rule.position for rule in rules if rule.kind == "most"}
    return replace(
        quota,
        low=tuple(low if c in least else 0 for c, low in enumerate(quota.low)),
        high=tuple(high if c in most else students for c, high in enumerate(quota.high)),
    )
