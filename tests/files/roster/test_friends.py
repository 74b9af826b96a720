"""Columns of wished friends: whom a child names, in one cell or several; what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.errors import RulesError
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.files.rules.rules_file import read_rules
from tests.files.tables import files
from tests.files.tables.files import xlsx

NAMES = ["Ann Lee", "Bo Ray", "Cy Fox", "Di Hay", "Ed Poe", "Fay Orr"]


def listed(path: Path, headers: list[str], *cells: list[str], policy: str = "none") -> Examined:
    """A list of six students, with columns whose cells are named for the first of them."""
    empty = [""] * len(headers)
    rows = [
        [f"S01{n}", name, "M", *(cells[n] if n < len(cells) else empty)]
        for n, name in enumerate(NAMES)
    ]
    table = [["Student ID", "Name", "Sex", *headers], *rows]
    return examine(xlsx(path / "r.xlsx", table), read_rules(None, {"policy": policy}))


def friends(examined: Examined) -> dict[str, tuple[str, ...]]:
    """Whom each student names, by key."""
    assert examined.roster, files.told(examined.errors)
    return {s.key: s.friends for s in examined.roster.students if s.friends}


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        (["Friend 1", "Friend 2", "Friend 3"], ["Di Hay", "S011", "Cy Fox"]),
        (["Friends"], ["Di Hay, Bo Ray and S012"]),
        (["好友1", "好友2"], ["Di Hay", "Bo Ray、Cy Fox"]),
    ],
)
def test_friends_are_named_in_one_cell_or_several(
    tmp_path: Path, headers: list[str], cells: list[str]
) -> None:
    assert friends(listed(tmp_path, headers, cells)) == {"S010": ("S011", "S012", "S013")}


def test_who_is_named_need_not_name_back_and_is_asked_for_nothing(tmp_path: Path) -> None:
    found = listed(tmp_path, ["Friend"], ["Bo Ray"], [""], ["Ann Lee"])
    assert friends(found) == {"S010": ("S011",), "S012": ("S010",)}
    assert found.roster
    assert not any(s.together or s.apart for s in found.roster.students)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Zed", "", ""], "No student of the list is named so"),
        (["T1", "", ""], "No student of the list is named so"),
        (["Ann Lee", "", ""], "The student's own name"),
        (["Bo Ray, Cy Fox", "Di Hay", "Ed Poe"], "more than three friends"),
        (["not with Bo Ray", "", ""], "The wish holds more than names"),
    ],
)
def test_what_names_no_friend_stops_a_draw(tmp_path: Path, cells: list[str], said: str) -> None:
    found = listed(tmp_path, ["Friend 1", "Friend 2", "Friend 3"], cells)
    assert found.roster is None
    assert said in str(files.told(found.errors))


def test_the_same_friend_twice_counts_once(tmp_path: Path) -> None:
    found = listed(tmp_path, ["Friend 1", "Friend 2"], ["Bo Ray", "S011"])
    assert friends(found) == {"S010": ("S011",)}


def test_a_policy_from_above_reads_no_friends_unless_it_names_them(tmp_path: Path) -> None:
    found = listed(tmp_path, ["Friend 1"], ["Bo Ray"], policy="changji-2022")
    assert friends(found) == {}
    assert found.roster
    assert [left.header for left in found.roster.left_out] == ["Friend 1"]
    ours = tmp_path / "ours.toml"
    ours.write_text(
        'title = { en = "Ours" }\nissuer = { en = "County" }\ntiers = [["sex"], ["friends"]]\n',
        encoding="utf-8",
    )
    assert friends(listed(tmp_path, ["Friend 1"], ["Bo Ray"], policy=str(ours)))


@pytest.mark.parametrize("asked", ['tiers = [["friends"]]', 'hard = ["apart", "friends"]'])
def test_a_school_cannot_ask_for_what_its_policy_does_not_allow(tmp_path: Path, asked: str) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(f'policy = "changji-2022"\n{asked}\n', encoding="utf-8")
    with pytest.raises(RulesError, match="does not allow wishes for friends"):
        read_rules(rules, {})
