"""An integer program as plain data, so that it can be written for any solver."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """A variable: a whole number from `low` to `high`."""

    name: str
    low: int
    high: int


@dataclass(frozen=True)
class Constraint:
    """A constraint: the terms, pairs of column and coefficient, are `<=`, `>=` or `=` value."""

    name: str
    terms: tuple[tuple[str, int], ...]
    sense: str
    value: int


@dataclass(frozen=True)
class LinearProgram:
    """Columns and rows in their order; the column `objective` is to be as small as possible."""

    columns: tuple[Variable, ...]
    rows: tuple[Constraint, ...]
    objective: str
