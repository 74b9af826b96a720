"""What is fixed before a draw, which draw it is, and what is posted of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeGuard

from balance_classes.domain.canonical import PROCEDURE, digest
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.steering import Steering
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.domain.rules.rules import Rules


@dataclass(frozen=True)
class SeedTerms:
    """What is promised of the seed before the draw, and what trial draws said of the rules."""

    givers: tuple[str, ...] = ()
    seed_source: str = ""
    few_seeds: str = ""
    """Why there are fewer seeds than there should be, empty where there are enough."""
    steering: Steering | None = None


@dataclass(frozen=True)
class Fixed:
    """Everything that can change the result of a draw, but for the words of the seed."""

    procedure: str
    solver: str
    """The solver with its versions."""
    students: int
    key: str
    """The field by which students are told apart, empty for name and birth date."""
    identities: tuple[str, ...]
    attributes: tuple[str, ...]
    """The other fields that are read of each student."""
    numbers: tuple[str, ...]
    """The attributes whose levels are bins."""
    roster_digest: str
    rules: Rules
    rules_digest: str
    classes: tuple[SchoolClass, ...]
    tiers: tuple[tuple[str, ...], ...]
    """The groups of the hard quotas, then of each tier."""
    givers: tuple[str, ...]
    """Who gives the seed, in this order."""
    seed_source: str
    """How the seed will be obtained."""
    few_seeds: str = ""
    steering: Steering | None = None
    """What trial draws said of what was sealed; None where it was not sealed."""
    seats: int = 0
    """How many seats all students take; 0 where it is one each."""

    @property
    def terms(self) -> SeedTerms:
        """What is promised of the seed."""
        return SeedTerms(self.givers, self.seed_source, self.few_seeds, self.steering)

    def digest(self) -> str:
        """Return the digest of all of it: what a seal commits to."""
        return digest(as_sealed(asdict(self)))

    def changes(self, now: Fixed) -> tuple[ChangedValue, ...]:
        """Return what differs between the fixed and another, one entry a value."""
        return changed_values(as_sealed(asdict(self)), as_sealed(asdict(now)))


LATER_RULES = ("gone", "scores", "at_least", "sizes", "offered", "totals", "seats", "keep")
"""Rules that came after the first records: what they do not say is not written."""
LATER_TERMS = ("few_seeds", "steering", "seats")
"""Likewise what is promised of the seed, and the seats that all take."""
LATER_OF_CLASSES = ("size",)
"""Likewise what is asked of a class."""


def as_sealed(fixed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is fixed, as mappings, in the form that is hashed and written."""
    said = _without_unsaid(fixed, LATER_TERMS)
    classes = [_without_unsaid(each, LATER_OF_CLASSES) for each in fixed["classes"]]
    return {**said, "rules": _without_unsaid(fixed["rules"], LATER_RULES), "classes": classes}


def _without_unsaid(values: Mapping[str, Any], later: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value or key not in later}


@dataclass(frozen=True)
class ChangedValue:
    """One value that differs: its key, such as `rules.cap`, and how it was and is."""

    key: str
    then: str
    now: str


def fix(
    roster: Roster,
    rules: Rules,
    problem: Problem,
    solver: str,
    terms: SeedTerms,
) -> Fixed:
    """Return what is fixed for a draw of this problem."""
    classes = [_without_unsaid(asdict(each), LATER_OF_CLASSES) for each in problem.classes]
    return Fixed(
        procedure=PROCEDURE,
        solver=solver,
        students=roster.size,
        key=roster.key,
        identities=roster.identities,
        attributes=roster.attributes,
        numbers=roster.numbers,
        roster_digest=roster_digest(roster, problem),
        rules=rules,
        rules_digest=digest([_without_unsaid(asdict(rules), LATER_RULES), classes]),
        classes=problem.classes,
        tiers=tuple(tier.groups for tier in problem.all_tiers),
        givers=terms.givers,
        seed_source=terms.seed_source,
        few_seeds=terms.few_seeds,
        steering=terms.steering,
        seats=problem.seats if problem.seats > roster.size else 0,
    )


def roster_digest(roster: Roster, problem: Problem) -> str:
    """Return the digest of all that is read of the students and of all the draw computes with.

    One digest over everybody at once: a part of it could be found by trying.
    """
    return digest([roster.as_read(), problem.as_read()])


@dataclass(frozen=True)
class DrawEntry:
    """Which draw this is: its number over the roster, what it replaces and why.

    `line` and `head` are the number and the hash of the ledger's line that holds the seed and
    was written before the draw; `replaced` is the digest of the record it replaces, empty where
    that draw came to no result. `date` is what the person at the machine said.
    """

    number: int
    replaces: int
    replaced: str
    reason: str
    sealed: bool
    date: str
    line: int
    head: str


@dataclass(frozen=True)
class LaterEntry:
    """Which later event this is: its number after the result of a draw, and what it follows.

    `before` is the digest of the record, or of the file of the later event before it; `asked`
    that of all that can change its outcome but the words of a seed. `line` and `head` are the
    number and the hash of the ledger's line that was written before its outcome was known.
    `other_givers` is why the words are not by the givers of the draw's seal, else empty.
    """

    draw: int
    number: int
    before: str
    asked: str
    date: str
    line: int
    head: str
    other_givers: str = ""


@dataclass(frozen=True)
class Posted:
    """What is posted of a result: digests whose fingerprints are read aloud.

    `line` and `head` are the number and the hash of the ledger's line that holds the result, or
    the outcome of the last later event, whose file has the digest `last`. `lapsed` is how many
    later events the replaced draw had come to, `rehearsed` the rehearsals before the draw.
    """

    record: str
    line: int
    head: str
    last: str = ""
    lapsed: int = 0
    rehearsed: tuple[str, ...] = ()


def changed_values(then: object, now: object) -> tuple[ChangedValue, ...]:
    """Return what differs between two values of mappings, lists, texts and numbers."""
    return tuple(_changes("", then, now))


def _changes(key: str, then: object, now: object) -> Iterator[ChangedValue]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*then, *now]):
            path = f"{key}.{name}" if key else str(name)
            yield from _changes(path, then.get(name), now.get(name))
    elif _of_parts(then) and _of_parts(now):
        yield from _changes(key, _numbered(then), _numbered(now))
    elif then != now:
        only_then, only_now = _without_common(then, now)
        yield ChangedValue(key, _shown(only_then), _shown(only_now))


def _of_parts(value: object) -> TypeGuard[Sequence[object]]:
    """Tell whether a list is one of mappings or lists, which are compared one by one."""
    return isinstance(value, tuple | list) and all(
        isinstance(entry, Mapping | tuple | list) for entry in value
    )


def _numbered(values: Sequence[object]) -> dict[str, object]:
    return {str(number): value for number, value in enumerate(values, start=1)}


def _without_common(then: object, now: object) -> tuple[object, object]:
    """Return of two lists what only one of them has, unless nothing but their order differs."""
    if not (isinstance(then, tuple | list) and isinstance(now, tuple | list)):
        return then, now
    here, there = set(then), set(now)
    only = [entry for entry in then if entry not in there], [e for e in now if e not in here]
    return only if any(only) else (then, now)


def _shown(value: object) -> str:
    """Return a value on one line, long lists and digests by their start."""
    text = "–" if value in (None, "") else str(value)
    if isinstance(value, tuple | list):
        text = ", ".join(map(str, value)) or "–"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 40
