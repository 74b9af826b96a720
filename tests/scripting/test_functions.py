"""A script gets what the command line gets, to the digest, as tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

import balance_classes
from balance_classes.cli import commands
from tests.workflows.stage import CLASSES, HEADER, School, pupils

SEED = ["notary=4 6", "parents=3 1"]
PRIVATE = [pupils()[0][0], pupils()[0][1], "PupilA"]


def told(*arguments: object) -> dict[str, Any]:
    """What the command line says as JSON."""
    result = CliRunner().invoke(commands, [*map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def seeds() -> list[str]:
    return [word for given in SEED for word in ("--seed", given)]


def a_table() -> pd.DataFrame:
    return pd.DataFrame(pupils(), columns=HEADER.split(","), index=[f"r{i}" for i in range(18)])


@pytest.fixture(scope="module")
def rehearsed() -> balance_classes.Draw:
    """A table that was tried out, with nothing on the disk."""
    return balance_classes.rehearse(a_table(), seed=SEED, classes=CLASSES)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> balance_classes.Draw:
    """A table that was drawn."""
    file = tmp_path_factory.mktemp("school") / "intake.xlsx"
    return balance_classes.assign(a_table(), file=file, seed=SEED, classes=CLASSES)


def test_a_rehearsal_is_that_of_the_command_line(
    rehearsed: balance_classes.Draw, tmp_path: Path
) -> None:
    school = School.at(tmp_path)
    out = told("assign", school.roster, "--classes", CLASSES, *seeds(), "--rehearsal")
    of_file = balance_classes.rehearse(school.roster, seed=SEED, classes=CLASSES)
    assert of_file.record == out["record"]
    assert rehearsed.digest == out["record"]["digest"]
    assert (rehearsed.folder, rehearsed.fingerprint) == (None, None)


def test_a_draw_is_that_of_the_command_line(drawn: balance_classes.Draw, tmp_path: Path) -> None:
    school = School.at(tmp_path)
    out = told("assign", school.roster, "--classes", CLASSES, *seeds())
    assert drawn.digest == out["record"]["digest"]
    assert drawn.fingerprint == out["fingerprint"]
    assert list(drawn.seed) == SEED
    assert drawn.folder is not None
    assert drawn.record == json.loads((drawn.folder / "record.json").read_text("utf-8"))
    assert (drawn.folder / "classes.csv").read_bytes() == (
        school.folder / "classes.csv"
    ).read_bytes()


def test_what_a_script_draws_is_verified_with_the_roster_it_kept(
    drawn: balance_classes.Draw,
) -> None:
    assert drawn.folder is not None
    verdict = balance_classes.verify(
        drawn.folder,
        roster=drawn.folder.with_name("intake.xlsx"),
        fingerprint=str(drawn.fingerprint),
        seed=SEED,
    )
    assert verdict.passed
    assert verdict.checks["passed"].all()
    assert {"roster", "live_ledger", "fingerprint", "seed"} <= {*verdict.checks["check"]}
    wrong = balance_classes.verify(drawn.folder, seed="notary=6 4", lang="zh")
    assert not wrong.passed
    assert wrong.checks.set_index("check").at["seed", "differences"].startswith("种子")


def test_a_drawn_roster_is_not_drawn_again(drawn: balance_classes.Draw) -> None:
    assert drawn.folder is not None
    file = drawn.folder.with_name("intake.xlsx")
    with pytest.raises(balance_classes.EvidenceError, match="lies here already"):
        balance_classes.assign(a_table(), file=file, seed=SEED, classes=CLASSES)
    assert file.exists()


def test_classes_join_the_table_they_came_from(rehearsed: balance_classes.Draw) -> None:
    joined = a_table().join(rehearsed.classes[["class", "lottery_number"]])
    assert joined["class"].notna().all()
    assert (joined["name"] == rehearsed.classes["name"]).all()
    assert sorted(joined["lottery_number"]) == list(range(1, 19))
    assert joined.at["r11", "class"] == "Class 2"  # where it is pinned


def test_a_child_without_a_seat_has_no_class() -> None:
    table = a_table().assign(home_taught=["no"] * 3 + ["yes"] + ["no"] * 14)
    draw = balance_classes.rehearse(
        table.rename(columns={"home_taught": "home taught"}), seed="a=1", classes=CLASSES
    )
    classes = table.join(draw.classes["class"])["class"]
    assert classes.index[classes.isna()].tolist() == ["r3"]


def test_the_balance_counts_the_students_of_the_classes(rehearsed: balance_classes.Draw) -> None:
    counts = rehearsed.balance["count"].unstack("class")
    classes = rehearsed.classes
    assert counts.loc[("size", "")].to_dict() == classes["class"].value_counts().to_dict()
    crossed = pd.crosstab(classes["sex"], classes["class"])
    assert crossed.to_dict() == counts.loc["sex"].to_dict()
    low, high, count = (rehearsed.balance[name] for name in ("low", "high", "count"))
    outside = (low - count).clip(lower=0) + (count - high).clip(lower=0)
    assert (outside == rehearsed.balance["excess"]).all()


def test_classes_sort_in_their_order() -> None:
    draw = balance_classes.rehearse(a_table(), seed="a=1", classes=11, min_size=1, method="draw")
    names = [f"Class {number}" for number in range(1, 12)]
    assert list(draw.balance["count"].unstack("class").columns) == names
    assert list(draw.classes["class"].sort_values().unique()) == names


def test_the_proofs_are_those_of_the_record(rehearsed: balance_classes.Draw) -> None:
    proofs = rehearsed.proofs.reset_index().to_dict("records")
    recorded = rehearsed.record["proofs"]
    assert [{**proof, "groups": list(proof["groups"])} for proof in proofs] == [
        {"tier": tier, **proof} for tier, proof in enumerate(recorded, start=1)
    ]
    assert rehearsed.notes[0] == "sex: proven, no assignment is more even."


def test_names_and_numbers_stand_in_the_classes_alone(rehearsed: balance_classes.Draw) -> None:
    check = balance_classes.check(a_table(), classes=CLASSES)
    tables = (rehearsed.balance, rehearsed.proofs, check.levels, check.findings, check.columns)
    shown = "".join(table.to_csv() for table in tables)
    shown += json.dumps(rehearsed.record) + repr(rehearsed) + repr(check) + str(rehearsed.notes)
    assert not [word for word in PRIVATE if word in shown]
    assert all(word in rehearsed.classes.to_csv() for word in PRIVATE)


def test_a_check_tells_all_findings_at_once_in_either_language() -> None:
    table = a_table().assign(reading_score=1)
    table.loc[["r0", "r1"], "sex"] = "?"
    check = balance_classes.check(table, classes=CLASSES)
    problems = check.findings[check.findings["kind"] == "problem"]
    assert not check.ok
    assert [place.rsplit(" ", 1)[1] for place in problems["where"]] == ["D2", "D3"]
    assert check.columns["reading_score"] == ""
    assert check.columns["student_id"] == "student_number"
    chinese = balance_classes.check(table, classes=CLASSES, lang="zh").findings
    assert chinese["where"].str.contains("单元格").all()


def test_a_check_counts_levels_and_names_the_classes() -> None:
    check = balance_classes.check(a_table(), classes=CLASSES)
    assert check.ok
    assert check.levels.at[("sex", "female"), "students"] == 9
    assert check.classes == ("Class 1", "Class 2", "Class 3")
    assert balance_classes.check(a_table()).classes == ()


def test_errors_carry_all_findings() -> None:
    with pytest.raises(balance_classes.RosterError) as refused:
        balance_classes.rehearse(a_table().assign(sex="?"), classes=CLASSES)
    assert len(refused.value.findings) == 18
    assert isinstance(refused.value, balance_classes.BalanceError)
    with pytest.raises(balance_classes.UsageError, match="too small"):
        balance_classes.check(a_table(), classes=0)
    with pytest.raises(balance_classes.UsageError, match="no such key"):
        balance_classes.check(a_table(), class_count=3)  # type: ignore[call-arg]


def test_a_table_without_a_file_is_not_drawn(tmp_path: Path) -> None:
    for file in (None, tmp_path / "intake.csv"):
        with pytest.raises(balance_classes.UsageError, match=r"ending in \.xlsx"):
            balance_classes.assign(a_table(), file=file, classes=CLASSES)
    with pytest.raises(balance_classes.UsageError, match="is a file already"):
        balance_classes.assign(tmp_path / "a.csv", file=tmp_path / "a.xlsx", classes=CLASSES)
    assert not any(tmp_path.iterdir())


def test_a_rules_file_holds_under_the_rules_that_are_named(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('classes = 2\nschool = "Hilltop"\n', "utf-8")
    draw = balance_classes.rehearse(a_table(), rules, classes=3, seed="a=1")
    assert draw.record["source"]["school"] == "Hilltop"
    assert len(draw.record["classes"]) == 3
