"""Writes docs/vectors.json anew after a change of procedure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from balance_classes.domain.canonical import digest
from balance_classes.domain.fingerprint import fingerprint
from balance_classes.domain.lottery import Stream, ticket
from balance_classes.errors import InfeasibleError
from tests.builders import a_seed
from tests.second.cases import as_case, drawn_first, outcome, random_case

VECTORS = Path(__file__).parent.parent.parent / "docs" / "vectors.json"
DRAWS = 12


def vectors() -> dict[str, Any]:
    """Return the vectors: hashes, tickets and streams alone, then whole draws."""
    value = a_seed("红 7！", "12-34").value
    stream = Stream(value, "settle")
    return {
        "hash": [[entry, digest(entry)] for entry in (["a", 1], {"b": [], "a": "é\n"}, "𠮷")],
        "seed": {"words": ["红 7！", "12-34"], "value": value},
        "ticket": [
            [purpose, key, ticket(value, purpose, key)]
            for purpose, key in (
                ("student", "20250001"),
                ("student", "王小明 2016-03-07"),
                ("name", "3"),
            )
        ],
        "stream": {
            "purpose": "settle",
            "below": [[m, stream.below(m)] for m in (2, 6, 10, 4_000_000_000, 1, 16, 3, 7, 4, 100)],
        },
        "fingerprint": [value, fingerprint(value)],
        "draws": draws(),
    }


def draws() -> list[dict[str, Any]]:
    """Return whole draws of small problems, each with its outcome."""
    found: list[dict[str, Any]] = []
    number = 0
    while len(found) < DRAWS:
        problem, seed = random_case(number)
        number += 1
        try:
            assignment = drawn_first(problem, seed)
        except InfeasibleError:
            continue
        if assignment.placed == "draw":
            entry = {**as_case(problem, seed), "outcome": outcome(problem, seed, assignment)}
            found.append(json.loads(json.dumps(entry)))
    return found


def written() -> str:
    """Return the vectors as the text of their file, one entry a line."""
    parts = vectors()
    lines = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in parts.pop("draws"))
    head = ",\n ".join(
        f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}"
        for name, part in parts.items()
    )
    return f'{{\n {head},\n "draws": [\n  {lines}\n ]\n}}\n'


if __name__ == "__main__":
    VECTORS.write_text(written(), encoding="utf-8")
