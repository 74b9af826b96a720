"""Imports every module that registers an instance or a case; a new one is added here."""

from benchmarks import (
    cases,
    every_rule,
    families,
    forgers,
    fuzz,
    learned,
    limit,
    newcomers,
    pairing,
    scale,
)
from benchmarks.depth import compare

__all__ = [
    "cases",
    "compare",
    "every_rule",
    "families",
    "forgers",
    "fuzz",
    "learned",
    "limit",
    "newcomers",
    "pairing",
    "scale",
]
