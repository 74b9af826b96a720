"""Formed classes recounted: every claim that the lists alone can prove or disprove."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.lottery import lottery_order
from balance_classes.domain.problem.assignment import second_lot, unnamed
from balance_classes.domain.problem.excess import broken_rules
from balance_classes.domain.result.claimed_proofs import Judged, claim_checks
from balance_classes.domain.result.fixed_before_draw import fix
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.verdict import Check, Difference
from balance_classes.language import Text


def recounts(formed: Formed) -> Iterator[Check]:
    """Check students, lottery, hard rules and each tier from who is in which class alone."""
    assignment, problem, fixed = formed.assignment, formed.assignment.problem, formed.fixed
    now = fix(formed.roster, formed.rules, problem, fixed.solver, fixed.terms)
    yield Check(
        "students",
        Text("Names, numbers, levels and rules are those fixed before the draw."),
        tuple(
            Difference(
                Text("record, {key}", key=key_words(f"fixed.{change.key}")),
                Text("The lists say: {value}.", value=change.now),
            )
            for change in fixed.changes(now)
        ),
    )
    yield from _lots(formed)
    yield Check(
        "hard_rules",
        Text("Caps, class sizes and every rule that must hold are kept."),
        (*broken_rules(problem, assignment.class_of), *_unruly(formed)),
    )
    names = [school_class.name for school_class in formed.classes]
    judged = Judged("", "record", names, _recounted)
    yield from claim_checks(assignment, assignment.class_of, judged)


def _lots(formed: Formed) -> Iterator[Check]:
    """Check what follows from the seed: the lottery numbers, and which group is which class."""
    problem, lettered = formed.assignment.problem, formed.assignment.lettered
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
            for drawn, given in zip(named, formed.assignment.class_of_group, strict=True)
            if drawn != given
        ),
    )


def _recounted(number: int, groups: tuple[Text | str, ...], excess: int) -> Text:
    values = {"number": number, "groups": groups, "excess": excess}
    if groups == (field_label(FRIENDS),):
        return Text(
            "Tier {number} ({groups}): recounted, children with none of those they named: "
            "{excess}.",
            **values,
        )
    if groups == (field_label(KEEP),):
        return Text("Tier {number} ({groups}): recounted, {excess} change class.", **values)
    if excess:
        return Text(
            "Tier {number} ({groups}): recounted, {excess} beyond the even shares.", **values
        )
    return Text("Tier {number} ({groups}): recounted, no assignment can be more even.", **values)


def _unruly(formed: Formed) -> Iterator[Difference]:
    """Yield where the way that is claimed is not one of the rules: their method, their steps."""
    rules, assignment = formed.rules, formed.assignment
    if assignment.step > rules.steps:
        where = Text("record, {key}", key=key_words("settled_at_step"))
        yield Difference(where, Text("The rules allow {steps} steps.", steps=rules.steps))
    if rules.method == "program" and assignment.placed != "program":
        where = Text("record, {key}", key=key_words("placed"))
        yield Difference(where, Text("By the rules the solver places."))
