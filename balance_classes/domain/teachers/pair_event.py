"""The later event of the second half: groups get their teams of teachers, class names and rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from balance_classes.domain.canonical import PROCEDURE, digest
from balance_classes.domain.lottery import Seed
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.result.formed_classes import Formed, Gone
from balance_classes.domain.result.later_states import states
from balance_classes.domain.teachers.paired_classes import PairedClasses, Teams, shown_pairings
from balance_classes.domain.teachers.pairing_checks import pairing_check, team_checks
from balance_classes.domain.teachers.pairing_lot import Cell, Conflict, barred_cells
from balance_classes.domain.teachers.staff import Staff
from balance_classes.domain.verdict import Check, Difference
from balance_classes.language import Text


@dataclass(frozen=True)
class PairingEvent:
    """What the second half came to, from which seed; nobody leaves the group of the draw."""

    kind: ClassVar[str] = "pair"
    entry: LaterEntry
    seed: Seed
    paired: PairedClasses

    def applied(self, before: Formed) -> Formed:
        """Return the formed classes after it: lettered groups have the names of classes then."""
        assignment = before.assignment
        if assignment.lettered:
            real = before.as_drawn.assignment.problem.classes
            classes = tuple(
                replace(each, name=name.name)
                for each, name in zip(assignment.problem.classes, real, strict=True)
            )
            assignment = replace(
                assignment,
                problem=replace(assignment.problem, classes=classes),
                class_of_group=self.paired.pairing.class_of_group,
                lettered=False,
            )
        return replace(
            before,
            assignment=assignment,
            left=tuple(self._renamed(gone, before) for gone in before.left),
            later=(*before.later, self),
            drawn=before.as_drawn,
        )

    def recounted(self, before: Formed) -> tuple[Check, ...]:
        """Check all of it that students, teachers, conflicts and seed prove or disprove."""
        return tuple(self._recounted(before))

    def marks(self) -> Mapping[int, Text]:
        """Return nobody: no list changes its students."""
        return {}

    def story(self, before: Formed, number: int) -> Text | None:
        """Return what the lot gave the group of a student, by lottery number."""
        placed = {p.lottery_number: p.school_class for p in before.placements}
        if number not in placed:
            return None
        group = before.assignment.class_of_group.index(placed[number])
        got = shown_pairings(self.paired, self.applied(before).classes)[group]
        values = {"number": self.entry.number, "group": got.group, "name": got.school_class}
        if self.paired.teams is None:
            return Text("Change {number}: by lot, group {group} became {name}.", **values)
        if self.paired.names:
            return Text(
                "Change {number}: by lot, group {group} became {name} and got team {team}.",
                **values,
                team=got.team,
            )
        return Text("Change {number}: by lot, {name} got team {team}.", **values, team=got.team)

    def sentence(self) -> Text:
        """Return what was drawn, without names."""
        values = {"number": self.entry.number}
        if self.paired.teams is None:
            return Text(
                "Change {number}: a second lot gave the groups their class names.", **values
            )
        if self.paired.names:
            return Text(
                "Change {number}: a second lot gave the groups their class names and their teams "
                "of teachers.",
                **values,
            )
        return Text("Change {number}: a second lot gave the classes their teams.", **values)

    def _renamed(self, gone: Gone, before: Formed) -> Gone:
        if not before.assignment.lettered:
            return gone
        c = self.paired.pairing.class_of_group[gone.placement.school_class]
        return replace(gone, placement=replace(gone.placement, school_class=c))

    def _recounted(self, before: Formed) -> Iterator[Check]:
        paired, teams = self.paired, self.paired.teams
        staff = teams.staff if teams else None
        asked = pairing_digest(before, staff, paired.conflicts, paired.rooms)
        wrong = Difference(Text("teachers"), Text("They are not those that were entered."))
        yield Check(
            "pair_asked",
            Text("Students, teachers, conflicts and rooms are those entered before the lot."),
            (
                *(() if asked == self.entry.asked else (wrong,)),
                *(() if paired.names == before.assignment.lettered else (_WHETHER_NAMES,)),
            ),
        )
        if teams:
            yield from team_checks(teams, self.seed)
        yield pairing_check(
            paired,
            before.as_drawn.assignment.problem,
            group_of(before),
            self.seed,
            named_in(before),
        )


_WHETHER_NAMES = Difference(
    Text("pairing"), Text("Whether the lot gave names is not as the groups before it say.")
)


def pairing_digest(
    before: Formed, staff: Staff | None, conflicts: Sequence[Conflict], rooms: Sequence[str]
) -> str:
    """Return the digest of all that can change the outcome but the seed: everybody at once.

    The students are in it so that a conflict of one of them could not be found by trying.
    """
    return digest(
        [
            PROCEDURE,
            "pair",
            before.assignment.lettered,
            before.roster.as_read(),
            staff.as_read() if staff else [],
            [[each.student, each.teacher, each.reason] for each in conflicts],
            list(rooms),
        ]
    )


def group_of(formed: Formed) -> dict[str, int]:
    """Return the group of each student by key."""
    assignment = formed.assignment
    return dict(zip(assignment.problem.keys, assignment.group_of, strict=True))


def barred_by(before: Formed, conflicts: Sequence[Conflict]) -> Callable[[Teams], frozenset[Cell]]:
    """Return what tells the pairings that conflicts bar to some teams."""
    groups = group_of(before)
    return lambda teams: barred_cells(conflicts, groups, teams.teams_of)


@dataclass(frozen=True)
class Bars:
    """How many pairings conflicts barred, of how many, and how few teams a group had left."""

    barred: int
    pairings: int
    fewest: int
    teams: int


def bars_of(formed: Formed) -> Bars:
    """Return what conflicts barred when the classes were paired, whoever came or left since."""
    at = [n for n, e in enumerate(formed.later) if isinstance(e, PairingEvent) and e.paired.teams]
    before = states(formed.as_drawn, formed.later)[at[-1]]
    paired = paired_of(formed)
    assert paired is not None and paired.teams is not None
    cells, teams = paired.barred(group_of(before)), len(paired.teams.names)
    taken = Counter(group for group, _ in cells)
    groups = len(before.classes)
    return Bars(len(cells), groups * teams, teams - max(taken.values(), default=0), teams)


def named_in(formed: Formed) -> tuple[int, ...] | None:
    """Return the class of each group where they are named, None while they are lettered."""
    return None if formed.assignment.lettered else formed.assignment.class_of_group


def paired_of(formed: Formed) -> PairedClasses | None:
    """Return the pairing of formed classes, the one with teams where there are two."""
    found = [event.paired for event in formed.later if isinstance(event, PairingEvent)]
    best = [paired for paired in found if paired.teams] or found
    return best[-1] if best else None
