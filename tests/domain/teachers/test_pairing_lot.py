"""The lot of the second half: every allowed pairing alike, none where there is none."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.teachers.pairing_lot import (
    MOST_ROUNDS,
    draw_pairing,
    draw_teams,
    part_seed,
    require_pairing,
)
from balance_classes.errors import BudgetError, InfeasibleError
from tests.builders import a_seed, bare_problem

SEEDS = 2_400
BARS = frozenset({(0, 0), (1, 1), (1, 2)})


def test_every_allowed_pairing_is_as_likely_as_any_other() -> None:
    allowed = [p for p in permutations(range(4)) if not BARS & set(enumerate(p))]
    found = Counter(draw_teams(4, BARS, f"{seed:064x}", MOST_ROUNDS)[0] for seed in range(SEEDS))
    assert sorted(found) == sorted(allowed)
    even = SEEDS / len(allowed)
    chi_square = sum((count - even) ** 2 / even for count in found.values())
    assert chi_square < 24.7  # 7 degrees of freedom, 1 in 1,000; the seeds are fixed


def test_without_bars_the_first_round_is_taken() -> None:
    assert draw_teams(6, frozenset(), "f" * 64, 1)[1] == 1


def test_groups_to_which_too_few_teams_are_open_are_named() -> None:
    barred = {(0, 0), (0, 2), (2, 0), (2, 2)}
    with pytest.raises(InfeasibleError, match="too few teams are open to A, C"):
        require_pairing(3, barred)


def test_what_nearly_no_round_finds_is_refused_before_a_seed_is_known() -> None:
    only = 11
    barred = {(g, t) for g in range(only) for t in range(only) if g != t}
    with pytest.raises(BudgetError, match="So few pairings are left"):
        require_pairing(only, barred)


def test_a_pairing_that_is_allowed_passes() -> None:
    require_pairing(3, {(0, 0), (1, 1), (2, 2)})


def test_names_are_drawn_among_classes_that_rules_treat_alike() -> None:
    problem = bare_problem([9, 9, 5], 9, [], reach={0: frozenset({1})})
    named = {draw_pairing(problem, a_seed(str(i)), 0, (), None).class_of_group for i in range(9)}
    assert named == {(0, 1, 2)}
    free = bare_problem([9, 9, 5], 9, [])
    named = {draw_pairing(free, a_seed(str(i)), 0, (), None).class_of_group for i in range(9)}
    assert named == {(0, 1, 2), (1, 0, 2)}


def test_named_classes_keep_their_names() -> None:
    problem = bare_problem([9, 9, 9], 9, [])
    pairing = draw_pairing(problem, a_seed("x"), 3, (), (0, 1, 2))
    assert pairing.class_of_group == (0, 1, 2)
    assert sorted(pairing.team_of_group) == [0, 1, 2]


def test_the_words_of_the_first_draw_foretell_nothing_of_the_second() -> None:
    seed = Seed((SeedWords("", "dice"),), given=True)
    assert len({seed.value, part_seed(seed, "pair").value, part_seed(seed, "teams").value}) == 3
