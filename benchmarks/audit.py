"""`python -m benchmarks.audit STAR`: does the audit keep its word on real classes by lot?

STAR is a file of Project STAR's kindergarten (Tennessee 1985, data set `star` of the R package
mlmRev): 79 schools whose pupils were put into classes at random, with columns school, student_id,
sex, birth_quarter, free_lunch, class, reading_score, maths_score.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import fmean

import click
from scipy import stats

from balance_classes.domain.audit.class_list import ClassList, Scores
from balance_classes.domain.audit.findings import QUESTIONS, Figures
from balance_classes.domain.audit.list_problem import problem_of
from balance_classes.files.lists.class_lists import ListColumns, read_class_lists
from balance_classes.files.lists.scores import scores_in_lists
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import drawn_optimum, effort_of
from balance_classes.statistics.figures import OtherTests, figures_of
from benchmarks.tables import Table, show, write

LOTS, TRIALS, LEVEL = 399, 10, 0.05
SCORES = ("reading_score", "maths_score")
ATTRIBUTES = ("sex", "birth_quarter", "aid")
POOLED, POOLED_TRIALS, CLASS = (80, 160, 240, 320, 480), 100, 40
DEALT_SIZES, DEALT_LOTS, DEALT_TRIALS = (80, 160, 240), 999, 25
STREAMED = (0.1, 0.2, 0.4)
POOR = "F"
"""Eligible for free lunch, as the file writes it."""


@dataclass(frozen=True)
class School:
    """A school of the file, with its real scores."""

    classes: ClassList
    scores: Scores


def read(path: Path) -> list[School]:
    """Return the schools, with the attributes that are looked at."""
    columns = ListColumns(scores=SCORES)
    lists = read_class_lists([path], read_rules(None, {}), columns)
    scores = scores_in_lists(lists, SCORES).scores
    return [
        School(_without_unknown(replace(classes, attributes=ATTRIBUTES)), each)
        for classes, each in zip(lists.classes, scores, strict=True)
    ]


def _without_unknown(classes: ClassList) -> ClassList:
    """Return a list in which an unknown birth quarter, written NA:NA, is not stated."""
    students = tuple(
        replace(s, levels={n: "" if v == "NA:NA" else v for n, v in s.levels.items()})
        for s in classes.students
    )
    return replace(classes, students=students)


def honest(schools: Sequence[School]) -> Table:
    """Measure the p-values of classes that were drawn by lot, and of scores a year later."""
    late = OtherTests(judged=False)
    figures = [figures_of(s.classes, s.scores, 4_999, None, late) for s in schools]
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
            "their teachers, with no streaming at all. 4,999 lotteries.",
        ),
    )


def _words(name: str) -> str:
    return {"aid": "free lunch", "birth_quarter": "birth quarter"}.get(name, name.replace("_", " "))


def _null_row(name: str, ps: Sequence[float]) -> list[str]:
    shares = [_percent(sum(p < limit for p in ps) / len(ps)) for limit in (0.01, 0.05, 0.1, 0.5)]
    return [name, str(len(ps)), *shares, f"{stats.kstest(ps, 'uniform').pvalue:.3f}"]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


Plant = Callable[[School, random.Random], tuple[ClassList, Scores]]
"""Makes of a school one whose classes are by lot, with something planted."""


def planted(schools: Sequence[School]) -> Table:
    """Measure how often something planted is seen in the real schools, by their size."""
    sizes = sorted(school.classes.size for school in schools)
    edges = (0, sizes[len(sizes) // 3], sizes[2 * len(sizes) // 3], sizes[-1])
    groups = [[s for s in schools if a < s.classes.size <= b] for a, b in zip(edges, edges[1:])]  # noqa: B905, RUF007
    rows = []
    for name, plant in _plants().items():
        shares = [_seen(group, plant, name, TRIALS) for group in (*groups, schools)]
        rows.append([name, *map(_percent, shares)])
    heads = [
        f"{min(s.classes.size for s in g)}–{max(s.classes.size for s in g)} pupils ({len(g)})"
        for g in groups
    ]
    return Table(
        ("Planted", *heads, f"all ({len(schools)})"),
        rows,
        (
            f"Share of schools with a corrected p-value below 5 %, {TRIALS} trials a school, "
            f"{LOTS} lotteries each; the real classes of about 19 pupils. Scores are dealt anew "
            "by lot within the school, which breaks their link to the class; then so many pupils "
            "are sorted by score over their seats. Favours: all pupils with free lunch of one "
            "class change places with others who have none.",
        ),
    )


def _plants() -> dict[str, Plant]:
    return {
        "nothing: false alarms, scores": partial(_streamed, share=0.0),
        **{
            f"{_percent(share)} of pupils sorted by score": partial(_streamed, share=share)
            for share in STREAMED
        },
        "nothing: false alarms, attributes": partial(_favoured, favours=False),
        "one class without free lunch": partial(_favoured, favours=True),
    }


def _seen(schools: Sequence[School], plant: Plant, name: str, trials: int) -> float:
    found = []
    for school in schools:
        chance = random.Random(f"{name} {school.classes.school}")
        for _ in range(trials):
            found.append(_p(figures_of(*plant(school, chance), LOTS, None)) < LEVEL)
    return fmean(found)


def _p(figures: Figures) -> float:
    """Return the least p-value of whatever is judged: one budget for all of it."""
    return min(test.corrected for question in QUESTIONS for test in figures.tests(question))


def _streamed(school: School, chance: random.Random, share: float) -> tuple[ClassList, Scores]:
    """Deal the first score by lot, then sort a share of the pupils by it over their seats."""
    name, real = next(iter(school.scores.items()))
    values = list(real)
    chance.shuffle(values)
    chosen = sorted(chance.sample(range(len(values)), round(share * len(values))))
    chosen = [i for i in chosen if values[i] is not None]
    seats = sorted(chosen, key=lambda i: school.classes.class_of[i])
    best: list[float | None] = sorted((values[i] for i in chosen), key=_or_zero, reverse=True)
    for seat, value in zip(seats, best, strict=True):
        values[seat] = value
    return _anew(school, chance, school.classes.class_of, ()), {name: tuple(values)}


def _anew(
    school: School, chance: random.Random, class_of: Sequence[int], attributes: tuple[str, ...]
) -> ClassList:
    """Return a list under a name of its own, so that each trial has lots of its own."""
    return replace(
        school.classes,
        school=f"{school.classes.school} {chance.random()}",
        class_of=tuple(class_of),
        attributes=attributes,
    )


def _or_zero(value: float | None) -> float:
    return 0.0 if value is None else value


def _favoured(school: School, chance: random.Random, favours: bool) -> tuple[ClassList, Scores]:
    """Deal the classes by lot; with favours one of them gives all its poor pupils away."""
    class_of = list(school.classes.class_of)
    chance.shuffle(class_of)
    if favours:
        poor = [s.levels["aid"] == POOR for s in school.classes.students]
        best = chance.randrange(len(school.classes.classes))
        leaving = [i for i, c in enumerate(class_of) if c == best and poor[i]]
        coming = [i for i, c in enumerate(class_of) if c != best and not poor[i]]
        for one, other in zip(leaving, chance.sample(coming, len(coming)), strict=False):
            class_of[one], class_of[other] = class_of[other], class_of[one]
    return _anew(school, chance, class_of, ATTRIBUTES), {}


def by_size(schools: Sequence[School]) -> Table:
    """Measure the same in schools of other sizes, pooled from the pupils of real ones."""
    shares: dict[str, list[float]] = {}
    for size in POOLED:
        pooled = [_pool(schools, size, number) for number in range(POOLED_TRIALS)]
        for name, plant in _plants().items():
            shares.setdefault(name, []).append(_seen(pooled, plant, f"{name} {size}", 1))
    return Table(
        ("Planted", *(f"{size} pupils, {size // CLASS} classes" for size in POOLED)),
        [[name, *map(_percent, each)] for name, each in shares.items()],
        (
            f"Schools of classes of {CLASS}, each pooled from pupils of real schools drawn by "
            f"lot, {POOLED_TRIALS} of each size, {LOTS} lotteries each; detected at 5 %, "
            "corrected.",
        ),
        {"audit.svg": partial(_draw, shares)},
    )


def _pool(schools: Sequence[School], size: int, number: int) -> School:
    """Return a school of some size, from the pupils of real schools in an order drawn by lot."""
    chance = random.Random(f"pool {size} {number}")
    score = SCORES[0]
    pupils = [
        (student, value)
        for school in chance.sample(list(schools), len(schools))
        for student, value in zip(school.classes.students, school.scores[score], strict=True)
    ][:size]
    class_of = [i % (size // CLASS) for i in range(size)]
    chance.shuffle(class_of)
    classes = ClassList(
        school=f"pooled {size} {number}",
        students=tuple(student for student, _ in pupils),
        classes=tuple(f"C{c}" for c in range(size // CLASS)),
        class_of=tuple(class_of),
        attributes=ATTRIBUTES,
    )
    return School(classes, {score: tuple(value for _, value in pupils)})


Deal = Callable[[School, random.Random], Sequence[int]]
"""Gives each pupil of a school a class."""


def dealt(schools: Sequence[School]) -> Table:
    """Measure how often it is seen that scores, or an order of the list, formed the classes."""
    pools = {size: [_pool(schools, size, n) for n in range(DEALT_TRIALS)] for size in DEALT_SIZES}
    rows = []
    for name, deal in _deals().items():
        shares = []
        for group in (schools[::2], *pools.values()):
            found = [_judged(school, deal, name) for school in group]
            shares.append(fmean(p < LEVEL for p in found))
        rows.append([name, *map(_percent, shares)])
    return Table(
        (
            "Formed by",
            "real schools, classes of 19",
            *(f"{size} pupils, {size // CLASS} classes" for size in DEALT_SIZES),
        ),
        rows,
        (
            f"Share of {len(schools[::2])} real and {DEALT_TRIALS} pooled schools of a size with "
            "a p-value below 5 %, corrected for all that is judged: three attributes, a score "
            f"from before, an order of names; {DEALT_LOTS} "
            "lotteries. By hand: so many pupils change places afterwards. Balanced means: pupils "
            "of one sex change places while the means of the classes come nearer. This program: "
            "its own draw, which sees three attributes and no score.",
        ),
    )


def _judged(school: School, deal: Deal, name: str) -> float:
    chance = random.Random(f"{name} {school.classes.school}")
    students = len(school.classes.students)
    classes = _anew(school, chance, _even_seats(school), ATTRIBUTES)
    names = tuple(float(i) for i in chance.sample(range(students), students))
    ordered = School(classes, {**dict([next(iter(school.scores.items()))]), "name": names})
    classes = replace(classes, class_of=tuple(deal(ordered, chance)))
    (score, values), *_ = school.scores.items()
    beside = OtherTests(orders={"name": names})
    return _p(figures_of(classes, {score: values}, DEALT_LOTS, None, beside))


def _even_seats(school: School) -> list[int]:
    """Return seats of classes that differ by one at most."""
    return [i % len(school.classes.classes) for i in range(school.classes.size)]


def _deals() -> dict[str, Deal]:
    return {
        "lots": _by_lot,
        "this program": _by_this_program,
        "snake by score": partial(_in_turn, by="score"),
        "snake within each sex": partial(_in_turn, by="score", within="sex"),
        "snake, 5 % by hand": partial(_in_turn, by="score", by_hand=0.05),
        "snake, 10 % by hand": partial(_in_turn, by="score", by_hand=0.1),
        "balanced means": _balanced,
        "in turn by the alphabet": partial(_in_turn, by="name", turning=False),
        "one class after the other by the alphabet": _filled,
    }


def _by_lot(school: School, chance: random.Random) -> Sequence[int]:
    seats = _even_seats(school)
    chance.shuffle(seats)
    return seats


def _by_this_program(school: School, chance: random.Random) -> Sequence[int]:
    rules = replace(read_rules(None, {"policy": "none"}), steps=2_000)
    found = drawn_optimum(problem_of(school.classes, rules), f"{chance.random()}", effort_of(rules))
    assert found is not None
    return found.class_of


def _ranked(school: School, by: str, chance: random.Random) -> list[int]:
    """Return pupils from the first on; who has no score comes last, ties by lot."""
    values = school.scores["name"] if by == "name" else next(iter(school.scores.values()))
    return sorted(range(len(values)), key=lambda i: (-_or_zero(values[i]), chance.random()))


def _in_turn(
    school: School,
    chance: random.Random,
    *,
    by: str,
    within: str = "",
    turning: bool = True,
    by_hand: float = 0.0,
) -> Sequence[int]:
    """Deal pupils out in turn, forth and back where `turning`; then some change places."""
    order = _ranked(school, by, chance)
    if within:
        order.sort(key=lambda i: school.classes.students[i].levels[within])
    classes = list(range(len(school.classes.classes)))
    turns = (classes[::-1] if turning and n % 2 else classes for n in range(len(order)))
    seats = [c for turn in turns for c in turn][: len(order)]
    class_of = [0] * len(order)
    for pupil, seat in zip(order, seats, strict=True):
        class_of[pupil] = seat
    for _ in range(round(by_hand * len(order) / 2)):
        one, other = chance.sample(range(len(order)), 2)
        class_of[one], class_of[other] = class_of[other], class_of[one]
    return class_of


def _filled(school: School, chance: random.Random) -> Sequence[int]:
    class_of = [0] * school.classes.size
    seats = sorted(_even_seats(school))
    for pupil, seat in zip(_ranked(school, "name", chance), seats, strict=True):
        class_of[pupil] = seat
    return class_of


def _balanced(school: School, chance: random.Random) -> Sequence[int]:
    """Exchange pupils of one sex wherever that brings the means of two classes nearer."""
    values = next(iter(school.scores.values()))
    class_of = list(_by_lot(school, chance))
    known = [i for i, value in enumerate(values) if value is not None]
    sexes = [student.levels["sex"] for student in school.classes.students]
    count = [sum(class_of[i] == c for i in known) for c in range(len(school.classes.classes))]
    total = [sum(_or_zero(values[i]) for i in known if class_of[i] == c) for c in range(len(count))]
    for _ in range(40 * len(known)):
        one, other = chance.sample(known, 2)
        a, b = class_of[one], class_of[other]
        gain = _or_zero(values[other]) - _or_zero(values[one])
        apart = total[a] / count[a] - total[b] / count[b]
        if sexes[one] == sexes[other] and a != b:
            after = (total[a] + gain) / count[a] - (total[b] - gain) / count[b]
            if abs(after) < abs(apart):
                class_of[one], class_of[other] = b, a
                total[a], total[b] = total[a] + gain, total[b] - gain
    return class_of


def _draw(shares: Mapping[str, Sequence[float]], path: Path) -> None:
    """Draw the shares detected over the size of the school."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    # The same figures give the same file.
    matplotlib.rcParams["svg.hashsalt"] = "audit"
    figure, axes = pyplot.subplots(figsize=(7.5, 4.2))
    for name, each in shares.items():
        dashed = "--" if name.startswith("nothing") else "-"
        axes.plot(POOLED, [100 * share for share in each], dashed, marker="o", label=name)
    axes.axhline(100 * LEVEL, color="grey", linewidth=0.8)
    axes.set(xlabel="pupils in the school", ylabel="detected at 5 % (%)", ylim=(0, 103))
    axes.legend(fontsize=8, loc="center right")
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)


@click.command()
@click.argument("star", type=click.Path(path_type=Path, exists=True))
@click.option("--write", "to_page", is_flag=True, help="Write tables and curves into the docs.")
def main(star: Path, *, to_page: bool) -> None:
    """Measure the audit on the file STAR."""
    schools = read(star)
    for name, measure in (
        ("audit-honest", honest),
        ("audit-planted", planted),
        ("audit-size", by_size),
        ("audit-dealt", dealt),
    ):
        table = measure(schools)
        show(name, table)
        if to_page:
            write(name, table)


if __name__ == "__main__":
    main()
