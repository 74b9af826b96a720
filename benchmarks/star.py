"""Real classes by lot to try an audit on, and schools of other sizes pooled from their pupils.

STAR is a file of Project STAR's kindergarten (Tennessee 1985, data set `star` of the R package
mlmRev): 79 schools whose pupils were put into classes at random, with columns school, student_id,
sex, birth_quarter, free_lunch, class, reading_score, maths_score.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from balance_classes.domain.audit.class_list import ClassList, Scores
from balance_classes.domain.audit.findings import QUESTIONS, Figures
from balance_classes.files.lists.class_lists import ListColumns, read_class_lists
from balance_classes.files.lists.scores import scores_in_lists
from balance_classes.files.rules.rules_file import read_rules

LOTS, LEVEL = 1_999, 0.05
SCORES = ("reading_score", "maths_score")
ATTRIBUTES = ("sex", "birth_quarter", "aid")
SIZES, TRIALS, CLASS = (80, 160, 240, 480), 40, 40
"""Of each size so many schools are pooled, with classes of so many."""
HONEST = 4 * TRIALS
"""So many where nothing is planted: false alarms are rare."""


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


Deal = Callable[[School, random.Random], Sequence[int]]
"""Gives each pupil of a school a class."""


def pool(schools: Sequence[School], size: int, number: int) -> School:
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


def groups(schools: Sequence[School], trials: int = TRIALS) -> list[Sequence[School]]:
    """Return the real schools, and pooled ones by size."""
    return [schools, *([pool(schools, size, n) for n in range(trials)] for size in SIZES)]


def headings(schools: Sequence[School]) -> list[str]:
    """Return what the columns of a table are called."""
    pooled = (f"{size} pupils, {size // CLASS} classes" for size in SIZES)
    return [f"{len(schools)} real schools, classes of 19", *pooled]


class Kept:
    """P-values that were measured, in a file: a run that was cut off goes on where it ended."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._found = json.loads(path.read_text()) if path and path.exists() else {}

    def of(self, name: str, measure: Callable[[], list[float]]) -> list[float]:
        """Return the p-values of a name, measured where they are not known."""
        if name not in self._found:
            self._found[name] = measure()
            if self._path:
                self._path.write_text(json.dumps(self._found))
        found: list[float] = self._found[name]
        return found


def shares(found: Sequence[Sequence[float]], level: float) -> list[str]:
    """Return how many p-values of each group are below a level, in percent."""
    return [percent(fmean(p < level for p in ps)) for ps in found]


def least_p(figures: Figures) -> float:
    """Return the least p-value of whatever is judged: one budget for all of it."""
    return min(test.corrected for question in QUESTIONS for test in figures.tests(question))


def anew(
    school: School, chance: random.Random, class_of: Sequence[int], attributes: tuple[str, ...]
) -> ClassList:
    """Return a list under a name of its own, so that each trial has lots of its own."""
    return replace(
        school.classes,
        school=f"{school.classes.school} {chance.random()}",
        class_of=tuple(class_of),
        attributes=attributes,
    )


def even_seats(school: School) -> list[int]:
    """Return seats of classes that differ by one at most."""
    return [i % len(school.classes.classes) for i in range(school.classes.size)]


def by_lot(school: School, chance: random.Random) -> Sequence[int]:
    """Return the class of each pupil, drawn by lot."""
    seats = even_seats(school)
    chance.shuffle(seats)
    return seats


def in_seats(order: Sequence[int], seats: Sequence[int]) -> list[int]:
    """Return the class of each pupil: the first of an order has the first seat, and so on."""
    class_of = [0] * len(order)
    for pupil, seat in zip(order, seats, strict=True):
        class_of[pupil] = seat
    return class_of


def give_away(
    going: Sequence[int], coming: Sequence[int], class_of: list[int], chance: random.Random
) -> None:
    """Let pupils of a class change places with others of other classes, drawn by lot."""
    for one, other in zip(going, chance.sample(coming, len(coming)), strict=False):
        class_of[one], class_of[other] = class_of[other], class_of[one]


def percent(share: float) -> str:
    """Return a share as it is shown."""
    return f"{100 * share:.0f} %"
