"""Small rosters, rules and problems, built in one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook
from stdnum.cn import ric

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier, even_quota, two_way_quotas
from balance_classes.domain.result.fixed_before_draw import DrawEntry, SeedTerms, fix
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.domain.rules.class_names import SchoolClass, even_sizes
from balance_classes.domain.rules.rules import SIZE, TWO_WAY, Rules
from balance_classes.domain.teachers.staff import Staff, Teacher
from balance_classes.files.rules.policies import read_policy
from balance_classes.optimisation.draw import Effort, draw, plan
from balance_classes.optimisation.solver import Solver

QUICK = Effort("draw", 2_000, Solver())


def a_student(key: str, name: str = "", **more: object) -> Student:
    """A student whose name is its key and whose levels are the lower-case keywords."""
    special = {"together", "apart", "friends", "pinned_class", "barred", "reason"} & more.keys()
    levels = {name: str(level) for name, level in more.items() if name not in special}
    asked = {name: more[name] for name in special}
    return Student(
        key=key,
        name=name or key,
        levels=levels,
        row=2,
        identities={"student_number": key},
        **asked,  # type: ignore[arg-type]
    )


def a_roster(*students: Student) -> Roster:
    """A roster of these students, whose attributes are those of the first."""
    return Roster(
        file="intake.xlsx",
        sheet="Sheet",
        file_sha256="",
        language="en",
        students=tuple(sorted(students, key=lambda student: student.key)),
        attributes=tuple(students[0].levels),
        key="student_number",
        identities=("student_number",),
        columns=(),
        ignored=(),
        left_out=(),
    )


def a_teacher(key: str, subject: str, classes: int = 1, **more: object) -> Teacher:
    """A teacher whose name is its key; sex and title are levels, the rest as keywords say."""
    levels = tuple((name, str(more[name])) for name in ("title", "sex") if name in more)
    plain = {name: value for name, value in more.items() if name not in ("title", "sex")}
    asked = {"years": None, "head": False, "teams": (), **plain}
    return Teacher(key, key, subject, classes, levels, row=2, **asked)  # type: ignore[arg-type]


def a_staff(*teachers: Teacher) -> Staff:
    """A staff of these teachers, whose attributes are those of the first."""
    there = {name for name, _ in teachers[0].levels}
    there |= {"years"} if teachers[0].years is not None else set()
    return Staff(
        file="teachers.xlsx",
        sheet="Sheet",
        file_sha256="0" * 64,
        language="en",
        key="staff_number",
        teachers=tuple(sorted(teachers, key=lambda t: (t.key, t.subject))),
        attributes=tuple(name for name in ("years", "title", "sex") if name in there),
        heads=any(teacher.head for teacher in teachers),
        ready=bool(teachers[0].teams),
        columns=(),
        ignored=(),
        left_out=(),
    )


def some_rules(**changes: object) -> Rules:
    """The rules of the built-in policy, with changes."""
    policy = read_policy("changji-2022")
    rules = Rules(policy=policy, tiers=policy.tiers, hard=policy.hard)
    return replace(rules, **changes)  # type: ignore[arg-type]


def a_problem(roster: Roster, **changes: object) -> Problem:
    """The problem of a roster under some rules."""
    rules = some_rules(**changes)
    return formulate(roster, rules, plan_classes(roster.size, rules, "en"))


def bare_problem(
    caps: Sequence[int],
    students: int,
    tiers: Sequence[Sequence[Sequence[Sequence[int]]]],
    blocks: Sequence[tuple[int, ...]] = (),
    reach: Mapping[int, frozenset[int]] | None = None,
) -> Problem:
    """A problem from sets of students alone: a tier holds groups, a group holds sets."""
    sizes = even_sizes(students, caps)
    return Problem(
        keys=tuple(f"s{i}" for i in range(students)),
        classes=tuple(SchoolClass(f"C{c}", cap) for c, cap in enumerate(caps)),
        blocks=tuple(blocks),
        reach=reach or {},
        hard=Tier((SIZE,), (even_quota(SIZE, "", range(students), sizes),)),
        tiers=tuple(
            Tier(
                tuple(f"t{t}g{g}" for g in range(len(groups))),
                tuple(
                    even_quota(f"t{t}g{g}", str(q), members, sizes)
                    for g, sets in enumerate(groups)
                    for q, members in enumerate(sets)
                ),
            )
            for t, groups in enumerate(tiers)
        ),
    )


def crossed_problem(problem: Problem) -> Problem:
    """The problem with a last tier of the cells of every two attributes, where it has two."""
    levels: dict[str, list[Quota]] = {}
    for tier in problem.tiers:
        for quota in tier.quotas:
            levels.setdefault(quota.group, []).append(quota)
    everybody = list(range(len(problem.keys)))
    crossed = tuple(
        group
        for group, quotas in levels.items()
        if sorted(s for quota in quotas for s in quota.members) == everybody
    )
    sizes = even_sizes(len(everybody), [school_class.cap for school_class in problem.classes])
    cells = two_way_quotas([levels[group] for group in crossed], sizes)
    if not cells:
        return problem
    return replace(problem, tiers=(*problem.tiers, Tier((TWO_WAY,), cells)), crossed=crossed)


def drawn(problem: Problem, seed: str = "seed", effort: Effort = QUICK) -> Assignment:
    """The assignment of a problem under a seed."""
    return draw(problem, a_seed(seed), effort, plan(problem, effort), lambda stage: None)


def a_seed(*words: str) -> Seed:
    """A seed of these words, by givers without names."""
    return Seed(tuple(SeedWords("", word) for word in words), given=True)


def formed_from(
    roster: Roster, seed: str = "seed", entry: DrawEntry | None = None, **changes: object
) -> Formed:
    """Formed classes of a roster; without an entry they are a rehearsal's."""
    rules = some_rules(**changes)
    problem = a_problem(roster, **changes)
    fixed = fix(roster, rules, problem, "HiGHS", SeedTerms(("",)))
    return Formed(roster, fixed, a_seed(seed), drawn(problem, seed), entry)


FIRST_DRAW = DrawEntry(
    number=1, replaces=0, replaced="", reason="", sealed=False, date="", line=1, head="0" * 64
)


def by_key(assignment: Assignment) -> dict[str, int]:
    """The class of each student by key."""
    return dict(zip(assignment.problem.keys, assignment.class_of, strict=True))


def resident_number(order: int, sex: str, born: str = "20160307") -> str:
    """A resident identity number that is right, of a region that nobody is given."""
    number = f"652300{born}{(2 * order + (sex == 'male')) % 1000:03d}"
    return number + str(ric.calc_check_digit(number + "0"))


def write_xlsx(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Sheet") -> Path:
    """Write rows as a workbook of one sheet."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def write_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write text as a CSV file."""
    path.write_bytes(text.encode(encoding))
    return path


def a_class_list(
    classes: Sequence[Sequence[Student]], strata: Sequence[str] = (), school: str = "School"
) -> ClassList:
    """A class list of these classes; what its students have levels of and is no stratum is tested.

    Classes are called C1, C2, …
    """
    students = [student for members in classes for student in members]
    return ClassList(
        school=school,
        students=tuple(students),
        classes=tuple(f"C{c}" for c in range(1, len(classes) + 1)),
        class_of=tuple(c for c, members in enumerate(classes) for _ in members),
        attributes=tuple(name for name in students[0].levels if name not in strata),
        strata=tuple(strata),
    )
