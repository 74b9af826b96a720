"""Wishes that collide: the advice names every cell that has to change, and following it works."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from balance_classes.cli import commands
from tests.builders import write_csv

NAMES = [
    "Adam Abbot", "Bea Heath", "Carl Ogden", "Dora Vance", "Evan Ennis", "Faye Lloyd", "Gabe Stone",
    "Hana Brook", "Ivan Ivory", "Jane Pratt", "Kurt Wells", "Lily Frost", "Max Marsh", "Nina Tyler",
    "Omar Cross", "Pia Joyce",
]  # fmt: skip
TRIPLETS = {1: NAMES[1:3], 2: [NAMES[0], NAMES[2]], 3: NAMES[:2]}
CHAIN = {i: [NAMES[i]] for i in range(1, 9)}


def checked(folder: Path, header: str, wishes: Mapping[int, list[str]], classes: int) -> Any:
    lines = [f"Student ID,Name,Sex,{header}"]
    lines += [
        f"S{i:03d},{n},{'FM'[i % 2]},{'; '.join(wishes.get(i, []))}" for i, n in enumerate(NAMES, 1)
    ]
    roster = write_csv(folder / "r.csv", "\n".join(lines) + "\n")
    options = ["--policy", "none", "--classes", str(classes), "--json", "--lang", "en"]
    return json.loads(CliRunner().invoke(commands, ["check", str(roster), *options]).output)


@pytest.mark.parametrize(
    ("header", "wishes", "classes"),
    [("Keep apart from", TRIPLETS, 2), ("Keep with", CHAIN, 2), ("Keep with", CHAIN, 4)],
)
def test_following_the_advice_ends_it(
    header: str, wishes: dict[int, list[str]], classes: int, tmp_path: Path
) -> None:
    told = checked(tmp_path, header, wishes, classes)
    assert told["exit_code"] == 4
    (finding,) = told["findings"]
    options = re.split(r"; or |: ", finding["mend"].rstrip("."))
    cells = [option for option in options if re.search(r"\bD\d+\b", option)]
    assert cells
    for option in cells:
        changed = {row: list(names) for row, names in wishes.items()}
        for part in re.split(r"; and | and (?=take|clear)", option):
            for cell in map(int, re.findall(r"\bD(\d+)\b", part)):
                rows = [int(row) for row in re.findall(r"\brows? (\d+)", part)]
                gone = {NAMES[row - 2] for row in rows}
                kept = [name for name in changed[cell - 1] if name not in gone]
                changed[cell - 1] = kept if part.startswith("take") else []
        after = checked(tmp_path, header, changed, classes)
        assert after["ok"], option


def test_more_apart_than_classes_is_told_alike_by_code_and_by_name(tmp_path: Path) -> None:
    by_name = checked(tmp_path, "Keep apart from", TRIPLETS, 2)
    by_code = checked(tmp_path, "Keep apart from", {1: ["T"], 2: ["T"], 3: ["T"]}, 2)
    said = {(told["exit_code"], told["findings"][0]["what"]) for told in (by_name, by_code)}
    assert len(said) == 1
    assert "rows 2–4 to be apart. Have 2, need 3" in said.pop()[1]


def test_check_lists_what_was_understood_with_its_cells(tmp_path: Path) -> None:
    told = checked(tmp_path, "Keep apart from", {1: [NAMES[1]], 4: ["T1"], 5: ["T1"]}, 4)
    assert told["wishes"] == [
        {"kind": "apart", "rows": [2, 3], "students": ["A*** ****t", "B** ****h"], "cells": ["D2"]},
        {
            "kind": "apart",
            "rows": [5, 6],
            "students": ["D*** ****e", "E*** ****s"],
            "cells": ["D5", "D6"],
        },
    ]
    options = ["--policy", "none", "--classes", "4", "--lang", "en"]
    shown = CliRunner().invoke(commands, ["check", str(tmp_path / "r.csv"), *options]).output
    assert "apart: row 2 (A*** ****t), row 3 (B** ****h); from D2" in shown
    assert "Adam" not in shown
