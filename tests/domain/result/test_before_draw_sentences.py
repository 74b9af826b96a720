"""What lists and notices say of what was fixed before the draw."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balance_classes.domain.problem.steering import Steering
from balance_classes.domain.result.before_draw_sentences import (
    rule_sentences,
    seeds_sentence,
    setting_departures,
    steering_sentence,
)
from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.notice import Contact, SinceDraw, notice_of
from balance_classes.domain.result.result_sentences import posted_sentences, seed_sentence
from balance_classes.domain.seed_words import SAFE_SEEDS
from balance_classes.language import Language
from tests.builders import FIRST_DRAW, a_roster, a_seed, a_student, formed_from, some_rules

POSTED = Posted("0" * 64, 2, "0" * 64)


@pytest.fixture(scope="module")
def formed() -> Formed:
    students = [
        a_student(
            f"{i:02d}",
            sex="female" if i % 2 else "male",
            choir="yes" if i < 3 else "no",
            together="a" if i in (3, 4) else "b" if i in (5, 6) else "c" if i in (7, 8, 9) else "",
            apart=("x",) if i in (10, 11) else (),
        )
        for i in range(16)
    ]
    return formed_from(a_roster(*students), entry=FIRST_DRAW, classes=2)


def posted(formed: Formed, *, given: bool, sealed: bool) -> list[str]:
    changed = replace(
        formed,
        seed=replace(formed.seed, given=given),
        entry=replace(FIRST_DRAW, sealed=sealed),
    )
    return list(map(str, posted_sentences(changed, POSTED)))


def test_a_draw_that_nobody_witnessed_says_so_wherever_fingerprints_are_posted(
    formed: Formed,
) -> None:
    assert any("Nobody witnessed" in said for said in posted(formed, given=False, sealed=False))
    assert any("sealed without givers" in said for said in posted(formed, given=False, sealed=True))
    assert not any("witnessed" in said for said in posted(formed, given=True, sealed=True))


def test_it_says_so_in_chinese_too(formed: Formed) -> None:
    changed = replace(formed, seed=replace(formed.seed, given=False))
    said = list(map(Language("zh").say, posted_sentences(changed, POSTED)))
    assert "这次抽签无人见证：种子由程序抽取。" in said


def test_few_seeds_and_their_reason_are_posted(formed: Formed) -> None:
    few = replace(formed.fixed, givers=("parents=1 numbers 1-6",), few_seeds="only one die")
    said = list(map(str, posted_sentences(replace(formed, fixed=few), POSTED)))
    assert "There were 6 seeds in all, fewer than there should be: only one die." in said


def test_what_counts_of_the_words_is_printed() -> None:
    assert str(seed_sentence(a_seed("3·1·6"))) == "Seed given: 3·1·6 (counted: 316)."
    assert str(seed_sentence(a_seed("316"))) == "Seed given: 316."


def test_how_many_seeds_there_can_be_is_told() -> None:
    def said(*givers: str) -> str:
        return str(seeds_sentence(givers))

    assert said("a=6 numbers 1-6").startswith("Possible seeds: 46656. Whoever has the roster")
    assert said("a=16 numbers 1-6") == f"Possible seeds: {6**16}."
    assert SAFE_SEEDS < 6**16
    assert "not known" in said("a")
    assert "unwitnessed" in said()


def test_the_notice_tells_who_is_together_and_apart_and_what_is_spread(formed: Formed) -> None:
    assert list(map(str, rule_sentences(formed))) == [
        "Students kept together by a code: 7; groups: 2 of 2, 1 of 3.",
        "Students kept apart by a code: 2, in 1 group.",
        "Columns that the school spreads beyond the policy: choir.",
    ]


def test_the_notice_tells_limits_of_a_kind(formed: Formed) -> None:
    rules = replace(formed.rules, at_most=(("choir", 3),), at_least=(("sex=female", 2),))
    said = list(map(str, rule_sentences(replace(formed, fixed=replace(formed.fixed, rules=rules)))))
    assert said[-2:] == ["choir: at most 3 a class.", "sex: girls: at least 2 a class, or none."]


def test_the_notice_tells_how_even_it_came_out_and_what_trial_draws_said(formed: Formed) -> None:
    notice = notice_of(formed, POSTED, Contact(), SinceDraw({}))
    said = list(map(str, notice.rules))
    assert any("proven" in line for line in said)
    assert said[-1] == "No trial draws were made of these rules: they were not sealed."


def test_trial_draws_are_told_with_their_certainty() -> None:
    seen = str(steering_sentence(Steering(30, 10, 5, 1, 1000)))
    assert "10 pairs, 5 students at most" in seen
    assert "once in 1000 rosters" in seen
    assert "no two students always met" in str(steering_sentence(Steering(10, 0, 0, 0, 1000)))


@pytest.mark.parametrize(
    "changes",
    [
        {"tolerance": 2},
        {"min_size": 5},
        {"steps": 3},
        {"depth": 0},
        {"nodes": 1},
        {"hard": ()},
        {"tiers": (("sex",),)},
        {"caps": (("1A", 15),)},
    ],
)
def test_every_setting_that_bends_a_draw_is_a_departure(changes: dict[str, object]) -> None:
    assert list(setting_departures(some_rules())) == []
    assert len(list(setting_departures(some_rules(**changes)))) == 1
