"""How many classes there are, what they are called, and whether the caps seat everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from balance_classes.domain.rules.class_names import (
    SchoolClass,
    even_sizes,
    fewest_classes,
    find_class,
    named_by_pattern,
    numbered_names,
    plain_name,
)
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import Finding, InfeasibleError, RulesError, UsageError
from balance_classes.language import Either, Text

GRADES = {"primary": 1, "junior": 7}


def plan_classes(
    students: int, rules: Rules, language: str, seats: int = 0
) -> tuple[SchoolClass, ...]:
    """Return the classes, by number or as listed, each with its cap; `language` names them.

    `seats` is how many seats the students take, where it is more than one each.

    Raises UsageError without a stage, a cap or a number of classes, RulesError where the names
    clash or a cap lacks its reason, InfeasibleError where the caps seat too few.
    """
    cap, seats = _cap(rules), max(students, seats)
    count = _count(seats, rules, cap)
    names = _names(count, rules, language)
    _require_different(names)
    lower = lower_caps(rules, names, cap or seats)
    named = named_sizes(rules, names)
    classes = tuple(
        SchoolClass(name, lower.get(name, cap or seats), named.get(name, 0)) for name in names
    )
    findings = tuple(_shortages(students, seats, rules, classes, cap))
    if findings:
        raise InfeasibleError(*findings)
    require_min_size(seats, rules.min_size, classes)
    _require_sizes(seats, rules.min_size, classes)
    return classes


def class_count(students: int, rules: Rules) -> int:
    """Return how many classes there are, before any of them is named.

    Raises UsageError and RulesError as `plan_classes` does.
    """
    return _count(students, rules, _cap(rules))


def _shortages(
    students: int, taken: int, rules: Rules, classes: Sequence[SchoolClass], cap: int | None
) -> Iterator[Finding]:
    """Yield whatever there is too little of for so many students: have, need and mend.

    `taken` is how many seats they take.
    """
    seats = sum(school_class.cap for school_class in classes)
    if rules.plan is not None and students > rules.plan:
        yield _over_plan(students, rules)
    if cap is not None and seats < taken:
        yield _too_few_seats(taken, rules, classes, cap)
    if len(classes) > students:
        yield _too_few(students, len(classes))


def require_min_size(students: int, min_size: int, classes: tuple[SchoolClass, ...]) -> None:
    """Refuse a minimum size that the even sizes, and so any sizes, cannot all keep."""
    small = [school_class for school_class in classes if school_class.cap < min_size]
    if len(small) == len(classes):
        raise InfeasibleError(_caps_below(max(each.cap for each in classes), min_size))
    if small:
        raise InfeasibleError(*(_cap_below(school_class, min_size) for school_class in small))
    if min_size * len(classes) > students:
        raise InfeasibleError(_too_large_min_size(students, min_size, classes))


def lower_caps(rules: Rules, names: tuple[str, ...], cap: int) -> dict[str, int]:
    """Return the caps of classes with small rooms; a class may not be larger than the others."""
    found, findings = _by_class("caps", rules.caps, names)
    for written, lower in rules.caps:
        if lower > cap:
            what = Text("The value {value} is too large.", value=str(lower))
            mend = Text("It must be at most {bound}.", bound=cap)
            findings.append(Finding(f"caps.{written}", what, mend))
    if findings:
        raise RulesError(*findings)
    return found


def named_sizes(rules: Rules, names: tuple[str, ...]) -> dict[str, int]:
    """Return the numbers of students that single classes are to have; the others share the rest."""
    found, findings = _by_class("sizes", rules.sizes, names)
    if findings:
        raise RulesError(*findings)
    return found


def _by_class(
    key: str, values: Sequence[tuple[str, int]], names: Sequence[str]
) -> tuple[dict[str, int], list[Finding]]:
    """Return values by the names of the classes, and what names none."""
    found: dict[str, int] = {}
    findings = []
    for written, value in values:
        position = find_class(written, names)
        if position is None:
            what = Text("There is no class “{name}”.", name=written)
            mend = Text("Write one of: {names}.", names=tuple(names))
            findings.append(Finding(f"{key}.{written}", what, mend))
        else:
            found[names[position]] = value
    return found, findings


def _require_sizes(students: int, min_size: int, classes: Sequence[SchoolClass]) -> None:
    """Refuse sizes of single classes that they, or the others, cannot have."""
    named = [each for each in classes if each.size]
    rest = [each for each in classes if not each.size]
    left = students - sum(each.size for each in named)
    least, most = len(rest) * max(min_size, 1), sum(each.cap for each in rest)
    findings = [
        Finding(
            each.name,
            Text(
                "It is to have {size} students, and can have {least} to {most}.",
                size=each.size,
                least=min_size,
                most=each.cap,
            ),
            Text("Name another size, or another cap or minimum size."),
        )
        for each in named
        if not min_size <= each.size <= each.cap
    ]
    if named and not findings and not least <= left <= most:
        what = Text(
            "The sizes named leave {left} students for the other classes, which take {least} to "
            "{most}.",
            left=left,
            least=least,
            most=most,
        )
        findings = [Finding(Text("sizes"), what, Text("Name sizes that leave them as many."))]
    if findings:
        raise InfeasibleError(*findings)


def _caps_below(cap: int, min_size: int) -> Finding:
    return Finding(
        Text("minimum size"),
        Text("The cap is {cap}, and no class may have fewer than {need}.", cap=cap, need=min_size),
        Text("Lower the minimum size to {least}.", least=cap),
    )


def _cap_below(school_class: SchoolClass, min_size: int) -> Finding:
    return Finding(
        school_class.name,
        Text(
            "Its cap is {cap}, and no class may have fewer than {need}.",
            cap=school_class.cap,
            need=min_size,
        ),
        Text(
            "Raise the cap of this class, or lower the minimum size to {cap}.", cap=school_class.cap
        ),
    )


def _too_large_min_size(students: int, min_size: int, classes: tuple[SchoolClass, ...]) -> Finding:
    caps = [school_class.cap for school_class in classes]
    least, fewer = min(even_sizes(students, caps)).__floor__(), students // min_size
    lower = Text("Lower the minimum size to {least}.", least=least)
    return Finding(
        Text("minimum size"),
        Text(
            "{count} classes of at least {min_size} need {need} students; there are {students}.",
            count=len(classes),
            min_size=min_size,
            need=min_size * len(classes),
            students=students,
        ),
        Text(
            "Lower the minimum size to {least}, or form {fewer} classes.", least=least, fewer=fewer
        )
        if fewer * max(caps) >= students
        else lower,
    )


def _cap(rules: Rules) -> int | None:
    allowed = rules.policy_cap
    if rules.cap is None:
        return allowed
    if allowed is not None and rules.cap > allowed and not rules.cap_reason:
        raise RulesError.at(
            "cap",
            Text(
                "A cap of {cap} is above the {allowed} that the policy allows{cited}.",
                cap=rules.cap,
                allowed=allowed,
                cited=rules.policy.cited("cap"),
            ),
            Text("Lower the cap, or give a reason (--cap-reason), which will be shown."),
        )
    return rules.cap


def _count(students: int, rules: Rules, cap: int | None) -> int:
    listed = len(rules.names) if len(rules.names) > 1 else None
    if listed and rules.classes and listed != rules.classes:
        raise RulesError.at(
            "class_names",
            Text(
                "{listed} names are listed for {count} classes.",
                listed=listed,
                count=rules.classes,
            ),
            Text("List one name for each class, or leave the number of classes out."),
        )
    named = rules.classes or listed
    if named:
        return named
    if cap is None and rules.stage:
        raise UsageError.at(
            Text("command line"),
            Text("“{policy}” names no cap for this stage.", policy=rules.policy.called),
            Text("Name the cap or the number of classes: --cap 30, or --classes 4."),
        )
    if cap is None or not (rules.stage or rules.cap or not rules.policy.depends_on_stage):
        raise UsageError.at(
            Text("command line"),
            Text("It is not known how many classes to form."),
            Text(
                "Name the stage, the cap or the number of classes, for example: {example}",
                example=Either(
                    en="balance-classes assign roster.xlsx --stage primary",
                    zh="balance-classes assign 名册.xlsx --stage 小学",
                ),
            ),
        )
    return fewest_classes(students, cap)


def _names(count: int, rules: Rules, language: str) -> tuple[str, ...]:
    if len(rules.names) > 1:
        return rules.names
    if rules.names and (count > 1 or "{n}" in rules.names[0]):
        return named_by_pattern(rules.names[0], count)
    if rules.names:
        return rules.names
    grade = rules.grade or GRADES.get(rules.stage)
    if grade is None:
        return named_by_pattern("({n})班" if language == "zh" else "Class {n}", count)
    return numbered_names(grade, count, language)


def _require_different(names: tuple[str, ...]) -> None:
    plain = [plain_name(name) for name in names]
    often = Counter(plain)
    twice = tuple(n for n, p in zip(names, plain, strict=True) if often[p] > 1 or not p)
    if twice:
        raise RulesError.at(
            "class_names",
            Text("Two classes would have the same name: {names}.", names=twice),
            Text("Give each class a name of its own, or a pattern with {n} for its number."),
        )


def _over_plan(students: int, rules: Rules) -> Finding:
    return Finding(
        Text("plan"),
        Text(
            "Have {have}, need {need}: {what}.",
            what=Text("places of the approved plan{cited}", cited=rules.policy.cited("plan")),
            have=rules.plan,
            need=students,
        ),
        Text("Correct the roster, or have the plan approved anew."),
    )


def _too_few_seats(
    students: int, rules: Rules, classes: Sequence[SchoolClass], cap: int
) -> Finding:
    seats = sum(school_class.cap for school_class in classes)
    what = (
        Text("seats in {count} classes of at most {cap}", count=len(classes), cap=cap)
        if seats == len(classes) * cap
        else Text("seats in {count} classes with caps of their own", count=len(classes))
    )
    # With one class more, or with higher caps, the small rooms stay as small as they are.
    more = len(classes) + fewest_classes(students - seats, cap)
    enough = _enough_cap(students, classes, cap)
    return Finding(
        Text("classes"),
        Text("Have {have}, need {need}: {what}.", what=what, have=seats, need=students),
        Text("Form {count} classes, or allow {cap}.", count=more, cap=_allowed(enough, rules)),
    )


def _enough_cap(students: int, classes: Sequence[SchoolClass], cap: int) -> int:
    """Return the lowest cap of the classes without a lower one of their own that seats all."""
    small = [each.cap for each in classes if each.cap < cap]
    if len(small) == len(classes):
        small.remove(max(small))
    return fewest_classes(students - sum(small), len(classes) - len(small))


def _allowed(cap: int, rules: Rules) -> Text:
    policy = rules.policy_cap
    if policy is not None and cap > policy and not rules.cap_reason:
        return Text("a cap of {cap} with its reason (--cap-reason)", cap=cap)
    return Text("a cap of {cap}", cap=cap)


def _too_few(students: int, count: int) -> Finding:
    what = Text("students for {count} classes", count=count)
    return Finding(
        Text("classes"),
        Text("Have {have}, need {need}: {what}.", what=what, have=students, need=count),
        Text("Form at most {most} classes.", most=students),
    )
