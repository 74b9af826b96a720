"""What an audit finds: broken rules, figures beside those of lots, and what they are a sign of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from balance_classes.domain.audit.changes import Changes
from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.many_schools import fisher, over_known
from balance_classes.domain.audit.segregation import ChiSquare
from balance_classes.domain.audit.years import YearFigures
from balance_classes.domain.rules.policy import Policy
from balance_classes.domain.verdict import Difference

WEAK, STRONG = 0.05, 0.005
"""A corrected p-value below these is a weak, a strong sign: Fisher's convention, and the stricter
one of Benjamin and 71 others, Redefine statistical significance, Nature Human Behaviour 2 (2018).
"""

Sign = Literal["none", "weak", "strong", "untested"]
Before = Literal["yes", "no", "unknown"]
"""Whether scores are from before the classes were formed; later ones hold what teachers did."""
Question = Literal["attribute", "score", "even", "order", "favour"]
"""Sorted by an attribute; formed by score; too even in scores for lots; along an order of the
list; favours."""
QUESTIONS: tuple[Question, ...] = ("attribute", "score", "even", "order", "favour")


@dataclass(frozen=True)
class Test:
    """A statistic of the real list among those of lots: `p` is (1 + those as large) / (1 + all).

    `corrected` is the p-value corrected for all statistics tested with it; `typical` is the mean
    of the statistic over lots; `below` is the share of lots as small or smaller, counted
    likewise. `least` is the p-value of the most uneven lot.
    """

    name: str
    statistic: float
    typical: float
    p: float
    corrected: float
    below: float
    least: float

    @property
    def telling(self) -> bool:
        """Whether any list could show a sign here: in tiny schools none is rare enough."""
        return self.least < WEAK


@dataclass(frozen=True)
class Index:
    """An index of segregation: of the real list, by lots alone, and of the drawn optimum."""

    real: float
    lots: float
    optimum: float | None


@dataclass(frozen=True)
class Cell:
    """A class and a level whose count stands out, with the p-value corrected for all cells."""

    school_class: str
    level: str
    count: int
    expected: float
    corrected: float


@dataclass(frozen=True)
class AttributeFigures:
    """One attribute: counts (a row a class) beside the even share, indices, tests.

    `low` and `high` are the even share rounded down and up; excess is how far counts lie outside
    of it in all: really, by lots (the mean), and in the drawn optimum. `missing` students state
    no level and are in no count.
    """

    attribute: str
    levels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    low: tuple[tuple[int, ...], ...]
    high: tuple[tuple[int, ...], ...]
    missing: int
    excess: int
    excess_by_lots: float
    excess_of_optimum: int | None
    dissimilarity: Index
    information: Index
    chi_square: ChiSquare
    test: Test
    blank: Test | None
    """Whether those who state no level sit together; None where everybody states one."""
    even: Test
    """Whether the classes are more even than lots, corrected for the number of attributes."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ClassScore:
    """A class's scores: how many, mean, spread, how many of the top and the bottom quarter.

    `mean` and `spread` are None where too few have a score. `corrected` is the p-value of the
    mean, corrected for all classes.
    """

    school_class: str
    stated: int
    mean: float | None
    spread: float | None
    top: int
    bottom: int
    corrected: float


@dataclass(frozen=True)
class ScoreFigures:
    """One score: its classes, and the tests of means, spreads, top and bottom quarters.

    `even` are the tests of whether scores are too even for lots. `between` is the share of all
    differences that lies between the means of classes; `dealt` the share of blocks of as many
    neighbours by score as there are classes, of which every class has one (or one has one more).
    """

    score: str
    stated: int
    classes: tuple[ClassScore, ...]
    tests: tuple[Test, ...]
    even: tuple[Test, ...]
    between: Index
    dealt: Index

    @property
    def corrected(self) -> float:
        """The least corrected p-value of the tests of whether classes are unlike."""
        return min((test.corrected for test in self.tests), default=1.0)


@dataclass(frozen=True)
class OrderFigures:
    """An order of the list (names, numbers, rows): are neighbours in one class, or dealt out?

    `pairs` are neighbours who share a class; `dealt` as with scores. `numbered` says that it runs
    class by class: numbers may have been given after the classes, so that nothing is judged.
    """

    order: str
    stated: int
    tests: tuple[Test, ...]
    pairs: Index
    dealt: Index
    numbered: bool


@dataclass(frozen=True)
class FavourFigures:
    """A column that was named for favours, or the burdens of classes taken together ("").

    `counts` are those to whom it applies in each class, `expected` their mean by lots; of burdens
    taken together it is the advantage of each class in standard deviations. Of the test `senior`
    the column is a score, `counts` the shares of its top quarter in each class, `expected` how
    senior the teachers are, 0 where none are known.
    """

    column: str
    counted: int
    counts: tuple[float, ...]
    expected: tuple[float, ...]
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class Figures:
    """All that was tested of a list: whatever is judged is corrected together, as one budget.

    `alone` has for each question the p-value of all its tests together, as if nothing else had
    been asked: what is put together over schools.
    """

    attributes: tuple[AttributeFigures, ...]
    scores: tuple[ScoreFigures, ...]
    permutations: int
    free: int
    """How many students could sit in another class under the lots."""
    orders: tuple[OrderFigures, ...] = ()
    favours: tuple[FavourFigures, ...] = ()
    alone: tuple[tuple[Question, float], ...] = ()

    def tests(self, question: Question) -> tuple[Test, ...]:
        """Return the tests of a question."""
        return self._by_question[question]

    @cached_property
    def _by_question(self) -> dict[Question, tuple[Test, ...]]:
        blank = (each.blank for each in self.attributes if each.blank)
        return {
            "attribute": (*(each.test for each in self.attributes), *blank),
            "score": tuple(test for each in self.scores for test in each.tests),
            "even": tuple(test for each in self.scores for test in each.even),
            "order": tuple(t for each in self.orders for t in each.tests if not each.numbered),
            "favour": tuple(test for each in self.favours for test in each.tests),
        }


@dataclass(frozen=True)
class SchoolAudit:
    """One school: its list, the rules it breaks, its figures."""

    classes: ClassList
    cap: int | None
    broken: tuple[Difference, ...]
    figures: Figures
    changes: Changes | None = None
    """Who changed class since earlier lists; then the figures ask whether chance chose them."""

    def p(self, question: Question) -> float | None:
        """Return the least corrected p-value of a question; None where nothing can be told."""
        telling = [test.corrected for test in self.figures.tests(question) if test.telling]
        return min(telling, default=None)


@dataclass(frozen=True)
class Pooled:
    """A question over all schools: how many show a sign, how many would, all taken together.

    `below` schools have a p-value of this question alone below 0.05, `expected` would by chance.
    `p` is R. A. Fisher's of all schools together (Statistical methods for research workers, 1925).
    """

    question: Question
    schools: int
    below: int
    expected: float
    p: float
    shares: tuple[int, ...]
    """How many schools have a p-value in each tenth from 0 to 1."""


@dataclass(frozen=True)
class Audit:
    """All schools of an audit, and whether their scores are from before the draw."""

    schools: tuple[SchoolAudit, ...]
    before: Before
    policy: Policy | None = None
    """The policy that the lists are held against, where one was named."""
    named: bool = True
    """Whether any rule was named that a list could break."""
    years: tuple[YearFigures, ...] = ()
    """Schools with lists of several years."""

    @property
    def permutations(self) -> int:
        """The most lots that any list was compared with."""
        return max(school.figures.permutations for school in self.schools)

    @property
    def of_changes(self) -> bool:
        """Whether it is asked who changed class, and not how the classes were formed."""
        return any(school.changes for school in self.schools)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are judged of any school."""
        asked = (q for q in QUESTIONS if any(s.figures.tests(q) for s in self.schools))
        return tuple(q for q in asked if self.before == "yes" or q not in ("score", "even"))

    def sign(self, school: SchoolAudit, question: Question) -> Sign:
        """Return what a school shows a sign of: by scores only, if they are from before."""
        return sign_of(school.p(question)) if question in self.questions else "untested"

    def p(self, school: SchoolAudit) -> float | None:
        """Return the least p-value of a school, corrected for all that is judged of it."""
        known = [p for p in map(school.p, self.questions) if p is not None]
        return min(known, default=None)

    @cached_property
    def over_schools(self) -> tuple[float | None, ...]:
        """The p-value of each school, corrected for the number of schools, too (Holm)."""
        return self._over_all[: len(self.schools)]

    def among_all(self, school: SchoolAudit) -> float | None:
        """Return the p-value of a school, corrected for the number of schools, too."""
        return next(p for s, p in zip(self.schools, self.over_schools, strict=True) if s is school)

    @property
    def over_years(self) -> tuple[float, ...]:
        """The p-value of all years of a school, corrected with those of all lists."""
        return tuple(1.0 if p is None else p for p in self._over_all[len(self.schools) :])

    @cached_property
    def _over_all(self) -> tuple[float | None, ...]:
        years = [each.p for each in self.years]
        return over_known([*(self.p(school) for school in self.schools), *years])

    @cached_property
    def strong_first(self) -> tuple[int, ...]:
        """The positions of schools: who breaks a rule, then by p-value, as they came."""
        ps = [self.p(school) for school in self.schools]
        return tuple(
            sorted(
                range(len(ps)),
                key=lambda i: (not self.schools[i].broken, 1.0 if ps[i] is None else ps[i]),
            )
        )

    @property
    def broken(self) -> bool:
        """Whether any rule is broken."""
        return any(school.broken for school in self.schools)

    def pooled(self, question: Question) -> Pooled:
        """Return what all schools show together."""
        ps = [
            dict(school.figures.alone)[question]
            for school in self.schools
            if school.p(question) is not None and question in dict(school.figures.alone)
        ]
        shares = [0] * TENTHS
        for p in ps:
            shares[min(TENTHS - 1, int(p * TENTHS))] += 1
        return Pooled(
            question=question,
            schools=len(ps),
            below=sum(p < WEAK for p in ps),
            expected=WEAK * len(ps),
            p=fisher(ps),
            shares=tuple(shares),
        )


TENTHS = 10


def sign_of(p: float | None) -> Sign:
    """Return what a corrected p-value is a sign of."""
    if p is None:
        return "untested"
    return "strong" if p < STRONG else "weak" if p < WEAK else "none"
