"""The fields of answers for scripts (--json) about results: verify, explain, audit, model."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from balance_classes.domain.audit.changes import Changes
from balance_classes.domain.audit.findings import (
    AttributeFigures,
    Before,
    FavourFigures,
    OrderFigures,
    Pooled,
    Question,
    ScoreFigures,
    Sign,
)
from balance_classes.domain.audit.years import YearFigures

JSON = dict[str, Any]


class FindingAnswer(TypedDict):
    """One problem: where it is, what is wrong, how to mend it, if that can be said.

    `code` is the English of what is wrong, its values in braces: the same in every language;
    `place` are the parts of `where`: file, sheet, cell, row, code of a school …
    """

    where: str
    what: str
    mend: str
    code: str
    place: dict[str, str | int]


class PolicyAnswer(TypedDict):
    """A policy as it is sealed, and its digest."""

    digest: str
    policy: JSON


class Policies(TypedDict):
    """Of policy: those of the program, or the one that was named; and a template, if written."""

    policies: list[PolicyAnswer]
    template: str | None


class Difference(TypedDict):
    """One thing that is not as it should be."""

    where: str
    what: str


class CheckAnswer(TypedDict):
    """One question that was checked, by its name for scripts."""

    check: str
    passed: bool
    said: str
    differences: list[Difference]


class Judged(TypedDict):
    """Of verify: yes or no in words, what was done, every check, and what nobody can know.

    `drawn_again` is true where drawing again gave the same; `posted` where the fingerprint of the
    result itself was named.
    """

    said: str
    done: list[str]
    drawn_again: bool
    posted: bool
    checks: list[CheckAnswer]
    notes: list[str]
    claims: list[str]
    unknown: list[str]


class JudgedSchool(Judged):
    """Of verify, a line of each school of a batch, and one of the batch by null."""

    school: str | None


class JudgedBatch(TypedDict):
    """Of verify, the last line of a batch: schools, and how many are not right."""

    schools: int
    wrong: int


class ServedAnswer(TypedDict):
    """A quota that a move served: the count of a group before and after."""

    attribute: str
    level: str
    group: str
    before: int
    after: int
    low: int
    high: int
    gain: int


MoveAnswer = TypedDict(
    "MoveAnswer",
    {
        "step": int,
        "from": str,
        "to": str,
        "along": list[int],
        "in_exchange_for": list[int],
        "served": list[ServedAnswer],
        "two_way_gain": int,
        "friends_gain": int,
    },
)


Explained = TypedDict(
    "Explained",
    {
        "lottery_number": int,
        "lottery_number_as_drawn": int | None,
        "dealt_to": str | None,
        "spread_to": str | None,
        "moves": list[MoveAnswer],
        "group": str | None,
        "class": str | None,
        "class_as_drawn": str | None,
        "since_the_draw": list[str],
        "classes_in_second_lot": int | None,
        "placed": str,
        "pinned": bool,
        "barred_from": list[str],
        "together_with": list[int],
        "apart_from": list[int],
        "friends_named": list[int],
        "friends_met": list[int],
    },
)


class Told(TypedDict):
    """Of ledger: each line with its head."""

    file: str
    lines: list[JSON]


class AuditedClass(TypedDict):
    """A class of a list, and its size."""

    name: str
    size: int


class SignAnswer(TypedDict):
    """What a school shows a sign of, with its p-value, corrected for all that is judged of it."""

    question: Question
    sign: Sign
    p: float | None


class AuditedSchool(TypedDict):
    """One school of an audit."""

    school: str
    students: int
    classes: list[AuditedClass]
    cap: int | None
    strata: list[str]
    unplaced: int
    broken: list[Difference]
    digest: str
    permutations: int
    free: int
    p: float | None
    p_all_schools: float | None
    signs: list[SignAnswer]
    attributes_sign: Sign
    attributes_p: float | None
    attributes: list[Annotated[JSON, AttributeFigures]]
    scores_sign: Sign
    scores_p: float | None
    scores: list[Annotated[JSON, ScoreFigures]]
    orders: list[Annotated[JSON, OrderFigures]]
    favours: list[Annotated[JSON, FavourFigures]]
    changes: Annotated[JSON, Changes] | None


class AuditedYears(TypedDict):
    """Several years of a school, with the p-value corrected with those of all lists."""

    figures: Annotated[JSON, YearFigures]
    p_all_schools: float


class Audited(TypedDict):
    """Of audit: broken rules are findings, too."""

    folder: str
    workbook: str
    page: str
    letters: str | None
    scores_before_draw: Before
    scores_unmatched: int
    ignored: list[str]
    schools: list[AuditedSchool]
    pooled: list[Annotated[JSON, Pooled]]
    years: list[AuditedYears]


class Tier(TypedDict):
    """A tier of the program, and the value that it is held at."""

    name: str
    groups: list[str]
    at_most: int | None


class NumberedClass(TypedDict):
    """A class, by its number in names of the program."""

    number: int
    name: str


class NumberedQuota(TypedDict):
    """A quota, by its number in names of the program: members, and a band for each class."""

    number: int
    tier: str
    group: str
    level: str
    students: int
    low: list[int]
    high: list[int]


class Modelled(TypedDict):
    """Of model: what the numbers in the names of the file stand for."""

    file: str
    objective: str
    columns: int
    rows: int
    tiers: list[Tier]
    classes: list[NumberedClass]
    quotas: list[NumberedQuota]
