"""The rules that a script may name: the keys of a rules file, which they are laid over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict

from balance_classes.domain.rules.rules import Method


class RuleOptions(TypedDict, total=False):
    """Every key of a rules file (docs/rules.md) as a keyword, `spread` and `unused`, as options.

    None, an empty text and an empty tuple say nothing, so that a script can pass on what it has.
    """

    school: str | None
    policy: str | None
    stage: Literal["primary", "junior"] | None
    cap: int | None
    cap_reason: str | None
    classes: int | None
    class_names: list[str] | None
    grade: int | None
    tiers: list[list[str]] | None
    hard: list[str] | None
    columns: dict[str, str] | None
    codes: dict[str, dict[str, str]] | None
    sheet: str | None
    date_format: Literal["dmy", "mdy"] | None
    year: int | None
    plan: int | None
    at_most: dict[str, int] | None
    at_least: dict[str, int] | None
    keep: str | None
    seats: dict[str, int] | None
    caps: dict[str, int] | None
    sizes: dict[str, int] | None
    totals: list[str] | dict[str, dict[str, int]] | None
    offered: dict[str, dict[str, list[str] | dict[str, int]]] | None
    min_size: int | None
    tolerance: int | None
    numbers: list[str] | dict[str, int] | None
    groups: bool | None
    method: Method | None
    steps: int | None
    depth: int | None
    solver: str | None
    nodes: int | None
    scores: Sequence[str]
    gone: Literal["leave-out", "keep"] | None
    spread: Sequence[str]
    unused: Sequence[str]
