"""The counts of a report: one table, and a picture of each level beside what lots alone give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isqrt
from typing import Any

from balance_classes.domain.result.count_table import (
    CountLine,
    class_heads,
    count_groups,
    mean_label,
    signed,
)
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import SEX
from balance_classes.domain.rules.policy import KEEP
from balance_classes.domain.rules.rules import OFFERED, SIZE, TOTAL
from balance_classes.language import Text

Say = Callable[[Text | str], str]

BESIDE = Text(
    "Each line is a level, each mark a class: left of the middle it has fewer students than the "
    "even share, right of it more. All lines have one scale."
)
KEY = (
    Text("a class"),
    Text("the even share, rounded down and up"),
    Text("where lots alone would put nineteen of twenty classes"),
)
UNIT = 100
"""A student is so wide in a picture."""
HEIGHT, MARK = 20, 24
"""Of a picture, and the width of a class's mark in it."""
NINETEEN_OF_TWENTY = (196, 100)
"""So many standard deviations to each side, as a fraction."""
FEWEST = 10
"""Of a level of fewer students a picture says nothing."""
NO_SHARES = (SIZE, TOTAL, OFFERED, KEEP)
"""Sums of seats and of numbers, and what rules put into single classes: lots alone say nothing
of these."""


def counts_shown(formed: Formed, say: Say) -> dict[str, Any]:
    """Return the table of counts: size and each attribute down, the classes across."""
    names = [school_class.name for school_class in formed.classes]
    heads = class_heads(names)
    whole = Text("Group") if formed.assignment.lettered else Text("Class")
    means = {mean.name: mean for mean in formed.means()}
    groups = []
    for group, lines in count_groups(formed).items():
        named = _named_alone(group, lines)
        rows = [_row(line, say, named=named) for line in lines]
        if group in means:
            mean = means[group]
            cells = [{"count": each or "–", "beyond": ""} for each in mean.classes]
            label = say(mean_label(group))
            rows.append({"label": label, "all": mean.overall or "–", "share": "", "cells": cells})
        groups.append({"name": "" if named else say(field_label(group)), "rows": rows})
    return {
        "caption": say(
            Text("Classes: {first} to {last}", first=names[0], last=names[-1])
            if names[1:]
            else Text("Class {names}", names=names[0])
        ),
        "corner": say(whole),
        "all": say(Text("All")),
        "share": say(Text("Even share")),
        "before": heads.before,
        "names": heads.names,
        "after": heads.after,
        "groups": groups,
    }


def _named_alone(group: str, lines: tuple[CountLine, ...]) -> bool:
    """Tell whether lines say what they count without the name of their attribute above."""
    return group in (SIZE, SEX) or (len(lines) == 1 and lines[0].yes)


def _label(line: CountLine, *, named: bool) -> Text | str:
    return field_label(line.group) if named and line.yes else line.label()


def _row(line: CountLine, say: Say, *, named: bool) -> dict[str, Any]:
    return {
        "label": say(_label(line, named=named)),
        "all": line.total,
        "share": line.share,
        "cells": [
            {"count": count, "beyond": signed(beyond)}
            for count, beyond in zip(line.counts, line.beyond, strict=True)
        ],
    }


@dataclass(frozen=True)
class _Beside:
    """A level in the picture, in hundredths of a student from its even share."""

    name: str
    label: str
    under: bool
    lots: int
    even: tuple[int, int]
    classes: tuple[int, ...]

    @property
    def widest(self) -> int:
        """How far from the middle something lies."""
        return max(self.lots, *map(abs, self.even), *map(abs, self.classes))


def beside_lots(formed: Formed, say: Say) -> dict[str, Any]:
    """Return the picture of all levels of some size beside what lots alone would give."""
    rows = list(_beside(formed, say))
    widest = max((row.widest for row in rows), default=0) + MARK
    return {
        "said": say(
            Text(
                "Picture: of each level, how far every class lies from its even share, beside "
                "where lots alone would put it. The numbers stand in the table above."
            )
        ),
        "key": [say(word) for word in KEY],
        "box": f"{-widest} 0 {2 * widest} {HEIGHT}",
        "rows": [
            {
                "name": row.name,
                "label": row.label,
                "under": row.under,
                "lots": _bar(-row.lots, row.lots, 2),
                "even": _bar(*row.even, 0),
                "classes": "".join(
                    _bar(at - MARK // 2, at + MARK // 2, 3) for at in sorted(set(row.classes))
                ),
            }
            for row in rows
        ],
    }


def _bar(left: int, right: int, edge: int) -> str:
    return f"M{left} {edge}H{right}V{HEIGHT - edge}H{left}z"


def _beside(formed: Formed, say: Say) -> Iterator[_Beside]:
    students, classes = formed.roster.size, len(formed.classes)
    if classes == 1:
        return
    for group, lines in count_groups(formed).items():
        if group in NO_SHARES:
            continue
        named = _named_alone(group, lines)
        shown = [line for line in lines if not line.rare and line.total >= FEWEST]
        for first, line in enumerate(shown):
            quota = line.lines[0].quota
            share = UNIT * line.total // classes
            yield _Beside(
                "" if named or first else say(field_label(group)),
                say(_label(line, named=named)),
                not named,
                lots_reach(students, line.total, classes),
                (UNIT * min(quota.low) - share, UNIT * max(quota.high) - share),
                tuple(UNIT * count - share for count in line.counts),
            )


def lots_reach(students: int, members: int, classes: int) -> int:
    """Return how far from its mean lots alone leave nineteen of twenty classes.

    A class of N/n drawn of N has members of K with variance K/n · (1 − K/N) · (N − N/n)/(N − 1):
    the hypergeometric distribution; in integers, so that every machine draws the same.
    """
    above, below = NINETEEN_OF_TWENTY
    over = members * (students - members) * (classes - 1)
    under = classes * classes * max(1, students - 1)
    return isqrt(UNIT * UNIT * above * above * over // (under * below * below))
