"""Numbered cases in lots: some in every run, the rest in the slow set."""

from __future__ import annotations

from typing import Any

import pytest


def lots(cases: int, at_once: int, always: int = 1) -> list[Any]:
    """Return ranges of so many cases at once; all but the first `always` ones are marked slow."""
    return [
        pytest.param(
            range(first, min(first + at_once, cases)),
            id=f"from {first}",
            marks=() if first < always * at_once else pytest.mark.slow,
        )
        for first in range(0, cases, at_once)
    ]
