"""The lots after the draw, in print: a second implementation pairs and places the same."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.second.make_vectors import VECTORS
from tests.second.pairings import as_pairing_case, paired_first, some_pairing
from tests.second.places import as_place_case, placed_first, seats_for_all, some_place
from tests.second.run import drawn_second

# An example is several cases, since starting the second implementation takes the most of its time.
MANY = st.lists(st.randoms(use_true_random=False), min_size=1, max_size=5)
BOUNDED = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("kind", ["pairings", "places"])
def test_the_second_implementation_draws_the_vectors(kind: str) -> None:
    entries = json.loads(VECTORS.read_text("utf-8"))[kind]
    assert drawn_second(kind, entries) == [entry["outcome"] for entry in entries]


def test_it_draws_numbers_that_no_word_holds() -> None:
    wide = json.loads(VECTORS.read_text("utf-8"))["wide"]
    assert drawn_second("wide", [wide]) == [[number for _, number in wide["below"]]]


@BOUNDED
@given(MANY)
def test_both_implementations_pair_random_staffs_alike(chances: list[random.Random]) -> None:
    cases, expected = list[Any](), list[Any]()
    for chance in chances:
        case = some_pairing(chance)
        outcome = paired_first(case)
        if outcome is not None:
            cases.append(as_pairing_case(case, chance))
            expected.append(outcome)
    assert drawn_second("pairings", cases) == expected


@BOUNDED
@given(MANY)
def test_both_implementations_place_random_newcomers_alike(chances: list[random.Random]) -> None:
    cases = [case for case in map(some_place, chances) if seats_for_all(case)]
    read = [as_place_case(case) for case in cases]
    assert drawn_second("places", read) == [placed_first(case) for case in cases]
