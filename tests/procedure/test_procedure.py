"""The procedure in print: its vectors hold, and a second implementation draws the same classes."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from balance_classes.domain.lottery import Stream
from balance_classes.domain.problem.excess import all_excess
from balance_classes.domain.problem.friend_wishes import FriendWish
from balance_classes.domain.problem.quotas import Tier
from balance_classes.optimisation.settle import PATIENCE, settle
from tests.builders import a_problem, a_roster, a_seed, a_student, bare_problem
from tests.lots import lots
from tests.procedure.cases import (
    BY_LOT,
    as_case,
    drawn_by_lot,
    drawn_first,
    outcome,
    random_case,
    tolerance_of,
)
from tests.procedure.make_vectors import VECTORS, written
from tests.procedure.run import drawn_second

RANDOM_CASES = 200
AT_ONCE = 25


def test_the_vectors_are_what_the_program_computes() -> None:
    assert VECTORS.read_text("utf-8") == written()


def test_the_vectors_say_themselves_how_they_are_read() -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    about = vectors["about"]
    assert about.keys() == vectors.keys()
    for name in ("draws", "pairings", "places"):
        entry = vectors[name][-1]
        unusual = entry.keys() | entry["outcome"].keys() | (entry.get("problem") or {}).keys()
        usual = {"words", "rehearsal", "problem", "outcome", "keys", "names", "caps", "blocks"}
        usual |= {"seed", "step", "result_digest", "about", "rounds", "excess"}
        told = " ".join(about[other] for other in ("draws", name))
        assert [key for key in unusual - usual if f"`{key}`" not in told] == []


def test_the_second_implementation_draws_the_vectors() -> None:
    draws = json.loads(VECTORS.read_text("utf-8"))["draws"]
    assert drawn_second("draws", draws) == [draw["outcome"] for draw in draws]
    assert draws[-1]["met"] == draws[-1]["outcome"]["step"] > PATIENCE, "by full steps"


def test_the_second_implementation_counts_the_same_of_what_looks_or_sounds_alike() -> None:
    counted = json.loads(VECTORS.read_text("utf-8"))["counted"]
    assert drawn_second("counted", counted) == counted


def test_the_second_implementation_makes_the_same_commitments() -> None:
    commitments = json.loads(VECTORS.read_text("utf-8"))["commitments"]
    assert drawn_second("commitments", commitments) == commitments


@pytest.mark.parametrize("numbers", lots(RANDOM_CASES, AT_ONCE))
def test_both_implementations_draw_the_same_from_hostile_problems(numbers: range) -> None:
    cases, expected = [], []
    for number in numbers:
        problem, seed = random_case(number)
        if assignment := drawn_by_lot(problem, seed):
            cases.append(as_case(problem, seed, tolerance=tolerance_of(number), depth=BY_LOT.depth))
            expected.append(outcome(problem, seed, assignment))
    assert len(cases) > AT_ONCE / 2
    assert drawn_second("draws", cases) == expected


def test_both_implementations_stop_where_steps_no_longer_gain() -> None:
    students, chance, steps, seed = 41, random.Random(3), 4_000, a_seed("x")
    problem = bare_problem([students] * 8, students, [[[range(0, students, 2)]]])
    wishes = tuple(
        FriendWish(s, (chance.choice([other for other in range(students) if other != s]),))
        for s in range(students)
    )
    problem = replace(problem, tiers=(*problem.tiers, Tier(("friends",), (), wishes)))
    drawn = drawn_first(problem, seed, steps)
    dealt, stream = drawn.history.dealt, Stream(seed.value, "settle")
    longer = settle(drawn.problem, dealt, stream, steps, (0, 0, 0), to_the_end=True)
    assert all_excess(drawn.problem, longer.class_of)[-1] < drawn.proofs[-1].excess
    expected = outcome(problem, seed, drawn)
    assert drawn_second("draws", [as_case(problem, seed, steps)]) == [expected]


@pytest.mark.parametrize(("tolerance", "min_size"), [(1, 1), (2, 1), (2, 14)])
def test_both_implementations_draw_the_same_from_a_roster(tolerance: int, min_size: int) -> None:
    students = [
        a_student(
            f"{i:03d}",
            "艾力·买买提" if i % 17 == 0 else f"学生{i}",
            sex="female" if i % 2 else "male",
            ethnicity=("汉族", "维吾尔族", "哈萨克族")[i * i % 7 % 3],
            boarding="boards" if i % 5 == 0 else "day",
            together="a" if i in (3, 4) else "",
            apart=("b",) if i in (7, 9, 12) else (),
            pinned_class="1B" if i == 20 else "",
            reason="轮椅" if i == 20 else "",
        )
        for i in range(45)
    ]
    rules = {"tolerance": tolerance, "min_size": min_size}
    problem = a_problem(a_roster(*students), classes=3, grade=1, **rules)
    seed = a_seed("三 1 4", "dice 2 6")
    assert drawn_second("draws", [as_case(problem, seed, 10_000, **rules)]) == [
        outcome(problem, seed, drawn_first(problem, seed, 10_000))
    ]
