"""Teams of teachers, one a class: the same problem as classes of students, of posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier, even_quota
from balance_classes.domain.roster.labels import staff_label
from balance_classes.domain.roster.roster import SEX
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.domain.rules.rules import SIZE
from balance_classes.domain.teachers.staff import (
    HEAD_TEACHER,
    SAME_TEACHER,
    SUBJECT,
    TITLE,
    YEARS,
    Staff,
    Teacher,
)
from balance_classes.errors import Finding
from balance_classes.language import Text

TEAM_TIERS = ((YEARS, TITLE), (SEX,))
"""What is spread over the teams (§7: teachers spread evenly), the first tier before the second."""


def formulate_teams(staff: Staff, teams: int) -> Problem:
    """Return the problem of the teams: a post stands where a student stands otherwise.

    Every team has exactly one post of each subject, exactly one head teacher where the staff
    has any, and no teacher twice: all hard. Years, titles and sex keep to their even shares.
    Call it only when `shortages` finds none.
    """
    size = len(staff.subjects)
    sizes = (Fraction(size),) * teams
    positions = range(len(staff.posts))

    def gathered(group: str, code_of: Callable[[int], str]) -> Iterator[Quota]:
        found: dict[str, list[int]] = {}
        for position in positions:
            found.setdefault(code_of(position), []).append(position)
        return (even_quota(group, level, found[level], sizes) for level in sorted(found))

    teacher_at = [t for t, teacher in enumerate(staff.teachers) for _ in teacher.posts]

    def levels(attribute: str) -> Callable[[int], str]:
        of_teacher = staff.levels_of(attribute)
        return lambda position: of_teacher[teacher_at[position]]

    exact = Quota(SIZE, "", tuple(positions), (size,) * teams, (size,) * teams)
    subjects = tuple(gathered(SUBJECT, lambda p: staff.posts[p][0].subject))
    heads = head_posts(staff)
    head = (even_quota(HEAD_TEACHER, "yes", heads, sizes),) if heads else ()
    same = tuple(_same_teacher(staff, teams))
    hard = (exact, *subjects, *head, *same)
    tiers = (
        Tier(groups, tuple(q for group in groups for q in gathered(group, levels(group))))
        for groups in (tuple(g for g in tier if g in staff.attributes) for tier in TEAM_TIERS)
    )
    return Problem(
        keys=tuple(post for _, post in staff.posts),
        classes=tuple(SchoolClass(str(number + 1), size) for number in range(teams)),
        blocks=(),
        reach={},
        hard=Tier(tuple(dict.fromkeys(quota.group for quota in hard)), hard),
        tiers=tuple(tier for tier in tiers if tier.quotas),
    )


def head_posts(staff: Staff) -> tuple[int, ...]:
    """Return the posts (positions) of head teachers: of each the first, for it heads one class."""
    return tuple(
        position
        for position, (teacher, post) in enumerate(staff.posts)
        if teacher.head and post == teacher.posts[0]
    )


def _same_teacher(staff: Staff, teams: int) -> Iterator[Quota]:
    """Yield a quota for each person of several subjects: never twice in one team.

    Who has one subject cannot be: a team has one post of it.
    """
    posts: dict[str, list[int]] = {}
    subjects: dict[str, set[str]] = {}
    for position, (teacher, _) in enumerate(staff.posts):
        posts.setdefault(teacher.key, []).append(position)
        subjects.setdefault(teacher.key, set()).add(teacher.subject)
    several = [key for key in sorted(posts) if len(subjects[key]) > 1]
    for number, key in enumerate(several, start=1):
        yield Quota(SAME_TEACHER, str(number), tuple(posts[key]), (0,) * teams, (1,) * teams)


def shortages(staff: Staff, teams: int) -> tuple[Finding, ...]:
    """Return whatever there is too little or too much of for so many teams, in words."""
    return (*_too_many_classes(staff, teams), *_subjects(staff, teams), *_heads(staff, teams))


def _too_many_classes(staff: Staff, teams: int) -> Iterator[Finding]:
    taught: dict[str, list[Teacher]] = {}
    for teacher in staff.teachers:
        taught.setdefault(teacher.key, []).append(teacher)
    for rows in taught.values():
        classes = sum(teacher.classes for teacher in rows)
        if classes > teams:
            yield Finding(
                Text("{file}, {rows}", file=staff.file, rows=_rows(rows)),
                Text(
                    "This teacher teaches {classes} classes, never twice in one; there are "
                    "{teams}.",
                    classes=classes,
                    teams=teams,
                ),
                Text("Correct the number of classes taught."),
            )


def _subjects(staff: Staff, teams: int) -> Iterator[Finding]:
    for subject in staff.subjects:
        rows = [teacher for teacher in staff.teachers if teacher.subject == subject]
        taught = sum(teacher.classes for teacher in rows)
        if taught == teams:
            continue
        few = taught < teams
        yield Finding(
            Text("{file}, {rows}", file=staff.file, rows=_rows(rows)),
            Text(
                "{subject}: {taught} classes are taught, and there are {teams}: every team needs "
                "exactly one teacher of it.",
                subject=subject,
                taught=taught,
                teams=teams,
            ),
            Text("Name who teaches the other {count}.", count=teams - taught)
            if few
            else Text("Take {count} classes taught away.", count=taught - teams),
        )


def _heads(staff: Staff, teams: int) -> Iterator[Finding]:
    heads = [teacher for teacher in staff.teachers if teacher.head]
    if not staff.heads or len(heads) == teams:
        return
    few = len(heads) < teams
    yield Finding(
        Text("{file}, column {column}", file=staff.file, column=staff_label(HEAD_TEACHER)),
        Text(
            "{heads} head teachers are named, and there are {teams} classes: every team needs "
            "exactly one.",
            heads=len(heads),
            teams=teams,
        ),
        Text("Name {count} more.", count=teams - len(heads))
        if few
        else Text("Name {count} fewer, or leave the column out.", count=len(heads) - teams),
    )


def ready_teams(staff: Staff) -> tuple[str, ...]:
    """Return the names of the ready-made teams: by the number in them, then as text."""
    names = {name for teacher in staff.teachers for name in teacher.teams}
    return tuple(sorted(names, key=_natural))


def ready_assignment(staff: Staff) -> tuple[int, ...]:
    """Return the team (a position) of each post where teams are ready-made."""
    names = ready_teams(staff)
    return tuple(
        names.index(teacher.teams[teacher.posts.index(post)]) for teacher, post in staff.posts
    )


def unfit_teams(staff: Staff, teams: int) -> Iterator[Finding]:
    """Yield what is wrong with ready-made teams: number, subjects, heads, a teacher twice."""
    names = ready_teams(staff)
    if len(names) != teams:
        yield Finding(
            Text("{file}, column {column}", file=staff.file, column=staff_label("team")),
            Text("{count} teams are named for {teams} classes.", count=len(names), teams=teams),
            Text("Name one team for each class."),
        )
        return
    for name in names:
        rows = [teacher for teacher in staff.teachers if name in teacher.teams]
        yield from _unfit_team(staff, name, rows)


def _unfit_team(staff: Staff, name: str, rows: Sequence[Teacher]) -> Iterator[Finding]:
    place = Text("{file}, team {team}", file=staff.file, team=name)
    taught = [teacher.subject for teacher in rows]
    for subject in staff.subjects:
        if taught.count(subject) != 1:
            yield Finding(
                place,
                Text(
                    "{subject}: {count} teachers; a team has exactly one.",
                    subject=subject,
                    count=taught.count(subject),
                ),
                Text("Correct the teams in the column, or leave it out and have them drawn."),
            )
    heads = sum(teacher.head and teacher.teams[0] == name for teacher in rows)
    if staff.heads and heads != 1:
        yield Finding(
            place,
            Text("{count} head teachers; a team has exactly one.", count=heads),
            Text("A head teacher of several teams heads the one that is named first."),
        )
    keys = [teacher.key for teacher in rows]
    twice = [teacher for teacher in rows if keys.count(teacher.key) > 1]
    if twice:
        yield Finding(
            place,
            Text("The same teacher stands in it twice ({rows}).", rows=_rows(twice)),
            Text("Correct the teams in the column, or leave it out and have them drawn."),
        )


def _rows(teachers: Iterable[Teacher]) -> Text:
    rows = sorted(teacher.row for teacher in teachers)
    if len(rows) == 1:
        return Text("row {row}", row=rows[0])
    return Text("rows {rows}", rows=tuple(str(row) for row in rows))


def _natural(name: str) -> tuple[int, str]:
    digits = "".join(c for c in name if c.isascii() and c.isdigit())
    return (int(digits) if digits else -1, name)
