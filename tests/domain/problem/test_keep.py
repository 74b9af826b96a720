"""Classes that stand: who sits in one stays, and the fewest leave theirs."""

from __future__ import annotations

from collections import Counter

import pytest

from balance_classes.domain.problem.keep import classes_no_more
from balance_classes.domain.roster.roster import Roster
from balance_classes.errors import RulesError
from balance_classes.files.rules.rules_file import read_rules
from tests.builders import a_problem, a_roster, a_student, by_key, drawn, some_rules

NAMES = ("A", "B", "C")
STANDING = ["A"] * 14 + ["B"] * 10 + ["C"] * 6


def a_school(sitting: list[str], girls: int = 15) -> Roster:
    """Students of whom the first are girls, each with the class in which it sits."""
    return a_roster(
        *(
            a_student(f"{i:02}", sex="female" if i < girls else "male", now=name)
            for i, name in enumerate(sitting)
        )
    )


def formed(sitting: list[str], names: tuple[str, ...] = NAMES, **rules: object) -> tuple[int, bool]:
    """How many students leave their class, and whether it is proven that fewer cannot."""
    problem = a_problem(
        a_school(sitting), names=names, classes=len(names), keep="now", at_most=(), **rules
    )
    assignment = drawn(problem)
    proof = next(proof for proof in assignment.proofs if "keep" in proof.groups)
    placed = by_key(assignment)
    left = [i for i, name in enumerate(sitting) if name in names]
    assert sum(names[placed[f"{i:02}"]] != sitting[i] for i in left) == proof.excess
    assert max(Counter(placed.values()).values()) - min(Counter(placed.values()).values()) <= 1
    return proof.excess, proof.proven


def test_classes_of_unequal_size_come_level_with_the_fewest_moves() -> None:
    assert formed(STANDING) == (4, True)


def test_a_class_more_takes_only_as_many_as_it_needs() -> None:
    assert formed(["A"] * 15 + ["B"] * 15) == (10, True)


def test_of_a_class_that_is_no_more_and_of_newcomers_nobody_counts_as_moved() -> None:
    sitting = ["A"] * 9 + ["B"] * 9 + ["C"] * 6 + ["D"] * 4 + ["", ""]
    assert formed(sitting) == (0, True)
    rules = some_rules(keep="now")
    classes = a_problem(a_school(sitting), names=NAMES, classes=3).classes
    assert classes_no_more(a_school(sitting), rules, classes) == {"D": 4}


def test_after_another_tier_it_is_the_fewest_moves_that_reach_what_that_reaches() -> None:
    """Of 15 girls all in A and B but one, five each are to be in each class."""
    sitting = ["A"] * 10 + ["B"] * 10 + ["C"] * 10
    assert formed(sitting, tiers=(("keep",), ("sex",))) == (0, True)
    assert formed(sitting, tiers=(("sex",), ("keep",))) == (10, True)


def test_a_column_that_names_none_of_the_classes_is_told() -> None:
    with pytest.raises(RulesError):
        formed(["X"] * 30)


def test_a_policy_that_was_issued_has_to_let_classes_stand() -> None:
    assert read_rules(None, {"keep": "now", "policy": "own"}).keep == "now"
    with pytest.raises(RulesError) as refused:
        read_rules(None, {"keep": "now", "policy": "changji-2022"})
    assert refused.value.findings[0].where
