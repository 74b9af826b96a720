"""Pairing draws for both implementations, and what the first makes of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.teachers.paired_classes import Teams
from balance_classes.domain.teachers.pairing_lot import (
    Conflict,
    Pairing,
    barred_cells,
    draw_pairing,
)
from balance_classes.domain.teachers.staff import Staff, Teacher
from balance_classes.domain.teachers.team_problem import formulate_teams
from balance_classes.errors import BudgetError, InfeasibleError
from balance_classes.optimisation.draw import Effort
from balance_classes.optimisation.solver import Solver
from balance_classes.optimisation.teams import teams_for
from tests.builders import a_staff, a_teacher, drawn
from tests.hostile import hostile_problem
from tests.procedure.cases import as_case

STEPS = 300
SUBJECTS = ("语文", "数学", "Art", "Éthique")
READY_NAMES = ("10组", "2组", "Ⅱ队", "甲组", "3组", "乙组")
MOST_CONFLICTS = 4


@dataclass(frozen=True)
class PairingCase:
    """All that a pairing is drawn from; a conflict pairs a group with the key of a teacher.

    `names` has the problem of the students while their groups are lettered.
    """

    seed: Seed
    teams: int
    staff: Staff | None
    conflicts: tuple[tuple[int, str], ...]
    names: Problem | None


def some_pairing(chance: random.Random) -> PairingCase:
    """Return a small staff, conflicts, and a problem whose classes the groups become."""
    problem = hostile_problem(chance.randrange(1_000))
    teams = len(problem.classes)
    staff = some_staff(chance, teams) if chance.random() < 0.9 else None
    lettered = staff is None or chance.random() < 0.5
    words = tuple(
        SeedWords(giver, f"{chance.choice(('红', '骰子', 'dice'))} {chance.randrange(10**6)}")
        for giver in ("家长", "公证")[: chance.randint(1, 2)]
    )
    return PairingCase(
        seed=Seed(words, given=True, rehearsal=chance.random() < 0.1),
        teams=teams,
        staff=staff,
        conflicts=some_conflicts(chance, staff, teams) if staff else (),
        names=problem if lettered else None,
    )


def some_staff(chance: random.Random, teams: int) -> Staff:
    """Return teachers of one to four subjects, who teach in one class or in several.

    Somebody may teach two subjects, head teachers may be named, and teams may be ready-made.
    """
    teachers = [
        a_teacher(f"T{row}", subject, classes)
        for row, (subject, classes) in enumerate(
            (subject, classes)
            for subject in SUBJECTS[: chance.randint(1, len(SUBJECTS))]
            for classes in _parts(chance, teams)
        )
    ]
    teachers = _of_two_subjects(chance, teachers, teams)
    spread = [name for name in ("years", "title", "sex") if chance.random() < 0.7]
    people = {t.key: _traits(chance, spread) for t in sorted(teachers, key=lambda t: t.key)}
    teachers = [replace(teacher, **people[teacher.key]) for teacher in teachers]
    if chance.random() < 0.5:
        teachers = _with_heads(chance, teachers, teams)
    staff = _with_attributes(a_staff(*teachers), spread)
    return _ready_made(chance, staff, teams) if chance.random() < 0.2 else staff


def _parts(chance: random.Random, whole: int) -> list[int]:
    """Return whole numbers from 1 that add up to one."""
    parts = []
    while whole:
        parts.append(chance.randint(1, whole))
        whole -= parts[-1]
    return parts


def _of_two_subjects(chance: random.Random, teachers: list[Teacher], teams: int) -> list[Teacher]:
    """Return the teachers, two rows of other subjects being one person's now and then."""
    for at, teacher in enumerate(teachers):
        earlier = [
            other
            for other in teachers[:at]
            if other.subject != teacher.subject
            and other.classes + teacher.classes <= teams
            and sum(third.key == other.key for third in teachers) == 1
        ]
        if earlier and chance.random() < 0.3:
            teachers[at] = replace(teacher, key=chance.choice(earlier).key)
    return teachers


def _traits(chance: random.Random, spread: Sequence[str]) -> dict[str, Any]:
    """Return what is spread of one person; each of it may be not stated."""
    title = chance.choice(("title_senior", "title_first", "title_second", ""))
    sex = chance.choice(("female", "male", ""))
    levels = {"title": title, "sex": sex}
    return {
        "years": chance.choice((None, chance.randrange(12))) if "years" in spread else None,
        "levels": tuple((name, levels[name]) for name in ("title", "sex") if name in spread),
    }


def _with_attributes(staff: Staff, spread: Sequence[str]) -> Staff:
    """Return a staff that spreads what anybody states, as a table does."""
    stated = {name for t in staff.teachers for name, level in t.levels if level}
    stated |= {"years" for t in staff.teachers if t.years is not None}
    return replace(staff, attributes=tuple(name for name in spread if name in stated))


def _with_heads(chance: random.Random, teachers: list[Teacher], teams: int) -> list[Teacher]:
    """Return teachers of whom as many people are head teachers as there are teams, if they can."""
    row_of = {teacher.key: at for at, teacher in enumerate(teachers)}
    if len(row_of) < teams:
        return teachers
    heads = {row_of[key] for key in chance.sample(sorted(row_of), teams)}
    return [replace(teacher, head=at in heads) for at, teacher in enumerate(teachers)]


def _ready_made(chance: random.Random, staff: Staff, teams: int) -> Staff:
    """Return a staff whose teams are ready-made: some that keep the hard rules."""
    try:
        made = drawn(formulate_teams(staff, teams), str(chance.randrange(100)))
    except InfeasibleError:
        return staff
    names = chance.sample(READY_NAMES, teams)
    team_of = dict(zip(made.problem.keys, made.group_of, strict=True))
    teachers = tuple(
        replace(teacher, teams=tuple(names[team_of[post]] for post in teacher.posts))
        for teacher in staff.teachers
    )
    return replace(staff, teachers=teachers, ready=True)


def some_conflicts(chance: random.Random, staff: Staff, teams: int) -> tuple[tuple[int, str], ...]:
    """Return some groups, each with a teacher who must not get it."""
    keys = sorted({teacher.key for teacher in staff.teachers})
    return tuple(
        (chance.randrange(teams), chance.choice(keys))
        for _ in range(chance.randint(0, MOST_CONFLICTS))
    )


def as_pairing_case(case: PairingCase, chance: random.Random, steps: int = STEPS) -> dict[str, Any]:
    """Return a pairing as the second implementation reads it, the teachers in any order."""
    teachers = None
    if case.staff:
        rows = chance.sample(case.staff.teachers, len(case.staff.teachers))
        teachers = [
            {
                "key": teacher.key,
                "subject": teacher.subject,
                "classes": teacher.classes,
                "head": teacher.head,
                "years": teacher.years,
                "title": dict(teacher.levels).get("title", ""),
                "sex": dict(teacher.levels).get("sex", ""),
                "teams": list(teacher.teams),
            }
            for teacher in rows
        ]
    return {
        "words": [words.words for words in case.seed.words],
        "rehearsal": case.seed.rehearsal,
        "steps": steps,
        "groups": case.teams,
        "teachers": teachers,
        "conflicts": [list(conflict) for conflict in case.conflicts],
        "names": as_case(case.names, case.seed)["problem"] if case.names else None,
    }


def paired_first(case: PairingCase) -> Mapping[str, Any] | None:
    """Return what the first implementation draws; None where no pairing comes by the procedure."""
    groups = {f"student {group}": group for group in range(case.teams)}
    conflicts = [Conflict(f"student {group}", key, "relative") for group, key in case.conflicts]

    def barred(teams: Teams) -> frozenset[tuple[int, int]]:
        return barred_cells(conflicts, groups, teams.teams_of)

    teams = None
    if case.staff:
        effort = Effort("draw", STEPS, Solver())
        try:
            teams = teams_for(
                case.staff, case.teams, barred, case.seed, effort=effort, report=lambda stage: None
            )
        except (InfeasibleError, BudgetError):
            return None
        if teams.assignment.placed != "draw":
            return None
    # Where classes have names only the teams are drawn: the problem of the students is not asked.
    problem = case.names or hostile_problem(0)
    named = None if case.names else tuple(range(case.teams))
    if case.names is None:
        problem = replace(problem, classes=problem.classes[:1] * case.teams)
    bars = barred(teams) if teams else frozenset()
    pairing = draw_pairing(problem, case.seed, case.teams if teams else 0, bars, named)
    return pairing_outcome(case.seed, teams, pairing, named=case.names is None)


def pairing_outcome(
    seed: Seed, teams: Teams | None, pairing: Pairing, *, named: bool
) -> dict[str, Any]:
    """Return a pairing in the words of the second implementation."""
    outcome: dict[str, Any] = {"seed": seed.value}
    if teams:
        outcome |= {
            "posts": list(teams.assignment.problem.keys),
            "team_of_post": list(teams.assignment.group_of),
            "attempt": teams.attempt,
            "rounds": pairing.rounds,
            "team_of_group": list(pairing.team_of_group),
        }
        if not teams.staff.ready:
            outcome["excess"] = [0, *(proof.excess for proof in teams.assignment.proofs)]
            outcome["step"] = teams.assignment.step
    if not named:
        outcome["class_of_group"] = list(pairing.class_of_group)
    return outcome
