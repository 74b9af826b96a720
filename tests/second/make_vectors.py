"""Writes docs/vectors.json anew after a change of procedure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from balance_classes.domain.canonical import digest
from balance_classes.domain.evidence import roster_digest
from balance_classes.domain.fingerprint import fingerprint
from balance_classes.domain.lottery import Stream, ticket
from balance_classes.errors import InfeasibleError
from tests.builders import a_problem, a_roster, a_seed, a_student
from tests.second.cases import as_case, drawn_first, outcome, random_case, tolerance_of

VECTORS = Path(__file__).parent.parent.parent / "docs" / "vectors.json"
DRAWS = 16
WORDS = ["红 7！", "12-34", "½ E\u0301 ﬁ Ⅳ क्षि ７ \u3164"]


def vectors() -> dict[str, Any]:
    """Return the vectors: hashes, tickets and streams alone, then whole draws."""
    value = a_seed(*WORDS).value
    stream = Stream(value, "settle")
    return {
        "hash": [[entry, digest(entry)] for entry in (["a", 1], {"b": [], "a": "é\n"}, "𠮷")],
        "seed": {"words": WORDS, "value": value},
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
            "below": [[m, stream.below(m)] for m in (2, 6, 1, 16, *([2**31 + 1] * 8), 3, 100)],
        },
        "fingerprint": [value, fingerprint(value)],
        "roster": roster(),
        "draws": draws(),
    }


def roster() -> dict[str, Any]:
    """Return a small roster as it is hashed, with its digest."""
    students = a_roster(
        a_student("02", "王小明", sex="male", boarding="", together="双", apart=("b", "丙")),
        a_student("01", "王小明", sex="female", boarding="day", together="双"),
        a_student("03", "阿依古丽·吐尔逊", sex="female", boarding="day", apart=("b",)),
        a_student("04", sex="male", boarding="day", apart=("丙",), pinned_class="2", reason="轮椅"),
    )
    problem = a_problem(students, classes=2, names=("一(1)班", "一(2)班"))
    return {
        "students": students.as_read(),
        "problem": problem.as_read(),
        "digest": roster_digest(students, problem),
    }


def draws() -> list[dict[str, Any]]:
    """Return whole draws of small problems, each with its outcome."""
    found: list[dict[str, Any]] = []
    number = 0
    while len(found) < DRAWS:
        problem, seed = random_case(number)
        tolerance = tolerance_of(number)
        number += 1
        try:
            assignment = drawn_first(problem, seed)
        except InfeasibleError:
            continue
        if assignment.placed == "draw":
            case = as_case(problem, seed, tolerance=tolerance)
            entry = {**case, "outcome": outcome(problem, seed, assignment)}
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
