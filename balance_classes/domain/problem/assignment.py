"""The outcome of a draw: who is in which class, and how well it is proven."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from balance_classes.domain.canonical import digest
from balance_classes.domain.lottery import Seed, lottery_order
from balance_classes.domain.problem.problem import Problem
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


Ground = Literal["zero", "plan", "program", "none"]


@dataclass(frozen=True)
class Proof:
    """The excess a tier has, the least it could have, and who says so.

    `ground` is "zero" where excess 0 proves itself, "plan" or "program" where an integer
    program gave the bound, "none" where the tier is open between `bound` and `excess`.
    `earlier_open` tells that an earlier tier is open, so that the bound speaks only of
    assignments at least as good in the earlier tiers.
    """

    groups: tuple[str, ...]
    excess: int
    bound: int
    ground: Ground
    earlier_open: bool = False

    @property
    def proven(self) -> bool:
        """Whether no assignment has less excess (at least as good before, if one is open)."""
        return self.excess == self.bound


@dataclass(frozen=True)
class Assignment:
    """The classes of the students of `problem`, whose order is the lottery order.

    Position i is lottery number i + 1. `group_of` gives each student's lettered group (its
    position), `class_of_group` the class that a lot gave each group. `dealt` is the
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


def unnamed(problem: Problem) -> tuple[int, ...]:
    """Return the class of each group before any lot: the one of its own number."""
    return tuple(range(len(problem.classes)))


def second_lot(problem: Problem, seed: Seed) -> tuple[int, ...]:
    """Return the class each group becomes, drawn among the classes that rules treat alike."""
    class_of_group = [0] * len(problem.classes)
    for classes in problem.interchangeable:
        numbers = [str(c + 1) for c in classes]
        for group, drawn in zip(classes, lottery_order(seed.value, "name", numbers), strict=True):
            class_of_group[group] = classes[drawn]
    return tuple(class_of_group)
