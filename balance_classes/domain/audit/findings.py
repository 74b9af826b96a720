"""What an audit finds: broken rules, figures beside those of lots, and what they are a sign of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.segregation import ChiSquare
from balance_classes.domain.rules.policy import Policy
from balance_classes.domain.verdict import Difference

WEAK, STRONG = 0.05, 0.005
"""A corrected p-value below these is a weak, a strong sign: Fisher's convention, and the stricter
one of Benjamin and 71 others, Redefine statistical significance, Nature Human Behaviour 2 (2018).
"""
PERMUTATIONS = 4_999
FEWEST_PERMUTATIONS = 199
"""With fewer no strong sign could ever be found: the least p-value is 1 / (permutations + 1)."""

Sign = Literal["none", "weak", "strong", "untested"]
Before = Literal["yes", "no", "unknown"]
"""Whether scores are from before the classes were formed; later ones hold what teachers did."""


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
    """One score: its classes, and the tests of means, spreads, top and bottom quarters."""

    score: str
    stated: int
    classes: tuple[ClassScore, ...]
    tests: tuple[Test, ...]

    @property
    def corrected(self) -> float:
        """The least corrected p-value of the four tests."""
        return min((test.corrected for test in self.tests), default=1.0)

    @property
    def telling(self) -> bool:
        """Whether any list could show a sign here."""
        return any(test.telling for test in self.tests)


@dataclass(frozen=True)
class Figures:
    """All that was tested of a list, corrected over its attributes, and over its scores."""

    attributes: tuple[AttributeFigures, ...]
    scores: tuple[ScoreFigures, ...]
    permutations: int
    free: int
    """How many students could sit in another class under the lots."""


@dataclass(frozen=True)
class SchoolAudit:
    """One school: its list, the rules it breaks, its figures."""

    classes: ClassList
    cap: int | None
    broken: tuple[Difference, ...]
    figures: Figures

    @property
    def attribute_p(self) -> float | None:
        """The least corrected p-value of the attributes; None where nothing could be tested."""
        if not any(each.test.telling for each in self.figures.attributes):
            return None
        return min(each.test.corrected for each in self.figures.attributes)

    @property
    def score_p(self) -> float | None:
        """The least corrected p-value of the scores; None where nothing could be tested."""
        if not any(each.telling for each in self.figures.scores):
            return None
        return min(each.corrected for each in self.figures.scores)


@dataclass(frozen=True)
class Audit:
    """All schools of an audit, and whether their scores are from before the draw."""

    schools: tuple[SchoolAudit, ...]
    before: Before
    policy: Policy | None = None
    """The policy that the lists are held against."""

    def attribute_sign(self, school: SchoolAudit) -> Sign:
        """Return what a school's attributes are a sign of."""
        return sign_of(school.attribute_p)

    def score_sign(self, school: SchoolAudit) -> Sign:
        """Return what a school's scores are a sign of: nothing, unless they are from before."""
        return sign_of(school.score_p) if self.before == "yes" else "untested"

    @property
    def broken(self) -> bool:
        """Whether any rule is broken."""
        return any(school.broken for school in self.schools)

    def over_schools(self, ps: Sequence[float | None]) -> tuple[float | None, ...]:
        """Return p-values, one a school, corrected for the number of schools (Holm)."""
        known = holm([p for p in ps if p is not None])
        rest = iter(known)
        return tuple(None if p is None else next(rest) for p in ps)


def sign_of(p: float | None) -> Sign:
    """Return what a corrected p-value is a sign of."""
    if p is None:
        return "untested"
    return "strong" if p < STRONG else "weak" if p < WEAK else "none"


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Return p-values corrected for their number (S. Holm, Scand. J. Statistics 6, 1979)."""
    corrected, largest = [0.0] * len(ps), 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[at]))
        corrected[at] = largest
    return tuple(corrected)
