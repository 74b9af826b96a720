"""The lists of a result as later events are read back from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from balance_classes.language import Language


@dataclass(frozen=True)
class Lists:
    """The sheets of the workbook as texts, by name, and the language that they are in."""

    language: Language
    sheets: Mapping[str, tuple[tuple[str, ...], ...]]
