"""What is known about the limit of each tier, and by what it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
