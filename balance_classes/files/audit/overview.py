"""The overview of an audit: a line a school, what is strongest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from balance_classes.domain.audit.all_schools_sentences import shown_p, signs_of
from balance_classes.domain.audit.findings import Audit, SchoolAudit
from balance_classes.language import Text

Say = Callable[[Text | str], str]

OVERVIEW_HEADER = (
    Text("School"),
    Text("Students"),
    Text("Classes: sizes"),
    Text("Broken rules"),
    Text("Sign"),
    Text("p of the school"),
    Text("p among all schools"),
)


def overview_rows(
    audit: Audit, say: Say, shown: Sequence[SchoolAudit] | None = None
) -> list[list[object]]:
    """Return a line a school, under `OVERVIEW_HEADER`; broken rules and strong signs first.

    `shown` are the schools that are wanted, all if None.
    """
    rows: list[list[object]] = []
    for at in audit.strong_first:
        school, classes = audit.schools[at], audit.schools[at].classes
        if shown is not None and school not in shown:
            continue
        least, most = min(classes.sizes), max(classes.sizes)
        sizes = f"{least}–{most}" if least < most else f"{least}"
        rows.append(
            [
                classes.school,
                classes.size,
                f"{len(classes.classes)}: {sizes}",
                len(school.broken),
                say(signs_of(audit, school)),
                *("–" if p is None else shown_p(p) for p in (audit.p(school),
                                                              audit.over_schools[at])),
            ]
        )  # fmt: skip
    return rows
