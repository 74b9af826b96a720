"""The declared rules that a class list breaks: caps, sizes, columns. Never a mere p-value.

A rule that nobody named cannot be broken: what an audit says of it is a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.problem.excess import counts
from balance_classes.domain.problem.limited_students import at_most_quotas
from balance_classes.domain.roster.labels import kind_label, limited_label
from balance_classes.domain.rules.class_names import find_class
from balance_classes.domain.rules.policy import Policy
from balance_classes.domain.rules.rules import Rules
from balance_classes.domain.verdict import Difference
from balance_classes.language import Text

BARE = Policy("none", {}, caps={}, required=(), tiers=(), hard=(), sections={})
"""The policy of whoever names none: it forbids nothing."""
LIMITS = {"cap", "caps", "min_size", "tolerance", "at_most", "stage"}
"""Keys that are rules without any policy."""


@dataclass(frozen=True)
class Declared:
    """The rules that somebody named; `tolerance` is how far they let sizes differ, if they say."""

    rules: Rules
    tolerance: int | None
    named: bool = True
    """Whether anything was named that a list could break."""

    @property
    def policy(self) -> Policy | None:
        """The policy that was named, if one was."""
        return None if self.rules.policy.name == BARE.name else self.rules.policy


def declared(rules: Rules, keys: frozenset[str]) -> Declared:
    """Return of rules what was named: `keys` are those of the command line and the rules file.

    A policy comes by its name, by the stage whose cap it gives, or with a rules file. What nobody
    said of the tolerance is this program's own choice, and no rule.
    """
    stated = rules.tolerance if "tolerance" in keys else None
    if keys & {"policy", "stage", "rules"}:
        some = bool(keys & LIMITS) or rules.policy.name != BARE.name
        return Declared(rules, stated or rules.policy.tolerance, some)
    return Declared(replace(rules, policy=BARE, at_most=()), stated, bool(keys & LIMITS))


def cap_of(rules: Rules) -> int | None:
    """Return the cap of a class: the rules', else the policy's for the stage.

    Without a stage it is that of the policy's largest stage: what is above it is above every cap.
    """
    return rules.highest_cap


def broken_by(classes: ClassList, named: Declared) -> tuple[Difference, ...]:
    """Return each declared rule that a list breaks, the columns first."""
    checks = (_columns, _caps, _min_sizes, _limits)
    found = [difference for rule in checks for difference in rule(classes, named.rules)]
    sizes = _tolerance(classes, named.rules, named.tolerance) if named.tolerance else ()
    return (*found, *sizes)


def _columns(classes: ClassList, rules: Rules) -> Iterator[Difference]:
    """No class list has columns of scores (§7), parents' posts and income (§14), favours (§7)."""
    for out in (each for each in classes.forbidden if each.kind in rules.policy.sections):
        yield Difference(
            Text("column “{header}”", header=out.header),
            Text(
                "A class list may not have it: {kind}{section}.",
                kind=kind_label(out.kind),
                section=f" ({out.section})" if out.section else "",
            ),
        )


def _caps(classes: ClassList, rules: Rules) -> Iterator[Difference]:
    """No class has more students than its cap (§6)."""
    for name, size, cap in zip(classes.classes, classes.sizes, _room(classes, rules), strict=True):
        if cap is not None and size > cap:
            values = {"size": size, "cap": cap}
            yield Difference(
                name, Text("It has {size} students, at most {cap} are allowed.", **values)
            )


def _room(classes: ClassList, rules: Rules) -> tuple[int | None, ...]:
    """Return the cap of each class, lower where the rules name a small room."""
    room: list[int | None] = [cap_of(rules)] * len(classes.classes)
    for written, lower in rules.caps:
        position = find_class(written, classes.classes)
        if position is not None:
            room[position] = lower
    return tuple(room)


def _min_sizes(classes: ClassList, rules: Rules) -> Iterator[Difference]:
    """No class has fewer students than the minimum size, where one is named."""
    for name, size in zip(classes.classes, classes.sizes, strict=True):
        if size < rules.min_size:
            values = {"size": size, "least": rules.min_size}
            yield Difference(
                name, Text("It has {size} students, at least {least} are needed.", **values)
            )


def _tolerance(classes: ClassList, rules: Rules, tolerance: int) -> Iterator[Difference]:
    """Class sizes differ by the tolerance at most, among classes alike in stratum and cap."""
    strata: dict[int, set[str]] = {}
    for c, stratum in zip(classes.class_of, classes.stratum_of, strict=True):
        strata.setdefault(c, set()).add(stratum)
    alike: dict[object, list[int]] = {}
    for c, cap in enumerate(_room(classes, rules)):
        alike.setdefault((cap, tuple(sorted(strata[c])), _asked(c, classes, rules)), []).append(c)
    for group in alike.values():
        least, most = (limit(group, key=classes.sizes.__getitem__) for limit in (min, max))
        if classes.sizes[most] - classes.sizes[least] > tolerance:
            yield Difference(
                Text("class size"),
                Text(
                    "{large} has {most} students and {small} {least}: they may differ by "
                    "{tolerance} at most.",
                    large=classes.classes[most],
                    most=classes.sizes[most],
                    small=classes.classes[least],
                    least=classes.sizes[least],
                    tolerance=tolerance,
                ),
            )


def _asked(c: int, classes: ClassList, rules: Rules) -> tuple[object, ...]:
    """Return what is asked of a class alone: its size, and the levels that it is offered to."""
    sizes = (("", "", rules.sizes),) if rules.sizes else ()
    return tuple(
        (attribute, level, number)
        for attribute, level, listed in (*sizes, *rules.offered)
        for written, number in listed
        if find_class(written, classes.classes) == c
    )


def _limits(classes: ClassList, rules: Rules) -> Iterator[Difference]:
    """No class has more students of a kind than the policy allows (随班就读: 3)."""
    for quota in at_most_quotas(classes.students, rules.at_most, len(classes.classes)):
        for name, count in zip(classes.classes, counts(quota, classes.class_of), strict=True):
            if count > max(quota.high):
                yield Difference(
                    Text("{name}, {group}", name=name, group=limited_label(quota.level)),
                    Text(
                        "It has {count}, at most {most} are allowed.",
                        count=count,
                        most=max(quota.high),
                    ),
                )
