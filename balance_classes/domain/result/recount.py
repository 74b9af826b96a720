"""Formed classes recounted: every claim that the lists alone can prove or disprove."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.lottery import lottery_order
from balance_classes.domain.problem.assignment import second_lot, unnamed
from balance_classes.domain.problem.excess import all_excess, broken_rules, outside
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.domain.result.fixed import fix
from balance_classes.domain.result.formed import Formed
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.domain.verdict import Check, Difference
from balance_classes.language import Text


def recounts(formed: Formed) -> Iterator[Check]:
    """Check students, lottery, hard rules and each tier from who is in which class alone."""
    assignment, problem = formed.assignment, formed.assignment.problem
    fixed = formed.fixed
    now = fix(
        formed.roster,
        formed.rules,
        problem,
        fixed.solver,
        givers=fixed.givers,
        seed_source=fixed.seed_source,
    )
    yield Check(
        "students",
        Text("Names, numbers, levels and rules are those fixed before the draw."),
        tuple(
            Difference(
                Text("record, {key}", key=f"fixed.{change.key}"),
                Text("The lists say: {value}.", value=change.now),
            )
            for change in fixed.changes(now)
        ),
    )
    order = lottery_order(formed.seed.value, "student", problem.keys)
    yield Check(
        "lottery",
        Text("The lottery numbers follow from the seed."),
        tuple(
            Difference(
                Text("lottery number {number}", number=number + 1),
                Text("By the seed this student has the number {drawn}.", drawn=drawn + 1),
            )
            for drawn, number in enumerate(order)
            if drawn != number
        ),
    )
    lettered = assignment.lettered
    named = unnamed(problem) if lettered else second_lot(problem, formed.seed)
    yield Check(
        "second_lot",
        Text("The groups keep their letters: another lot names them.")
        if lettered
        else Text("The names of the classes follow from the seed."),
        tuple(
            Difference(
                problem.classes[given].name,
                Text("By the seed its group is {name}.", name=problem.classes[drawn].name),
            )
            for drawn, given in zip(named, assignment.class_of_group, strict=True)
            if drawn != given
        ),
    )
    yield Check(
        "hard_rules",
        Text("Caps, class sizes and every rule that must hold are kept."),
        tuple(broken_rules(problem, assignment.class_of)),
    )
    groups = [tier.groups for tier in problem.tiers]
    yield Check(
        "proofs",
        Text("There is one proof a tier."),
        ()
        if [proof.groups for proof in assignment.proofs] == groups
        else (
            Difference(
                Text("record, {key}", key="proofs"), Text("The tiers are not those of the rules.")
            ),
        ),
    )
    found = all_excess(problem, assignment.class_of)[1:]
    for number, (tier, excess) in enumerate(zip(problem.tiers, found, strict=True), start=1):
        claimed = next((p.excess for p in assignment.proofs if p.groups == tier.groups), None)
        yield Check(
            f"tier_{number}",
            _recounted(number, tier, excess),
            () if claimed == excess else _tier_differences(formed, tier, claimed, excess),
        )


def _recounted(number: int, tier: Tier, excess: int) -> Text:
    groups = tuple(field_label(group) for group in tier.groups)
    values = {"number": number, "groups": groups, "excess": excess}
    if excess:
        return Text(
            "Tier {number} ({groups}): recounted, {excess} beyond the even shares.", **values
        )
    return Text("Tier {number} ({groups}): recounted, no assignment can be more even.", **values)


def _told(tier: Tier) -> tuple[Quota, ...]:
    """Return the quotas that are told one by one: cells of all pairs are many, and never even."""
    return () if TWO_WAY in tier.groups else tier.quotas


def _tier_differences(
    formed: Formed, tier: Tier, claimed: int | None, excess: int
) -> tuple[Difference, ...]:
    """Return that the record says otherwise, and which counts lie outside their bands."""
    class_of = formed.assignment.class_of
    names = [school_class.name for school_class in formed.classes]
    said = Text(
        "The record says {claimed}, the lists {excess}.", claimed=str(claimed), excess=excess
    )
    return (
        Difference(Text("record, {key}", key="proofs"), said),
        *(d for quota in _told(tier) for d in outside(quota, class_of, names)),
    )
