"""The lot of the second half: which group gets which team and becomes which class, and conflicts.

Every pairing of groups and teams that no bar forbids is equally likely: one is drawn, and drawn
anew from the start whenever it meets a bar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.canonical import PROCEDURE, digest
from balance_classes.domain.lottery import Seed, SeedWords, Stream
from balance_classes.domain.problem.assignment import second_lot
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.reason_codes import ReasonCode
from balance_classes.domain.rules.class_names import letters
from balance_classes.errors import BudgetError, InfeasibleError
from balance_classes.language import Text

MOST_ROUNDS = 1_000_000
"""So many times a pairing is begun; each costs a few hashes."""
TRIAL_ROUNDS = MOST_ROUNDS // 20
"""A trial that needs no more leaves the lot a chance of e^-20 of ending without a pairing."""
TRIAL = "0" * 64

Cell = tuple[int, int]
"""A group and a team, by their positions from 0."""


@dataclass(frozen=True)
class Pairing:
    """What the lot gave: the team of each group, if there are teams, and the class of each.

    `rounds` is how many times a pairing was begun; 1 where nothing is barred.
    """

    team_of_group: tuple[int, ...]
    class_of_group: tuple[int, ...]
    rounds: int


def part_seed(seed: Seed, part: str) -> Seed:
    """Return the seed of one part of the second half: the same words foretell nothing elsewhere."""
    return Seed((SeedWords("", digest([PROCEDURE, part, seed.value])),), given=True)


def team_seed(seed: Seed, attempt: int) -> Seed:
    """Return the seed that teams are drawn from, another one for each attempt."""
    return part_seed(seed, "teams" if attempt == 1 else f"teams {attempt}")


def draw_pairing(
    problem: Problem,
    seed: Seed,
    teams: int,
    barred: Collection[Cell],
    named: tuple[int, ...] | None,
) -> Pairing:
    """Return the pairing of the groups of a problem that a seed gives.

    `teams` is 0 where there are no teachers; `named` is the class of each group, None while they
    are lettered: then the lot names them.
    """
    part = part_seed(seed, "pair")
    groups = len(problem.classes)
    class_of_group = second_lot(problem, part) if named is None else named
    if not teams:
        return Pairing((), class_of_group, 1)
    team_of_group, rounds = draw_teams(groups, barred, part.value, MOST_ROUNDS)
    return Pairing(team_of_group, class_of_group, rounds)


def draw_teams(
    groups: int, barred: Collection[Cell], seed: str, most: int
) -> tuple[tuple[int, ...], int]:
    """Return the team of each group, every allowed pairing equally likely, and the rounds it took.

    In each round the groups draw, in order, one of the teams that are left; at the first barred
    cell the round is over and the next begins. A round that came to its end would have come to
    each pairing alike, so those that are allowed stay alike. Raises BudgetError after `most`.
    """
    stream = Stream(seed, "team")
    for number in range(1, most + 1):
        found = _one_round(groups, barred, stream)
        if found:
            return found, number
    what = Text("So few pairings are left that {rounds} rounds found none.", rounds=most)
    raise BudgetError.at(Text("conflicts"), what, Text("Take conflicts back."))


def _one_round(groups: int, barred: Collection[Cell], stream: Stream) -> tuple[int, ...] | None:
    left, drawn = list(range(groups)), list[int]()
    for group in range(groups):
        team = left.pop(stream.below(len(left)))
        if (group, team) in barred:
            return None
        drawn.append(team)
    return tuple(drawn)


def require_pairing(groups: int, barred: Collection[Cell]) -> None:
    """Raise InfeasibleError where every pairing meets a bar, BudgetError where nearly every does.

    Asked before a seed is known, so that no seed is spent on what cannot come out.
    """
    stuck = _stuck_groups(groups, barred)
    if stuck:
        named = tuple(letters(group) for group in stuck)
        what = Text("No pairing is left: too few teams are open to {groups}.", groups=named)
        mend = Text("Take a conflict back, or have the teams drawn from another seed.")
        raise InfeasibleError.at(Text("conflicts"), what, mend)
    draw_teams(groups, barred, TRIAL, TRIAL_ROUNDS)


def _stuck_groups(groups: int, barred: Collection[Cell]) -> Sequence[int]:
    """Return groups that have fewer teams open than they are (Hall), or none.

    By augmenting paths (Kuhn): where one ends, the groups it reached are too many.
    """
    group_of: dict[int, int] = {}
    for group in range(groups):
        seen: set[int] = set()
        if not _placed(group, groups, barred, group_of, seen):
            return sorted({group, *(group_of[team] for team in seen)})
    return ()


def _placed(
    group: int, teams: int, barred: Collection[Cell], group_of: dict[int, int], seen: set[int]
) -> bool:
    for team in range(teams):
        if (group, team) in barred or team in seen:
            continue
        seen.add(team)
        if team not in group_of or _placed(group_of[team], teams, barred, group_of, seen):
            group_of[team] = group
            return True
    return False


@dataclass(frozen=True)
class Conflict:
    """A student and a teacher, by their keys, who must not meet in a class, and why.

    `reason` is a reason code; it is published, so it holds no name.
    """

    student: str
    teacher: str
    reason: ReasonCode


def barred_cells(
    conflicts: Sequence[Conflict],
    group_of: Mapping[str, int],
    teams_of: Mapping[str, Sequence[int]],
) -> frozenset[Cell]:
    """Return the pairings that conflicts bar: the student's group with each team of the teacher.

    `group_of` and `teams_of` go by the keys of students and of teachers; who is not there is
    barred from nothing.
    """
    return frozenset(
        (group_of[conflict.student], team)
        for conflict in conflicts
        if conflict.student in group_of
        for team in teams_of.get(conflict.teacher, ())
    )


def reasons(conflicts: Sequence[Conflict]) -> dict[ReasonCode, int]:
    """Return how many conflicts each reason code has, in text order: what is published."""
    return dict(sorted(Counter(conflict.reason for conflict in conflicts).items()))
