"""No score by any name: what the cells of a column that the rules ask for tell."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from balance_classes.errors import Finding
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.files.rules.rules_file import read_rules
from tests.files.tables.files import xlsx


def all_told(findings: Iterable[Finding]) -> str:
    return " ".join(f"{finding.what} {finding.mend}" for finding in findings)


BANDS = ["q1", "q2", "q3", "q4"]


def listed(path: Path, header: str, cells: list[object], **options: object) -> Examined:
    rows = [
        [f"S{i:03d}", f"{chr(65 + i)}nn Lee", "MF"[i % 2], cells[i % len(cells)]] for i in range(16)
    ]
    rules = path.with_suffix(".toml")
    rules.write_text(str(options.pop("toml", "")), encoding="utf-8")
    table = [["Student ID", "Name", "Sex", header], *rows]
    return examine(xlsx(path, table), read_rules(rules, {"policy": "none", **options}))


@pytest.mark.parametrize(
    "cells", [BANDS, [61, 74, 88.5], [1, 2, 3, 4], ["优", "良", "中"], ["A", "B", "C"]]
)
def test_levels_that_look_like_scores_are_spread_by_choice_alone(
    tmp_path: Path, cells: list[object]
) -> None:
    plain = listed(tmp_path / "r.xlsx", "Gruppe X", cells, spread=("Gruppe X",))
    assert "look like scores" in all_told(plain.errors)
    assert "--spread-score" in all_told(plain.errors)
    chosen = listed(tmp_path / "c.xlsx", "Gruppe X", cells, scores=("Gruppe X",))
    assert chosen.roster
    assert "Gruppe X" in chosen.roster.attributes
    assert "by its own choice" in all_told(chosen.warnings)


@pytest.mark.parametrize(
    "field", ["house", "previous_school", "boarding", "aid", "apart", "together"]
)
def test_under_a_policy_that_forbids_scores_no_mapping_helps(tmp_path: Path, field: str) -> None:
    toml = f'[columns]\n"Gruppe X" = "{field}"\n'
    found = listed(tmp_path / "r.xlsx", "Gruppe X", [*BANDS], policy="changji-2022", toml=toml)
    assert "no class is formed by scores (§7)" in all_told(found.errors)


def test_a_word_for_scores_is_read_by_choice_and_not_otherwise(tmp_path: Path) -> None:
    unread = listed(tmp_path / "r.xlsx", "Reading score", [1, 2, 3])
    assert unread.roster
    assert [out.header for out in unread.left_out] == ["Reading score"]
    chosen = listed(tmp_path / "c.xlsx", "Reading score", [1, 2, 3], scores=("Reading score",))
    assert chosen.roster
    assert chosen.left_out == ()
    assert chosen.roster.level_counts("Reading score") == {"1": 6, "2": 5, "3": 5}


@pytest.mark.parametrize(
    ("header", "field", "cells"),
    [
        ("Haus", "house", ["Rot", "Blau"]),
        ("Hausnummer", "Hausnummer", [1, 2, 3, 4]),
        ("Siblings", "Siblings", [0, 1, 2, 3]),
        ("民族代号", "ethnicity", ["01", "03", "05", "17"]),
        ("就读", "boarding", [1, 2]),
        ("Sperre", "apart", ["A", "", "", "A", "", "", "", "", "B", "", "", "B", "", "", "", ""]),
    ],
)
def test_what_is_no_score_is_spread_as_before(
    tmp_path: Path, header: str, field: str, cells: list[object]
) -> None:
    toml = f'[columns]\n"{header}" = "{field}"\n'
    assert "look like scores" not in all_told(
        listed(tmp_path / "r.xlsx", header, cells, toml=toml).errors
    )
