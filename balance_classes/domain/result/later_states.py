"""Later events: the state of formed classes after each of them, as a pure function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from balance_classes.domain.canonical import digest
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.excess import tier_excess
from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.limited_students import seat_count
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.result.formed_classes import Formed, Gone, LaterEvent, Placement
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.domain.rules.policy import KEEP
from balance_classes.language import Text


def after(formed: Formed, events: Iterable[LaterEvent]) -> Formed:
    """Return formed classes as they are after some later events, in order."""
    *_, last = states(formed, events)
    return last


def states(formed: Formed, events: Iterable[LaterEvent]) -> tuple[Formed, ...]:
    """Return formed classes before any of the later events, and after each of them."""
    return tuple(accumulate(events, lambda before, event: event.applied(before), initial=formed))


def next_number(formed: Formed) -> int:
    """Return the lowest lottery number that nobody has or had."""
    placed = [p.lottery_number for p in (*formed.placements, *(g.placement for g in formed.left))]
    return max(placed) + 1


def everybody(formed: Formed) -> tuple[Placement, ...]:
    """Return all who are or were there, by lottery number, each with its last class."""
    placed = (*formed.placements, *(gone.placement for gone in formed.left))
    return tuple(sorted(placed, key=lambda placement: placement.lottery_number))


def students_digest(students: Mapping[int, Student], formed: Formed) -> str:
    """Return the digest of all that is known of some students, by lottery number.

    It is asked of everybody at once, never of few: what covers few could be found by trying.
    """
    identities, attributes, numbers = (
        formed.fixed.identities,
        formed.fixed.attributes,
        formed.fixed.numbers,
    )
    return digest(
        [
            [
                number,
                student.key,
                student.name,
                [student.identities.get(name, "") for name in identities],
                [student.levels.get(name, "") for name in attributes],
                student.together,
                student.apart,
                student.pinned_class,
                student.barred,
                student.reason,
                [student.numbers.get(name, "") for name in numbers],
                *([student.friends] if student.friends else []),
            ]
            for number, student in sorted(students.items())
        ]
    )


def everybodys_digest(formed: Formed) -> str:
    """Return the digest of all that is known of everybody who is or was there.

    Only the internal list gives it, so that what it is hashed with is not found by trying.
    """
    return students_digest({p.lottery_number: p.student for p in everybody(formed)}, formed)


def after_event(
    before: Formed,
    event: LaterEvent,
    placements: Sequence[Placement],
    *,
    left: Sequence[Gone] = (),
    columns: Sequence[tuple[str, str]] = (),
    cap: int = 0,
) -> Formed:
    """Return formed classes after an event that leaves these students in these classes.

    `placements` are all who are there then; `columns` are read of newcomers beside the roster's;
    a `cap` above 0 is a new one, which the classes without a lower one of their own have then.
    """
    placed = sorted(placements, key=lambda placement: placement.lottery_number)
    roster = replace(
        before.roster,
        students=tuple(sorted((p.student for p in placed), key=lambda student: student.key)),
        columns=(*before.roster.columns, *(c for c in columns if c not in before.roster.columns)),
    )
    numbers = tuple(placement.lottery_number for placement in placed)
    problem = standing_problem(before, placed, cap)
    group_of_class = {c: g for g, c in enumerate(before.assignment.class_of_group)}
    return replace(
        before,
        roster=roster,
        assignment=replace(
            before.assignment,
            problem=problem,
            group_of=tuple(group_of_class[placement.school_class] for placement in placed),
            proofs=(),
            dealt=(),
            history=None,
        ),
        numbers=numbers,
        left=(*before.left, *left),
        later=(*before.later, event),
        drawn=before.as_drawn,
    )


def standing_problem(before: Formed, placed: Sequence[Placement], cap: int = 0) -> Problem:
    """Return the problem of students, in this order, whose pins are no question any more.

    Nor are their wishes for friends: those are of the draw.

    Bands are the even shares of those who are there.
    """
    students = tuple(replace(p.student, pinned_class="", barred=(), friends=()) for p in placed)
    by_key = tuple(sorted(students, key=lambda student: student.key))
    roster = replace(before.roster, students=by_key)
    classes = standing_classes(before, seat_count(students, before.rules.seats), cap)
    problem = formulate(roster, before.rules, classes, standing=True)
    place = {key: position for position, key in enumerate(problem.keys)}
    return problem.reordered([place[student.key] for student in students])


def later_story(formed: Formed, *numbers: int) -> tuple[Text, ...]:
    """Return what the later events meant for one student, by the lottery numbers it had."""
    known = states(formed.as_drawn, formed.later)
    told = (
        event.story(before, number)
        for event, before in zip(formed.later, known, strict=False)
        for number in numbers
    )
    return tuple(text for text in told if text is not None)


def standing_classes(before: Formed, seats: int, cap: int = 0) -> tuple[SchoolClass, ...]:
    """Return the classes for students of so many seats; one without a cap has room for all.

    Sizes that were named for the draw are no longer asked. A new `cap` is that of the classes
    that had the highest one.
    """
    classes = tuple(replace(c, size=0) for c in before.classes)
    if before.rules.cap is None and before.rules.policy_cap is None:
        drawn = before.fixed.seats or before.fixed.students
        room = max(seats, drawn)
        classes = tuple(replace(c, cap=max(c.cap, room)) if c.cap >= drawn else c for c in classes)
    highest = max(school_class.cap for school_class in classes)
    return tuple(replace(c, cap=cap) if cap and c.cap == highest else c for c in classes)


@dataclass(frozen=True)
class Tally:
    """What a notice counts after the draw: newcomers, leavers, approved changes, who came back."""

    newcomers: int = 0
    leavers: int = 0
    changed: int = 0
    returned: int = 0


def tally(formed: Formed) -> Tally:
    """Return how many came, left, were moved by approval and came back since the draw."""
    drawn = formed.as_drawn.roster.size
    came = [p for p in everybody(formed) if p.lottery_number > drawn]
    returned = sum(len(former_places(formed, p)) > 0 for p in came)
    changed = sum(event.kind == "amend" for event in formed.later)
    return Tally(len(came) - returned, len(formed.left), changed, returned)


BORN, IDENTITY = "birth_date", "identity_number"


def same_student(one: Student, other: Student) -> bool:
    """Tell whether two students are one, by any of their numbers, or else by name and birth.

    A school number can be given anew; so a name with its birth date tells, too, unless two identity
    numbers say otherwise, and where no birth date is known a name with all its levels.
    """
    numbers = {name for name in one.identities if name != BORN} & other.identities.keys()
    shared = {name: (one.identities[name], other.identities[name]) for name in numbers}
    if one.key == other.key or any(here and here == there for here, there in shared.values()):
        return True
    if one.name != other.name or all(shared.get(IDENTITY, ("", ""))):
        return False
    born = one.identities.get(BORN, ""), other.identities.get(BORN, "")
    return born[0] == born[1] if all(born) else one.levels == other.levels


def former_places(formed: Formed, placement: Placement) -> tuple[Placement, ...]:
    """Return where a student was before it left and came back, the last place last."""
    former = [gone.placement for gone in formed.left]
    return tuple(
        sorted(
            (
                p
                for p in former
                if p.lottery_number < placement.lottery_number
                and same_student(p.student, placement.student)
            ),
            key=lambda p: p.lottery_number,
        )
    )


def list_marks(formed: Formed, *, posted: bool = False) -> dict[int, Text]:
    """Return the lottery numbers that lists mark, each with its mark and which change made it.

    Lists that are `posted` do not mark approved changes: beside the reason code they would say
    of a child that it is ill.
    """
    found: dict[int, Text] = {}
    for event in formed.later:
        if posted and event.kind == "amend":
            continue
        for number, mark in event.marks().items():
            found[number] = Text("{mark} ({change})", mark=mark, change=event.entry.number)
    for gone in formed.left:
        mark = Text("left")
        found[gone.placement.lottery_number] = Text(
            "{mark} ({change})", mark=mark, change=gone.event
        )
    return found


@dataclass(frozen=True)
class Shift:
    """One tier, the hard one first: its groups, and its excess before and after an event."""

    groups: tuple[str, ...]
    before: int
    after: int


def shifts(before: Formed, after: Formed) -> tuple[Shift, ...]:
    """Return what happened to the excess of each tier that there is afterwards.

    A tier that nobody was in before had no excess: no two names were the same. Of one that was
    drawn with wishes, too, it is the excess of what there is still.
    """
    was, now = before.assignment, after.assignment
    hard, *later = now.problem.all_tiers
    return (
        Shift(hard.groups, *(tier_excess(a.problem.hard, a.class_of) for a in (was, now))),
        *(Shift(t.groups, _excess(was, t.groups), tier_excess(t, now.class_of)) for t in later),
    )


def _excess(assignment: Assignment, groups: tuple[str, ...]) -> int:
    """Return the excess of the quotas of these groups, and of wishes where all are of one tier."""
    for tier in assignment.problem.tiers:
        if tier.groups == groups:
            return tier_excess(tier, assignment.class_of)
        if set(groups) <= set(tier.groups):
            quotas = tuple(quota for quota in tier.quotas if quota.group != KEEP)
            return tier_excess(replace(tier, quotas=quotas, wishes=()), assignment.class_of)
    return 0
