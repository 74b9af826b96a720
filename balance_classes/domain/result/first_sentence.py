"""The first sentence of whatever shows a result: how many classes, how even, what else."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.problem.assignment import Proof
from balance_classes.domain.result.evenness_sentences import proof_sentence
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.result_sentences import evenness_sentences, unmoved
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.language import Text

LOOK, NEXT = Text("What to look at"), Text("Next steps")
"""What stands after an answer, and last."""

MOST_NAMED = 3
"""So many attributes are named in the answer; the proofs name them all."""


def answer_sentences(formed: Formed) -> tuple[Text, ...]:
    """Return how many classes of how many students, and how even they are."""
    return (_formed(formed), *_evenness(formed))


def origin_sentence(formed: Formed) -> Text:
    """Return who gave the seed, which draw it is, and whether it was sealed: in one line."""
    entry, seed = formed.entry, formed.seed
    givers = tuple(words.giver for words in seed.words if words.giver)
    if not seed.given:
        given = Text("the program drew the seed itself")
    elif givers:
        given = Text("seed given by {givers}", givers=givers)
    else:
        given = Text("seed given, by whom is not said")
    if entry is None:
        return Text("A rehearsal; {given}.", given=given)
    sealed = Text("sealed before the draw") if entry.sealed else Text("not sealed before the draw")
    values = {"given": given, "sealed": sealed, "number": entry.number}
    return Text("Draw {number} over this roster; {given}; {sealed}.", **values)


def _formed(formed: Formed) -> Text:
    sizes = [len(listed) for listed in formed.class_lists]
    values = {"classes": len(sizes), "students": sum(sizes), "least": min(sizes)}
    if formed.assignment.lettered:
        message = Text("{students} students in {classes} groups, {least} to {most} each.")
    elif min(sizes) == max(sizes):
        return Text("{students} students in {classes} classes of {least}.", **values)
    else:
        message = Text("{students} students in {classes} classes, {least} to {most} each.")
    return Text(message.message, **values, most=max(sizes))


def _evenness(formed: Formed) -> Iterator[Text]:
    if not unmoved(formed):
        yield from evenness_sentences(formed)
        return
    assignment = formed.assignment
    settled = [proof for proof in assignment.proofs if proof.proven and not proof.excess]
    if settled:
        groups = tuple(group for proof in settled for group in proof.groups)
        yield Text("Nothing can be more even, proven: {what}.", what=_named(groups))
    for proof, dealt in zip(assignment.proofs, assignment.dealt[1:], strict=True):
        if proof not in settled:
            yield _open(proof, dealt)


def _open(proof: Proof, dealt: int) -> Text:
    if proof.groups == (TWO_WAY,) and not proof.proven:
        values = {"excess": proof.excess, "dealt": dealt, "bound": proof.bound}
        if proof.bound:
            return Text(
                "Two attributes at a time: {excess} beyond even shares, where lots alone leave "
                "{dealt}; fewer than {bound} cannot be.",
                **values,
            )
        return Text(
            "Two attributes at a time: {excess} beyond even shares, where lots alone leave "
            "{dealt}; whether fewer can be is not known.",
            **values,
        )
    told = proof_sentence(proof, dealt)
    return Text(told.message, **{**told.values, "groups": _named(proof.groups)})


def _named(groups: tuple[str, ...]) -> Text:
    """Return the groups by name; of many the first, and how many there are."""
    labels = tuple(map(field_label, groups))
    if len(labels) <= MOST_NAMED:
        return Text("{names}", names=labels)
    return Text("{first} and {more} more", first=labels[0], more=len(labels) - 1, all=len(labels))
