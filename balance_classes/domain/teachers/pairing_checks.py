"""A pairing recounted: what teachers, conflicts and seed alone can prove or disprove of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from balance_classes.domain.lottery import Seed, lottery_order
from balance_classes.domain.problem.excess import all_excess, broken_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.result.claimed_proofs import Judged, claim_checks
from balance_classes.domain.roster.labels import OF_STAFF
from balance_classes.domain.rules.class_names import letters
from balance_classes.domain.teachers.paired_classes import PairedClasses, Teams
from balance_classes.domain.teachers.pairing_lot import Pairing, draw_pairing, team_seed
from balance_classes.domain.verdict import Check, Difference
from balance_classes.errors import BudgetError
from balance_classes.language import Text


def team_checks(teams: Teams, seed: Seed) -> Iterator[Check]:
    """Check the lottery of posts, the hard rules and each tier of the teams."""
    assignment, problem = teams.assignment, teams.assignment.problem
    order = lottery_order(team_seed(seed, teams.attempt).value, "student", problem.keys)
    yield Check(
        "pair_posts",
        Text("Teachers: the lottery numbers of the posts follow from the seed."),
        tuple(
            Difference(
                Text("lottery number {number}", number=number + 1),
                Text("By the seed this post has the number {drawn}.", drawn=drawn + 1),
            )
            for drawn, number in enumerate(order)
            if drawn != number
        ),
    )
    yield Check(
        "pair_teams",
        Text("Teachers: each team has one of each subject, one head teacher, nobody twice."),
        tuple(broken_rules(problem, assignment.group_of, OF_STAFF)),
    )
    yield from claim_checks(assignment, assignment.group_of, _judged(teams))
    yield Check(
        "pair_attempt",
        Text("Teachers: how often teams were formed could be true."),
        tuple(Difference(Text("teachers"), what) for what in _untrue_attempt(teams)),
    )


def _judged(teams: Teams) -> Judged:
    def tier(number: int, groups: tuple[Text | str, ...], excess: int) -> Text:
        values = {"groups": groups, "excess": excess}
        if excess:
            return Text(
                "Teachers ({groups}): recounted, {excess} beyond the even shares.", **values
            )
        return Text("Teachers ({groups}): recounted, no teams can be more even.", **values)

    return Judged("pair_", "teachers", teams.names, tier, OF_STAFF)


def _untrue_attempt(teams: Teams) -> Iterator[Text]:
    """Yield what is said of the way to the teams and no way leads to; ready ones have none."""
    assignment = teams.assignment
    as_they_are = (1, "draw", all_excess(assignment.problem, assignment.group_of), 0)
    said = (teams.attempt, assignment.placed, assignment.dealt, assignment.step)
    if teams.attempt < 1:
        yield Text("Teams are formed at least once.")
    if teams.staff.ready and said != as_they_are:
        yield Text("Ready-made teams stay as they are.")


def pairing_check(
    paired: PairedClasses,
    problem: Problem,
    group_of: Mapping[str, int],
    seed: Seed,
    named: tuple[int, ...] | None,
) -> Check:
    """Check that the pairing is the one that the seed gives among those the conflicts allow.

    `problem` is that of the students, `group_of` the group of each by key, `named` the class of
    each group, None while they were lettered.
    """
    said = Text("The pairing of groups, teams and classes follows from the seed.")
    teams = len(paired.teams.names) if paired.teams else 0
    try:
        drawn = draw_pairing(problem, seed, teams, paired.barred(group_of), named)
    except BudgetError as error:
        return Check("pair_lot", said, tuple(Difference(f.where, f.what) for f in error.findings))
    differences = list(_differences(paired, drawn, problem))
    if drawn.rounds != paired.pairing.rounds:
        what = Text("By the seed it took {rounds} rounds.", rounds=drawn.rounds)
        differences.append(Difference(Text("pairing"), what))
    return Check("pair_lot", said, tuple(differences))


def _differences(paired: PairedClasses, drawn: Pairing, problem: Problem) -> Iterator[Difference]:
    pairing = paired.pairing
    for group, (here, there) in enumerate(
        zip(pairing.class_of_group, drawn.class_of_group, strict=True)
    ):
        if here != there:
            yield Difference(
                Text("group {group}", group=letters(group)),
                Text("By the seed its class is {name}.", name=problem.classes[there].name),
            )
    if paired.teams is None:
        return
    for group, (here, there) in enumerate(
        zip(pairing.team_of_group, drawn.team_of_group, strict=True)
    ):
        if here != there:
            yield Difference(
                Text("group {group}", group=letters(group)),
                Text("By the seed its team is {name}.", name=paired.teams.names[there]),
            )
