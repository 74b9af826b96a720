from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.roster.score_levels import is_score

SCALES = [
    "q1 q2 q3 q4", "A B C D E", "A* A B C", "A+ A- B+ B C", "A1 A2 B1 B2", "62 71 85 93",
    "1 2 3 4 5", "3.5 4 4.5", "87.5 90.25 61.0", "85% 90% 100%", "优 良 中 差",
    "优秀 良好 及格 不及格", "甲 乙 丙", "上 中 下", "高 中 低", "A层 B层 C层",
    "一档 二档 三档", "第一档 第二档 第三档", "Band:1 Band:2 Band:3", "Level:2 Level:3 Level:4",
    "L1 L2 L3", "high medium low", "above_average average below_average",
    "exceeding expected emerging", "EXS GDS WTS", "working_towards expected greater_depth",
    "excellent good fair poor", "beginner intermediate advanced", "sehr_gut gut befriedigend",
    "très_bien bien passable", "отлично хорошо удовлетворительно", "ممتاز جيد ضعيف",
    "수 우 미 양 가", "★ ★★ ★★★", "+ ++ +++", "0-59 60-79 80-100", "60分以下 80分 95分",
    "1st 2nd 3rd", "I II III", "一 二 三", "17/20 12/20 9/20", "top:set middle:set bottom:set",
    "1.0 2.0 3.0", "Ａ Ｂ Ｃ", "stage:1 stage:2 stage:3",
]  # fmt: skip
"""The levels of a column, with : and _ for a space within one."""
OTHERS = [
    "Red Blue Green", "yes no", "Y N", "是 否", "1 2", "0 1", "French German Polish",
    "North South", "K E N", "A B", "AB O", "male female", "汉 维 哈", "东校区 西校区",
    "Piano Violin", "bus walk car", "BR IND POL", "Hogwarts Beauxbatons", "住校 走读",
    "农业 非农业", "vegetarian halal none", "无 过敏", "St:Mary St:John", "篮球 足球 围棋",
]  # fmt: skip
COUNTED = [
    "House number", "Former class", "Distance (km)", "Age", "Siblings", "No of siblings",
    "Bus route", "Zone", "Birth month", "Height", "门牌号", "原班级", "家庭人口", "兄弟姐妹数",
    "身高", "路程", "年级", "Hausnummer", "Geschwister", "Shoe size", "bus_stop", "birthOrder",
    "School year", "学区", "楼栋",
]  # fmt: skip


def levels(text: str) -> list[str]:
    return [word.replace("_", " ").replace(":", " ") for word in text.split()]


@pytest.mark.parametrize("scale", SCALES)
def test_levels_that_have_an_order_are_likely_scores(scale: str) -> None:
    assert is_score("Gruppe X", levels(scale) * 4)


@pytest.mark.parametrize("words", OTHERS)
def test_words_without_an_order_are_none(words: str) -> None:
    assert not is_score("Gruppe X", levels(words) * 4)


@pytest.mark.parametrize("header", COUNTED)
def test_what_is_counted_or_lettered_is_no_score_where_the_header_says_so(header: str) -> None:
    assert not is_score(header, ["1", "2", "3", "4"] * 3)
    assert not is_score(header, ["A", "B", "C", "D"] * 3)


@pytest.mark.parametrize("header", COUNTED)
def test_words_said_of_work_done_are_scores_under_any_header(header: str) -> None:
    assert is_score(header, ["优", "良", "及格"] * 3)
    assert is_score(header, ["85%", "90%", "70%"] * 3)


def test_quarters_of_a_year_are_none() -> None:
    assert not is_score("Quarter of birth", ["Q1", "Q2", "Q3", "Q4"] * 3)
    assert is_score("Quarter", ["A", "B", "C", "D", "优", "良"]) is False


@given(st.sampled_from(SCALES), st.integers(0, 10**6))
def test_a_few_other_words_spaces_and_capitals_hide_no_scale(scale: str, number: int) -> None:
    chance = random.Random(number)
    told: Sequence[str] = levels(scale) * 10
    written = [f" {v.upper() if chance.random() < 0.5 else v} " for v in told]
    others = [chance.choice(["absent", "new", "缺考"]) for _ in range(len(told) // 5)]
    assert is_score("Gruppe X", [*written, *others])
