"""Results as tables: one row a student, a quota in a class, a tier, a finding, a check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.bins import number_column
from balance_classes.domain.verdict import Verdict
from balance_classes.errors import Finding
from balance_classes.files.evidence.forms import Record
from balance_classes.language import Language


def classes_frame(formed: Formed, index: pd.Index | None) -> pd.DataFrame:
    """Return the students in the order of the roster, each with class, numbers and levels.

    `index` names the rows of a table in memory, whose header stands above them; of a file each
    student keeps the number of its row.
    """
    placements = sorted(formed.placements, key=lambda placement: placement.student.row)
    rows = [placement.student.row for placement in placements]
    table = pd.DataFrame(
        [
            {
                "class": formed.classes[placement.school_class].name,
                "lottery_number": placement.lottery_number,
                "name": placement.student.name,
                **placement.student.identities,
                **placement.student.levels,
                **{
                    number_column(name): placement.student.numbers.get(name)
                    for name in formed.roster.numbers
                },
            }
            for placement in placements
        ],
        index=pd.Index(rows, name="row") if index is None else index.take([r - 2 for r in rows]),
    )
    return table.astype(_in_order(formed))


def balance_frame(formed: Formed) -> pd.DataFrame:
    """Return the counts of size and every level in every class beside the even share."""
    table = pd.DataFrame(
        [
            (
                *(group, line.quota.level, school_class.name),
                *(line.quota.low[c], line.quota.high[c], count, line.quota.excess_in(c, count)),
            )
            for group, lines in formed.shown_groups().items()
            for line in lines
            for c, (school_class, count) in enumerate(zip(formed.classes, line.counts, strict=True))
        ],
        columns=["group", "level", "class", "low", "high", "count", "excess"],
    )
    return table.astype(_in_order(formed)).set_index(["group", "level", "class"])


def _in_order(formed: Formed) -> dict[str, pd.CategoricalDtype]:
    """Return the type by which names of classes sort in the order of the classes: 2 before 10."""
    names = [school_class.name for school_class in formed.classes]
    return {"class": pd.CategoricalDtype(names, ordered=True)}


def proofs_frame(record: Record) -> pd.DataFrame:
    """Return what is proven of each tier, from 1, with the keys of the record."""
    tiers = pd.RangeIndex(1, len(record.proofs) + 1, name="tier")
    return pd.DataFrame([dict(proof) for proof in record.proofs], index=tiers)


def levels_frame(levels: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """Return how many students there are of each level of each attribute."""
    counts = [(group, level, n) for group, of in levels.items() for level, n in of.items()]
    table = pd.DataFrame(counts, columns=["group", "level", "students"])
    return table.set_index(["group", "level"])


def findings_frame(found: Mapping[str, Iterable[Finding]], language: Language) -> pd.DataFrame:
    """Return findings by their kind, in words: where, what, and how to mend it."""
    say = language.say
    return pd.DataFrame(
        [
            (kind, say(finding.where), say(finding.what), say(finding.mend))
            for kind, findings in found.items()
            for finding in findings
        ],
        columns=["kind", "where", "what", "mend"],
    )


def checks_frame(verdict: Verdict, language: Language) -> pd.DataFrame:
    """Return each check with whether it was passed, and where it was not: one line a difference."""
    say = language.say
    return pd.DataFrame(
        [
            (
                *(check.key, check.passed, say(check.said)),
                "\n".join(f"{say(each.where)}: {say(each.what)}" for each in check.differences),
            )
            for check in verdict.checks
        ],
        columns=["check", "passed", "said", "differences"],
    )
