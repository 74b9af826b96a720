"""The sentences that say how even classes are, and how far that is proven."""

from __future__ import annotations

from collections.abc import Mapping

from balance_classes.domain.problem.assignment import Assignment, Proof
from balance_classes.domain.roster.labels import (
    OF_STUDENTS,
    Words,
)
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import (
    TWO_WAY,
)
from balance_classes.language import Text


def proof_sentences(assignment: Assignment) -> tuple[Text, ...]:
    """Return one sentence a tier on how good it is: proven, or the open gap."""
    return tuple(
        proof_sentence(proof, dealt)
        for proof, dealt in zip(assignment.proofs, assignment.dealt[1:], strict=True)
    )


def _cells_sentence(values: Mapping[str, object], dealt: int) -> Text:
    """Nobody reaches even cells, so that the way from the lots alone says more than the gap."""
    if values["bound"]:
        return Text(
            "{groups}: {excess} beyond the even shares, where lots alone leave {dealt}; "
            "fewer than {bound} cannot be.",
            **values,
            dealt=dealt,
        )
    return Text(
        "{groups}: {excess} beyond the even shares, where lots alone leave {dealt}; "
        "whether fewer can be is not known.",
        **values,
        dealt=dealt,
    )


def _friends_sentence(proof: Proof, values: Mapping[str, object], dealt: int) -> Text:
    """Return for how many children no friend is in their class, and whether it could be fewer."""
    if proof.proven and proof.excess == 0:
        return Text(
            "{groups}: proven, every child has one of those it named in its class.", **values
        )
    if proof.proven and proof.earlier_open:
        return Text(
            "{groups}: children with none of those they named in their class: {excess}; proven, no "
            "assignment at least as good before has fewer.",
            **values,
        )
    if proof.proven:
        return Text(
            "{groups}: children with none of those they named in their class: {excess}; proven, no "
            "assignment has fewer.",
            **values,
        )
    if proof.ground == "program":
        return Text(
            "{groups}: open, children with none of those they named in their class: {excess}; "
            "{bound} would be possible, and more “steps” in the rules may find it.",
            **values,
        )
    if not proof.bound:
        return Text(
            "{groups}: children with none of those they named in their class: {excess}, where lots "
            "alone leave {dealt}; whether fewer can be is not known.",
            **values,
            dealt=dealt,
        )
    return Text(
        "{groups}: open, children with none of those they named in their class: {excess}, where "
        "lots alone leave {dealt}; the fewest possible are not below {bound}.",
        **values,
        dealt=dealt,
    )


def _keep_sentence(proof: Proof, values: Mapping[str, object]) -> Text:
    """Return how many students leave the class that stands, and whether it could be fewer."""
    if proof.proven and proof.earlier_open:
        return Text(
            "{groups}: {excess} change class; proven, in no assignment at least as good before do "
            "fewer.",
            **values,
        )
    if proof.proven:
        return Text("{groups}: {excess} change class; proven, fewer cannot.", **values)
    if proof.ground == "program":
        return Text(
            "{groups}: open, {excess} change class; {bound} would be possible, and more “steps” in "
            "the rules may find it.",
            **values,
        )
    if not proof.bound:
        return Text("{groups}: {excess} change class; whether fewer can be is not known.", **values)
    return Text(
        "{groups}: open, {excess} change class; the fewest possible are not below {bound}.",
        **values,
    )


def proof_sentence(proof: Proof, dealt: int, words: Words = OF_STUDENTS) -> Text:
    """Return how good a tier is, whose excess the lots alone had made `dealt`."""
    groups = tuple(map(words.group, proof.groups))
    values = {"groups": groups, "excess": proof.excess, "bound": proof.bound}
    if proof.groups == (FRIENDS,):
        return _friends_sentence(proof, values, dealt)
    if proof.groups == (KEEP,):
        return _keep_sentence(proof, values)
    return _evenness_sentence(proof, values, dealt)


def _evenness_sentence(proof: Proof, values: Mapping[str, object], dealt: int) -> Text:
    if proof.proven and proof.excess == 0:
        return Text("{groups}: proven, no assignment is more even.", **values)
    if proof.proven and proof.earlier_open:
        return Text(
            "{groups}: {excess} beyond the even shares; proven, no assignment at least as "
            "good before has fewer.",
            **values,
        )
    if proof.proven:
        return Text(
            "{groups}: {excess} beyond the even shares; proven, no assignment has fewer.", **values
        )
    if proof.groups == (TWO_WAY,):
        return _cells_sentence(values, dealt)
    if proof.ground == "program":
        return Text(
            "{groups}: open, {excess} beyond the even shares; {bound} would be possible, and more "
            "“steps” in the rules may find it.",
            **values,
        )
    return Text(
        "{groups}: open, {excess} beyond the even shares; the least possible is not below {bound}.",
        **values,
    )
