"""The second half measured: teams of teachers to their limit, and the chances of each pairing."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace
from itertools import permutations
from math import factorial, sqrt
from statistics import NormalDist, median

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.teachers.pairing_lot import MOST_ROUNDS, Cell, draw_teams, part_seed
from balance_classes.domain.teachers.staff import Staff, Teacher
from balance_classes.domain.teachers.team_problem import formulate_teams
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import draw, effort_of, plan, require_possible
from benchmarks.registry import Asked, case
from benchmarks.tables import Table

SEEDS = 10_000
STAFFS = 10
SIZES = ((10, 46), (20, 90), (40, 180))
"""Classes and teachers."""
SUBJECTS = 9
TITLES = {"senior": 2, "first": 4, "second": 3, "none": 1}
CONFIDENCE = 0.95
BARS_OF_TEN = frozenset((group, (3 * group + k) % 10) for group in range(4) for k in (0, 1))
LOTS: dict[str, tuple[int, frozenset[Cell]]] = {
    "10 groups, nothing barred": (10, frozenset()),
    "20 groups, nothing barred": (20, frozenset()),
    "10 groups, 8 pairings barred": (10, BARS_OF_TEN),
    "4 groups, 3 pairings barred": (4, frozenset({(0, 0), (1, 1), (1, 2)})),
}


@case("teams", "teams of teachers: seconds, excess and proof")
def teams(asked: Asked) -> Table:
    """Form the teams of made-up staffs; titles and years differ by subject, as they do."""
    lines = [_team_row(classes, teachers) for classes, teachers in SIZES]
    headings = ("Classes", "Teachers", "Posts", "Seconds", "At most", "Excess", "Proven")
    sentences = (
        f"{STAFFS} staffs a row, {SUBJECTS} subjects, each teacher in one to five classes, one of "
        "them with two subjects; years, titles and sex are spread. Seconds (median, most) are "
        "plan, draw and proof together; excess is the least and the most of all tiers.",
    )
    return Table(headings, lines, sentences)


@case("chances-of-pairing", "how equal the chances of each pairing are")
def chances_of_pairing(asked: Asked) -> Table:
    """Count how often each group gets each team, and where they are few each pairing."""
    lines = [_lot_row(name, *lot) for name, lot in LOTS.items()]
    headings = (
        "Lot",
        "Allowed pairings",
        "Rounds, mean",
        "Largest z",
        "A fair lot stays below",
    )
    sentences = (
        f"{SEEDS:,} seeds a lot. Where pairings are few, z is of each pairing; else of each "
        "group's chance of each team, beside the exact one among all allowed pairings. A fair lot "
        "stays below the figure beside it in nineteen of twenty measurements.",
    )
    return Table(headings, lines, sentences)


def a_staff(classes: int, teachers: int, seed: int) -> Staff:
    """Return a made-up staff of about so many teachers for so many classes."""
    chance = random.Random(seed)
    per_subject = _cut(teachers + 2, SUBJECTS)
    found: list[Teacher] = []
    for number, count in enumerate(per_subject):
        for taught in _cut(classes, min(count, classes)):
            found.append(_teacher(chance, len(found), number, taught))
    heads = chance.sample([i for i, t in enumerate(found) if t.subject < "S3"], classes)
    found = [_with_head(teacher, head=i in heads) for i, teacher in enumerate(found)]
    return Staff(
        file="made-up",
        sheet="",
        file_sha256="0" * 64,
        language="en",
        key="staff_number",
        teachers=tuple(sorted(_two_subjects(found), key=lambda t: (t.key, t.subject))),
        attributes=("years", "title", "sex"),
        heads=True,
        ready=False,
        columns=(),
        ignored=(),
        left_out=(),
    )


def _teacher(chance: random.Random, number: int, subject: int, taught: int) -> Teacher:
    weights = [weight + (subject % 3) * (n == 0) for n, weight in enumerate(TITLES.values())]
    title = chance.choices(list(TITLES), weights)[0]
    sex = "female" if chance.random() < (0.8, 0.5, 0.3)[subject % 3] else "male"
    years = {"senior": 25, "first": 15, "second": 6, "none": 1}[title] + chance.randrange(-1, 8)
    levels = (("title", title), ("sex", sex))
    key = f"T{number:03d}"
    return Teacher(key, key, f"S{subject}", taught, levels, max(0, years), False, (), number + 2)


def _with_head(teacher: Teacher, *, head: bool) -> Teacher:
    return replace(teacher, head=head)


def _two_subjects(found: list[Teacher]) -> list[Teacher]:
    """Let two people of one class each teach another subject, too."""
    last = found[-1]
    other = next(t for t in found if t.subject == "S0" and t.classes + last.classes <= 4)
    person = {name: getattr(other, name) for name in ("key", "name", "levels", "years")}
    return [*found[:-1], replace(last, **person)]


def _cut(total: int, parts: int) -> list[int]:
    return [total // parts + (i < total % parts) for i in range(parts)]


def _team_row(classes: int, teachers: int) -> list[str]:
    effort = effort_of(read_rules(None, {}))
    seconds, excess, proven, sizes, posts = [], Counter[int](), 0, set[int](), 0
    for seed in range(STAFFS):
        staff = a_staff(classes, teachers, seed)
        sizes.add(staff.size)
        posts = len(staff.posts)
        began = time.perf_counter()
        problem = formulate_teams(staff, classes)
        bounds = plan(problem, effort)
        require_possible(problem, effort)
        assignment = draw(problem, _seed(seed), effort, bounds, lambda stage: None)
        seconds.append(time.perf_counter() - began)
        excess[sum(proof.excess for proof in assignment.proofs)] += 1
        proven += all(proof.proven for proof in assignment.proofs)
    return [
        str(classes),
        "–".join(str(size) for size in sorted({min(sizes), max(sizes)})),
        str(posts),
        f"{median(seconds):.2f}",
        f"{max(seconds):.2f}",
        "–".join(str(value) for value in sorted({min(excess), max(excess)})),
        f"{proven} of {STAFFS}",
    ]


def _lot_row(name: str, groups: int, barred: frozenset[Cell]) -> list[str]:
    drawn = [
        draw_teams(groups, barred, part_seed(_seed(number), "pair").value, MOST_ROUNDS)
        for number in range(SEEDS)
    ]
    rounds = sum(count for _, count in drawn) / SEEDS
    found = [pairing for pairing, _ in drawn]
    ways = _ways(groups, barred)
    if ways <= SEEDS // 100:
        allowed = [p for p in permutations(range(groups)) if not barred & set(enumerate(p))]
        counts = Counter(found)
        chances = [(counts[pairing], 1 / ways) for pairing in allowed]
    else:
        cells = Counter(cell for pairing in found for cell in enumerate(pairing))
        chances = [
            (cells[g, t], _ways(groups, barred, (g, t)) / ways)
            for g in range(groups)
            for t in range(groups)
            if (g, t) not in barred
        ]
    scores = [abs(n - SEEDS * p) / sqrt(SEEDS * p * (1 - p)) for n, p in chances]
    fair = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / len(scores))
    return [name, f"{ways:,}", f"{rounds:.2f}", f"{max(scores):.2f}", f"{fair:.2f}"]


def _ways(groups: int, barred: frozenset[Cell], fixed: Cell | None = None) -> int:
    """Return how many pairings are allowed: group by group, for each set of teams given away."""
    if not barred:
        return factorial(groups - (fixed is not None))
    ways = {0: 1}
    for group in range(groups):
        following = Counter[int]()
        for taken, count in ways.items():
            for team in range(groups):
                if taken >> team & 1 or (group, team) in barred:
                    continue
                if fixed and fixed[0] == group and fixed[1] != team:
                    continue
                following[taken | 1 << team] += count
        ways = dict(following)
    return sum(ways.values())


def _seed(number: int) -> Seed:
    return Seed((SeedWords("", str(number)),), given=True)
