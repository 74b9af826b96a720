"""Paired classes: teams of teachers, and which group got which team, class and room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.excess import counts
from balance_classes.domain.result.formed_classes import BalanceLine
from balance_classes.domain.rules.class_names import SchoolClass, letters
from balance_classes.domain.teachers.pairing_lot import Cell, Conflict, Pairing, barred_cells
from balance_classes.domain.teachers.staff import Staff, Teacher


@dataclass(frozen=True)
class Post:
    """A teacher's place in one team (a position), with its number in the lottery of posts.

    `number` counts the posts of the teacher from 1; the first is the one of a head teacher.
    """

    teacher: Teacher
    number: int
    lottery_number: int
    team: int
    head: bool


@dataclass(frozen=True)
class Teams:
    """The staff in teams; `assignment` has a post where one of students has a student.

    `names` are those of the teams: numbers, or as the ready-made teams are called. `attempt` is
    how often teams were drawn until a pairing was open to them.
    """

    staff: Staff
    assignment: Assignment
    names: tuple[str, ...]
    attempt: int = 1

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """All posts by lottery number."""
        teacher_of = {post: teacher for teacher, post in self.staff.posts}
        return tuple(
            self._post(teacher_of[key], key, lottery_number, team)
            for lottery_number, (key, team) in enumerate(
                zip(self.assignment.problem.keys, self.assignment.group_of, strict=True), start=1
            )
        )

    @cached_property
    def members(self) -> tuple[tuple[Post, ...], ...]:
        """The posts of each team: the head teacher first, then in the order of the subjects."""
        found: list[list[Post]] = [[] for _ in self.names]
        for post in self.posts:
            found[post.team].append(post)
        place = self.staff.subjects.index
        return tuple(
            tuple(sorted(team, key=lambda p: (not p.head, place(p.teacher.subject))))
            for team in found
        )

    @cached_property
    def teams_of(self) -> dict[str, tuple[int, ...]]:
        """The teams of each teacher by key, ascending."""
        found: dict[str, tuple[int, ...]] = {}
        for post in self.posts:
            found[post.teacher.key] = (*found.get(post.teacher.key, ()), post.team)
        return {key: tuple(sorted(teams)) for key, teams in found.items()}

    @cached_property
    def balance(self) -> tuple[BalanceLine, ...]:
        """The counts of what is spread over the teams."""
        problem, team_of = self.assignment.problem, self.assignment.group_of
        return tuple(
            BalanceLine(quota, counts(quota, team_of))
            for tier in problem.tiers
            for quota in tier.quotas
        )

    def _post(self, teacher: Teacher, key: str, lottery_number: int, team: int) -> Post:
        number = teacher.posts.index(key) + 1
        head = self.staff.heads and teacher.head and number == 1
        return Post(teacher, number, lottery_number, team, head)


@dataclass(frozen=True)
class PairedClasses:
    """What the second half came to; `teams` is None where there are no teachers.

    `names` tells whether the lot gave the groups their class names, too; `rooms` are those of the
    classes by number, empty where none is named.
    """

    teams: Teams | None
    pairing: Pairing
    conflicts: tuple[Conflict, ...]
    rooms: tuple[str, ...]
    names: bool

    @property
    def group_of_class(self) -> tuple[int, ...]:
        """The group that became each class."""
        groups = self.pairing.class_of_group
        return tuple(groups.index(c) for c in range(len(groups)))

    def team_of_class(self, school_class: int) -> int | None:
        """Return the team (a position) that teaches a class."""
        if not self.pairing.team_of_group:
            return None
        return self.pairing.team_of_group[self.group_of_class[school_class]]

    @property
    def room_of_class(self) -> tuple[str, ...]:
        """The room of each class: as named, else that by which its ready-made team is called."""
        if self.teams is None or not self.teams.staff.in_rooms or self.rooms:
            return self.rooms
        teams = map(self.team_of_class, range(len(self.pairing.team_of_group)))
        return tuple(self.teams.names[team] for team in teams if team is not None)

    @property
    def calls_teams(self) -> bool:
        """Whether teams have names that are not those of rooms."""
        return self.teams is not None and not self.teams.staff.in_rooms

    def barred(self, group_of: Mapping[str, int]) -> frozenset[Cell]:
        """Return the pairings that the conflicts bar."""
        if self.teams is None:
            return frozenset()
        return barred_cells(self.conflicts, group_of, self.teams.teams_of)


@dataclass(frozen=True)
class ShownPairing:
    """One pairing as it is shown in public; `team` and `room` are "" where there are none."""

    group: str
    team: str
    school_class: str
    room: str
    members: tuple[Post, ...]


def shown_pairings(
    paired: PairedClasses, classes: Sequence[SchoolClass]
) -> tuple[ShownPairing, ...]:
    """Return the pairings in the order of the groups; `classes` have the names they got."""
    teams, rooms = paired.teams, paired.room_of_class
    found = []
    for group, c in enumerate(paired.pairing.class_of_group):
        team = paired.team_of_class(c)
        found.append(
            ShownPairing(
                group=letters(group),
                team=teams.names[team] if teams and team is not None else "",
                school_class=classes[c].name,
                room=rooms[c] if rooms else "",
                members=teams.members[team] if teams and team is not None else (),
            )
        )
    return tuple(found)
