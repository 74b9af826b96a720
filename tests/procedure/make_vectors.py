"""Writes docs/vectors.json anew after a change of procedure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from balance_classes.domain.canonical import digest, fingerprint
from balance_classes.domain.lottery import Seed, Stream, ticket
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.result.fixed_before_draw import roster_digest
from balance_classes.domain.seed_words import commitment_digest, counted_words
from balance_classes.errors import InfeasibleError
from balance_classes.optimisation.draw import Effort
from balance_classes.optimisation.solver import Solver
from tests.builders import a_problem, a_roster, a_seed, a_student
from tests.procedure.cases import (
    as_case,
    drawn_first,
    full_case,
    offered_case,
    outcome,
    random_case,
    tolerance_of,
)
from tests.procedure.later_vectors import pairings, places

VECTORS = Path(__file__).parent.parent.parent / "docs" / "vectors.json"
DRAWS = 22
OFFERED = 9
"""More of them have sizes that are named, levels that are offered in some classes only, or students
who take several seats."""
FULL_STEPS = 4_000
LISTS = ("draws", "pairings", "places")
WIDE = (2**32, 2**32 + 1, 2**63 + 1, 2**63 + 1, 2**63 + 1, 7, 2**64 + 1, 3**50)
"""Up to 2^32 a number takes a word; of 2^63 + 1 nearly every other one is rejected."""
WORDS = ["红 7！", "12-34", "½ E\u0301 ﬁ Ⅳ क्षि ７ \u3164"]
ALIKE = [
    "3·1·6", "3ㆍ1ー6", "३ १ ६", "٣١٦", "𝟛𝟙𝟞", "叁 一 ６", "３Ｉ6",
    "3 l 6", "〣〡〦", "3ʼ1ˈ6", "③①⑥", "3〇6", "3○6", "3O6",
    "三零六", "Ünïté", "ＡＢＣ", "ΑΒΓ", "АБВ", "ニ", "二",
    "ガ", "丨3丶", "１〢", "༡༠", "\U00010d31\U0001e951",
]  # fmt: skip

COMMITTED = [("parents", "3 1 6 4821 9930 0475 1182 6034"), ("家长", "叁 一 ６")]

ABOUT = {
    "about": "Students, classes and members are positions from 0; students stand in the order of "
    "keys. Each entry has its outcome.",
    "hash": "pairs of a value and its H",
    "seed": "words of each giver, and the seed",
    "counted": "pairs of words and what counts of them",
    "commitments": "giver, words, and the digest whose fingerprint is the commitment",
    "ticket": "purpose, key, and its ticket by the seed of `seed`",
    "stream": "numbers m and what below(m) gives one after the other, by the seed of `seed`",
    "fingerprint": "a digest and its fingerprint",
    "roster": "a small roster as it is hashed, and its digest",
    "wide": "numbers of one stream below more than a word holds, as texts (docs/year.md)",
    "draws": "problem: `tiers[k]` are the quotas of tier k, `tiers[0][0]` all students, each "
    "as often as it takes seats; "
    "`tolerance` and `min_size` are those of the rules; `limits` pairs the members of a limit "
    "with its number, `at_least` those of a kind of whom nobody is to be alone; `friends` has "
    "tier, student, others of each wish; `reach` pairs a student with its classes; where they are "
    "there, `sizes` has the named size of each class (0: none), `pools` the members, the open "
    "classes and the number of each class (0: none), `numbers` the members and bands of those hard "
    "quotas, `totals` the tier and the members, as often as they count, `stands` the tier, the "
    "members and the class of those who sit in it (null: none); `two_way` has "
    "for each quota of the two-way tier the places of its two levels among all sets of `tiers`. "
    "`spread` and `steps` are how many steps; with `met` a proof asked for steps until "
    "that one. outcome: `order` lists positions in "
    "`keys` by lottery number; `dealt`, `spread` and `groups` have a class before "
    "naming for each lottery number; `excess` has E_0, E_1, …; "
    "`class_of_group` the class of each group",
    "pairings": "(docs/pairing.md) the number of `groups`; rows of `teachers` in any order "
    '(null: none; `years` null and "" are not stated, `teams` are ready-made ones); `conflicts` as '
    "pairs of a group and the key of a teacher; `names` the problem of the students as drawn "
    "(null: the classes have names). outcome: `posts` are keys by lottery number, "
    "`team_of_post` the team of each, `attempt` how often teams were drawn, "
    "`team_of_group` the team of each group",
    "places": "(docs/year.md) the `number` of the change, the `highest` lottery number ever given, "
    "the `method`, the `problem` of all who are there then, the class in which each is `placed` "
    "(null: a newcomer), and as `returned` newcomers with the class they left. outcome: `order` "
    "lists the newcomers by lottery number; `numbers`, `classes` and `among` have its number, its "
    "class and the classes that it could have drawn for each; `choices` is the number of ways, "
    "`0` where there is none",
}
"""How the vectors are read, for whoever writes the draw anew."""


def vectors() -> dict[str, Any]:
    """Return the vectors: hashes, tickets and streams alone, then whole draws, pairings, places."""
    value = a_seed(*WORDS).value
    stream = Stream(value, "settle")
    return {
        "about": ABOUT,
        "hash": [[entry, digest(entry)] for entry in (["a", 1], {"b": [], "a": "é\n"}, "𠮷")],
        "seed": {"words": WORDS, "value": value},
        "counted": [[words, counted_words(words)] for words in ALIKE],
        "commitments": [[giver, said, commitment_digest(giver, said)] for giver, said in COMMITTED],
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
        "wide": wide(value),
        "draws": draws(),
        "pairings": as_json(pairings()),
        "places": as_json(places()),
    }


def wide(seed: str) -> dict[str, Any]:
    """Return numbers below more than a word holds; as texts, since JSON has none so large."""
    stream = Stream(seed, "place 1")
    below = [[str(m), str(stream.below(m))] for m in WIDE]
    return {"words": WORDS, "purpose": "place 1", "below": below}


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
    every = ((random_case(number), tolerance_of(number)) for number in count())
    offered = ((offered_case(number), 1) for number in count())
    for cases, wanted in ((every, DRAWS), (offered, DRAWS + OFFERED)):
        while len(found) < wanted:
            (problem, seed), tolerance = next(cases)
            found += _drawn(problem, seed, tolerance)
    problem, seed = full_case()
    assignment = drawn_first(problem, seed, effort=Effort("draw", FULL_STEPS, Solver(nodes=1)))
    case = {**as_case(problem, seed, FULL_STEPS), "met": assignment.step}
    return as_json([*found, {**case, "outcome": outcome(problem, seed, assignment)}])


def _drawn(problem: Problem, seed: Seed, tolerance: int) -> list[dict[str, Any]]:
    """Return a problem with its outcome, if it is drawn."""
    try:
        assignment = drawn_first(problem, seed)
    except InfeasibleError:
        return []
    if assignment.placed != "draw":
        return []
    case = as_case(problem, seed, tolerance=tolerance)
    return [{**case, "outcome": outcome(problem, seed, assignment)}]


def as_json(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return entries as they are read from JSON: its lists are no tuples."""
    return [json.loads(json.dumps(entry)) for entry in entries]


def written() -> str:
    """Return the vectors as the text of their file, one entry a line."""
    parts = vectors()
    lists = {name: parts.pop(name) for name in LISTS}
    return "{\n " + ",\n ".join([*map(_line, parts.items()), *map(_lines, lists.items())]) + "\n}\n"


def _line(part: tuple[str, Any]) -> str:
    name, value = part
    return f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"


def _lines(part: tuple[str, list[Any]]) -> str:
    name, entries = part
    lines = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"{json.dumps(name)}: [\n  {lines}\n ]"


if __name__ == "__main__":
    VECTORS.write_text(written(), encoding="utf-8")
