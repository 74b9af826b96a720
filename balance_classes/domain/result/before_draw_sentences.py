"""What lists and notices tell of what was fixed before the draw: who saw it, seeds, trial draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from balance_classes.domain.lottery import Seed
from balance_classes.domain.problem.keep import classes_no_more
from balance_classes.domain.problem.limited_students import kinds_there
from balance_classes.domain.problem.steering import Steering
from balance_classes.domain.result.fixed_before_draw import Fixed
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.labels import field_label, level_label, limited_label
from balance_classes.domain.rules.class_names import SchoolClass, find_class
from balance_classes.domain.rules.rules import APART, EVERY_OTHER, OWN, Rules
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


def seeds_sentence(sealed: tuple[str, ...]) -> Text:
    """Return how many seeds there can be by the givers of a seal, and whether that is few."""
    givers = givers_of(sealed)
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


def rule_sentences(formed: Formed) -> Iterator[Text]:
    """Yield who is kept together and apart, own columns that are spread, limits of a kind."""
    problem, rules = formed.as_drawn.assignment.problem, formed.rules
    if problem.blocks:
        sizes = Counter(map(len, problem.blocks))
        yield Text(
            "Students kept together by a code: {students}; groups: {groups}.",
            students=sum(map(len, problem.blocks)),
            groups=tuple(
                Text("{count} of {size}", count=count, size=size)
                for size, count in sorted(sizes.items())
            ),
        )
    apart = [quota.members for quota in problem.quotas if quota.group == APART]
    if apart:
        yield Text(
            "Students kept apart by a code: {students}, in {groups} groups.",
            students=len({student for members in apart for student in members}),
            groups=len(apart),
        )
    spread = {quota.group for quota in problem.one_way.quotas} & {*formed.roster.attributes}
    policy = {*rules.policy.required, *(name for tier in rules.policy.tiers for name in tier)}
    if EVERY_OTHER in policy:  # it asks for every usual attribute; columns of the school's own it
        spread = {name for name in spread if name.startswith(OWN)}  # cannot know
    own = tuple(field_label(name) for name in formed.roster.attributes if name in spread - policy)
    if own:
        yield Text("Columns that the school spreads beyond the policy: {fields}.", fields=own)
    yield from limit_sentences(formed)


def limit_sentences(formed: Formed) -> Iterator[Text]:
    """Yield how many of a kind a class has at most or at least, and the seats each takes."""
    students, rules = formed.roster.students, formed.rules
    if rules.keep:
        drawn = formed.as_drawn
        yield Text(
            "Classes stood by the column “{name}”, and as few students as could be changed class.",
            name=field_label(rules.keep),
        )
        for name, count in classes_no_more(drawn.roster, rules, drawn.classes).items():
            yield Text("The class {name} is no more; {count} sat there.", name=name, count=count)
        if newcomers := drawn.roster.missing().get(rules.keep):
            yield Text("Sat in no class before: {count}.", count=newcomers)
    for kind, most in kinds_there(students, rules.at_most):
        yield Text("{attribute}: at most {most} a class.", attribute=limited_label(kind), most=most)
    for kind, seats in kinds_there(students, rules.seats):
        yield Text(
            "{attribute}: each takes {seats} seats; sizes and caps count seats.",
            attribute=limited_label(kind),
            seats=seats,
        )
    for kind, least in kinds_there(students, rules.at_least):
        yield Text(
            "{attribute}: at least {least} a class, or none.",
            attribute=limited_label(kind),
            least=least,
        )


def setting_departures(rules: Rules, classes: Sequence[SchoolClass]) -> Iterator[Text]:
    """Yield each setting that is not the policy's, or not what is usual where it names none."""
    names = [each.name for each in classes]

    def called(written: str) -> str:
        """Return the name of a class as lists have it, however the rules write it."""
        found = find_class(written, names)
        return written if found is None else names[found]

    policy = rules.policy
    if policy.tiers and rules.tiers != policy.tiers:
        yield Text(
            "Tiers of the school's own; the policy's are {tiers}.",
            tiers=tuple(tuple(field_label(name) for name in tier) for tier in policy.tiers),
        )
    dropped = tuple(field_label(name) for name in policy.hard if name not in rules.hard)
    if dropped:
        yield Text("Not kept apart in any case, as the policy asks: {fields}.", fields=dropped)
    usual = Rules(policy=policy)
    for name, what in SETTINGS.items():
        if name == "tolerance" and policy.tolerance:
            continue  # told as a departure from what the policy says
        if (here := getattr(rules, name)) != (there := getattr(usual, name)):
            yield Text("{what}: {here}, usual is {there}.", what=what, here=here, there=there)
    for name, cap in rules.caps:
        yield Text("{name} has a cap of its own: {cap}.", name=called(name), cap=cap)
    for name, size in rules.sizes:
        yield Text("{name} was to have {size} students.", name=called(name), size=size)
    if rules.totals:
        yield Text(
            "Spread by level and by the sum of the numbers: {fields}.",
            fields=tuple(field_label(name) for name, _ in rules.totals),
        )
    for attribute, level, open_to in rules.offered:
        yield Text(
            "Only in {classes}: {group} {level}.",
            classes=tuple(
                Text("{name} ({number})", name=called(name), number=number)
                if number
                else called(name)
                for name, number in open_to
            ),
            group=field_label(attribute),
            level=level_label(level, attribute),
        )


SETTINGS = {
    "tolerance": Text("How far class sizes may differ"),
    "min_size": Text("Fewest students of a class"),
    "steps": Text("Steps of settling"),
    "depth": Text("Depth of spreading"),
    "nodes": Text("Nodes of the solver"),
}
"""Numbers of the rules that weaken or bend a draw where they are not the usual ones."""
