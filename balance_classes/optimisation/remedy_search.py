"""The smallest changes that end a collision, each verified by solving with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from balance_classes.domain.collisions.collision import (
    Collision,
    Rule,
    keeping,
    no_answer_exists,
    rules_of,
)
from balance_classes.domain.collisions.collision_sentences import finding
from balance_classes.domain.collisions.colouring import apart_from, classes_enough, largest_group
from balance_classes.domain.collisions.remedies import (
    Remedy,
    applied,
    code_of,
    edits_of,
    leading_to,
    without_wishes,
)
from balance_classes.domain.collisions.remedy_sentences import Mend
from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.problem.limited_students import attribute_of
from balance_classes.domain.problem.pools import offers_of
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.rules.class_names import find_class
from balance_classes.domain.rules.policy import FRIENDS
from balance_classes.domain.rules.rules import APART, AT_LEAST, AT_MOST, Rules
from balance_classes.errors import BalanceError, Finding
from balance_classes.optimisation.collision_search import collisions, rules_can_hold
from balance_classes.optimisation.elastic import least_broken
from balance_classes.optimisation.solver import Solver

MOST_TRIES = 100
"""So many changes are tried for one collision, and for the limit of one attribute."""
MOST_OF_A_KIND = 2
"""So many changes of one kind are named beside each other, of a limit only the smallest."""


def collision_findings(
    roster: Roster, rules: Rules, problem: Problem, solver: Solver
) -> tuple[Finding, ...]:
    """Return a finding for each collision, with the changes that end it.

    `problem` is that of roster and rules, its students in their order.
    """
    found = collisions(problem, solver)
    mends = mends_of(found, roster, rules, problem, solver)
    told = tuple(
        finding(collision, mend, problem, roster)
        for collision, mend in zip(found, mends, strict=True)
    )
    return told or (no_answer_exists(),)


def mends_of(
    found: Sequence[Collision], roster: Roster, rules: Rules, problem: Problem, solver: Solver
) -> tuple[Mend, ...]:
    """Return for each collision the changes that end it, beside what ends the others."""
    trial = _Trial(roster, rules, solver)
    together = _combination(problem, trial)
    shares = _shared_out(together, found)
    anew = tuple(_classes_anew(problem, trial))
    mends = []
    for i, collision in enumerate(found):
        others = tuple(change for j, share in enumerate(shares) if j != i for change in share)
        # Where nothing is known to end the others, only a change that ends them too is found.
        enough = tuple(_enough(collision, problem, trial, others))
        mends.append(Mend(enough, shares[i], anew, beside=bool(others)))
    return tuple(mends)


@dataclass(frozen=True)
class _Trial:
    """A roster and its rules, to be tried with changes; nothing softer than hard rules counts."""

    roster: Roster
    rules: Rules
    solver: Solver

    def works(self, *changes: Remedy) -> bool:
        """Tell whether all hard rules hold after the changes, as the solver really finds."""
        roster, rules = applied(changes, self.roster, self.rules)
        limited = {attribute_of(kind) for kind, _ in (*rules.at_most, *rules.at_least)}
        limited |= set(rules.hard)
        slim = replace(roster, attributes=tuple(n for n in roster.attributes if n in limited))
        try:
            classes = planned(slim, rules)
            problem = formulate(slim, rules, classes)
            return rules_can_hold(problem, self.solver) is True
        except BalanceError:
            return False


def _combination(problem: Problem, trial: _Trial) -> tuple[Remedy, ...]:
    """Return the fewest changes of wishes that together end every collision, if any were found."""
    bare = keeping(problem, rules_of(problem))
    class_of = least_broken(bare, trial.solver)
    changes = leading_to(problem, trial.roster, class_of) if class_of else ()
    return changes if changes and trial.works(*changes) else ()


def _shared_out(
    changes: Iterable[Remedy], found: Sequence[Collision]
) -> tuple[tuple[Remedy, ...], ...]:
    """Return the changes by the collision that each ends, the last where none is touched."""
    shares: list[list[Remedy]] = [[] for _ in found]
    for change in changes:
        touched = [i for i, collision in enumerate(found) if _touches(change, collision.rules)]
        touched += [i for i, collision in enumerate(found) if _touches(change, collision.alike)]
        shares[[*touched, len(found) - 1][0]].append(change)
    return tuple(map(tuple, shares))


def _touches(change: Remedy, rules: Iterable[Rule]) -> bool:
    if change.kind == "friends":
        return any(r.kind == "friends" and r.students[:1] == change.students for r in rules)
    kind = {"pin": "open", "bars": "open", "block": "together"}.get(change.kind, "quota")
    students = set(change.students)
    return any(rule.kind == kind and students <= set(rule.students) for rule in rules)


def _enough(
    collision: Collision, problem: Problem, trial: _Trial, others: tuple[Remedy, ...]
) -> Iterator[Remedy]:
    """Yield changes of which each alone ends a collision, simplest first, few of each kind."""
    named: dict[object, int] = {}
    for tries, change in enumerate(_candidates(collision, problem, trial)):
        if tries == MOST_TRIES:
            return
        kind, most = _kind_of(change)
        if named.get(kind, 0) < most and trial.works(*others, change):
            named[kind] = named.get(kind, 0) + 1
            yield change


def _kind_of(change: Remedy) -> tuple[object, int]:
    """Return what a change counts as, and how many of that are named beside each other."""
    if change.kind in ("limit", "floor", "room"):
        return (change.kind, change.name), 1
    return change.kind, MOST_OF_A_KIND


def _candidates(collision: Collision, problem: Problem, trial: _Trial) -> Iterator[Remedy]:
    """Yield what could end a collision, simplest first."""
    roster = trial.roster
    opened = [c for r in collision.of("open") for c in without_wishes(roster, r.students[0])]
    yield from _alike(opened, problem, roster)
    for rule in collision.of("together"):
        yield from _partings(rule, problem, roster)
    yield from (Remedy("friends", rule.students[:1]) for rule in collision.of("friends"))
    if collision.of("friends"):
        yield Remedy("soft", name=FRIENDS)
    for rule in collision.of("quota"):
        yield from _loosenings(rule, problem, roster)
    yield from _offers(collision, problem, roster, trial.rules)
    names = [school_class.name for school_class in problem.classes]
    bounded = {rule.position for rule in collision.of("most", "least")}
    for written, _ in trial.rules.sizes:
        if find_class(written, names) in bounded:
            yield Remedy("size", name=written)
    largest = max(school_class.cap for school_class in problem.classes)
    for rule in collision.of("most"):
        name, cap = problem.classes[rule.position].name, problem.classes[rule.position].cap
        yield from (Remedy("room", name=name, number=n) for n in range(cap + 1, largest + 1))


def _offers(
    collision: Collision, problem: Problem, roster: Roster, rules: Rules
) -> Iterator[Remedy]:
    """Yield one more class for each level that is offered in some only and that collides."""
    asking = {s for rule in collision.of("open", "quota") for s in rule.students}
    offers = offers_of(roster, rules, problem.classes).items()
    for (name, level, _), ((_, meant), open_to) in zip(rules.offered, offers, strict=True):
        if any(roster.students[s].levels.get(name) == meant for s in asking):
            yield from (
                Remedy("offer", name=each.name, level=(name, level))
                for c, each in enumerate(problem.classes)
                if c not in open_to
            )


def _partings(rule: Rule, problem: Problem, roster: Roster) -> Iterator[Remedy]:
    """Yield single students who leave a block, then ever larger parts of it."""
    block = rule.students
    yield from _alike([Remedy("block", (student,)) for student in block], problem, roster)
    yield from (Remedy("block", block[-size:]) for size in range(2, len(block) // 2 + 1))


def _loosenings(rule: Rule, problem: Problem, roster: Roster) -> Iterator[Remedy]:
    quota = problem.hard.quotas[rule.position]
    if quota.group == AT_MOST:
        most = max(quota.high)
        highest = min(len(quota.members), most + MOST_TRIES)
        yield from (
            Remedy("limit", name=quota.level, number=n) for n in range(most + 1, highest + 1)
        )
    elif quota.group == AT_LEAST:
        fewer = range(max(quota.low) - 1, 0, -1)
        yield from (Remedy("floor", name=quota.level, number=n) for n in fewer)
    elif quota.group == APART:
        code = code_of(roster, quota)
        leaving = [Remedy("code", (student,), code) for student in quota.members]
        yield from _alike(leaving, problem, roster)
    else:
        yield Remedy("soft", name=quota.group)


def _alike(changes: Iterable[Remedy], problem: Problem, roster: Roster) -> Iterator[Remedy]:
    """Yield one of those changes that equal students make possible, with all these students."""
    inside = {student: block for block in problem.blocks for student in block}
    hard = {i for i, tier in enumerate(problem.tier_of) if tier == 0}
    wishing = {s for wish in problem.hard.wishes for s in (wish.student, *wish.friends)}
    found: dict[object, list[Remedy]] = {}
    for change in changes:
        student = change.students[0]
        memberships = tuple(q for q in problem.memberships[student] if q in hard)
        reach = problem.reach.get(student)
        asked = roster.students[student].pinned_class, roster.students[student].barred
        edits = edits_of(change, roster)
        # What is to be changed in cells with names is a change of its own, whoever it is told of.
        named = frozenset(edits if any(edit.rows for edit in edits) else ())
        alone = student if student in wishing else None
        own = (reach, asked, inside.get(student), memberships, alone)
        look = (change.kind, named or own)
        found.setdefault(look, []).append(change)
    for same in found.values():
        instead = tuple(change.students[0] for change in same)
        yield replace(same[0], instead=instead if len(instead) > 1 else ())


def _classes_anew(problem: Problem, trial: _Trial) -> Iterator[Remedy]:
    """Yield more classes, as few more as are known to do, and one class fewer.

    Each alone ends every collision. One class more would do little for a large group all apart
    from each other: as many are tried as it needs, and as a colouring takes.
    """
    count, apart = len(problem.classes), apart_from(problem)
    least = max(count + 1, largest_group(apart))
    more = (Remedy("classes", number=n) for n in sorted({least, max(least, classes_enough(apart))}))
    yield from islice(filter(trial.works, more), 1)
    fewer = Remedy("classes", number=count - 1)
    if fewer.number > 1 and trial.works(fewer):
        yield fewer
