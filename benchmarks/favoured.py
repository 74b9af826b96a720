"""`python -m benchmarks.favoured STAR`: how often does the audit see favours that were planted?

STAR is the file that `benchmarks.audit` reads.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import click

from balance_classes.domain.roster.roster import Student
from balance_classes.statistics.figures import OtherTests, figures_of
from benchmarks.audit import (
    CLASS,
    DEALT_LOTS,
    DEALT_SIZES,
    DEALT_TRIALS,
    LEVEL,
    School,
    anew,
    by_lot,
    least_p,
    percent,
    pool,
    read,
)
from benchmarks.tables import Table, show, write

BURDENS = {"migrant": 0.25, "left_behind": 0.2, "aid": 0.3}
"""What share of pupils each burden has; those of the file are of one kind alone."""
MARKED, PLACES = 0.15, ("A", "B", "C")
"""What share of pupils a named column has an entry for, and of which workplaces."""
GIVEN_AWAY = 0.7
"""So many of its burdened pupils a favoured class gives away."""


def favoured(schools: Sequence[School]) -> Table:
    """Measure how often favours are seen, of classes by lot with one pattern planted."""
    pools = {size: [pool(schools, size, n) for n in range(DEALT_TRIALS)] for size in DEALT_SIZES}
    rows = []
    for name in ("nothing: false alarms", *_FAVOURS):
        found = [
            [_favour_p(school, name) < LEVEL for school in group]
            for group in (schools[::2], *pools.values())
        ]
        rows.append([name, *(percent(fmean(each)) for each in found)])
    return Table(
        (
            "Planted in one class",
            "real schools, classes of 19",
            *(f"{size} pupils, {size // CLASS} classes" for size in DEALT_SIZES),
        ),
        rows,
        (
            f"Share of {len(schools[::2])} real and {DEALT_TRIALS} pooled schools of a size with "
            "a p-value below 5 %, corrected for all that is judged: sex, birth quarter, three "
            "burdens of pupils drawn by lot (25, 20 and 30 %), a score from before, and a column "
            f"that is named, with an entry for 15 % of pupils; {DEALT_LOTS} lotteries. Better off: "
            "the class gives away 70 % of those with each burden. One workplace: all children of "
            "one of three. Transfers: all with an entry leave the class.",
        ),
    )


def _favour_p(school: School, name: str) -> float:
    chance = random.Random(f"{name} {school.classes.school}")
    score, values = next(iter(school.scores.items()))
    students = tuple(
        replace(
            student,
            levels={
                **student.levels,
                **{b: "yes" if chance.random() < p else "no" for b, p in BURDENS.items()},
            },
        )
        for student in school.classes.students
    )
    entries = [chance.choice(PLACES) if chance.random() < MARKED else "" for _ in students]
    class_of = list(by_lot(school, chance))
    if name in _FAVOURS:
        _FAVOURS[name](students, entries, class_of, chance)
    attributes = ("sex", "birth_quarter", *BURDENS)
    classes = replace(anew(school, chance, class_of, attributes), students=students)
    beside = OtherTests(favours={"who": entries})
    return least_p(figures_of(classes, {score: values}, DEALT_LOTS, None, beside))


def _give_away(
    going: Sequence[int], coming: Sequence[int], class_of: list[int], chance: random.Random
) -> None:
    """Let pupils of a class change places with others of other classes, drawn by lot."""
    for one, other in zip(going, chance.sample(coming, len(coming)), strict=False):
        class_of[one], class_of[other] = class_of[other], class_of[one]


def _better_off(
    students: Sequence[Student], _: Sequence[str], class_of: list[int], chance: random.Random
) -> None:
    for burden in BURDENS:
        has = [student.levels[burden] == "yes" for student in students]
        going = [i for i, c in enumerate(class_of) if c == 0 and has[i]]
        going = chance.sample(going, round(GIVEN_AWAY * len(going)))
        easy = [i for i, s in enumerate(students) if all(s.levels[b] == "no" for b in BURDENS)]
        _give_away(going, [i for i in easy if class_of[i]], class_of, chance)


def _one_workplace(
    _: Sequence[Student], entries: Sequence[str], class_of: list[int], chance: random.Random
) -> None:
    going = [i for i, entry in enumerate(entries) if entry == PLACES[0] and class_of[i]]
    coming = [i for i, entry in enumerate(entries) if entry != PLACES[0] and not class_of[i]]
    _give_away(going, coming, class_of, chance)


def _no_transfers(
    _: Sequence[Student], entries: Sequence[str], class_of: list[int], chance: random.Random
) -> None:
    going = [i for i, entry in enumerate(entries) if entry and not class_of[i]]
    coming = [i for i, entry in enumerate(entries) if not entry and class_of[i]]
    _give_away(going, coming, class_of, chance)


_FAVOURS: dict[str, Callable[..., None]] = {
    "better off in three ways": _better_off,
    "children of one workplace": _one_workplace,
    "no transfers": _no_transfers,
}


@click.command()
@click.argument("star", type=click.Path(path_type=Path, exists=True))
@click.option("--write", "to_page", is_flag=True, help="Write the table into the docs.")
def main(star: Path, *, to_page: bool) -> None:
    """Measure how favours are seen on the file STAR."""
    table = favoured(read(star))
    show("audit-favours", table)
    if to_page:
        write("audit-favours", table)


if __name__ == "__main__":
    main()
