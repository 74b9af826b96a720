"""Answers for scripts: what each command prints with --json, one object a line.

Every answer begins with the same keys, those of `Answer`; the others are the body, whose type
stands here for each command. docs/schemas/answer.json is written from these types.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypedDict

import click

from balance_classes.domain.audit.findings import AttributeFigures, Before, ScoreFigures, Sign
from balance_classes.errors import Finding
from balance_classes.language import Language

FORMAT: Literal["balance-classes/answer"] = "balance-classes/answer"
VERSION: Literal[1] = 1
"""Of the format: it changes when a key goes or means something else, not when one is added."""

JSON = dict[str, Any]


class FindingAnswer(TypedDict):
    """One problem: where it is, what is wrong, how to mend it, if that can be said."""

    where: str
    what: str
    mend: str


class Answer(TypedDict):
    """What every answer has; `command` is null where none was understood.

    `ok` is true where `exit_code` is 0; else `findings` has at least one entry.
    """

    format: Literal["balance-classes/answer"]
    version: Literal[1]
    command: str | None
    ok: bool
    exit_code: int
    findings: list[FindingAnswer]


class Difference(TypedDict):
    """One thing that is not as it should be."""

    where: str
    what: str


class Column(TypedDict):
    """A header of a roster and the field that it was read as."""

    header: str
    field: str


class LeftOutColumn(TypedDict):
    """A header of a column that was never read, and why."""

    header: str
    kind: str


class ClassCap(TypedDict):
    """A class that would be formed, and its cap."""

    name: str
    cap: int


class TierLimit(TypedDict):
    """The groups of a tier, and the least excess that is not ruled out."""

    groups: list[str]
    excess: int


class Checked(TypedDict):
    """Of check: how the roster was read, what is possible. Problems are findings."""

    file: str
    sheet: str
    header_row: int
    students: int
    columns: list[Column]
    ignored: list[str]
    left_out: list[LeftOutColumn]
    levels: dict[str, dict[str, int]]
    classes: list[ClassCap]
    classes_needed: int | None
    limits: list[TierLimit]
    warnings: list[FindingAnswer]
    marked: str | None


class Templated(TypedDict):
    """Of template."""

    file: str


class LedgerPlace(TypedDict):
    """The ledger that something was entered in, and the line."""

    file: str
    line: int


class Posted(TypedDict):
    """The line on the ledger, and the head of the ledger then."""

    line: int
    head: str


class Sealed(TypedDict):
    """Of seal: `drawn` is the last draw of this roster, 0 if there was none."""

    fingerprint: str
    file: str
    ledger: LedgerPlace
    drawn: int
    seal: Annotated[JSON, "seal.json"]


class SealedBatch(TypedDict):
    """Of seal --batch: `drawn` are the codes of schools that were drawn already."""

    folder: str
    schools: int
    fingerprint: str | None
    drawn: list[str]


class Assigned(TypedDict):
    """Of assign: where the result lies, and its record; without a ledger of a rehearsal."""

    folder: str
    workbook: str
    owner_only: bool
    superseded: list[str]
    since: list[str]
    seconds: dict[str, float]
    fingerprint: str | None
    ledger: Posted | None
    record: Annotated[JSON, "record.json"]


class CheckAnswer(TypedDict):
    """One question that was checked, by its name for scripts."""

    check: str
    passed: bool
    said: str
    differences: list[Difference]


class Judged(TypedDict):
    """Of verify and reproduce: every check; what was noted, claimed and not checked."""

    checks: list[CheckAnswer]
    notes: list[str]
    claims: list[str]
    unchecked: list[str]


class JudgedSchool(Judged):
    """Of verify and reproduce, a line of each school of a batch, and one of the batch by null."""

    school: str | None


class JudgedBatch(TypedDict):
    """Of verify and reproduce, the last line of a batch: schools, and how many are not right."""

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
    },
)


class Told(TypedDict):
    """Of ledger: each line with its head."""

    file: str
    lines: list[JSON]


class Paired(TypedDict):
    """Of pair; a rehearsal has no file and no ledger."""

    folder: str
    rehearsal: bool
    file: str | None
    page: str | None
    fingerprint: str | None
    fixed: str
    ledger: Posted | None
    pair: Annotated[JSON, "pair.json"]


class Since(TypedDict):
    """How many came, left, were moved and came back since the draw."""

    newcomers: int
    leavers: int
    changed: int
    returned: int


class Grown(TypedDict):
    """Of place and amend; a rehearsal has no file and no ledger."""

    rehearsal: bool
    file: str | None
    folder: str
    fingerprint: str | None
    ledger: Posted | None
    since_the_draw: Since
    change: Annotated[JSON, "place.json", "amend.json"]


class Narrowed(TypedDict):
    """How many students had fewer classes open, and why."""

    reason: str
    students: int


class Noticed(TypedDict):
    """Of notice, without names."""

    folder: str
    files: list[str]
    students: int
    narrowed: list[Narrowed]
    departures: list[str]
    events: list[str]
    hotline: str
    objection: str
    unchecked: list[str]


class AuditedClass(TypedDict):
    """A class of a list, and its size."""

    name: str
    size: int


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
    attributes_sign: Sign
    attributes_p: float | None
    attributes: list[Annotated[JSON, AttributeFigures]]
    scores_sign: Sign
    scores_p: float | None
    scores: list[Annotated[JSON, ScoreFigures]]


class Audited(TypedDict):
    """Of audit: broken rules are findings, too."""

    folder: str
    workbook: str
    page: str
    scores_before_draw: Before
    scores_unmatched: int
    ignored: list[str]
    schools: list[AuditedSchool]


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


class Led(TypedDict):
    """Of desk: what was done, each as its own command tells it."""

    check: Checked
    marked: str | None
    assign: Assigned | None
    verify: Judged | None
    notice: Noticed | None


class DrawnSchool(TypedDict):
    """Of batch, a line of each school as it ends."""

    school: str
    name: str
    state: str
    folder: str
    students: int | None
    classes: list[str] | None
    sizes: list[int] | None
    caps: list[int] | None
    excess: list[int] | None
    proven: bool | None
    draw: int | None
    reason: str | None
    changes: int | None
    fingerprint: str | None
    warnings: list[str]
    left_out: list[str]
    joined: bool
    seconds: dict[str, float]


class ChildPlace(TypedDict):
    """Where a child stands: the code of a school, and the row of its roster."""

    school: str
    row: int


class DrawnBatch(TypedDict):
    """Of batch, the last line."""

    folder: str
    schools: int
    drawn: int
    kept: int
    changed: int
    failed: int
    same_children: list[list[ChildPlace]]
    summaries: list[str]


BODIES: Mapping[str, tuple[type, ...]] = {
    "template": (Templated,),
    "check": (Checked,),
    "seal": (Sealed, SealedBatch),
    "desk": (Led,),
    "assign": (Assigned,),
    "pair": (Paired,),
    "notice": (Noticed,),
    "place": (Grown,),
    "amend": (Grown,),
    "verify": (Judged, JudgedSchool, JudgedBatch),
    "reproduce": (Judged, JudgedSchool, JudgedBatch),
    "explain": (Explained,),
    "ledger": (Told,),
    "audit": (Audited,),
    "model": (Modelled,),
    "batch": (DrawnSchool, DrawnBatch),
}
"""What may stand in the answers of a command, beside an answer that has findings alone."""


def finding_answer(finding: Finding, language: Language) -> FindingAnswer:
    """Return a finding as scripts read it."""
    say = language.say
    return {"where": say(finding.where), "what": say(finding.what), "mend": say(finding.mend)}


def print_answer(
    body: Mapping[str, Any], *, exit_code: int = 0, findings: Sequence[FindingAnswer] = ()
) -> None:
    """Print one answer, on a line of its own."""
    ctx = click.get_current_context(silent=True)
    answer: Answer = {
        "format": FORMAT,
        "version": VERSION,
        "command": ctx.find_root().invoked_subcommand if ctx else None,
        "ok": exit_code == 0,
        "exit_code": exit_code,
        "findings": list(findings),
    }
    print(json.dumps({**answer, **body}, ensure_ascii=False), file=sys.stdout, flush=True)
