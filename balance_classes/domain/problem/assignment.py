"""The outcome of a draw: which student is in which class, and how well it is proven."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from balance_classes.domain.canonical import digest
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.proof import Proof
from balance_classes.domain.rules.class_names import SchoolClass, lettered
from balance_classes.domain.rules.rules import Method


@dataclass(frozen=True)
class Exchange:
    """One exchange of settling, by positions: who left group `a` for `b`, and who came back."""

    step: int
    a: int
    b: int
    leaving: tuple[int, ...]
    entering: tuple[int, ...]


@dataclass(frozen=True)
class History:
    """How an assignment came about: the group of each student after the deal and after spreading,
    and every exchange that followed.
    """

    dealt: tuple[int, ...]
    spread: tuple[int, ...]
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class Assignment:
    """The classes of the students of `problem`, whose order is the lottery order.

    Position i is lottery number i + 1. `group_of` gives each student's lettered group (its
    position), `class_of_group` the class that the second lot gave each group. `dealt` is the
    excess of the deal before settling, `step` the step of settling that met the best. `history`
    is known only where the draw was run, not where its result was read. While the groups are
    `lettered` no lot has named them: each stands in the place of the class of its number.
    """

    problem: Problem
    group_of: tuple[int, ...]
    class_of_group: tuple[int, ...]
    proofs: tuple[Proof, ...]
    placed: Method
    dealt: tuple[int, ...]
    step: int
    history: History | None = None
    lettered: bool = False

    @cached_property
    def classes(self) -> tuple[SchoolClass, ...]:
        """The classes under the names they have by now."""
        return lettered(self.problem.classes) if self.lettered else self.problem.classes

    @property
    def class_of(self) -> tuple[int, ...]:
        """The class of each student, by lottery number."""
        return tuple(self.class_of_group[group] for group in self.group_of)

    def digest(self) -> str:
        """Return the digest of the result: the class of each lottery number, by name."""
        return digest([self.classes[c].name for c in self.class_of])
