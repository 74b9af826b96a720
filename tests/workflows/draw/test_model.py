"""The written program: any solver finds in it what every assignment tells."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import highspy
import pulp
import pytest

from balance_classes.domain.problem.problem import Problem
from balance_classes.errors import ResultError
from balance_classes.files.model_file import write_model
from balance_classes.optimisation.student_program import linear_program
from tests.builders import bare_problem
from tests.commands.test_cli import english, run
from tests.hostile_roster import Tried, hostile_roster, try_all

ROSTERS = range(700, 712)
CBC = pulp.apis.PULP_CBC_CMD.pulp_cbc_path


def ask_highs(path: Path) -> int | None:
    """Return the optimum that HiGHS finds in a file, None where there is nothing."""
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    assert model.readModel(str(path)) == highspy.HighsStatus.kOk
    model.run()
    if model.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(model.getInfo().objective_function_value)


def ask_cbc(path: Path) -> int | None:
    """Return the optimum that CBC finds in a file, None where there is nothing."""
    answer = path.with_suffix(".txt")
    subprocess.run([CBC, path, "solve", "solution", answer], check=True, capture_output=True)  # noqa: S603
    status = answer.read_text("ascii").splitlines()[0]
    if "nfeasible" in status:
        return None
    found = re.fullmatch(r"Optimal - objective value (\S+)", status)
    assert found, status
    return round(float(found[1]))


SOLVERS: dict[str, Callable[[Path], int | None]] = {"highs": ask_highs, "cbc": ask_cbc}


def asked(folder: Path, problem: Problem, tier: int, earlier: list[int]) -> set[int | None]:
    """Return what both solvers find in both formats."""
    found = set()
    for ending in ("mps", "lp"):
        path = folder / f"tier{tier}.{ending}"
        write_model(path, linear_program(problem, tier, earlier))
        found |= {ask(path) for ask in SOLVERS.values()}
        path.unlink()
    return found


def optima(folder: Path, problem: Problem, knows: Tried) -> list[int]:
    """Ask tier after tier, the earlier ones at their optima, and return all optima."""
    earlier: list[int] = []
    for tier in range(len(problem.all_tiers)):
        assert asked(folder, problem, tier, earlier) == {knows.least(tier, earlier)}
        least = knows.least(tier, earlier)
        if least is None or (tier == 0 and least):
            break
        earlier.append(least)
    return earlier


@pytest.mark.parametrize("number", ROSTERS)
def test_two_solvers_agree_with_every_assignment(tmp_path: Path, number: int) -> None:
    problem = hostile_roster(number)
    optima(tmp_path, problem, try_all(problem))


def test_what_cannot_be_is_infeasible_for_both(tmp_path: Path) -> None:
    problem = bare_problem([4, 4], 8, [[[range(4)]]], blocks=[(0, 1, 2, 3, 4)])
    assert asked(tmp_path, problem, 1, [0]) == {None}
    nowhere = bare_problem([4, 4], 8, [[[range(4)]]], reach={0: frozenset()})
    assert asked(tmp_path, nowhere, 1, [0]) == {None}


def test_a_tier_without_excess_has_a_program_all_the_same(tmp_path: Path) -> None:
    problem = bare_problem([4, 4], 8, [[[range(8)]]])
    assert asked(tmp_path, problem, 1, [0]) == {0}


def test_both_formats_name_their_rows_and_columns(tmp_path: Path) -> None:
    program = linear_program(bare_problem([2, 2], 4, [[[range(3)]]]), 1, [0])
    for ending, row in (("mps", " G  l2_1\n"), ("lp", " l2_1: + 1 x2_1 + 1 u2_1 >= 1\n")):
        path = tmp_path / f"a.{ending}"
        write_model(path, program)
        text = path.read_text("ascii")
        assert row in text
    # A name of e and digits would be a number to readers of the LP format.
    names = [each.name for each in (*program.columns, *program.rows)]
    assert all(re.fullmatch(r"[a-df-z]\d+(_\d+)?", name) for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("ending", ["mps", "lp"])
def test_the_bytes_do_not_depend_on_the_order_of_rows(tmp_path: Path, ending: str) -> None:
    lines = english(tmp_path).read_text("utf-8").splitlines()
    (tmp_path / "turned").mkdir()
    turned = english(tmp_path / "turned", "\n".join([lines[0], *reversed(lines[1:])]))
    for path in (tmp_path / "intake.csv", turned):
        model = path.with_suffix(f".{ending}")
        assert run("model", path, "--stage", "primary", "--cap", 45, "-o", model).exit_code == 0
    here = (tmp_path / f"intake.{ending}").read_bytes()
    assert here == turned.with_suffix(f".{ending}").read_bytes()
    assert b"\r" not in here
    assert b"S0" not in here
    assert b"Pupil" not in here


def test_the_legend_speaks_of_levels_and_counts(tmp_path: Path) -> None:
    model = tmp_path / "tier2.mps"
    asked = ("--stage", "primary", "--cap", 45, "--tier", 2, "--at", 3, "-o", model, "--json")
    result = run("model", english(tmp_path), *asked)
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert [tier["at_most"] for tier in told["tiers"]] == [0, 3, None]
    girls = next(quota for quota in told["quotas"] if quota["level"] == "female")
    assert (girls["tier"], girls["students"], girls["low"]) == ("t1", 30, [15, 15])
    assert " UP BND       t1                   3\n" in model.read_text("ascii")
    assert "Pupil" not in result.output


def test_the_legend_is_printed_in_the_language_of_the_roster(tmp_path: Path) -> None:
    result = run(
        "model", english(tmp_path), "--stage", "primary", "--cap", 45, "-o", tmp_path / "a.lp"
    )
    assert "t1: sex" in result.output
    assert "class 2: 1B" in result.output
    assert re.search(r"│ t1 +│ sex girls +│ 30 ", result.output)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    problem, path = bare_problem([2, 2], 4, []), tmp_path / "a.mps"
    path.write_text("mine")
    with pytest.raises(ResultError):
        write_model(path, linear_program(problem, 0, []))
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("-o", "a.txt"), "must end in .mps or .lp"),
        (("-o", "a.mps", "--tier", 9), "There is no tier 9"),
        (("-o", "a.mps", "--tier", 2), "1 in all"),
        (("-o", "a.mps", "--at", 1), "0 in all"),
        (("-o", "a.mps", "--tier", 2, "--at", -1), "not in the range"),
    ],
)
def test_what_is_missing_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: tuple[object, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("model", english(tmp_path), "--stage", "primary", "--cap", 45, *wrong)
    assert result.exit_code == 2
    assert said in result.output
    assert not list(tmp_path.glob("a.*"))
