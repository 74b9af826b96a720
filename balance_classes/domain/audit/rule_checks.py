"""The rules that a class list breaks: caps, sizes, forbidden columns. Never a mere p-value."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.problem.formulation import NOT_APPLYING
from balance_classes.domain.roster.labels import field_label, kind_label
from balance_classes.domain.rules.class_names import find_class
from balance_classes.domain.rules.rules import Rules
from balance_classes.domain.verdict import Difference
from balance_classes.language import Text


def cap_of(rules: Rules) -> int | None:
    """Return the cap of a class: the rules', else the policy's for the stage.

    Without a stage it is that of the policy's largest stage: what is above it breaks every rule.
    """
    return rules.highest_cap


def broken_by(classes: ClassList, rules: Rules, tolerance: int | None) -> tuple[Difference, ...]:
    """Return each rule that a list breaks, the columns first.

    How far sizes may differ is a rule where policy, rules or inspector name a `tolerance`.
    """
    checks = (_columns, _caps, _min_sizes, _limits)
    found = [difference for rule in checks for difference in rule(classes, rules)]
    return (*found, *(_tolerance(classes, rules, tolerance) if tolerance else ()))


def _columns(classes: ClassList, rules: Rules) -> Iterator[Difference]:
    """No class list has columns of scores (§7), parents' posts and income (§14), favours (§7)."""
    for out in classes.forbidden:
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
        alike.setdefault((cap, tuple(sorted(strata[c]))), []).append(c)
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


def _limits(classes: ClassList, rules: Rules) -> Iterator[Difference]:
    """No class has more students of a kind than the policy allows (随班就读: 3)."""
    for attribute, most in rules.at_most:
        if attribute not in classes.attributes:
            continue
        found = [0] * len(classes.classes)
        for student, c in zip(classes.students, classes.class_of, strict=True):
            found[c] += student.levels[attribute] not in NOT_APPLYING
        for name, count in zip(classes.classes, found, strict=True):
            if count > most:
                yield Difference(
                    Text("{name}, {group}", name=name, group=field_label(attribute)),
                    Text("It has {count}, at most {most} are allowed.", count=count, most=most),
                )
