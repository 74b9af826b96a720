"""The outcome of a draw: which student is in which class, and how well it is proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from balance_classes.domain.canonical import digest
from balance_classes.domain.problem import Problem
from balance_classes.domain.proof import Proof

Placed = Literal["draw", "program"]


@dataclass(frozen=True)
class Assignment:
    """The classes of the students of `problem`, whose order is the lottery order.

    Position i is lottery number i + 1. `group_of` gives each student's lettered group (its
    position), `class_of_group` the class that the second lot gave each group. `dealt` is the
    excess of the deal before settling, `steps` the step of settling that met the best.
    """

    problem: Problem
    group_of: tuple[int, ...]
    class_of_group: tuple[int, ...]
    proofs: tuple[Proof, ...]
    placed: Placed
    dealt: tuple[int, ...]
    step: int

    @property
    def class_of(self) -> tuple[int, ...]:
        """The class of each student, by lottery number."""
        return tuple(self.class_of_group[group] for group in self.group_of)

    def lottery_numbers(self, school_class: int) -> tuple[int, ...]:
        """Return the lottery numbers of a class, ascending."""
        return tuple(i + 1 for i, c in enumerate(self.class_of) if c == school_class)

    def digest(self) -> str:
        """Return the digest of the result: each class with its lottery numbers."""
        return digest(
            [
                [school.name, self.lottery_numbers(c)]
                for c, school in enumerate(self.problem.classes)
            ]
        )
