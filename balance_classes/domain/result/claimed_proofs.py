"""What an assignment claims of its tiers, held against what counting finds: one check of a tier.

Classes of students and teams of teachers are judged alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from balance_classes.domain.problem.assignment import Assignment, Proof
from balance_classes.domain.problem.excess import all_excess, outside
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.roster.labels import OF_STUDENTS, Words
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.domain.verdict import Check, Difference
from balance_classes.language import Text


@dataclass(frozen=True)
class Judged:
    """What the tiers are of: the beginning of keys, the names of classes or teams, the words.

    `tier` says of a number, groups and an excess what was recounted.
    """

    key: str
    file: str
    names: Sequence[str]
    tier: Callable[[int, tuple[Text | str, ...], int], Text]
    words: Words = OF_STUDENTS


def claim_checks(
    assignment: Assignment, place_of: Sequence[int], judged: Judged
) -> Iterator[Check]:
    """Check the claims of an assignment, then each tier; `place_of` has a class a student."""
    problem = assignment.problem
    found = all_excess(problem, place_of)[1:]
    where = Text("{file}, {key}", file=judged.file, key=key_words("proofs"))
    yield Check(
        f"{judged.key}proofs",
        Text("There is one proof a tier, and each could be true."),
        tuple(Difference(where, what) for what in _faults(assignment)),
    )
    for number, (tier, excess) in enumerate(zip(problem.tiers, found, strict=True), start=1):
        claimed = next((p.excess for p in assignment.proofs if p.groups == tier.groups), None)
        groups = tuple(map(judged.words.group, tier.groups))
        said = Text("It says {claimed}, the lists {excess}.", claimed=str(claimed), excess=excess)
        yield Check(
            f"{judged.key}tier_{number}",
            judged.tier(number, groups, excess),
            ()
            if claimed == excess
            else (
                Difference(where, said),
                *(d for q in _told(tier) for d in outside(q, place_of, judged.names, judged.words)),
            ),
            lack=excess > 0,
        )


def _faults(assignment: Assignment) -> Iterator[Text]:
    """Yield what no draw could have come to, whatever its seed."""
    problem, proofs = assignment.problem, assignment.proofs
    if [proof.groups for proof in proofs] != [tier.groups for tier in problem.tiers]:
        yield Text("The tiers are not those of the rules.")
    if len(assignment.dealt) != len(problem.all_tiers) or min(assignment.dealt, default=0) < 0:
        yield Text("The excess of the deal is not one number a tier.")
    if assignment.step < 0 or (assignment.placed == "program" and assignment.step):
        yield Text("There is no such step.")
    earlier_open = False
    for proof in proofs:
        if not _could_be(proof, earlier_open=earlier_open):
            yield Text("A bound, its ground and the excess do not go together.")
        earlier_open = earlier_open or not proof.proven


def _could_be(proof: Proof, *, earlier_open: bool) -> bool:
    is_zero = proof.ground == "zero"
    return (
        0 <= proof.bound <= proof.excess
        and is_zero == (proof.excess == 0)
        and (proof.ground != "plan" or proof.proven)
        and proof.earlier_open == (earlier_open and not is_zero)
    )


def _told(tier: Tier) -> tuple[Quota, ...]:
    """Return the quotas that are told one by one: cells of all pairs are many, and never even."""
    return () if TWO_WAY in tier.groups else tier.quotas
