"""The fields of answers for scripts (--json) about draws: before, after, and of many schools."""

from __future__ import annotations

from typing import Annotated, TypedDict

from balance_classes.domain.batch import Total
from balance_classes.domain.result.later_states import Tally
from balance_classes.rendering.json_result_answers import JSON, FindingAnswer, Judged


class Templated(TypedDict):
    """Of template."""

    file: str


class Sampled(TypedDict):
    """Of sample."""

    files: list[str]


class Committed(TypedDict):
    """Of commit: `words` are the giver's alone until the draw, `commitment` is handed in."""

    giver: str
    words: str
    commitment: str


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


class WishAnswer(TypedDict):
    """Students who are to be together or apart, by row and masked name, and the cells that say so.

    `kind` is "together", "apart", or "friends": the first is to be with one of the others.
    """

    kind: str
    rows: list[int]
    students: list[str]
    cells: list[str]


class Checked(TypedDict):
    """Of check: how the roster was read, what is possible. Problems are findings."""

    file: str
    sheet: str
    header_row: int
    students: int
    policy: str
    columns: list[Column]
    ignored: list[str]
    left_out: list[LeftOutColumn]
    levels: dict[str, dict[str, int]]
    wishes: list[WishAnswer]
    classes: list[ClassCap]
    classes_needed: int | None
    limits: list[TierLimit]
    warnings: list[FindingAnswer]
    trials: dict[str, int] | None
    marked: str | None


class LedgerPlace(TypedDict):
    """The ledger that something was entered in, and the line."""

    file: str
    line: int


class Posted(TypedDict):
    """The line on the ledger, and the head of the ledger then."""

    line: int
    head: str


class Sealed(TypedDict):
    """Of seal: `drawn` is the last draw of this roster, 0 if there was none.

    `sheet` is the page to post, null where the seal is printed.
    """

    fingerprint: str
    file: str
    sheet: str | None
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


class NoticedSchool(TypedDict):
    """Of notice of a batch, a line a school; without a notice the findings say why."""

    school: str
    notice: Noticed | None


class NoticedBatch(TypedDict):
    """Of notice of a batch, the last line."""

    schools: int
    missing: int


class Listed(TypedDict):
    """Of lists, without names."""

    folder: str
    files: list[str]
    students: int


class Grown(TypedDict):
    """Of place and amend; a rehearsal has no file and no ledger."""

    rehearsal: bool
    file: str | None
    folder: str
    fingerprint: str | None
    ledger: Posted | None
    since_the_draw: Annotated[JSON, Tally]
    change: Annotated[JSON, "place.json", "amend.json"]


class Led(TypedDict):
    """Of desk: what was done, each as its own command tells it."""

    check: Checked
    marked: str | None
    sealed: str | None
    assign: Assigned | None
    verify: Judged | None
    notice: Noticed | None
    lists: Listed | None


class DrawnSchool(TypedDict):
    """Of batch, a line of each school as it ends; `less_even` tells of changes since the draw."""

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
    less_even: bool | None
    draw: int | None
    reason: str | None
    changes: int | None
    fingerprint: str | None
    warnings: list[str]
    left_out: list[str]
    joined: bool
    carried: dict[str, str]
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
    gone: int
    same_children: list[list[ChildPlace]]
    totals: list[Annotated[JSON, Total]]
    summaries: list[str]
    rosters: list[str]
