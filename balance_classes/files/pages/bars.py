"""The counts of one quota as bars over its band, in the paths of SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from balance_classes.domain.result.formed import BalanceLine

A_STRIP = 7
"""So many classes stand in one strip: on a telephone strips come under one another, 308 wide."""
WIDTH, BAR = 44, 26
TOP, HEIGHT = 13, 36
"""Pixels: room for the count above a bar, and the greatest height of a bar."""
LONGEST_NAME = 7


def strips(line: BalanceLine, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the strips of a quota: each the paths of its bars and bands, and its words."""
    most = max(1, *line.counts, *line.quota.high)
    for first in range(0, len(names), A_STRIP):
        yield _strip(line, names, range(first, min(first + A_STRIP, len(names))), most)


def _strip(
    line: BalanceLine, names: Sequence[str], classes: Sequence[int], most: int
) -> dict[str, Any]:
    def up(count: int) -> int:
        return HEIGHT * count // most

    floor, quota = TOP + HEIGHT, line.quota
    paths: dict[str, list[str]] = {"bars": [], "out": [], "band": []}
    texts = []
    for place, c in enumerate(classes):
        left, count = place * WIDTH + (WIDTH - BAR) // 2, line.counts[c]
        kind = "out" if quota.excess_in(c, count) else "bars"
        if count:
            paths[kind].append(f"M{left} {floor}v-{up(count)}h{BAR}v{up(count)}z")
        low, high = up(quota.low[c]), max(up(quota.high[c]), up(quota.low[c]) + 2)
        paths["band"].append(f"M{left - 4} {floor - low}v-{high - low}h{BAR + 8}v{high - low}z")
        x = place * WIDTH + WIDTH // 2
        texts.append({"x": x, "y": floor - up(max(count, quota.high[c])) - 3, "count": count,
                      "name": _short(names[c])})  # fmt: skip
    return {
        "width": len(classes) * WIDTH,
        "texts": texts,
        "spoken": ", ".join(f"{names[c]} {line.counts[c]}" for c in classes),
        **{kind: "".join(path) for kind, path in paths.items()},
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
