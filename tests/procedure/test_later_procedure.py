"""The lots after the draw, in print: a second implementation pairs and places the same."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance_classes.domain.after_draw.newcomers import PlaceMethod, Terms
from balance_classes.domain.teachers.pair_event import group_of
from balance_classes.files.result.result_reading import read_kept
from tests.builders import a_seed, a_student, some_rules, write_csv
from tests.procedure.make_vectors import VECTORS
from tests.procedure.pairings import (
    PairingCase,
    as_pairing_case,
    paired_first,
    pairing_outcome,
    some_pairing,
)
from tests.procedure.places import (
    PlaceCase,
    as_place_case,
    placed_first,
    seated,
    seats_for_all,
    some_place,
)
from tests.procedure.run import drawn_second
from tests.workflows.after_draw.school_year import newcomer, placed
from tests.workflows.after_draw.test_pair import grouped
from tests.workflows.stage import School, formed_of, pupils

# An example is several cases, since starting the second implementation takes the most of its time.
MANY = st.lists(st.randoms(use_true_random=False), min_size=1, max_size=5)
BOUNDED = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])


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


@BOUNDED
@given(MANY)
def test_both_place_newcomers_alike_where_levels_are_offered_or_seats_count_twice(
    chances: list[random.Random],
) -> None:
    cases = [case for chance in chances if seats_for_all(case := some_place(chance, offered=True))]
    cases += [case for chance in chances if seats_for_all(case := some_place(chance, seats=True))]
    read = [as_place_case(case) for case in cases]
    assert drawn_second("places", read) == [placed_first(case) for case in cases]


def test_a_pairing_of_files_is_what_the_second_implementation_draws(tmp_path: Path) -> None:
    school = grouped(tmp_path)
    conflicts = write_csv(
        school.home / "conflicts.csv",
        "student,teacher,reason\nS003,T1,relative\nS004,T4,decision\n",
    )
    event = school.pair("notary=second words", "mayor=6 1", conflicts=conflicts).event
    teams, drawn = event.paired.teams, formed_of(read_kept(school.folder)).as_drawn
    assert teams is not None
    groups = group_of(drawn)
    barred = tuple((groups[each.student], each.teacher) for each in event.paired.conflicts)
    assert len(barred) == 2
    problem = drawn.assignment.problem
    case = PairingCase(event.seed, len(drawn.classes), teams.staff, barred, problem)
    read = as_pairing_case(case, random.Random(1), drawn.rules.steps)
    expected = pairing_outcome(event.seed, teams, event.paired.pairing, named=False)
    assert drawn_second("pairings", [read]) == [expected]


@pytest.mark.parametrize("method", ["even", "smallest-class"])
def test_newcomers_of_files_come_where_the_second_implementation_places_them(
    tmp_path: Path, method: PlaceMethod
) -> None:
    school = School.at(tmp_path / "school")
    school.drawn()
    placed(school, leavers="S003\nS010\n")
    back = pupils()[10]
    rows = [newcomer(100 + i, together="T9" if i < 2 else "") for i in range(5)]
    result = placed(school, back, *rows, leavers="S001\n", method=method)
    arrived = [each.placement.student for each in result.placing.newcomers]
    seed, before, leavers = result.placing.seed, result.grown.before, result.placing.leavers
    assert seed is not None
    case = PlaceCase(seed, before, leavers, tuple(arrived), Terms(method))
    read = as_place_case(case)
    assert len(read["returned"]) == 1
    (second,) = drawn_second("places", [read])
    assert second == placed_first(case)
    assert second["choices"] == str(result.placing.choices)
    assert second["classes"] == [n.placement.school_class for n in result.placing.newcomers]


def test_the_first_of_a_level_that_is_offered_in_some_classes_comes_into_one_of_them() -> None:
    rules = some_rules(offered=(("home", "village", (("1B", 0),)),))
    drawn = seated([a_student("S", home="town")], (1,), (9, 9), some_rules())
    before = replace(drawn, fixed=replace(drawn.fixed, rules=rules))
    first = a_student("N", home="village")
    case = PlaceCase(a_seed("a"), before, (), (first,), Terms("smallest-class"))
    assert placed_first(case)["among"] == [[1]]
    assert drawn_second("places", [as_place_case(case)]) == [placed_first(case)]
