"""`python -m benchmarks.audit STAR [CASE]`: does the audit keep its word on real classes by lot?

STAR is the file that `benchmarks.star` reads; cases are honest, planted, favours and beside.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import fmean

import click
from scipy import stats

from balance_classes.statistics.figures import OtherTests, figures_of
from benchmarks.deals import BY_LOT, DEALS, DRAWN, GOES_WITH_SCORE, with_attribute_of_score
from benchmarks.star import (
    ATTRIBUTES,
    HONEST,
    LEVEL,
    LOTS,
    SCORES,
    SIZES,
    TRIALS,
    Deal,
    Kept,
    School,
    anew,
    even_seats,
    groups,
    headings,
    least_p,
    percent,
    read,
    shares,
)
from benchmarks.tables import Table, show, write

SCHOOLS = 226
"""A county: what is seen there after the correction for so many schools, too."""


def honest(schools: Sequence[School], _: Kept) -> Table:
    """Measure the p-values of classes that were drawn by lot, and of scores a year later."""
    late = OtherTests(judged=False)
    figures = [figures_of(s.classes, s.scores, LOTS, None, late) for s in schools]
    rows = []
    for at, name in enumerate(ATTRIBUTES):
        tests = [f.attributes[at] for f in figures]
        rows.append(_null_row(_words(name), [t.test.p for t in tests]))
        rows.append(_null_row(f"{_words(name)}, by chi-square", [t.chi_square.p for t in tests]))
    corrected = [min(a.test.corrected for a in f.attributes) for f in figures]
    rows.append(_null_row("the three, corrected", corrected))
    for score in SCORES:
        found = [each for f in figures for each in f.scores if each.score == score]
        name = f"{_words(score)} a year later"
        rows.append(_null_row(f"{name}, means", [each.tests[0].p for each in found]))
        rows.append(_null_row(f"{name}, corrected", [each.corrected for each in found]))
    return Table(
        ("Looked at", "Schools", "p below 0.01", "below 0.05", "below 0.10", "below 0.50", "KS p"),
        rows,
        (
            "An honest test has 1, 5, 10 and 50 %. KS p: Kolmogorov and Smirnov's test that the "
            "p-values are uniform. Scores were taken after a year of teaching: classes differ by "
            "their teachers, with no streaming at all.",
        ),
    )


def _words(name: str) -> str:
    return {"aid": "free lunch", "birth_quarter": "birth quarter"}.get(name, name.replace("_", " "))


def _null_row(name: str, ps: Sequence[float]) -> list[str]:
    shares = [percent(sum(p < limit for p in ps) / len(ps)) for limit in (0.01, 0.05, 0.1, 0.5)]
    return [name, str(len(ps)), *shares, f"{stats.kstest(ps, 'uniform').pvalue:.3f}"]


def planted(schools: Sequence[School], kept: Kept) -> Table:
    """Measure how often a way of forming classes is seen, beside lots and this program's draws."""
    found = {
        name: [
            kept.of(f"{name} {at}", lambda: [_judged(s, deal, name) for s in group])  # noqa: B023
            for at, group in enumerate(groups(schools, HONEST if name in BY_LOT else TRIALS))
        ]
        for name, deal in DEALS.items()
    }
    rows = [[name, *shares(each, LEVEL)] for name, each in found.items()]
    rows += [
        [f"{name}, among {SCHOOLS} schools", *shares(found[name], LEVEL / SCHOOLS)]
        for name in ("40 % of pupils sorted by score", "snake by score")
    ]
    seen = {name: [fmean(p < LEVEL for p in ps) for ps in each[1:]] for name, each in found.items()}
    return Table(
        ("Formed by", *headings(schools)),
        rows,
        (
            f"Share of {len(schools)} real and {TRIALS} pooled schools of a size ({HONEST} in the "
            "first two rows) with a p-value below 5 %, corrected for all that is judged: three "
            "attributes, a score from before, an order of names. "
            f"Up to {LOTS:,} lotteries. Sorted: so many pupils sit by score on their seats. By "
            "hand: so many pupils change places afterwards. Balanced means: pupils of one sex "
            "change places while the means of the classes come nearer. Villages: eight "
            "neighbours of the alphabet stay together. This program: its own draw, which sees the "
            "attributes and no score; beside three that hardly go with scores, a fourth that does. "
            f"Among {SCHOOLS} schools: corrected for their number as well.",
        ),
        {"audit.svg": partial(_draw, {name: seen[name] for name in DRAWN})},
    )


def _judged(school: School, deal: Deal, name: str) -> float:
    chance = random.Random(f"{name} {school.classes.school}")
    pupils = len(school.classes.students)
    ((score, values), *_) = school.scores.items()
    names = tuple(float(i) for i in chance.sample(range(pupils), pupils))
    classes = anew(school, chance, even_seats(school), ATTRIBUTES)
    if name == GOES_WITH_SCORE:
        classes = with_attribute_of_score(classes, values, chance)
    dealt = School(classes, {score: values, "name": names})
    classes = replace(classes, class_of=tuple(deal(dealt, chance)))
    beside = OtherTests(orders={"name": names})
    return least_p(figures_of(classes, {score: values}, LOTS, None, beside))


def _draw(shares: Mapping[str, Sequence[float]], path: Path) -> None:
    """Draw the shares detected over the size of the school."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    # The same figures give the same file.
    matplotlib.rcParams["svg.hashsalt"] = "audit"
    figure, axes = pyplot.subplots(figsize=(7.5, 4.2))
    for name, each in shares.items():
        dashed = "--" if name == "lots" else "-"
        axes.plot(SIZES, [100 * share for share in each], dashed, marker="o", label=name)
    axes.axhline(100 * LEVEL, color="grey", linewidth=0.8)
    axes.set(xlabel="pupils in the school", ylabel="detected at 5 % (%)", ylim=(0, 103))
    axes.legend(fontsize=8, loc="center right")
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)


@click.command()
@click.argument("star", type=click.Path(path_type=Path, exists=True))
@click.argument("cases", nargs=-1)
@click.option("--kept", "kept_in", type=click.Path(path_type=Path), help="P-values so far.")
@click.option("--write", "to_page", is_flag=True, help="Write tables and curves into the docs.")
def main(star: Path, cases: tuple[str, ...], kept_in: Path | None, *, to_page: bool) -> None:
    """Measure the audit on the file STAR, all of it or some cases."""
    from benchmarks.favoured import beside, favoured

    schools, kept = read(star), Kept(kept_in)
    every = {"honest": honest, "planted": planted, "favours": favoured, "beside": beside}
    for name in cases or every:
        table = every[name](schools, kept)
        show(f"audit-{name}", table)
        if to_page:
            write(f"audit-{name}", table)


if __name__ == "__main__":
    main()
