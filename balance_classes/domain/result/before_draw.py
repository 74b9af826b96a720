"""What lists and notices tell of what was fixed before the draw: who saw it, seeds, trial draws."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.lottery import Seed
from balance_classes.domain.problem.steering import Steering
from balance_classes.domain.result.fixed import Fixed
from balance_classes.domain.seed_words import SAFE_SEEDS, givers_of, seeds_of
from balance_classes.language import Text


def witness_sentences(fixed: Fixed, seed: Seed, *, sealed: bool) -> Iterator[Text]:
    """Yield that nobody witnessed the seed, and why there are few seeds, where it is so."""
    if not seed.given and sealed:
        yield Text(
            "Nobody witnessed this draw: it was sealed without givers, and the program drew its "
            "seed."
        )
    elif not seed.given:
        yield Text("Nobody witnessed this draw: the program drew its seed.")
    if fixed.few_seeds:
        values = {"count": seeds_of(givers_of(fixed.givers)) or 0, "reason": fixed.few_seeds}
        yield Text(
            "There were {count} seeds in all, fewer than there should be: {reason}.", **values
        )


def steering_sentence(steering: Steering | None) -> Text:
    """Return what trial draws said of whether the rules bring people together."""
    if steering is None:
        return Text("No trial draws were made of these rules: they were not sealed.")
    values = {"trials": steering.trials, "one_in": steering.one_in}
    if not steering.trials:
        return Text("No trial draws were made: there is nothing to be drawn.")
    if not steering.seen:
        return Text(
            "In {trials} trial draws before the seed was known no two students always met (but "
            "those kept together by a code), and nobody always came into one class (but those "
            "pinned).",
            **values,
        )
    return Text(
        "In each of {trials} trial draws before the seed was known these met, though no code says "
        "so: {pairs} pairs, {largest} students at most; always in one class, though nothing pins "
        "them: {settled}. Lots alone do this once in {one_in} rosters.",
        **values,
        pairs=steering.pairs,
        largest=steering.largest,
        settled=steering.settled,
    )


def seeds_sentence(fixed: Fixed) -> Text:
    """Return how many seeds there can be, and whether that is few."""
    givers = givers_of(fixed.givers)
    seeds = seeds_of(givers)
    if not givers:
        return Text("No giver of the seed was named: the program will draw it, unwitnessed.")
    if seeds is None:
        return Text(
            "How many seeds there can be is not known: not every giver's words have a form, such "
            "as “parents=3 numbers 1-6”."
        )
    if seeds < SAFE_SEEDS:
        return Text(
            "Possible seeds: {count}. Whoever has the roster can draw from all of them beforehand; "
            "more numbers make that impossible.",
            count=seeds,
        )
    return Text("Possible seeds: {count}.", count=seeds)
