"""Integer program no. 2 as a file that any other solver reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from balance_classes.domain.problem import Problem
from balance_classes.optimisation.placement import build

Form = Literal["mps", "lp"]


@dataclass(frozen=True)
class Model:
    """The text of a program, and how many variables and rows it has."""

    content: bytes
    variables: int
    rows: int


def model(problem: Problem, tier: int, ceilings: Sequence[int], form: Form) -> Model:
    """Return the program that makes the excess of a tier (from 1) least.

    The hard rules are firm and each earlier tier has at most its ceiling. Classes that are alike
    are in no order here, so that it is the program of docs/model.md and nothing beside it.
    """
    tiers = build(problem.until(tier), ordered=False).tiers
    tiers.ask([tier], dict(enumerate((0, *ceilings))))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        # PuLP writes to a path alone.
        write = tiers.program.writeMPS if form == "mps" else tiers.program.writeLP
        write(str(path))
        content = path.read_bytes().replace(b"\r\n", b"\n")
    return Model(content, len(tiers.program.variables()), tiers.program.numConstraints())
